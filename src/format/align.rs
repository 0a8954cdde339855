//! Puts the cells of lines that belong together below each other.

use unicode_width::UnicodeWidthStr;

use crate::format::layout::Item;
use crate::syntax::StatementKind as Kind;

/// Aligns statements of one kind that follow each other without an empty line.
pub(super) fn align(items: &mut [Item]) {
    let clause = |item: &&mut Item| item.kind.is_some_and(is_clause) && item.laid.cells.len() > 1;
    let mut clauses: Vec<&mut Item> = items.iter_mut().filter(clause).collect();
    pad(&mut clauses, 0);
    let mut rest = items;
    while !rest.is_empty() {
        let (run, after) = rest.split_at_mut(together(rest).max(1));
        let mut run: Vec<&mut Item> = run.iter_mut().filter(|item| item.kind.is_some()).collect();
        if run.len() > 1 {
            columns(&mut run);
        }
        rest = after;
    }
}

/// How many items from the first on are aligned with it.
fn together(items: &[Item]) -> usize {
    let Some(first) = items.first().filter(|first| joins(first)) else { return 1 };
    let mut count = 1;
    for item in items.iter().skip(1) {
        let comment = item.kind.is_none();
        let fits = item.kind == first.kind && joins(item) && signature(item) == signature(first);
        if item.blank || !(comment || fits) {
            break;
        }
        count += 1;
    }
    count
}

fn is_clause(kind: Kind) -> bool {
    matches!(kind, Kind::Clause | Kind::NotBy)
}

/// Whether a statement is aligned with others. Most that take several lines stand for themselves.
fn joins(item: &Item) -> bool {
    match item.kind {
        Some(Kind::Column) => true,
        Some(
            Kind::When
            | Kind::Role
            | Kind::Stage
            | Kind::Field
            | Kind::Let
            | Kind::Label
            | Kind::Pair
            | Kind::Rate
            | Kind::ScorePart,
        ) => item.laid.rest.is_empty(),
        _ => false,
    }
}

/// Titles stand below titles only, so declarations without one are not aligned with those that have one.
fn signature(item: &Item) -> Option<usize> {
    matches!(item.kind, Some(Kind::Role | Kind::Stage)).then_some(item.laid.cells.len())
}

fn columns(run: &mut [&mut Item]) {
    let most = run.iter().map(|item| item.laid.cells.len()).max().unwrap_or(0);
    for column in 0..most {
        let mut rest = &mut *run;
        while !rest.is_empty() {
            let goes_on = |item: &&mut Item| item.laid.cells.len() > column + 1;
            let count = rest.iter().take_while(|item| goes_on(item)).count();
            let (together, after) = rest.split_at_mut(count.max(1));
            if count > 1 {
                pad(together, column);
            }
            rest = after;
        }
    }
}

/// Makes a cell as wide in each line.
fn pad(lines: &mut [&mut Item], column: usize) {
    let widths = lines.iter().filter_map(|item| item.laid.cells.get(column));
    let widest = widths.map(|cell| cell.width()).max().unwrap_or(0);
    for item in lines {
        let last = item.laid.cells.len() == column + 1;
        if let Some(cell) = item.laid.cells.get_mut(column).filter(|_| !last) {
            cell.push_str(&" ".repeat(widest.saturating_sub(cell.width())));
        }
    }
}
