use crate::value::Moment;
use crate::value::Value;
use crate::value::builtin;
use crate::value::mapping::Target;

/// The slot of the moment that the rows of a table are put in order by; `None` where they have none.
pub(super) fn moment_slot(target: &Target) -> Option<usize> {
    match target {
        Target::List(builtin::HISTORY) => Some(builtin::history::AT),
        Target::List(builtin::EVENTS) => Some(builtin::events::AT),
        Target::List(builtin::CHANGES) => Some(builtin::changes::AT),
        Target::List(builtin::APPROVALS) => Some(builtin::approvals::AT),
        _ => None,
    }
}

/// Puts rows in the order of their moments.
///
/// Rows of one moment keep the order of the file, and so do all rows of a day of which one is known only by the day:
/// nothing says which came first. Where a row has no moment at all, every row keeps its place.
pub(super) fn by_moment<'v>(rows: &mut Vec<usize>, moment: impl Fn(usize) -> &'v Value) {
    let mut days: Vec<(Moment, usize)> = Vec::with_capacity(rows.len());
    for row in rows.iter() {
        let Value::Moment(at) = moment(*row) else { return };
        days.push((*at, *row));
    }
    days.sort_by_key(|(at, _)| at.day());
    for day in days.chunk_by_mut(|(one, _), (next, _)| one.day() == next.day()) {
        if day.iter().all(|(at, _)| matches!(at, Moment::At(_))) {
            day.sort_by_key(|(at, _)| match at {
                Moment::At(at) => Some(*at),
                Moment::Day(_) => None,
            });
        }
    }
    rows.clear();
    rows.extend(days.into_iter().map(|(_, row)| row));
}
