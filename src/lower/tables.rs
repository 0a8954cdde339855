//! Holes and dead rows of a decision table, found by trying a value in every stretch between two of its bounds.

use chrono::NaiveDate;

use crate::diagnostic::Diagnostic;
use crate::expr::show;
use crate::model::Cell;
use crate::model::Column;
use crate::model::Table;
use crate::value::Decimal;
use crate::value::Duration;
use crate::value::Moment;
use crate::value::Money;
use crate::value::Rates;
use crate::value::Truth;
use crate::value::Type;
use crate::value::Value;
use crate::value::compare;

/// A table with more combinations is not gone through; 12 rows over 4 columns make about 200,000.
const MOST: usize = 500_000;

/// Holes named at most; they tend to come in heaps.
const NAMED: usize = 3;

/// Reports rows that no deal can come to, and values that no row is for.
pub(super) fn gaps_and_dead_rows(table: &Table, diagnostics: &mut Vec<Diagnostic>) {
    let samples: Vec<Vec<Value>> =
        table.columns.iter().enumerate().map(|(at, column)| samples(table, at, column)).collect();
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
        Value::Text(text) if text == OTHER => format!("`{}` with another text", column.name),
        value => format!("`{}` {}", column.name, show(value, column.value.ty())),
    });
    parts.collect::<Vec<String>>().join(", ")
}

/// A text that no table names.
const OTHER: &str = "\u{0}other";

/// One value for each stretch in which the column's cells all answer alike.
fn samples(table: &Table, at: usize, column: &Column) -> Vec<Value> {
    match column.value.ty() {
        Type::Bool => return vec![Value::Bool(false), Value::Bool(true)],
        Type::Choice(choice) => return (0..).map(Value::Choice).take(choice.members.len()).collect(),
        _ => {}
    }
    let cells = table.rows.iter().filter_map(|row| row.cells.get(at));
    let mut bounds: Vec<Value> = cells
        .flat_map(|cell| match cell {
            Cell::Any => Vec::new(),
            Cell::OneOf(values) => values.clone(),
            Cell::Compare(_, bound) => vec![bound.clone()],
            Cell::Range(first, last) => vec![first.clone(), last.clone()],
        })
        .collect();
    bounds.sort_by(|a, b| compare(a, b).unwrap_or(std::cmp::Ordering::Equal));
    bounds.dedup_by(|a, b| compare(a, b).is_ok_and(std::cmp::Ordering::is_eq));
    let whole = *column.value.ty() == Type::Integer;
    let mut values = Vec::new();
    values.extend(bounds.first().and_then(|first| beside(first, -1)));
    for (at, bound) in bounds.iter().enumerate() {
        values.push(bound.clone());
        values.extend(bounds.get(at + 1).and_then(|next| between(bound, next, whole)));
    }
    values.extend(bounds.last().and_then(|last| beside(last, 1)));
    if values.is_empty() || matches!(column.value.ty(), Type::Text | Type::Person) {
        values.push(Value::Text(OTHER.into()));
    }
    values
}

/// A value a little below or above one.
fn beside(value: &Value, by: i64) -> Option<Value> {
    match value {
        Value::Number(number) => number.checked_add(Decimal::from(by)).map(Value::Number),
        Value::Money(money) => {
            let amount = money.amount.checked_add(Decimal::from(by))?;
            Some(Value::Money(Money { amount, ..*money }))
        }
        Value::Date(day) => day.checked_add_signed(chrono::Duration::days(by)).map(Value::Date),
        Value::Moment(moment) => {
            let day = moment.day().checked_add_signed(chrono::Duration::days(by))?;
            Some(Value::Moment(Moment::Day(day)))
        }
        Value::Duration(length) => Some(Value::Duration(Duration::new(length.count.checked_add(by)?, length.unit))),
        _ => None,
    }
}

/// A value between two, where there is one.
fn between(low: &Value, high: &Value, whole: bool) -> Option<Value> {
    let middle = |low: Decimal, high: Decimal| low.checked_add(high)?.checked_div(Decimal::TWO);
    match (low, high) {
        (Value::Number(low), Value::Number(high)) if whole => {
            let next = low.checked_add(Decimal::ONE)?;
            (next < *high).then_some(Value::Number(next))
        }
        (Value::Number(low), Value::Number(high)) => middle(*low, *high).map(Value::Number),
        (Value::Money(low), Value::Money(high)) => {
            let amount = middle(low.amount, high.amount)?;
            Some(Value::Money(Money { amount, ..*low }))
        }
        _ => beside(low, 1).filter(|next| compare(next, high).is_ok_and(std::cmp::Ordering::is_lt)),
    }
}
