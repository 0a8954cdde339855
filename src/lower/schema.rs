use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::did_you_mean;
use crate::diagnostic::list_of;
use crate::expr::is_sayable;
use crate::lower::collect::Collected;
use crate::lower::collect::twice;
use crate::source::Span;
use crate::syntax;
use crate::syntax::TypeKind;
use crate::value::Choice;
use crate::value::Field;
use crate::value::Names;
use crate::value::RecordType;
use crate::value::Schema;
use crate::value::Type;
use crate::value::builtin;

/// The schema of the deal: the built-in fields and the declared ones.
pub(super) fn schema(names: Names, parts: &Collected<'_>, diagnostics: &mut Vec<Diagnostic>) -> Schema {
    let deals = &parts.deals;
    let built_in = Schema::new(Names::default(), []);
    let mut seen = BTreeMap::new();
    let mut declared = Vec::new();
    for field in deals.iter().flat_map(|deal| &deal.fields) {
        if built_in.deal.find(&field.name.value).is_some() {
            diagnostics.push(
                Diagnostic::error("lower/built-in-field", format!("`{}` is always there", field.name.value))
                    .at(field.name.span, "built in")
                    .help("remove this line; the field needs no declaration"),
            );
        } else if is_new(field, &mut seen, diagnostics) {
            declared
                .push(Field { private: field.private, ..Field::new(&field.name.value, ty(&field.ty, diagnostics)) });
        }
    }
    let lets = deals.iter().flat_map(|deal| &deal.lets).map(|computed| &computed.name);
    for name in lets.chain(parts.scores.iter().map(|score| &score.name)) {
        let first = seen.insert(name.value.as_str(), name.span);
        let built_in = built_in.deal.find(&name.value).is_some();
        match first {
            Some(first) => diagnostics.push(twice("field", name, first)),
            None if built_in => diagnostics.push(
                Diagnostic::error("lower/built-in-field", format!("`{}` is always there", name.value))
                    .at(name.span, "built in")
                    .help("give the computed field another name"),
            ),
            None => {}
        }
    }
    let own = deals.iter().flat_map(|deal| &deal.fields).map(|field| &field.name);
    let lets = deals.iter().flat_map(|deal| &deal.lets).map(|computed| &computed.name);
    let scores = parts.scores.iter().map(|score| &score.name);
    let figures = parts.figures.iter().map(|figure| &figure.name);
    diagnostics.extend(own.chain(lets).chain(scores).chain(figures).filter_map(unsayable));
    let hidden = hidden(parts, &built_in, &declared, diagnostics);
    Schema::new(names, declared).hiding(&hidden)
}

/// The problem of a name that conditions cannot say by itself.
pub(super) fn unsayable(name: &syntax::Name) -> Option<Diagnostic> {
    (!is_sayable(&name.value)).then(|| {
        Diagnostic::error("lower/unsayable-name", format!("conditions cannot say `{}`", name.value))
            .at(name.span, "a word with a meaning of its own in conditions")
            .help(format!("give it another name, `{}_` say", name.value))
    })
}

/// The slots of the built-in fields that are declared private.
fn hidden(
    parts: &Collected<'_>,
    built_in: &Schema,
    declared: &[Field],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<usize> {
    let mut hidden = Vec::new();
    for name in parts.deals.iter().flat_map(|deal| &deal.private) {
        let problem = match built_in.deal.find(&name.value) {
            // Findings are told by the id and put together by the stage.
            Some((builtin::ID | builtin::STAGE, _)) => {
                Diagnostic::error("lower/never-private", format!("`{}` cannot be private", name.value))
                    .at(name.span, "every finding names it")
                    .help("give the deals ids that tell nothing")
            }
            Some((slot, _)) => {
                hidden.push(slot);
                continue;
            }
            None => {
                let known = declared.iter().any(|field| field.name == name.value);
                let built_in = built_in.deal.fields.iter().map(|field| field.name.as_str());
                let near = did_you_mean(&name.value, built_in.clone()).map(|near| format!("did you mean `{near}`?"));
                let help = match known {
                    true => format!("write it where the field is declared: `{}: private …`", name.value),
                    false => near.unwrap_or_else(|| format!("built-in fields are {}", list_of(built_in))),
                };
                Diagnostic::error("lower/unknown-field", format!("no built-in field is named `{}`", name.value))
                    .at(name.span, if known { "declared by the playbook" } else { "not known" })
                    .help(help)
            }
        };
        diagnostics.push(problem);
    }
    hidden
}

fn is_new<'a>(field: &'a syntax::Field, seen: &mut BTreeMap<&'a str, Span>, diagnostics: &mut Vec<Diagnostic>) -> bool {
    match seen.get(field.name.value.as_str()) {
        Some(first) => {
            diagnostics.push(twice("field", &field.name, *first));
            false
        }
        None => {
            seen.insert(&field.name.value, field.name.span);
            true
        }
    }
}

/// The type that is written.
pub(super) fn ty(written: &syntax::TypeRef, diagnostics: &mut Vec<Diagnostic>) -> Type {
    match &written.kind {
        TypeKind::Plain(plain) => plain.clone(),
        TypeKind::OneOf(members) => {
            let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
            let mut kept = Vec::new();
            for member in members {
                match seen.get(member.value.as_str()) {
                    Some(first) => diagnostics.push(twice("member", member, *first)),
                    None => {
                        seen.insert(&member.value, member.span);
                        kept.push(member.value.clone());
                    }
                }
            }
            Type::Choice(Arc::new(Choice::new("", kept)))
        }
        TypeKind::Record(fields) => {
            let mut seen = BTreeMap::new();
            let mut kept = Vec::new();
            for field in fields {
                if is_new(field, &mut seen, diagnostics) {
                    kept.push(Field {
                        private: field.private,
                        ..Field::new(&field.name.value, ty(&field.ty, diagnostics))
                    });
                }
            }
            Type::Record(Arc::new(RecordType::new(kept)))
        }
        TypeKind::ListOf(item) => Type::list(ty(item, diagnostics)),
        // It has been reported; with no known type it brings about no further problem.
        TypeKind::Unknown => Type::Any,
    }
}
