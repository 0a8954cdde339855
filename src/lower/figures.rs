use crate::diagnostic::Diagnostic;
use crate::expr::Expr;
use crate::expr::Scope;
use crate::expr::Wanted;
use crate::expr::check;
use crate::lower::collect::Collected;
use crate::lower::collect::twice;
use crate::lower::figure_parts::elements;
use crate::lower::figure_parts::that;
use crate::lower::figure_parts::within;
use crate::lower::text::title;
use crate::model::Aggregate;
use crate::model::Elements;
use crate::model::Figure;
use crate::model::TextPlace;
use crate::source::Sources;
use crate::syntax;
use crate::value::Field;
use crate::value::RecordType;
use crate::value::Type;

/// The figures, and the field that each is, of the deal or of the elements of the list at these slots. Each may read fields and computed fields, and no other figure.
pub(super) fn figures(
    sources: &Sources,
    parts: &Collected<'_>,
    scope: &Scope<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Figure>, Vec<(Vec<usize>, Field)>) {
    let mut figures: Vec<Figure> = Vec::new();
    let mut fields: Vec<(Vec<usize>, Field)> = Vec::new();
    for written in &parts.figures {
        let each = match &written.each {
            None => None,
            Some(each) => match elements(each, scope, diagnostics) {
                Some(each) => Some(each),
                None => continue,
            },
        };
        if let Some(problem) = hides(written, each.as_ref(), scope) {
            diagnostics.push(problem);
            continue;
        }
        let list = each.as_ref().map_or(Vec::new(), |each| each.slots.clone());
        let own = scope.schema.element(&list).map_or(scope.schema.deal.fields.len(), |element| element.fields.len());
        let slot = own + fields.iter().filter(|(of, _)| *of == list).count();
        match figure(sources, written, (slot, each), scope, diagnostics) {
            Some(figure) => {
                fields.push((list, figure.field()));
                figures.push(figure);
            }
            // What is wrong has been reported, and nothing is judged; the field is there, so that its name is not unknown.
            None if !list.is_empty() => fields.push((list, Field::new(&written.name.value, Type::Any))),
            None => {}
        }
    }
    (figures, fields)
}

/// The problem of a figure with the name of a field.
fn hides(written: &syntax::Figure, each: Option<&Elements>, scope: &Scope<'_>) -> Option<Diagnostic> {
    let name = &written.name.value;
    let of_element = each.and_then(|each| Some((each, scope.schema.element(&each.slots)?.find(name)?)));
    let is_hidden =
        scope.schema.deal.find(name).is_some() || scope.lets.find(name).is_some() || scope.lets.is_broken(name);
    let message = match of_element {
        Some((each, _)) => format!("`{name}` is a field of the elements of `{}` already", each.list),
        None if is_hidden && each.is_none() => format!("`{name}` is a field of the deal already"),
        None => return None,
    };
    let problem = Diagnostic::error("lower/hidden-field", message).at(written.name.span, "hides the field");
    Some(problem.help("give the figure another name"))
}

