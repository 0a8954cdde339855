//! What stands in a block: statements, the comments around them, at most one empty line between them.

use unicode_width::UnicodeWidthStr;

use crate::format::align::align;
use crate::format::comment;
use crate::format::flat::flat;
use crate::format::line::Line;
use crate::format::pack::packs;
use crate::format::pack::shares;
use crate::format::page::Page;
use crate::format::pen::Laid;
use crate::format::statement;
use crate::format::table::Columns;
use crate::syntax::Brackets;
use crate::syntax::Concrete;
use crate::syntax::Statement;
use crate::syntax::StatementKind;

/// Lays out a whole file.
pub(super) fn lay_out(page: &Page<'_>, file: &Concrete) -> Vec<Line> {
    // A comment on the first line of a file stands behind nothing.
    let before = Block { page, indent: 0, end: 0, opening: None, items: Vec::new() };
    before.fill(&file.statements, page.end()).lines
}

/// What stands in a block or a list.
pub(super) struct Inside {
    /// The comments behind its `{`.
    pub opening: Vec<String>,
    pub lines: Vec<Line>,
}

/// A statement or a comment on a line of its own.
pub(super) struct Item {
    /// Whether an empty line stands before it.
    pub blank: bool,
    /// What it is; `None` for a comment.
    pub kind: Option<StatementKind>,
    pub laid: Laid,
}

/// Lays out what stands between two places.
pub(super) fn inside(page: &Page<'_>, statements: &[Statement], from: u32, to: u32, indent: usize) -> Inside {
    let block = Block { page, indent, end: from, opening: Some(Vec::new()), items: Vec::new() };
    block.fill(statements, to)
}

/// Lays out the elements of a list one a line.
pub(super) fn elements(page: &Page<'_>, list: &Brackets, indent: usize) -> Inside {
    let mut block = Block { page, indent, end: list.open.end, opening: Some(Vec::new()), items: Vec::new() };
    let last = list.elements.len().saturating_sub(1);
    for (at, element) in list.elements.iter().enumerate() {
        block.comments(element.span.start);
        let mut laid = statement::lay_out(page, element, indent, 0);
        if at < last {
            laid.append(",");
        }
        block.statement(element.kind, laid, element.span.start, element.span.end);
    }
    block.comments(list.close.start);
    Inside { opening: block.opening.unwrap_or_default(), lines: lines(block.items, indent) }
}

fn one_line(text: String) -> Laid {
    Laid { cells: vec![text], ..Laid::default() }
}

struct Block<'p, 't> {
    page: &'p Page<'t>,
    indent: usize,
    /// Up to where the text has been laid out.
    end: u32,
    /// The comments behind its `{`, if it has one.
    opening: Option<Vec<String>>,
    items: Vec<Item>,
}

impl Block<'_, '_> {
    fn fill(mut self, statements: &[Statement], to: u32) -> Inside {
        let Block { page, indent, .. } = self;
        let packs = packs(page, statements, self.end, indent);
        let keywords = statements.iter().filter(|_| !packs).filter_map(|inner| statement::keyword(page, inner));
        let keywords = keywords.map(|word| word.width()).max().unwrap_or(0);
        let columns = Columns::of(page, statements);
        // Behind which line the head of a table stands, and whether the line of dashes is there.
        let mut head = None;
        for (at, inner) in statements.iter().enumerate() {
            let place = inner.span;
            self.comments(place.start);
            let before = at.checked_sub(1).and_then(|before| statements.get(before)).filter(|_| packs);
            if before.zip(self.column()).is_some_and(|(before, column)| shares(page, before, inner, column)) {
                self.share(&flat(page, inner, true), place.end);
                continue;
            }
            let laid = match inner.kind {
                StatementKind::Row => one_line(columns.row(page, inner)),
                StatementKind::Rule => one_line(columns.dashes()),
                _ => statement::lay_out(page, inner, indent, keywords),
            };
            self.statement(inner.kind, laid, place.start, place.end);
            let follows = statements.get(at + 1).map(|next| next.kind);
            if inner.kind == StatementKind::Row && head.is_none() {
                head = Some((self.items.len(), follows == Some(StatementKind::Rule)));
            }
        }
        self.comments(to);
        if let Some((behind, false)) = head {
            let dashes = Item { blank: false, kind: Some(StatementKind::Rule), laid: one_line(columns.dashes()) };
            self.items.insert(behind, dashes);
        }
        if !packs {
            align(&mut self.items);
        }
        Inside { opening: self.opening.unwrap_or_default(), lines: lines(self.items, indent) }
    }

    /// The comments up to a place: behind what stands before them on their line, or on lines of their own.
    fn comments(&mut self, to: u32) {
        for found in self.page.comments(self.end, to) {
            let ends = self.page.line_ends(self.end, found.start);
            match (self.items.last_mut(), &mut self.opening) {
                (Some(Item { kind: None, laid, .. }), _) if ends == 0 => {
                    laid.cells.push(comment::text(self.page, *found));
                }
                (Some(item), _) if ends == 0 => item.laid.note(&comment::text(self.page, *found)),
                (None, Some(opening)) if ends == 0 => opening.push(comment::text(self.page, *found)),
                _ => {
                    let text = comment::moved(self.page, *found, self.indent);
                    let blank = ends > 1 && !self.items.is_empty();
                    self.items.push(Item { blank, kind: None, laid: one_line(text) });
                }
            }
            self.end = found.end;
        }
    }

    /// Where the last item ends, if it stands on one line.
    fn column(&self) -> Option<usize> {
        let last = self.items.last().filter(|item| item.laid.rest.is_empty())?;
        Some(self.indent + last.laid.cells.join(" ").width())
    }

    /// A value on the line of the last item.
    fn share(&mut self, text: &str, end: u32) {
        if let Some(item) = self.items.last_mut() {
            item.laid.cells = vec![format!("{}, {text}", item.laid.cells.join(" "))];
        }
        self.end = end;
    }

    fn statement(&mut self, kind: StatementKind, laid: Laid, start: u32, end: u32) {
        let blank = self.page.line_ends(self.end, start) > 1 && !self.items.is_empty();
        self.items.push(Item { blank, kind: Some(kind), laid });
        self.end = end;
    }
}

fn lines(items: Vec<Item>, indent: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for Item { blank, laid, .. } in items {
        lines.push(Line { blank, indent, text: laid.cells.join(" "), comment: laid.comment });
        lines.extend(laid.rest);
    }
    lines
}
