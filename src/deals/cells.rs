use std::borrow::Cow;

use memchr::memchr;

use crate::source::Position;

/// One cell of a row of a table, where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell<'r> {
    /// What it holds, without quotes.
    pub(super) text: Cow<'r, str>,
    /// Lines below the row's first line (from 0 there), and the character column.
    pub(super) at: Position,
}

/// The cells of one row, and whether its quotes are sound.
pub(super) struct Split<'r> {
    pub(super) cells: Vec<Cell<'r>>,
    pub(super) quotes: Quotes,
}

/// How the quotes of a row look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quotes {
    Sound,
    /// Something stands between a closing quote and the end of its cell.
    Stray,
    /// The last quote is never closed.
    Open,
}

/// Splits the text of one row as the `csv` crate does, which does not say where its cells stand.
pub(super) fn split(row: &str, delimiter: char) -> Split<'_> {
    let mut cells = Vec::new();
    let mut quotes = Quotes::Sound;
    let mut at = BEGINNING;
    let mut rest = row.trim_end_matches(['\r', '\n']);
    loop {
        let (length, text, state) = cell(rest, delimiter);
        if quotes == Quotes::Sound {
            quotes = state;
        }
        cells.push(Cell { text, at });
        let (taken, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        at = after_text(at, taken);
        let Some(next) = after.strip_prefix(delimiter) else { break };
        at.column += 1;
        rest = next;
    }
    Split { cells, quotes }
}

/// Where a row begins.
pub(super) const BEGINNING: Position = Position { line: 0, column: 1 };

/// One cell of a row, by its place; what stands before it is stepped over.
pub(super) fn nth(row: &str, delimiter: char, place: usize) -> Option<Cell<'_>> {
    let row = row.trim_end_matches(['\r', '\n']);
    let bytes = row.as_bytes();
    let delimiter_byte = u8::try_from(delimiter).ok()?;
    let mut from = 0;
    for _ in 0..place {
        let mut at = from;
        if bytes.get(at) == Some(&b'"') {
            at += 1;
            loop {
                at += memchr(b'"', bytes.get(at..)?)? + 1;
                if bytes.get(at) != Some(&b'"') {
                    break;
                }
                at += 1;
            }
        }
        from = at + memchr(delimiter_byte, bytes.get(at..)?)? + 1;
    }
    let (_, text, _) = cell(row.get(from..)?, delimiter);
    Some(Cell { text, at: after_text(BEGINNING, row.get(..from)?) })
}

/// The bytes of the first cell with its quotes, what it holds, and how its quotes look.
fn cell(rest: &str, delimiter: char) -> (usize, Cow<'_, str>, Quotes) {
    let Some(inside) = rest.strip_prefix('"') else {
        let length = rest.find(delimiter).unwrap_or(rest.len());
        return (length, Cow::Borrowed(rest.get(..length).unwrap_or_default()), Quotes::Sound);
    };
    let mut from = 0;
    loop {
        let Some(quote) = inside.get(from..).and_then(|text| text.find('"')) else {
            return (rest.len(), unquoted(inside), Quotes::Open);
        };
        let close = from + quote;
        let after = inside.get(close + 1..).unwrap_or_default();
        if after.starts_with('"') {
            from = close + 2;
            continue;
        }
        let tail = after.find(delimiter).unwrap_or(after.len());
        let text = unquoted(inside.get(..close).unwrap_or_default());
        let stray = after.get(..tail).unwrap_or_default();
        let length = 1 + close + 1 + tail;
        if stray.is_empty() {
            return (length, text, Quotes::Sound);
        }
        return (length, Cow::Owned(format!("{text}{stray}")), Quotes::Stray);
    }
}

fn unquoted(text: &str) -> Cow<'_, str> {
    if text.contains("\"\"") { Cow::Owned(text.replace("\"\"", "\"")) } else { Cow::Borrowed(text) }
}

/// The position behind a stretch of text that begins at `at`.
pub(super) fn after_text(at: Position, text: &str) -> Position {
    let last = memchr::memrchr(b'\n', text.as_bytes());
    let tail = last.and_then(|last| text.get(last + 1..)).unwrap_or(text);
    let characters = u32::try_from(tail.chars().count()).unwrap_or(u32::MAX);
    let Some(last) = last else {
        return Position { line: at.line, column: at.column.saturating_add(characters) };
    };
    let lines = 1 + text.bytes().take(last).filter(|byte| *byte == b'\n').count();
    let lines = u32::try_from(lines).unwrap_or(u32::MAX);
    Position { line: at.line.saturating_add(lines), column: characters.saturating_add(1) }
}

#[cfg(test)]
mod tests {
    use super::{Quotes, nth, split};

    #[track_caller]
    fn case(row: &str, cells: &[(&str, u32, u32)], quotes: Quotes) {
        let split = split(row, ',');
        let found: Vec<_> = split.cells.iter().map(|cell| (cell.text.as_ref(), cell.at.line, cell.at.column)).collect();
        assert_eq!((found.as_slice(), split.quotes), (cells, quotes));
        for (place, cell) in split.cells.iter().enumerate() {
            assert_eq!(nth(row, ',', place).as_ref(), Some(cell), "{row}");
        }
        assert_eq!(nth(row, ',', split.cells.len()), None);
    }

    #[test]
    fn cells_know_their_place() {
        case("a,b,\n", &[("a", 0, 1), ("b", 0, 3), ("", 0, 5)], Quotes::Sound);
        case("机会,\"x, \"\"y\"\"\",z", &[("机会", 0, 1), ("x, \"y\"", 0, 4), ("z", 0, 15)], Quotes::Sound);
        case("\"a\nb\",c", &[("a\nb", 0, 1), ("c", 1, 4)], Quotes::Sound);
        case("\"a\"b,c", &[("ab", 0, 1), ("c", 0, 6)], Quotes::Stray);
        case("a,\"b,c", &[("a", 0, 1), ("b,c", 0, 3)], Quotes::Open);
        case("", &[("", 0, 1)], Quotes::Sound);
    }
}
