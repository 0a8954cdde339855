//! Lengths of time that are written, named, or looked up in a table.

use crate::diagnostic::Diagnostic;
use crate::syntax::build::Builder;
use crate::syntax::build::table::Piece;
use crate::syntax::grammar;
use crate::syntax::grammar::Node;
use crate::syntax::grammar::Rule;
use crate::syntax::vocabulary;
use crate::syntax::{AllowedLength, Length, LengthRow, LengthTable, Limit, Path};

impl Builder {
    /// The limit of a stay.
    pub(super) fn limit_of(&mut self, node: &Node<'_>) -> Option<Limit> {
        match node.child(Rule::table) {
            Some(table) => self.length_table(&table).map(Limit::Table),
            None => self.length_of(node).map(Limit::Length),
        }
    }

    /// `30 days`, or a name.
    pub(super) fn length_of(&mut self, node: &Node<'_>) -> Option<Length> {
        let length = node.child(Rule::length)?;
        match length.child(Rule::quantity) {
            Some(quantity) => self.duration(&quantity).map(Length::Written),
            None => length.child(Rule::name).map(|name| Length::Named(name.spanned())),
        }
    }

    fn length_table(&mut self, node: &Node<'_>) -> Option<LengthTable> {
        let rows = self.table_rows(node, &vocabulary::LENGTHS);
        let Some((head, body)) = rows.split_first() else {
            self.missing(node.span(), "the table's head", "| segment | length |");
            return None;
        };
        let mut columns = head.pieces.iter();
        match columns.next_back() {
            Some(last) if last.text == "length" => {}
            last => {
                self.problems.push(
                    Diagnostic::error("syntax/no-length", "the last column of a table of lengths is `length`")
                        .at(last.map_or(head.span, Piece::span), "not `length`")
                        .help("add a last column `length` that says how long a deal may stay"),
                );
                return None;
            }
        }
        let fields: Vec<Path> = columns.filter_map(|piece| self.column_field(piece)).collect();
        let mut table = LengthTable { fields, rows: Vec::new(), span: node.span() };
        for row in body {
            if !self.has_cells(row, head.pieces.len()) {
                continue;
            }
            let Some((last, cells)) = row.pieces.split_last() else { continue };
            let cells = cells.iter().map(|piece| self.table_cell(piece)).collect();
            let allowed = self.length_cell(last);
            table.rows.push(LengthRow { cells, allowed, span: row.span });
        }
        Some(table)
    }

    fn length_cell(&mut self, piece: &Piece<'_>) -> Option<AllowedLength> {
        if piece.text.is_empty() {
            self.problems.push(
                Diagnostic::error("syntax/empty-cell", "the cell is empty")
                    .at(piece.span(), "")
                    .help("write a length of time (`30 days`), or `any` where none is too long"),
            );
            return None;
        }
        match grammar::parse(Rule::length_cell, piece.text, piece.place) {
            Ok(node) if node.child(Rule::any_cell).is_some() => Some(AllowedLength::Any),
            Ok(node) => self.length_of(&node).map(AllowedLength::Length),
            Err(mismatch) => {
                self.mismatch(&mismatch, piece.text, piece.place);
                None
            }
        }
    }
}
