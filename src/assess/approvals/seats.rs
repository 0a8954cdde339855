use crate::assess::Settings;
use crate::assess::Verdict;
use crate::assess::approvals::need::asked;
use crate::assess::ruling::rule;
use crate::assess::settings::Case;
use crate::assess::way::Way;
use crate::deals::Deal;
use crate::model::ApprovalId;
use crate::model::AuthorityId;
use crate::model::By;
use crate::model::Cell;
use crate::model::Column;
use crate::model::Playbook;
use crate::model::Rule;
use crate::value::Truth;

/// Which part of an approval's table or matrix says who must decide on a deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seat {
    /// The approval.
    pub approval: ApprovalId,
    /// The part.
    pub part: SeatPart,
}

/// A part of a table or a matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SeatPart {
    /// A row of the approval's decision table, from 0.
    Row(usize),
    /// A body of a matrix, from 0; one past the last where none may decide.
    Body(AuthorityId, usize),
}

/// The parts that say who must decide on a deal, for every approval that is asked of it and can be told.
pub fn seats(playbook: &Playbook, deal: &Deal, settings: &Settings<'_>) -> Vec<Seat> {
    let way = Way::of(playbook, &deal.record);
    let case = Case::new(playbook, deal, settings, &way);
    let mut found = Vec::new();
    for (_, criterion) in playbook.criteria().filter(|(id, _)| settings.asks(*id)) {
        let Rule::Approved(id) = criterion.rule else { continue };
        let case = case.at(&criterion.place);
        if rule(&case, criterion).verdict == Verdict::NotApplicable {
            continue;
        }
        if let Some(approval) = playbook.approval(id) {
            let mut parts = Vec::new();
            collect(&case, &approval.by, &mut parts);
            found.extend(parts.into_iter().map(|part| Seat { approval: id, part }));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn collect(case: &Case<'_>, by: &By, parts: &mut Vec<SeatPart>) {
    match by {
        By::Role(_) | By::Count(..) => {}
        By::All(all) | By::Then(all) => all.iter().for_each(|by| collect(case, by, parts)),
        By::Authority(id) => {
            let Some(authority) = case.playbook.authorities.get(usize::from(id.0)) else { return };
            let rows = &authority.rows;
            let cells = |body: usize| rows.iter().filter_map(move |row| Some((&row.column, row.cells.get(body)?)));
            let bodies = authority.bodies.len();
            parts.extend(first(bodies, |body| accepts(case, cells(body))).map(|body| SeatPart::Body(*id, body)));
        }
        By::Table(table) => {
            let accepts = |row: &crate::model::Row| accepts(case, table.columns.iter().zip(&row.cells));
            let found = first(table.rows.len(), |at| table.rows.get(at).map_or(Truth::No, accepts));
            if let Some((at, row)) = found.and_then(|at| Some((at, table.rows.get(at)?))) {
                parts.push(SeatPart::Row(at));
                collect(case, &row.by, parts);
            }
        }
    }
}

/// The first place that holds; the number of places where none does, and `None` where it cannot be told.
fn first(places: usize, holds: impl Fn(usize) -> Truth) -> Option<usize> {
    for at in 0..places {
        match holds(at) {
            Truth::Yes => return Some(at),
            Truth::Unknown => return None,
            Truth::No => {}
        }
    }
    Some(places)
}

fn accepts<'c>(case: &Case<'_>, mut cells: impl Iterator<Item = (&'c Column, &'c Cell)>) -> Truth {
    cells.by_ref().fold(Truth::Yes, |so_far, (column, cell)| so_far.and(asked(case, column, cell).0))
}
