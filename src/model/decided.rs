//! What a decision table decides, found by trying a value in every stretch between two of its bounds.

use chrono::NaiveDate;

use crate::model::Cell;
use crate::model::Table;
use crate::model::samples;
use crate::value::Rates;
use crate::value::Truth;
use crate::value::Value;

/// A table with more combinations is not gone through; 12 rows over 4 columns make about 200,000.
const MOST: usize = 500_000;

/// What a decision table decides.
#[derive(Clone, Debug)]
pub struct Decided {
    /// For each row, whether some deal comes to it.
    pub used: Vec<bool>,
    /// Values that no row is for, one for each column.
    pub holes: Vec<Vec<Value>>,
}

/// Goes through a table; `None` where it is too large for that.
pub fn decided(table: &Table) -> Option<Decided> {
    let samples: Vec<Vec<Value>> =
        table.columns.iter().enumerate().map(|(at, column)| samples(cells(table, at), column.value.ty())).collect();
    let combinations = samples.iter().try_fold(1_usize, |count, column| count.checked_mul(column.len()));
    if combinations.is_none_or(|count| count > MOST || count == 0) {
        return None;
    }
    let mut decided = Decided { used: vec![false; table.rows.len()], holes: Vec::new() };
    let mut at = vec![0_usize; samples.len()];
    loop {
        let values: Vec<&Value> = samples.iter().zip(&at).filter_map(|(column, at)| column.get(*at)).collect();
        match table.rows.iter().position(|row| matches(&row.cells, &values)) {
            Some(row) => decided.used.iter_mut().skip(row).take(1).for_each(|used| *used = true),
            None => decided.holes.push(values.into_iter().cloned().collect()),
        }
        if !step(&mut at, &samples) {
            return Some(decided);
        }
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

/// The cells of one column.
fn cells(table: &Table, at: usize) -> impl Iterator<Item = &Cell> {
    table.rows.iter().filter_map(move |row| row.cells.get(at))
}
