//! Holes and dead rows of a decision table.

use crate::diagnostic::Diagnostic;
use crate::expr::show;
use crate::model::Decided;
use crate::model::OTHER_TEXT;
use crate::model::Table;
use crate::model::decided;
use crate::value::Value;

/// Holes named at most; they tend to come in heaps.
const NAMED: usize = 3;

/// Reports rows that no deal can come to, and values that no row is for.
pub(super) fn gaps_and_dead_rows(table: &Table, diagnostics: &mut Vec<Diagnostic>) {
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
    if !holes.is_empty() {
        let mut problem = Diagnostic::warning("lower/table-hole", "the table says nothing for some values");
        problem = problem.at(table.span, "");
        for hole in holes.iter().take(NAMED) {
            problem = problem.note(format!("no row is for {}", described(table, hole)));
        }
        diagnostics.push(problem.help("add a row for them; a deal that comes there cannot be decided"));
    }
}

fn described(table: &Table, values: &[Value]) -> String {
    let parts = table.columns.iter().zip(values).map(|(column, value)| match value {
        Value::Text(text) if text == OTHER_TEXT => format!("`{}` with another text", column.name),
        value => format!("`{}` {}", column.name, show(value, column.value.ty())),
    });
    parts.collect::<Vec<String>>().join(", ")
}
