use crate::diagnostic::Diagnostic;
use crate::expr::Expr;
use crate::expr::Scope;
use crate::expr::Wanted;
use crate::expr::check;
use crate::lower::collect::Collected;
use crate::lower::text::title;
use crate::model::Aggregate;
use crate::model::Figure;
use crate::model::TextPlace;
use crate::source::Sources;
use crate::syntax;
use crate::value::Type;

/// The figures. Each may read fields and computed fields, and no other figure.
pub(super) fn figures(
    sources: &Sources,
    parts: &Collected<'_>,
    scope: &Scope<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Figure> {
    let mut figures: Vec<Figure> = Vec::new();
    for written in &parts.figures {
        let name = &written.name.value;
        if scope.schema.deal.find(name).is_some() || scope.lets.find(name).is_some() || scope.lets.is_broken(name) {
            let problem = Diagnostic::error("lower/hidden-field", format!("`{name}` is a field of the deal already"));
            let problem = problem.at(written.name.span, "hides the field");
            diagnostics.push(problem.help("give the figure another name"));
            continue;
        }
        let slot = scope.schema.deal.fields.len() + figures.len();
        // What is wrong has been reported, and nothing is judged; the field is there, so that its name is not unknown.
        let figure = figure(sources, written, slot, scope, diagnostics);
        figures.extend(figure);
    }
    figures
}

fn figure(
    sources: &Sources,
    written: &syntax::Figure,
    slot: usize,
    scope: &Scope<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Figure> {
    let mut ask = |condition: &syntax::Condition, wanted: &Wanted| -> Option<Expr> {
        let checked = check(&condition.text, condition.span, scope, wanted);
        diagnostics.extend(checked.diagnostics);
        checked.value
    };
    let when = written.when.as_ref().map(|when| ask(when, &Wanted::Truth));
    let by: Vec<Option<Expr>> = written.by.iter().map(|key| ask(key, &Wanted::Any)).collect();
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
    };
    let (of, by) = (of?, by.into_iter().collect::<Option<Vec<Expr>>>()?);
    let ty = ty(&of, diagnostics)?;
    let declared = match sources.place(written.name.span) {
        Some((file, position)) => TextPlace { file, line: position.line },
        None => TextPlace { file: "".into(), line: 0 },
    };
    Some(Figure {
        name: written.name.value.clone(),
        title: title(written.title.as_ref(), &written.name),
        of,
        when: when.map_or(Some(None), |when| when.map(Some))?,
        by,
        ty,
        slot,
        declared,
    })
}

/// The type of what is made of values; `None` where nothing can be made of them.
fn ty(of: &Aggregate, diagnostics: &mut Vec<Diagnostic>) -> Option<Type> {
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
        diagnostics
            .push(problem.help(
                "sums and means are made of numbers and amounts; smallest, largest and percentiles of dates too",
            ));
        return None;
    }
    Some(match of {
        Aggregate::Mean(_) if ty == Type::Integer => Type::Number,
        _ => ty,
    })
}
