//! Holes and dead rows of a decision table, found by trying a value in every stretch between two of its bounds.

use chrono::NaiveDate;

use crate::diagnostic::Diagnostic;
use crate::expr::show;
use crate::model::Cell;
use crate::model::OTHER_TEXT;
use crate::model::Table;
use crate::model::samples;
use crate::value::Rates;
use crate::value::Truth;
use crate::value::Value;

/// A table with more combinations is not gone through; 12 rows over 4 columns make about 200,000.
const MOST: usize = 500_000;

/// Holes named at most; they tend to come in heaps.
const NAMED: usize = 3;

/// Reports rows that no deal can come to, and values that no row is for.
pub(super) fn gaps_and_dead_rows(table: &Table, diagnostics: &mut Vec<Diagnostic>) {
    let samples: Vec<Vec<Value>> =
        table.columns.iter().enumerate().map(|(at, column)| samples(cells(table, at), column.value.ty())).collect();
    let combinations = samples.iter().try_fold(1_usize, |count, column| count.checked_mul(column.len()));
    if combinations.is_none_or(|count| count > MOST || count == 0) {
        let problem = Diagnostic::warning("lower/table-not-checked", "this table was not searched for holes");
        diagnostics.push(problem.at(table.span, "").help("split it into smaller tables"));
        return;
    }
    let mut used = vec![false; table.rows.len()];
    let mut holes = Vec::new();
    let mut at = vec![0_usize; samples.len()];
    loop {
        let values: Vec<&Value> = samples.iter().zip(&at).filter_map(|(column, at)| column.get(*at)).collect();
        match table.rows.iter().position(|row| matches(&row.cells, &values)) {
            Some(row) => used.iter_mut().skip(row).take(1).for_each(|used| *used = true),
            None => holes.push(described(table, &values)),
        }
        if !step(&mut at, &samples) {
            break;
        }
    }
    for (row, _) in table.rows.iter().zip(&used).filter(|(_, used)| !**used) {
        let problem = Diagnostic::warning("lower/dead-row", "no deal comes to this row");
        let problem = problem.at(row.span, "the rows above decide every case of it");
        diagnostics.push(problem.help("remove it, or put it above the row that hides it"));
    }
    if !holes.is_empty() {
        let mut problem = Diagnostic::warning("lower/table-hole", "the table says nothing for some values");
        problem = problem.at(table.span, "");
        for hole in holes.iter().take(NAMED) {
            problem = problem.note(format!("no row is for {hole}"));
        }
        diagnostics.push(problem.help("add a row for them; a deal that comes there cannot be decided"));
    }
}

/// The next combination; `false` after the last.
fn step(at: &mut [usize], samples: &[Vec<Value>]) -> bool {
    for (at, column) in at.iter_mut().zip(samples).rev() {
        *at += 1;
        if *at < column.len() {
            return true;
        }
        *at = 0;
    }
    false
}

fn matches(cells: &[Cell], values: &[&Value]) -> bool {
    let day = NaiveDate::default();
    cells.iter().zip(values).all(|(cell, value)| cell.accepts(value, &Rates::default(), day) == Truth::Yes)
}

fn described(table: &Table, values: &[&Value]) -> String {
    let parts = table.columns.iter().zip(values).map(|(column, value)| match value {
        Value::Text(text) if text == OTHER_TEXT => format!("`{}` with another text", column.name),
        value => format!("`{}` {}", column.name, show(value, column.value.ty())),
    });
    parts.collect::<Vec<String>>().join(", ")
}

/// The cells of one column.
fn cells(table: &Table, at: usize) -> impl Iterator<Item = &Cell> {
    table.rows.iter().filter_map(move |row| row.cells.get(at))
}
