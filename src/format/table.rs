//! Rows between bars, their cells below each other.

use unicode_width::UnicodeWidthStr;

use crate::format::flat::words;
use crate::format::page::Page;
use crate::syntax::Part;
use crate::syntax::Statement;
use crate::syntax::StatementKind;

/// How wide the columns of a block's table are.
pub(super) struct Columns(Vec<usize>);

impl Columns {
    /// Measures the rows among the statements of a block.
    pub fn of(page: &Page<'_>, statements: &[Statement]) -> Columns {
        let mut widths: Vec<usize> = Vec::new();
        for row in statements.iter().filter(|statement| statement.kind == StatementKind::Row) {
            for (at, cell) in cells(page, row).iter().enumerate() {
                match widths.get_mut(at) {
                    Some(width) => *width = (*width).max(cell.width()),
                    None => widths.push(cell.width().max(1)),
                }
            }
        }
        Columns(widths)
    }

    /// One row.
    pub fn row(&self, page: &Page<'_>, row: &Statement) -> String {
        let mut text = "|".to_owned();
        for (cell, width) in cells(page, row).iter().zip(&self.0) {
            text.push(' ');
            text.push_str(cell);
            text.push_str(&" ".repeat(width.saturating_sub(cell.width()) + 1));
            text.push('|');
        }
        text
    }

    /// The line of dashes.
    pub fn dashes(&self) -> String {
        let dashes = self.0.iter().map(|width| "-".repeat(width + 2));
        format!("|{}|", dashes.collect::<Vec<String>>().join("|"))
    }
}

fn cells(page: &Page<'_>, row: &Statement) -> Vec<String> {
    let cell = |part: &Part| match part {
        Part::Cell(tokens) => Some(words(page, tokens.iter().copied())),
        Part::Token(_) | Part::Block(_) | Part::List(_) => None,
    };
    row.parts.iter().filter_map(cell).collect()
}
