use crate::assess::ruling::Ruling;
use crate::assess::settings::Case;
use crate::model::ApprovalId;
use crate::model::Criterion;
use crate::value::Moment;

/// Judges a deal by an approval that is required at a moment.
pub(super) fn approved(_case: &Case<'_>, _criterion: &Criterion, _id: ApprovalId, _moment: Option<Moment>) -> Ruling {
    Ruling::of(Vec::new())
}
