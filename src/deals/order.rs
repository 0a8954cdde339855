use crate::value::Moment;
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
pub(super) fn by_moment(rows: &mut [u32], moment: impl Fn(u32) -> Option<Moment>) {
    if rows.windows(2).all(|pair| matches!(pair, [one, next] if are_in_order(moment(*one), moment(*next)))) {
        return;
    }
    let mut days: Vec<(Moment, u32)> = Vec::with_capacity(rows.len());
    for row in rows.iter() {
        let Some(at) = moment(*row) else { return };
        days.push((at, *row));
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
    for (place, (_, row)) in rows.iter_mut().zip(days) {
        *place = row;
    }
}

/// Whether two rows that follow each other stand in the order that they would be put in.
fn are_in_order(one: Option<Moment>, next: Option<Moment>) -> bool {
    let (Some(one), Some(next)) = (one, next) else { return false };
    match (one, next) {
        (Moment::At(one), Moment::At(next)) => one <= next,
        _ => one.day() <= next.day(),
    }
}
