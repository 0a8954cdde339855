use crate::diagnostic::Diagnostic;
use crate::lower::approvals::required;
use crate::lower::checks::clauses;
use crate::lower::kinds::Subject;
use crate::lower::known::Known;
use crate::model::Criterion;
use crate::model::Owner;
use crate::model::Place;
use crate::model::Rule;
use crate::model::Severity;
use crate::source::Span;
use crate::syntax;
use crate::syntax::About;
use crate::syntax::Required;

/// One criterion for each thing that a `require` asks for, named after its place: `bid.entry.amount`.
pub(super) fn require(
    known: &Known<'_>,
    written: &syntax::Require,
    prefix: &str,
    place: &Place,
    criteria: &mut Vec<Criterion>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    match &written.what {
        Required::Fields(paths) => {
            for path in paths {
                let name = format!("{prefix}.{}", path.text());
                let rule = filled(known, path, diagnostics);
                let bare = rule.map(|rule| bare(known, name, place.clone(), rule, path.span));
                criteria.extend(bare.and_then(|bare| with_clauses(known, bare, &written.about, diagnostics)));
            }
        }
        Required::Roles(roles) => {
            for role in roles {
                let name = format!("{prefix}.{}", role.value);
                let rule = known.role(role, diagnostics).map(Rule::Staffed);
                let bare = rule.map(|rule| bare(known, name, place.clone(), rule, role.span));
                criteria.extend(bare.and_then(|bare| with_clauses(known, bare, &written.about, diagnostics)));
            }
        }
        Required::Approvals(approvals) => {
            for name in approvals {
                let taken = criteria.iter().any(|criterion| criterion.name == name.value);
                // The first place that requires it gives the criterion its short name.
                let full = if taken { format!("{prefix}.{}", name.value) } else { name.value.clone() };
                criteria.extend(required(known, name, full, place, diagnostics));
            }
        }
    }
}

/// A field that must be filled, or a computed field that must have a value.
fn filled(known: &Known<'_>, path: &syntax::Path, diagnostics: &mut Vec<Diagnostic>) -> Option<Rule> {
    let computed = match path.parts.as_slice() {
        [only] if known.schema.deal.find(&only.value).is_none() => known.is_computed(&only.value).then_some(only),
        _ => None,
    };
    if let Some(name) = computed {
        let text = format!("`{}` is computed, so it cannot be required", name.value);
        diagnostics.push(
            Diagnostic::error("lower/required-computed", text)
                .at(path.span, "a computed field")
                .help("require the fields that it is computed from"),
        );
        return None;
    }
    known.field(path, diagnostics).map(|(slots, _)| Rule::Filled(slots, path.text()))
}

/// A criterion with the clauses behind it; `None` where one of them is wrong.
///
/// Of clauses that stand behind several names the problems are told once.
pub(super) fn with_clauses(
    known: &Known<'_>,
    bare: Criterion,
    about: &About,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Criterion> {
    let mut met = Vec::new();
    let clauses = clauses(known, about, &[], &Subject::of(&bare), &mut met);
    met.retain(|problem| diagnostics.iter().all(|told| told.span() != problem.span()));
    diagnostics.extend(met);
    Some(clauses?.on(bare))
}

/// A criterion that says nothing but what it asks.
pub(super) fn bare(known: &Known<'_>, name: String, place: Place, rule: Rule, span: Span) -> Criterion {
    Criterion {
        name,
        title: None,
        place,
        rule,
        when: None,
        each: None,
        severity: Severity::default(),
        message: None,
        because: None,
        fix: None,
        owner: Owner::DealOwner,
        due: None,
        policy: None,
        tags: Vec::new(),
        kinds: Vec::new(),
        never_waive: false,
        never_loosen: false,
        from: None,
        until: None,
        span,
        declared: known.declared(span),
    }
}
