//! Lengths of time that are written, computed, or looked up.

use crate::diagnostic::Diagnostic;
use crate::expr::Wanted;
use crate::expr::written;
use crate::lower::cells::cell;
use crate::lower::cells::column;
use crate::lower::known::Known;
use crate::lower::tables::gaps_and_dead_rows;
use crate::model;
use crate::model::By;
use crate::model::Cell;
use crate::model::Column;
use crate::model::ComputedLength;
use crate::model::Length;
use crate::model::LengthRow;
use crate::model::LengthTable;
use crate::syntax;
use crate::syntax::AllowedLength;
use crate::syntax::Limit;
use crate::value::Type;
use crate::value::Value;

/// The limit of a stay; `None` where it is wrong, which has been reported.
pub(super) fn limit(known: &Known<'_>, written: &Limit, diagnostics: &mut Vec<Diagnostic>) -> Option<Length> {
    match written {
        Limit::Length(length) => self::length(known, length, diagnostics),
        Limit::Table(table) => self::table(known, table, diagnostics).map(|table| Length::Table(Box::new(table))),
    }
}

/// A length; `None` where it is wrong, which has been reported.
pub(super) fn length(known: &Known<'_>, written: &syntax::Length, diagnostics: &mut Vec<Diagnostic>) -> Option<Length> {
    let name = match written {
        syntax::Length::Written(length) => return Some(Length::Fixed(length.value)),
        syntax::Length::Named(name) => name,
    };
    let condition = syntax::Condition { text: name.value.clone(), span: name.span };
    let value = known.condition(&condition, &[], &Wanted::Any, diagnostics)?;
    if !matches!(value.ty(), Type::Duration | Type::Any) {
        let message = format!("`{}` is no length of time", name.value);
        let problem =
            Diagnostic::error("lower/not-a-length", message).at(name.span, format!("its type is `{}`", value.ty()));
        diagnostics.push(problem.help(format!("declare it as one: `let {}: duration = 30 days`", name.value)));
        return None;
    }
    let said = known.lets.find(&name.value).and_then(|(_, expr)| self::written(expr));
    let fixed = match said {
        Some(Value::Duration(length)) => Some(length),
        _ => None,
    };
    Some(Length::Computed(Box::new(ComputedLength { name: name.value.clone(), value, fixed })))
}

fn table(known: &Known<'_>, written: &syntax::LengthTable, diagnostics: &mut Vec<Diagnostic>) -> Option<LengthTable> {
    let before = diagnostics.len();
    let columns: Vec<Option<Column>> = written.fields.iter().map(|field| column(known, field, diagnostics)).collect();
    let columns = columns.into_iter().collect::<Option<Vec<Column>>>()?;
    let mut rows = Vec::new();
    for row in &written.rows {
        let cells = row.cells.iter().zip(&columns);
        let cells: Vec<Option<Cell>> =
            cells.map(|(written, column)| cell(written.as_ref()?, column, diagnostics)).collect();
        let allowed = row.allowed.as_ref().and_then(|allowed| match allowed {
            AllowedLength::Any => Some(None),
            AllowedLength::Length(length) => self::length(known, length, diagnostics).map(Some),
        });
        let cells = cells.into_iter().collect::<Option<Vec<Cell>>>();
        rows.extend(cells.zip(allowed).map(|(cells, length)| LengthRow { cells, length, span: row.span }));
    }
    let span = match (written.rows.first(), written.rows.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => written.span,
    };
    let is_whole = rows.len() == written.rows.len();
    let table = LengthTable { columns, rows, span };
    // Rows that could not be read leave gaps that are no news.
    if diagnostics.len() == before && is_whole {
        gaps_and_dead_rows(known, &deciding(&table), None, diagnostics);
    }
    is_whole.then_some(table)
}

/// The same as a decision table, whose rows are searched for holes.
fn deciding(table: &LengthTable) -> model::Table {
    let row = |row: &LengthRow| model::Row { cells: row.cells.clone(), by: By::All(Vec::new()), span: row.span };
    model::Table { columns: table.columns.clone(), rows: table.rows.iter().map(row).collect(), span: table.span }
}
