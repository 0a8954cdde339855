use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
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
            declared.push(Field::new(&field.name.value, ty(&field.ty, diagnostics)));
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
    Schema::new(names, declared)
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
                    kept.push(Field::new(&field.name.value, ty(&field.ty, diagnostics)));
                }
            }
            Type::Record(Arc::new(RecordType::new(kept)))
        }
        TypeKind::ListOf(item) => Type::list(ty(item, diagnostics)),
        // It has been reported; with no known type it brings about no further problem.
        TypeKind::Unknown => Type::Any,
    }
}
