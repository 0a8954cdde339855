//! Decision tables and delegation matrices: rows of cells between bars.

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::source::Spanned;
use crate::syntax::build::Builder;
use crate::syntax::build::Seen;
use crate::syntax::build::text::name_of;
use crate::syntax::grammar;
use crate::syntax::grammar::Node;
use crate::syntax::grammar::Place;
use crate::syntax::grammar::Rule;
use crate::syntax::vocabulary;
use crate::syntax::{Authority, AuthorityRow, Cell, Decision, Name, Path, Table};

/// The text between two bars, without blanks around it.
pub(super) struct Piece<'i> {
    pub(super) text: &'i str,
    pub(super) place: Place,
}

impl Piece<'_> {
    pub(super) fn span(&self) -> Span {
        self.place.span(0, self.text.len())
    }
}

/// One line of a table.
pub(super) struct Row<'i> {
    pub(super) pieces: Vec<Piece<'i>>,
    pub(super) span: Span,
}

impl Builder {
    /// A decision table.
    pub(super) fn table(&mut self, node: &Node<'_>) -> Option<Table> {
        let rows = self.table_rows(node, &vocabulary::TABLE);
        let Some((head, body)) = rows.split_first() else {
            self.missing(node.span(), "the table's head", "| amount | approvers |");
            return None;
        };
        let mut columns = head.pieces.iter();
        match columns.next_back() {
            Some(last) if last.text == "approvers" => {}
            last => {
                self.problems.push(
                    Diagnostic::error("syntax/no-approvers", "the last column of a decision table is `approvers`")
                        .at(last.map_or(head.span, Piece::span), "not `approvers`")
                        .help("add a last column `approvers` that says who decides"),
                );
                return None;
            }
        }
        let fields: Vec<Path> = columns.filter_map(|piece| self.column_field(piece)).collect();
        let mut table = Table { fields, rows: Vec::new() };
        for row in body {
            if !self.has_cells(row, head.pieces.len()) {
                continue;
            }
            let Some((last, cells)) = row.pieces.split_last() else { continue };
            let cells = cells.iter().map(|piece| self.table_cell(piece)).collect();
            let approvers = self.approvers_cell(last);
            table.rows.push(Decision { cells, approvers, span: row.span });
        }
        Some(table)
    }

    /// A delegation matrix.
    pub(super) fn authority(&mut self, node: &Node<'_>) -> Option<Authority> {
        let mut authority = Authority {
            name: name_of(node)?,
            title: self.title_of(node),
            bodies: Vec::new(),
            rows: Vec::new(),
            from: None,
            until: None,
            span: node.span(),
        };
        let mut seen = Seen::new();
        for clause in node.children() {
            match clause.rule() {
                Rule::from if self.first(&mut seen, &clause) => authority.from = self.date_of(&clause),
                Rule::until if self.first(&mut seen, &clause) => authority.until = self.date_of(&clause),
                _ => {}
            }
        }
        let rows = self.table_rows(node, &vocabulary::AUTHORITY);
        let Some((head, body)) = rows.split_first() else {
            self.missing(
                authority.name.span,
                &format!("the table of authority `{}`", authority.name.value),
                "| | SDT_R |",
            );
            return Some(authority);
        };
        let corner = head.pieces.first().filter(|corner| !corner.text.is_empty());
        if let Some(corner) = corner {
            self.problems.push(
                Diagnostic::error("syntax/filled-corner", "the first cell of an authority table is empty")
                    .at(corner.span(), "this column holds the names of fields")
                    .help("leave it empty: `| | SDT_R | SDT_D |`"),
            );
        }
        authority.bodies = head.pieces.iter().skip(1).filter_map(|piece| self.body(piece)).collect();
        for row in body {
            if !self.has_cells(row, head.pieces.len()) {
                continue;
            }
            let Some((first, cells)) = row.pieces.split_first() else { continue };
            let Some(field) = self.column_field(first) else { continue };
            let cells = cells.iter().map(|piece| self.table_cell(piece)).collect();
            authority.rows.push(AuthorityRow { field, cells, span: row.span });
        }
        Some(authority)
    }

