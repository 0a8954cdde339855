use crate::lower::collect::Collected;
use crate::lower::text::titles;
use crate::value::Choice;

/// The declared approvals, in the order of the text.
pub(super) fn approvals(parts: &Collected<'_>) -> Choice {
    let names = parts.approvals.iter().map(|approval| approval.name.value.clone());
    let titles = parts.approvals.iter().map(|approval| titles(approval.title.as_ref()));
    Choice::new("approval", names).titled(titles.collect())
}
