use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::list_of;
use crate::expr;
use crate::expr::Expr;
use crate::expr::Lets;
use crate::expr::Modules;
use crate::expr::Scope;
use crate::expr::Wanted;
use crate::expr::check;
use crate::lower::collect::Collected;
use crate::lower::collect::twice;
use crate::lower::schema;
use crate::lower::text::title;
use crate::model::Score;
use crate::model::ScorePart;
use crate::model::TextPlace;
use crate::source::Sources;
use crate::source::Span;
use crate::syntax;
use crate::value::Currency;
use crate::value::Schema;

/// The computed fields and the scores, put in an order in which each reads only earlier ones.
pub(super) fn computed(
    sources: &Sources,
    parts: &Collected<'_>,
    schema: &Schema,
    modules: &Modules,
    currency: Option<Currency>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Lets, Vec<Score>) {
    // What hides a field or is declared twice has been reported.
    let mut seen = BTreeSet::new();
    let lets = parts.deals.iter().flat_map(|deal| &deal.lets).map(Computed::Let);
    let mut open: Vec<Computed<'_>> = lets.chain(parts.scores.iter().copied().map(Computed::Score)).collect();
    open.retain(|computed| {
        schema.deal.find(&computed.name().value).is_none() && seen.insert(computed.name().value.as_str())
    });
    let mut lets = Lets::default();
    let mut scores = Vec::new();
    while !open.is_empty() {
        let names: BTreeSet<&str> = open.iter().map(|computed| computed.name().value.as_str()).collect();
        let ready = open.iter().position(|computed| computed.texts().all(|text| words(text).is_disjoint(&names)));
        let Some(ready) = ready else {
            diagnostics.push(circle(&open));
            open.iter().for_each(|computed| lets.add_broken(computed.name().value.clone()));
            break;
        };
        let computed = open.remove(ready);
        let scope = Scope { schema, lets: &lets, modules, locals: &[], currency };
        let expr = match computed {
            Computed::Let(written) => computed_field(written, &scope, diagnostics),
            Computed::Score(written) => score(sources, written, &scope, diagnostics).map(|(score, expr)| {
                scores.push(score);
                expr
            }),
        };
        match expr {
            Some(expr) => lets.add(computed.name().value.clone(), expr),
            None => lets.add_broken(computed.name().value.clone()),
        }
    }
    (lets, scores)
}

/// Something that is computed from fields.
#[derive(Clone, Copy)]
enum Computed<'a> {
    Let(&'a syntax::Let),
    Score(&'a syntax::Score),
}

impl<'a> Computed<'a> {
    fn name(self) -> &'a syntax::Name {
        match self {
            Computed::Let(computed) => &computed.name,
            Computed::Score(score) => &score.name,
        }
    }

    /// The conditions it is computed by.
    fn texts(self) -> impl Iterator<Item = &'a str> {
        let (value, parts) = match self {
            Computed::Let(computed) => (Some(&computed.value), [].as_slice()),
            Computed::Score(score) => (None, score.parts.as_slice()),
        };
        value.into_iter().chain(parts.iter().map(|part| &part.when)).map(|condition| condition.text.as_str())
    }
}

fn computed_field(written: &syntax::Let, scope: &Scope<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Expr> {
    let wanted = match &written.ty {
        Some(ty) => Wanted::Type(schema::ty(ty, diagnostics)),
        None => Wanted::Any,
    };
    let checked = check(&written.value.text, written.value.span, scope, &wanted);
    diagnostics.extend(checked.diagnostics);
    checked.value
}

fn score(
    sources: &Sources,
    written: &syntax::Score,
    scope: &Scope<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(Score, Expr)> {
    if written.parts.is_empty() {
        diagnostics.push(
            Diagnostic::error("lower/empty-score", format!("the score `{}` counts nothing", written.name.value))
                .at(written.name.span, "no parts")
                .help("write what counts: `20 metrics when present(metrics)`"),
        );
    }
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    let mut parts = Vec::new();
    let mut counted = Vec::new();
    for part in &written.parts {
        if let Some(first) = seen.insert(&part.name.value, part.name.span) {
            diagnostics.push(twice("part", &part.name, first));
        }
        let checked = check(&part.when.text, part.when.span, scope, &Wanted::Truth);
        diagnostics.extend(checked.diagnostics);
        let Some(when) = checked.value else { continue };
        // Called by its points and its name: the condition and the titles stand beside it.
        let called = Span { start: part.points.span.start, end: part.name.span.end, ..part.span };
        counted.push((part.points.value, called, when.clone()));
        let title = title(part.title.as_ref(), &part.name);
        parts.push(ScorePart { points: part.points.value, name: part.name.value.clone(), title, when });
    }
    let declared = match sources.place(written.name.span) {
        Some((file, position)) => TextPlace { file, line: position.line },
        None => TextPlace { file: "".into(), line: 0 },
    };
    let is_whole = !written.parts.is_empty() && parts.len() == written.parts.len();
    let score = Score {
        name: written.name.value.clone(),
        title: title(written.title.as_ref(), &written.name),
        parts,
        declared,
    };
    is_whole.then(|| (score, expr::score(sources.text(written.span), written.span, written.name.span, &counted)))
}

fn circle(open: &[Computed<'_>]) -> Diagnostic {
    let names = list_of(open.iter().map(|computed| computed.name().value.as_str()));
    let message = match open {
        [_] => format!("the computed field {names} is computed from itself"),
        _ => format!("the computed fields {names} are computed from one another"),
    };
    let problem = Diagnostic::error("lower/computed-in-a-circle", message);
    let problem = open.iter().fold(problem, |problem, computed| problem.at(computed.name().span, ""));
    problem.help("compute one of them from declared fields")
}

/// The names in a condition, outside its texts; a name behind a point is a field of something else.
fn words(condition: &str) -> BTreeSet<&str> {
    let outside = condition.split('"').step_by(2);
    let mut found = BTreeSet::new();
    for part in outside {
        let mut before = ' ';
        let mut rest = part;
        while let Some(start) = rest.find(|letter: char| letter.is_alphanumeric() || letter == '_') {
            before = rest.get(..start).and_then(|skipped| skipped.chars().next_back()).unwrap_or(before);
            let word = rest.get(start..).unwrap_or_default();
            let length = word.find(|letter: char| !(letter.is_alphanumeric() || letter == '_')).unwrap_or(word.len());
            let (word, after) = word.split_at_checked(length).unwrap_or((word, ""));
            if before != '.' {
                found.insert(word);
            }
            before = ' ';
            rest = after;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn names_are_found_outside_texts() {
        let found = words(r#"a.b + c2 * d("e f") ?? 阶段"#);
        assert_eq!(found.into_iter().collect::<Vec<&str>>(), ["a", "c2", "d", "阶段"]);
    }
}
