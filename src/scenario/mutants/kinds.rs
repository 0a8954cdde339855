use std::sync::Arc;

use crate::model::Criterion;
use crate::model::CriterionId;
use crate::model::OfKind;
use crate::model::Playbook;
use crate::model::Severity;
use crate::scenario::mutants::Change;
use crate::scenario::mutants::Sight;
use crate::scenario::mutants::mill::About;
use crate::scenario::mutants::mill::Mill;

/// The clauses by kind that a test can notice: severity and policy. An approval's hold for every gate that requires it.
pub(super) fn all(mill: &mut Mill<'_>, ids: &[CriterionId], criterion: &Criterion, name: &str) {
    for (at, own) in criterion.kinds.iter().enumerate() {
        let about = About {
            owner: format!("{name}/on {}", own.kind),
            span: criterion.span,
            criteria: ids.to_vec(),
            sight: Sight::Applying,
        };
        let on = own.kind;
        if let Some(severity) = own.severity {
            // What it says like the others makes no difference.
            if severity != criterion.severity {
                let edit = edit(ids, at, |own| own.severity = None);
                mill.add(&about, "without severity", format!("`on {on}` without `severity {severity}`"), edit);
            }
            if let Some(other) = beside(severity) {
                let edit = edit(ids, at, move |own| own.severity = Some(other));
                let change = format!("`on {on}` `severity {severity}` → `severity {other}`");
                mill.add(&about, &format!("{severity} -> {other}"), change, edit);
            }
        }
        if let Some(policy) = own.policy.as_ref().filter(|policy| criterion.policy.as_ref() != Some(*policy)) {
            let edit = edit(ids, at, |own| own.policy = None);
            mill.add(&about, "without policy", format!("`on {on}` without `policy {policy:?}`"), edit);
        }
    }
}

/// The next severity, a milder one where there is one.
fn beside(severity: Severity) -> Option<Severity> {
    let at = Severity::ALL.iter().position(|known| *known == severity)?;
    Severity::ALL.get(at.checked_sub(1).unwrap_or(at + 1)).copied()
}

fn edit(ids: &[CriterionId], at: usize, change: impl Fn(&mut OfKind) + Send + Sync + 'static) -> Change {
    let ids = ids.to_vec();
    Arc::new(move |playbook: &mut Playbook| {
        for id in &ids {
            let criterion = playbook.criteria.get_mut(id.0 as usize);
            if let Some(own) = criterion.and_then(|criterion| criterion.kinds.get_mut(at)) {
                change(own);
            }
        }
    })
}
