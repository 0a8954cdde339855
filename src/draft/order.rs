//! In which order deals go through stages.

use std::collections::BTreeMap;

use crate::draft::column::Kind;
use crate::draft::history::History;
use crate::draft::roles::Roles;
use crate::draft::table::Table;
use crate::draft::words;

/// What the order of the stages rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rests {
    /// The history shows it.
    History,
    /// A column of probabilities rises with it.
    Probability,
    /// Their names say it.
    Words,
    /// The later a stage, the more is filled in: a guess.
    Filled,
}

/// Puts open stages in order.
pub(super) fn order(open: &mut [String], deals: &Table, roles: &Roles, history: Option<&History<'_>>) -> Rests {
    let seen = history.map(places).unwrap_or_default();
    if !open.is_empty() && open.iter().all(|label| seen.contains_key(label.as_str())) {
        sort(open, &seen);
        return Rests::History;
    }
    let likely = deals.columns.iter().find(|column| {
        matches!(column.kind, Kind::Percent { .. }) && column.says(&["probability", "概率", "可能性", "赢率"])
    });
    if let Some(column) = likely {
        let chances = averages(deals, roles, |row| number(deals.cell(row, column.at)));
        if open.iter().all(|label| chances.contains_key(label.as_str())) {
            sort(open, &chances);
            return Rests::Probability;
        }
    }
    let known = open.iter().filter(|label| words::way(label).is_some()).count();
    let filled = averages(deals, roles, |row| Some(row.iter().filter(|cell| !cell.trim().is_empty()).count() as f64));
    open.sort_by_key(|label| {
        let filled = filled.get(label.as_str()).map_or(0, |filled| (filled * 100.0) as i64);
        (words::way(label).unwrap_or(words::MIDDLE), filled, label.clone())
    });
    if known == open.len() { Rests::Words } else { Rests::Filled }
}

fn sort(open: &mut [String], places: &BTreeMap<&str, f64>) {
    open.sort_by(|one, other| {
        let place = |label: &String| places.get(label.as_str()).copied().unwrap_or(f64::MAX);
        place(one).total_cmp(&place(other)).then_with(|| one.cmp(other))
    });
}

/// How far along the ways of deals each stage is met first, from 0 to 1.
fn places<'h>(history: &'h History<'_>) -> BTreeMap<&'h str, f64> {
    let mut sums: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for way in history.ways.iter().filter(|way| way.len() > 1) {
        for (at, label) in way.iter().enumerate() {
            if way.iter().position(|other| other == label) == Some(at) {
                let sum = sums.entry(label).or_default();
                sum.0 += at as f64;
                sum.1 += 1.0;
            }
        }
    }
    sums.into_iter().map(|(label, (sum, count))| (label, sum / count)).collect()
}

/// The average of something over the deals of each stage.
fn averages<'t>(deals: &'t Table, roles: &Roles, of: impl Fn(&[String]) -> Option<f64>) -> BTreeMap<&'t str, f64> {
    let mut sums: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for row in &deals.rows {
        if let Some(value) = of(row) {
            let sum = sums.entry(deals.cell(row, roles.stage)).or_default();
            sum.0 += value;
            sum.1 += 1.0;
        }
    }
    sums.into_iter().map(|(label, (sum, count))| (label, sum / count)).collect()
}

fn number(cell: &str) -> Option<f64> {
    cell.trim_end_matches('%').trim().parse().ok()
}
