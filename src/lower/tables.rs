//! Holes and dead rows of a decision table.

use std::cmp::Ordering;

use crate::diagnostic::Diagnostic;
use crate::expr::Comparison;
use crate::expr::Expr;
use crate::expr::reason;
use crate::expr::reason::Claim;
use crate::expr::reason::Limit;
use crate::expr::show;
use crate::lower::known::Known;
use crate::model::Cell;
use crate::model::Decided;
use crate::model::OTHER_TEXT;
use crate::model::Table;
use crate::model::decided;
use crate::value::Value;
use crate::value::compare;

/// Holes named at most; they tend to come in heaps.
const NAMED: usize = 3;

/// Reports rows that no deal can come to, and values that no row is for; values that `when` excludes need none.
pub(super) fn gaps_and_dead_rows(
    known: &Known<'_>,
    table: &Table,
    when: Option<&Expr>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(Decided { used, holes }) = decided(table) else {
        let problem = Diagnostic::warning("lower/table-not-checked", "this table was not searched for holes");
        diagnostics.push(problem.at(table.span, "").help("split it into smaller tables"));
        return;
    };
    for (row, _) in table.rows.iter().zip(&used).filter(|(_, used)| !**used) {
        let problem = Diagnostic::warning("lower/dead-row", "no deal comes to this row");
        let problem = problem.at(row.span, "the rows above decide every case of it");
        let problem = problem.help("remove it, or put it above the row that hides it");
        diagnostics.push(problem.removing(row.span, "a row that no deal comes to"));
    }
    let holes: Vec<&Vec<Value>> = holes.iter().filter(|hole| is_asked(known, table, when, hole)).collect();
    if !holes.is_empty() {
        let mut problem = Diagnostic::warning("lower/table-hole", "the table says nothing for some values");
        problem = problem.at(table.span, "");
        for hole in holes.iter().take(NAMED) {
            problem = problem.note(format!("no row is for {}", described(table, hole)));
        }
        diagnostics.push(problem.help("add a row for them; a deal that comes there cannot be decided"));
    }
}

/// Whether the approval may be asked for with values like these; where that cannot be told it may.
fn is_asked(known: &Known<'_>, table: &Table, when: Option<&Expr>, hole: &[Value]) -> bool {
    let Some(when) = when else { return true };
    let mut claims = vec![Claim::Holds(when)];
    for (at, (column, value)) in table.columns.iter().zip(hole).enumerate() {
        claims.extend(like(table, at, value).into_iter().map(|limit| Claim::Is(&column.value, limit)));
    }
    reason::Known::of(&claims, known.schema, known.lets).is_possible()
}

/// What is true of every value for which the cells of a column answer as for this one.
fn like(table: &Table, at: usize, value: &Value) -> Vec<Limit> {
    if matches!(value, Value::Text(text) if text == OTHER_TEXT) {
        return Vec::new();
    }
    let mut bounds: Vec<(Ordering, &Value)> = table
        .rows
        .iter()
        .filter_map(|row| row.cells.get(at))
        .flat_map(|cell| match cell {
            Cell::Any => Vec::new(),
            Cell::OneOf(values) => values.iter().collect(),
            Cell::Compare(_, bound) => vec![bound],
            Cell::Range(first, last) => vec![first, last],
        })
        .filter_map(|bound| Some((compare(bound, value).ok()?, bound)))
        .collect();
    if matches!(value, Value::Bool(_) | Value::Choice(_)) || bounds.iter().any(|(order, _)| order.is_eq()) {
        return vec![Limit::Compared(Comparison::Equal, value.clone())];
    }
    bounds.dedup();
    let limit = |(order, bound): (Ordering, &Value)| {
        let sign = if order.is_lt() { Comparison::More } else { Comparison::Less };
        Limit::Compared(sign, bound.clone())
    };
    bounds.into_iter().map(limit).collect()
}

fn described(table: &Table, values: &[Value]) -> String {
    let parts = table.columns.iter().zip(values).map(|(column, value)| match value {
        Value::Text(text) if text == OTHER_TEXT => format!("`{}` with another text", column.name),
        value => format!("`{}` {}", column.name, show(value, column.value.ty())),
    });
    parts.collect::<Vec<String>>().join(", ")
}
