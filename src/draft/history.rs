//! The moves of deals, as a table of the export has them.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::deals::moment_of;
use crate::draft::Undrafted;
use crate::draft::Wishes;
use crate::draft::column::Column;
use crate::draft::column::Kind;
use crate::draft::dates::Written;
use crate::draft::roles::Roles;
use crate::draft::roles::stage_column;
use crate::draft::table::Table;
use crate::draft::words;
use crate::value::Moment;

/// A table of moves, and what they show.
pub(super) struct History<'a> {
    pub table: &'a Table,
    /// The columns of the deal's id, the stage, the moment and the person.
    pub key: usize,
    pub stage: usize,
    pub at: usize,
    pub by: Option<usize>,
    /// How the moments are written.
    pub written: Written,
    /// The stages of each deal, one after the other.
    pub ways: Vec<Vec<String>>,
    /// How long stays were that ended, in days, from the shortest, by stage.
    pub stays: BTreeMap<String, Vec<i64>>,
}

/// Finds the table of moves that belongs to the deals.
pub(super) fn find<'a>(
    deals: &Table,
    roles: &Roles,
    others: &[&'a Table],
    wishes: &Wishes,
) -> Result<Option<History<'a>>, Undrafted> {
    if let Some(wanted) = &wishes.history {
        let Some(table) = others.iter().find(|table| &table.name == wanted) else { return Ok(None) };
        return history(deals, roles, table)
            .map(Some)
            .map_err(|why| Undrafted::NoHistory { table: table.name.clone(), why });
    }
    Ok(others
        .iter()
        .filter_map(|table| history(deals, roles, table).ok())
        .max_by_key(|history| history.table.rows.len()))
}

fn history<'a>(deals: &Table, roles: &Roles, table: &'a Table) -> Result<History<'a>, &'static str> {
    let ids = deals.columns.get(roles.id).map(|column| &column.values);
    let known = |value: &String| ids.is_some_and(|ids| ids.contains_key(value));
    let belongs = |column: &&Column| {
        let fitting = column.values.keys().filter(|value| known(value)).count();
        fitting > 0 && fitting * 10 >= column.values.len() * 8
    };
    let key = table.columns.iter().find(belongs).ok_or("no column holds the ids of the deals")?;
    let stage = stage_column(table).ok_or("no column holds stages")?;
    let labels = deals.columns.get(roles.stage).map(|column| &column.values);
    let shared = table.columns.get(stage).is_some_and(|column| {
        let fitting = column.values.keys().filter(|label| labels.is_some_and(|labels| labels.contains_key(*label)));
        fitting.count() * 2 >= column.values.len()
    });
    if !shared {
        return Err("its stages are others than those of the deals");
    }
    let (at, written) = moment_column(table).ok_or("no column holds dates")?;
    let by = table.columns.iter().filter(|column| matches!(column.kind, Kind::Person | Kind::Text | Kind::Choice(_)));
    let by = by
        .filter(|column| ![key.at, stage].contains(&column.at))
        .find(|column| column.says(BY))
        .map(|column| column.at);
    let (ways, stays) = moves(table, key.at, stage, at, &written);
    Ok(History { table, key: key.at, stage, at, by, written, ways, stays })
}

const BY: &[&str] = &["by", "user", "created by", "changed by", "变更人", "操作人", "修改人"];
const MOVED: &[&str] = &["changed", "entered", "moved", "created", "start", "timestamp", "变更", "进入", "开始"];

/// When a move was made: a column that says so, or else the first with times of day, or the first with days.
fn moment_column(table: &Table) -> Option<(usize, Written)> {
    let dates = table.columns.iter().filter_map(|column| match &column.kind {
        Kind::Date(written) => Some((column, written.clone())),
        _ => None,
    });
    let best = dates
        .min_by_key(|(column, written)| (!column.says(MOVED), column.says(words::CLOSE), !written.timed, column.at));
    best.map(|(column, written)| (column.at, written))
}

type Moves = (Vec<Vec<String>>, BTreeMap<String, Vec<i64>>);

fn moves(table: &Table, key: usize, stage: usize, at: usize, written: &Written) -> Moves {
    let formats: Vec<String> = written.format.iter().cloned().collect();
    let mut entries: BTreeMap<&str, Vec<(NaiveDate, i64, usize, &str)>> = BTreeMap::new();
    for (number, row) in table.rows.iter().enumerate() {
        let (deal, label) = (table.cell(row, key), table.cell(row, stage));
        let Some(moment) = moment_of(table.cell(row, at), &formats).filter(|_| !deal.is_empty() && !label.is_empty())
        else {
            continue;
        };
        let seconds = match moment {
            Moment::At(at) => at.timestamp(),
            Moment::Day(_) => 0,
        };
        entries.entry(deal).or_default().push((moment.day(), seconds, number, label));
    }
    let (mut ways, mut stays) = (Vec::new(), BTreeMap::<String, Vec<i64>>::new());
    for moves in entries.values_mut() {
        moves.sort_unstable();
        moves.dedup_by(|later, earlier| later.3 == earlier.3);
        for pair in moves.windows(2) {
            if let [(from, _, _, label), (to, ..)] = pair {
                stays.entry((*label).to_owned()).or_default().push((*to - *from).num_days());
            }
        }
        ways.push(moves.iter().map(|(.., label)| (*label).to_owned()).collect());
    }
    stays.values_mut().for_each(|days| days.sort_unstable());
    (ways, stays)
}

impl History<'_> {
    /// How often deals moved from a stage to another, in the order of the labels.
    pub fn moves(&self) -> BTreeMap<(&str, &str), usize> {
        let mut moves = BTreeMap::new();
        for way in &self.ways {
            for pair in way.windows(2) {
                if let [from, to] = pair {
                    *moves.entry((from.as_str(), to.as_str())).or_insert(0) += 1;
                }
            }
        }
        moves
    }

    /// The labels that occur in it.
    pub fn labels(&self) -> BTreeSet<&str> {
        self.ways.iter().flatten().map(String::as_str).collect()
    }

    /// How many days nine of ten stays took at most, and how many stays there are; `None` where they are too few.
    pub fn limit(&self, label: &str) -> Option<(i64, usize)> {
        let days = self.stays.get(label).filter(|days| days.len() >= 5)?;
        let at = (days.len() * 9).div_ceil(10).saturating_sub(1);
        days.get(at).copied().filter(|limit| *limit > 0).map(|limit| (limit, days.len()))
    }
}
