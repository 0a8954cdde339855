//! Statements on one line.

use crate::format::pack::stand_apart;
use crate::format::page::Page;
use crate::format::pen::Pen;
use crate::format::statement::place;
use crate::syntax::Braces;
use crate::syntax::Brackets;
use crate::syntax::Part;
use crate::syntax::Statement;
use crate::syntax::StatementKind as Kind;
use crate::syntax::Token;
use crate::syntax::TokenKind;

/// Tokens on one line.
pub(super) fn words(page: &Page<'_>, tokens: impl Iterator<Item = Token>) -> String {
    let mut pen = Pen::new(0, 0);
    tokens.for_each(|token| bare(page, token, &mut pen));
    pen.finish().cells.concat()
}

/// Whether the blocks of a statement may stand on its line: the author wrote them so, and there is little in them.
///
/// Of a `free` statement it does not matter how the author wrote it: the elements of a list stand on a line wherever they fit.
pub(super) fn fits_inline(page: &Page<'_>, statement: &Statement, free: bool) -> bool {
    let mut before: Option<u32> = None;
    statement.parts.iter().all(|part| {
        let place = place(part);
        let between = before.map(|end| page.comments(end, place.start)).unwrap_or_default();
        before = Some(place.end);
        match part {
            Part::Block(block) => between.is_empty() && block_fits_inline(page, statement.kind, block, free),
            Part::List(list) => {
                page.comments(list.open.end, list.close.start).is_empty()
                    && list.elements.iter().all(|element| fits_inline(page, element, true))
            }
            Part::Token(_) | Part::Cell(_) => true,
        }
    })
}

fn block_fits_inline(page: &Page<'_>, of: Kind, block: &Braces, free: bool) -> bool {
    if !page.comments(block.open.end, block.close.start).is_empty() {
        return false;
    }
    if block.statements.is_empty() {
        return true;
    }
    let listed = matches!(of, Kind::Field | Kind::Column | Kind::Pair | Kind::Clause | Kind::Element);
    let few = block.statements.len() == 1 || listed;
    let short = |inner: &Statement| {
        let mixed = inner.kind == Kind::Column && inner.parts.iter().any(|part| matches!(part, Part::Block(_)));
        !matches!(inner.kind, Kind::Check | Kind::Row | Kind::Rule | Kind::Table)
            && !mixed
            && fits_inline(page, inner, free)
    };
    let record = block.statements.iter().all(|inner| inner.kind == Kind::Pair);
    let together = match record {
        true => free || !stand_apart(page, block.open.end, &block.statements),
        false => page.line_ends(block.open.end, block.close.start) == 0,
    };
    few && together && block.statements.iter().all(short)
}

/// A block on the line of its statement.
pub(super) fn inline(page: &Page<'_>, block: &Braces) -> String {
    if block.statements.is_empty() {
        return "{}".to_owned();
    }
    let inside = block.statements.iter().map(|inner| flat(page, inner, true)).collect::<Vec<String>>();
    format!("{{ {} }}", inside.join(", "))
}

/// A list on one line.
pub(super) fn list_inline(page: &Page<'_>, list: &Brackets) -> String {
    let inside = list.elements.iter().map(|element| flat(page, element, true)).collect::<Vec<String>>();
    format!("[{}]", inside.join(", "))
}

/// A statement on one line, up to its first block, or with its blocks.
pub(super) fn flat(page: &Page<'_>, statement: &Statement, blocks: bool) -> String {
    let mut pen = Pen::new(0, 0);
    for part in &statement.parts {
        match part {
            Part::Token(token) => bare(page, *token, &mut pen),
            Part::Block(_) if !blocks => {
                pen.word("{");
                break;
            }
            Part::Block(block) => pen.word(&inline(page, block)),
            Part::List(list) => pen.word(&list_inline(page, list)),
            Part::Cell(_) => {}
        }
    }
    pen.finish().cells.concat()
}

/// A token with the blank before it that it needs.
pub(super) fn bare(page: &Page<'_>, token: Token, pen: &mut Pen) {
    let text = written(page, token);
    match token.kind {
        TokenKind::Comma | TokenKind::Colon => pen.glue(&text),
        _ => pen.word(&text),
    }
}

fn written(page: &Page<'_>, token: Token) -> String {
    let text = page.text(token.span);
    match token.kind {
        TokenKind::Comma => ",".to_owned(),
        TokenKind::Quantity => text.split_whitespace().collect::<Vec<&str>>().join(" "),
        // A condition of several lines is as wide as its first.
        TokenKind::Condition => text.lines().next().unwrap_or_default().trim_end().to_owned(),
        _ => text.to_owned(),
    }
}