    /// The rows of a table, without the line of dashes below the head.
    pub(super) fn table_rows<'i>(&mut self, node: &Node<'i>, block: &vocabulary::Vocabulary) -> Vec<Row<'i>> {
        let mut rows = Vec::new();
        for line in node.children() {
            match line.rule() {
                Rule::junk | Rule::semicolon => self.junk(&line, block),
                Rule::row => rows.push(cut(&line)),
                _ => {}
            }
        }
        rows.retain(|row| !is_line_of_dashes(row));
        rows
    }

    pub(super) fn has_cells(&mut self, row: &Row<'_>, wanted: usize) -> bool {
        let found = row.pieces.len();
        if found != wanted {
            let cells = |count: usize| format!("{count} cell{}", if count == 1 { "" } else { "s" });
            self.problems.push(
                Diagnostic::error(
                    "syntax/row-length",
                    format!("the row has {}, the table's head has {wanted}", cells(found)),
                )
                .at(row.span, if found < wanted { "cells are missing" } else { "too many cells" })
                .help("write one cell below each column; `any` where it does not matter"),
            );
        }
        found == wanted
    }

    pub(super) fn column_field(&mut self, piece: &Piece<'_>) -> Option<Path> {
        let node = self.whole(Rule::path, piece, "the name of a field")?;
        Some(crate::syntax::build::text::as_path(&node))
    }

    fn body(&mut self, piece: &Piece<'_>) -> Option<Name> {
        self.whole(Rule::name, piece, "the name of a role").map(|node| node.spanned())
    }

    /// A rule that must take all of a piece.
    fn whole<'i>(&mut self, rule: Rule, piece: &Piece<'i>, what: &str) -> Option<Node<'i>> {
        let node = grammar::parse(rule, piece.text, piece.place).ok().filter(|node| node.end() == piece.text.len());
        if node.is_none() {
            let found = if piece.text.is_empty() { "nothing".to_owned() } else { format!("`{}`", piece.text) };
            self.problems.push(
                Diagnostic::error("syntax/unexpected", format!("expected {what}, found {found}")).at(piece.span(), ""),
            );
        }
        node
    }

    pub(super) fn table_cell(&mut self, piece: &Piece<'_>) -> Option<Cell> {
        if piece.text.is_empty() {
            self.problems.push(
                Diagnostic::error("syntax/empty-cell", "the cell is empty")
                    .at(piece.span(), "")
                    .help("write `any` where it does not matter"),
            );
            return None;
        }
        match grammar::parse(Rule::cell, piece.text, piece.place) {
            Ok(node) => self.cell(&node),
            Err(mismatch) => {
                self.mismatch(&mismatch, piece.text, piece.place);
                None
            }
        }
    }

    fn approvers_cell(&mut self, piece: &Piece<'_>) -> Option<Spanned<crate::syntax::By>> {
        match grammar::parse(Rule::approvers_cell, piece.text, piece.place) {
            Ok(node) => self.approvers(&node.child(Rule::approvers)?),
            Err(mismatch) => {
                self.mismatch(&mismatch, piece.text, piece.place);
                None
            }
        }
    }
}

/// What stands between the bars of a row, with its places, and whether it is the line of dashes.
pub(in crate::syntax) fn pieces<'i>(row: &Node<'i>) -> (Vec<(&'i str, Place)>, bool) {
    let row = cut(row);
    let dashes = is_line_of_dashes(&row);
    (row.pieces.into_iter().map(|piece| (piece.text, piece.place)).collect(), dashes)
}

fn is_line_of_dashes(row: &Row<'_>) -> bool {
    !row.pieces.is_empty() && row.pieces.iter().all(|piece| is_rule(piece.text))
}

/// The pieces between the bars of a row; the last bar may be missing.
fn cut<'i>(row: &Node<'i>) -> Row<'i> {
    let text = row.text().trim_end();
    let mut bars = Vec::new();
    let (mut quoted, mut escaped) = (false, false);
    for (at, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '|' if !quoted => bars.push(at),
            _ => {}
        }
    }
    if !text.ends_with('|') {
        bars.push(text.len());
    }
    let pieces = bars.iter().zip(bars.iter().skip(1)).map(|(from, to)| {
        let raw = text.get(from + 1..*to).unwrap_or_default();
        let inside = raw.trim_start();
        let start = from + 1 + raw.len() - inside.len();
        Piece { text: inside.trim_end(), place: row.place.moved(row.start() + start) }
    });
    Row { pieces: pieces.collect(), span: row.place.span(row.start(), row.start() + text.len()) }
}

/// `---`, `:--:`
fn is_rule(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| matches!(letter, '-' | ':')) && text.contains("--")
}
