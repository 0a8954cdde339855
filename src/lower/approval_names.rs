use crate::lower::collect::Collected;
use crate::value::Choice;

/// The declared approvals, in the order of the text.
pub(super) fn approvals(parts: &Collected<'_>) -> Choice {
    Choice::new("approval", parts.approvals.iter().map(|approval| approval.name.value.clone()))
}
