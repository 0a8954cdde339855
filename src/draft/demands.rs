//! What is filled in from which stage on: what the process seems to ask for already.

use crate::deals::moment_of;
use crate::draft::column::Kind;
use crate::draft::names::count;
use crate::draft::roles::Roles;
use crate::draft::stages::Stage;
use crate::draft::stages::Stages;
use crate::draft::table::Table;
use crate::draft::words;
use crate::draft::words::Ending;

/// A field that is filled in once a deal comes to a stage.
pub(super) struct Demand {
    /// The field, as a condition names it.
    pub field: String,
    /// The name of the stage.
    pub stage: String,
    /// How often it is filled there and behind it, and before, for a comment.
    pub seen: String,
}

/// Fewer deals in a stage say nothing.
const LEAST: usize = 3;

/// Finds the demands for fields, each with its column.
pub(super) fn find(deals: &Table, roles: &Roles, stages: &Stages, fields: &[(String, usize)]) -> Vec<Demand> {
    let mut found = Vec::new();
    for (field, column) in fields {
        let filled = |stages: &[&Stage]| -> (usize, usize) {
            let rows =
                deals.rows.iter().filter(|row| stages.iter().any(|stage| stage.label == deals.cell(row, roles.stage)));
            rows.fold((0, 0), |(filled, all), row| {
                (filled + usize::from(!deals.cell(row, *column).is_empty()), all + 1)
            })
        };
        let line = stages.line();
        let mut asked: Option<usize> = None;
        for at in 1..line.len() {
            let (before, behind) = line.split_at(at);
            let ((filled_before, all_before), (filled_behind, all_behind)) = (filled(before), filled(behind));
            let each = behind.iter().all(|stage| {
                let (filled, all) = filled(&[*stage]);
                filled * 20 >= all * 19
            });
            if all_behind >= LEAST && all_before >= LEAST && each && filled_before * 10 < all_before * 7 {
                let seen = said(filled_behind, all_behind, filled_before, all_before);
                found.extend(line.get(at).map(|stage| Demand {
                    field: field.clone(),
                    stage: stage.name.clone(),
                    seen,
                }));
                asked = Some(at);
                break;
            }
        }
        let open: Vec<&Stage> = stages.open().collect();
        let ((filled_open, all_open), asked) = (filled(&open), asked.is_some());
        for lost in stages.ended(Ending::Lost) {
            let (filled, all) = filled(&[lost]);
            if !asked && all >= LEAST && filled * 20 >= all * 19 && filled_open * 2 < all_open {
                let seen = said(filled, all, filled_open, all_open);
                found.push(Demand { field: field.clone(), stage: lost.name.clone(), seen });
            }
        }
    }
    found
}

fn said(filled: usize, all: usize, filled_before: usize, all_before: usize) -> String {
    format!(
        "{} of {} deals have it; before, {} of {}",
        count(filled),
        count(all),
        count(filled_before),
        count(all_before)
    )
}

/// How long closed deals took from a date that a stage asks for.
pub(super) struct Pace {
    /// The field of the date.
    pub field: String,
    /// The name of the stage that asks for it.
    pub stage: String,
    /// Days that nine of ten of them took at most.
    pub days: i64,
    /// How many closed deals there are.
    pub deals: usize,
}

/// Finds how long deals take, where no history tells it: from a date that an open stage asks for to the day of closing.
pub(super) fn pace(
    deals: &Table,
    roles: &Roles,
    stages: &Stages,
    demands: &[Demand],
    fields: &[(String, usize)],
) -> Option<Pace> {
    let date = |at: usize| match deals.columns.get(at).map(|column| &column.kind) {
        Some(Kind::Date(written)) if !written.timed => Some(written.format.iter().cloned().collect::<Vec<String>>()),
        _ => None,
    };
    let closing = |at: usize| deals.columns.get(at).is_some_and(|column| column.says(words::CLOSE));
    let (_, close) = fields.iter().find(|(_, at)| closing(*at) && date(*at).is_some())?;
    let ended: Vec<&str> =
        stages.all.iter().filter(|stage| stage.ending.is_some()).map(|stage| stage.label.as_str()).collect();
    let open = |demand: &&Demand| stages.open().any(|stage| stage.name == demand.stage);
    demands.iter().filter(open).find_map(|demand| {
        let (_, start) =
            fields.iter().find(|(name, at)| name == &demand.field && at != close && date(*at).is_some())?;
        let (from, to) = (date(*start)?, date(*close)?);
        let rows = deals.rows.iter().filter(|row| ended.contains(&deals.cell(row, roles.stage)));
        let days = rows.filter_map(|row| {
            let (from, to) = (moment_of(deals.cell(row, *start), &from)?, moment_of(deals.cell(row, *close), &to)?);
            Some((to.day() - from.day()).num_days()).filter(|days| *days >= 0)
        });
        let mut days: Vec<i64> = days.collect();
        days.sort_unstable();
        let limit = days.get((days.len() * 9).div_ceil(10).saturating_sub(1)).copied().filter(|limit| *limit > 0)?;
        (days.len() >= 5).then(|| Pace {
            field: demand.field.clone(),
            stage: demand.stage.clone(),
            days: limit,
            deals: days.len(),
        })
    })
}
