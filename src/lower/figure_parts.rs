use crate::diagnostic::Diagnostic;
use crate::expr::Expr;
use crate::expr::Scope;
use crate::expr::Wanted;
use crate::expr::check;
use crate::lower::schema::unsayable;
use crate::model::Aggregate;
use crate::model::Elements;
use crate::model::Within;
use crate::syntax;
use crate::value::Path;
use crate::value::Step;
use crate::value::Type;
use crate::value::Unit;

/// `for c in changes` of a figure: a list of the deal, whose elements are records.
pub(super) fn elements(each: &syntax::Each, scope: &Scope<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Elements> {
    let before = diagnostics.len();
    let name = &each.name.value;
    diagnostics.extend(unfit(&each.name, scope, "give the element another name"));
    let checked = check(&each.list.text, each.list.span, scope, &Wanted::Any);
    diagnostics.extend(checked.diagnostics);
    let list = checked.value?;
    let text = list.text().trim();
    // Of a list inside a record the record is read, too.
    let is_list = |path: &&Path| Step::show(path.as_slice(), &scope.schema.deal) == text;
    let Some(path) = list.reads().iter().find(is_list) else {
        diagnostics.push(no_list(&list));
        return None;
    };
    let slots = path.iter().map(|step| match step {
        Step::Field(slot) => Some(*slot),
        Step::Item(_) => None,
    });
    let slots: Vec<usize> = slots.collect::<Option<_>>().unwrap_or_default();
    if scope.schema.element(&slots).is_none() {
        diagnostics.push(no_list(&list));
        return None;
    }
    let private = scope.schema.deal.is_private(path);
    (diagnostics.len() == before).then(|| Elements { name: name.clone(), list: text.to_owned(), slots, private })
}

/// The problems of a name that stands for an element, or for another deal.
fn unfit(name: &syntax::Name, scope: &Scope<'_>, help: &str) -> Vec<Diagnostic> {
    let mut problems: Vec<Diagnostic> = unsayable(name).into_iter().collect();
    let known = &name.value;
    if scope.schema.deal.find(known).is_some() || scope.lets.find(known).is_some() || scope.lets.is_broken(known) {
        let message = format!("`{known}` is a field of the deal already");
        let problem = Diagnostic::error("lower/hidden-field", message).at(name.span, "hides the field");
        problems.push(problem.help(help.to_owned()));
    }
    problems
}

/// `that …` of a figure: what must hold of another deal, which `others o with …` calls `o`. Nothing where it is wrong.
pub(super) fn that(
    written: &syntax::Figure,
    others: &Type,
    scope: &Scope<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Option<(String, Expr)>> {
    let Some(that) = &written.that else { return Some(None) };
    let Some(syntax::Aggregate::Others(Some(name), _)) = &written.of else {
        let is_others = matches!(written.of, Some(syntax::Aggregate::Others(..)));
        let (label, help) = match is_others {
            true => ("another deal has no name here", "name it: `others o with …`"),
            false => ("of which deals?", "`when` says which deals count; `that` goes with `others o with …`"),
        };
        let problem = Diagnostic::error("lower/that-without-others", "`that` asks about other deals");
        diagnostics.push(problem.at(that.span, label).help(help));
        return None;
    };
    let before = diagnostics.len();
    diagnostics.extend(unfit(name, scope, "give the other deal another name"));
    let Type::List(item) = others else { return None };
    let locals = [(name.value.clone(), item.as_ref().clone())];
    let checked = check(&that.text, that.span, &Scope { locals: &locals, ..*scope }, &Wanted::Truth);
    diagnostics.extend(checked.diagnostics);
    let that = checked.value.filter(|_| diagnostics.len() == before)?;
    Some(Some((name.value.clone(), that)))
}

fn no_list(list: &Expr) -> Diagnostic {
    let message = format!("a figure goes through a list of the deal, and `{}` is none", list.text().trim());
    let label = match list.ty() {
        Type::List(item) if matches!(item.as_ref(), Type::Record(_)) => "computed".to_owned(),
        other => format!("its type is `{other}`"),
    };
    Diagnostic::error("lower/not-a-list", message)
        .at(list.span(), label)
        .help("name a field that is declared as `list of { … }`, or `changes`, `history`, `events`, `approvals`; `when` says which elements count")
}

/// `within any 30 days of submitted_at`: what goes by stretches of time.
pub(super) fn within(
    written: &syntax::Within,
    of: Expr,
    made: &Aggregate,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Within> {
    let length = written.length.value;
    let refuse = |message: String, label: &str, span, help: &str| {
        Diagnostic::error("lower/not-within", message).at(span, label.to_owned()).help(help.to_owned())
    };
    let problem = if !matches!(made, Aggregate::Count | Aggregate::Sum(_)) {
        Some(refuse(
            "only `count` and `sum` go by stretches of time".to_owned(),
            "of each stretch",
            written.length.span,
            "a deal reads the largest of its stretches; for anything else group by a date: `by close_date.month`",
        ))
    } else if !matches!(length.unit, Unit::Days | Unit::Seconds) || length.count < 0 {
        Some(refuse(
            format!("a stretch of time is not as long as {length}"),
            "not a fixed length",
            written.length.span,
            "write days, weeks, hours or minutes: `within any 30 days of …`",
        ))
    } else if !matches!(of.ty(), Type::Date | Type::DateTime) {
        let message = format!("`{}` is no point in time", of.text().trim());
        Some(refuse(message, &format!("its type is `{}`", of.ty()), of.span(), "name a date or a moment"))
    } else if length.unit == Unit::Seconds && *of.ty() == Type::Date {
        let message = format!("`{}` has no time of day", of.text().trim());
        Some(refuse(message, "a day", of.span(), "write the length in days: `within any 1 day of …`"))
    } else {
        None
    };
    match problem {
        Some(problem) => {
            diagnostics.push(problem);
            None
        }
        None => Some(Within { length, of }),
    }
}
