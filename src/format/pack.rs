//! Records whose values share lines.

use unicode_width::UnicodeWidthStr;

use crate::format::WIDTH;
use crate::format::flat::fits_inline;
use crate::format::flat::flat;
use crate::format::list::is_scalar;
use crate::format::page::Page;
use crate::syntax::Part;
use crate::syntax::Statement;
use crate::syntax::StatementKind as Kind;

/// Whether the values of a record that is opened share lines: the author did not write them one a line, and it helps.
pub(super) fn packs(page: &Page<'_>, statements: &[Statement], from: u32, indent: usize) -> bool {
    let neighbours = || statements.iter().zip(statements.iter().skip(1));
    statements.iter().all(|statement| statement.kind == Kind::Pair)
        && !stand_apart(page, from, statements)
        && neighbours().any(|(one, next)| shares(page, one, next, indent + flat(page, one, true).width()))
}

/// Whether the author wrote the values of a record one a line; of a single one, whether its line is its own.
pub(super) fn stand_apart(page: &Page<'_>, from: u32, statements: &[Statement]) -> bool {
    if let [only] = statements {
        return page.line_ends(from, only.span.start) > 0;
    }
    let mut neighbours = statements.iter().zip(statements.iter().skip(1));
    neighbours.all(|(one, next)| page.line_ends(one.span.end, next.span.start) > 0)
}

/// Whether a value goes on the line of the one before it, which ends at a column.
pub(super) fn shares(page: &Page<'_>, before: &Statement, next: &Statement, column: usize) -> bool {
    let (end, start) = (before.span.end, next.span.start);
    is_short(page, before)
        && is_short(page, next)
        && page.comments(end, start).is_empty()
        && page.line_ends(end, start) < 2
        && column + ", ".width() + flat(page, next, true).width() <= WIDTH
}

/// Whether a value may stand beside others: a scalar, or scalars in one pair of brackets.
fn is_short(page: &Page<'_>, pair: &Statement) -> bool {
    let scalars = |part: &Part| match part {
        Part::Token(_) => true,
        Part::Block(block) => block.statements.iter().all(is_scalar),
        Part::List(list) => list.elements.iter().all(is_scalar),
        Part::Cell(_) => false,
    };
    pair.parts.iter().all(scalars)
        && page.comments(pair.span.start, pair.span.end).is_empty()
        && fits_inline(page, pair, false)
}