fn figure(
    sources: &Sources,
    written: &syntax::Figure,
    (slot, each): (usize, Option<Elements>),
    scope: &Scope<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Figure> {
    let element = each.as_ref().and_then(|each| Some((each, scope.schema.element(&each.slots)?)));
    let locals: Vec<(String, Type)> = element
        .map(|(each, element)| (each.name.clone(), Type::Record(std::sync::Arc::new(element.clone()))))
        .into_iter()
        .collect();
    let scope = &Scope { locals: &locals, ..*scope };
    let mut ask = |condition: &syntax::Condition, wanted: &Wanted| -> Option<Expr> {
        let checked = check(&condition.text, condition.span, scope, wanted);
        diagnostics.extend(checked.diagnostics);
        checked.value
    };
    let when = written.when.as_ref().map(|when| ask(when, &Wanted::Truth));
    let by: Vec<Option<Expr>> = written.by.iter().map(|key| ask(key, &Wanted::Any)).collect();
    let at = written.within.as_ref().map(|within| ask(&within.of, &Wanted::Any));
    let of = match written.of.as_ref()? {
        syntax::Aggregate::Count => Some(Aggregate::Count),
        syntax::Aggregate::Sum(of) => ask(of, &Wanted::Any).map(Aggregate::Sum),
        syntax::Aggregate::Least(of) => ask(of, &Wanted::Any).map(Aggregate::Least),
        syntax::Aggregate::Most(of) => ask(of, &Wanted::Any).map(Aggregate::Most),
        syntax::Aggregate::Mean(of) => ask(of, &Wanted::Any).map(Aggregate::Mean),
        syntax::Aggregate::Top(count, of) => ask(of, &Wanted::Any).map(|of| Aggregate::Top(*count, of)),
        syntax::Aggregate::Percentile(place, of) => {
            ask(of, &Wanted::Any).map(|of| Aggregate::Percentile(place.value, of))
        }
        syntax::Aggregate::Rank(of) => ask(of, &Wanted::Any).map(Aggregate::Rank),
        syntax::Aggregate::Others(_, names) => {
            let field = |name: &syntax::Name| {
                let text = syntax::Condition { text: name.value.clone(), span: name.span };
                Some((name.value.clone(), ask(&text, &Wanted::Any)?))
            };
            let fields: Vec<Option<(String, Expr)>> = names.iter().map(field).collect();
            fields.into_iter().collect::<Option<Vec<_>>>().map(Aggregate::Others)
        }
    };
    let (of, by) = (of?, by.into_iter().collect::<Option<Vec<Expr>>>()?);
    let within = match (&written.within, at) {
        (Some(written), Some(at)) => Some(within(written, at?, &of, diagnostics)?),
        _ => None,
    };
    if let Some(syntax::Aggregate::Others(_, names)) = &written.of {
        others(written, names, diagnostics)?;
    }
    let ty = ty(&of, diagnostics)?;
    let that = that(written, &ty, scope, diagnostics)?;
    let declared = match sources.place(written.name.span) {
        Some((file, position)) => TextPlace { file, line: position.line },
        None => TextPlace { file: "".into(), line: 0 },
    };
    Some(Figure {
        name: written.name.value.clone(),
        title: title(written.title.as_ref(), &written.name),
        of,
        each,
        when: when.map_or(Some(None), |when| when.map(Some))?,
        by,
        that,
        within,
        ty,
        slot,
        declared,
    })
}

/// `others …` gives deals, each field once.
fn others(written: &syntax::Figure, names: &[syntax::Name], diagnostics: &mut Vec<Diagnostic>) -> Option<()> {
    let before = diagnostics.len();
    for (at, name) in names.iter().enumerate() {
        if let Some(first) = names.iter().take(at).find(|first| first.value == name.value) {
            diagnostics.push(twice("field", name, first.span));
        }
        if name.value == "id" {
            let problem = Diagnostic::error("lower/declared-twice", "`id` is always among the fields of other deals");
            diagnostics.push(problem.at(name.span, "not needed").help("remove it"));
        }
    }
    if let Some(each) = &written.each {
        let problem = Diagnostic::error("lower/others-of-elements", "`others` gives the other deals of a group");
        let problem = problem.at(each.name.span, "the figure is about elements");
        diagnostics.push(problem.help("remove `for …`, or ask for `count`, a sum or `rank` of the elements"));
    }
    (diagnostics.len() == before).then_some(())
}

/// The type of what is made of values; `None` where nothing can be made of them.
fn ty(of: &Aggregate, diagnostics: &mut Vec<Diagnostic>) -> Option<Type> {
    if let Aggregate::Others(fields) = of {
        let id = Field::new("id", Type::Text);
        let fields = fields.iter().map(|(name, field)| Field {
            private: field.is_private() && !field.tells_little(),
            ..Field::new(name, field.ty().clone())
        });
        let record = RecordType::new(std::iter::once(id).chain(fields));
        return Some(Type::list(Type::Record(std::sync::Arc::new(record))));
    }
    let Some(value) = of.value() else { return Some(Type::Integer) };
    let ty = value.ty().clone();
    let adds_up = ty.is_numeric() || ty == Type::Money;
    let has_order = adds_up || matches!(ty, Type::Duration | Type::Date | Type::DateTime);
    let fits = match of {
        Aggregate::Sum(_) | Aggregate::Mean(_) | Aggregate::Top(..) => adds_up,
        _ => has_order,
    };
    if !fits {
        let message = format!("no figure can be made of `{}`", value.text().trim());
        let problem = Diagnostic::error("lower/not-a-figure", message).at(value.span(), format!("its type is `{ty}`"));
        diagnostics.push(problem.help(
            "sums and means are made of numbers and amounts; smallest, largest, percentiles and ranks of dates too",
        ));
        return None;
    }
    Some(match of {
        Aggregate::Rank(_) => Type::Integer,
        Aggregate::Mean(_) if ty == Type::Integer => Type::Number,
        _ => ty,
    })
}
