use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::list_of;
use crate::expr::Lets;
use crate::expr::Modules;
use crate::expr::Scope;
use crate::expr::Wanted;
use crate::expr::check;
use crate::lower::schema;
use crate::syntax;
use crate::value::Currency;
use crate::value::Schema;

/// The computed fields, put in an order in which each reads only earlier ones.
pub(super) fn lets(
    deals: &[&syntax::Deal],
    schema: &Schema,
    modules: &Modules,
    currency: Option<Currency>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Lets {
    // What hides a field or is declared twice has been reported.
    let mut seen = BTreeSet::new();
    let mut open: Vec<&syntax::Let> = deals.iter().flat_map(|deal| &deal.lets).collect();
    open.retain(|computed| {
        schema.deal.find(&computed.name.value).is_none() && seen.insert(computed.name.value.as_str())
    });
    let mut lets = Lets::default();
    while !open.is_empty() {
        let names: BTreeSet<&str> = open.iter().map(|computed| computed.name.value.as_str()).collect();
        let ready = open.iter().position(|computed| words(&computed.value.text).is_disjoint(&names));
        let Some(ready) = ready else {
            diagnostics.push(circle(&open));
            break;
        };
        let computed = open.remove(ready);
        let scope = Scope { schema, lets: &lets, modules, locals: &[], currency };
        let wanted = match &computed.ty {
            Some(written) => Wanted::Type(schema::ty(written, diagnostics)),
            None => Wanted::Any,
        };
        let checked = check(&computed.value.text, computed.value.span, &scope, &wanted);
        diagnostics.extend(checked.diagnostics);
        if let Some(expr) = checked.value {
            lets.add(computed.name.value.clone(), expr);
        }
    }
    lets
}

fn circle(open: &[&syntax::Let]) -> Diagnostic {
    let names = list_of(open.iter().map(|computed| computed.name.value.as_str()));
    let message = match open {
        [_] => format!("the computed field {names} is computed from itself"),
        _ => format!("the computed fields {names} are computed from one another"),
    };
    let problem = Diagnostic::error("lower/computed-in-a-circle", message);
    let problem = open.iter().fold(problem, |problem, computed| problem.at(computed.name.span, ""));
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
