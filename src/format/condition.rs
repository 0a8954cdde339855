use crate::format::line::Line;
use crate::format::page::blanks;

/// A condition as written: its first line, and the others moved so that the leftmost stands at `column`.
pub(super) fn lay_out(text: &str, column: usize) -> (String, Vec<Line>) {
    let lines = split(text);
    let moves = |line: &&Part<'_>| !line.verbatim && !line.text.trim().is_empty();
    let least = lines.iter().skip(1).filter(moves).map(|line| blanks(line.text)).min().unwrap_or(0);
    let mut laid = lines.iter().map(|line| {
        let text = if line.open { line.text } else { line.text.trim_end() };
        match line.verbatim {
            true => Line::new(0, text),
            false => Line::new(column + blanks(line.text).saturating_sub(least), text.trim_start()),
        }
    });
    let first = laid.next().map(|line| line.text).unwrap_or_default();
    (first, laid.collect())
}

/// Whether the first line ends with a bracket that the last line begins by closing.
pub(super) fn closes_below(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return false };
    lines.len() > 1 && first.ends_with(['(', '[', '{']) && last.starts_with([')', ']', '}'])
}

/// The lines of a condition by which two are compared: without the blanks that mean nothing.
pub(super) fn essence(text: &str) -> Vec<&str> {
    split(text).into_iter().map(|line| line.meant()).collect()
}

/// One line of a condition.
struct Part<'t> {
    text: &'t str,
    /// It begins inside a text over several lines.
    verbatim: bool,
    /// It ends inside a text over several lines.
    open: bool,
}

impl<'t> Part<'t> {
    fn meant(&self) -> &'t str {
        let text = if self.verbatim { self.text } else { self.text.trim_start() };
        if self.open { text } else { text.trim_end() }
    }
}

/// Cuts a condition into lines, and finds the texts that go over several.
fn split(text: &str) -> Vec<Part<'_>> {
    let mut lines = Vec::new();
    let mut inside = Inside::Code;
    for line in text.split('\n') {
        let text = line.strip_suffix('\r').unwrap_or(line);
        let verbatim = inside == Inside::Backtick;
        inside = after(text, inside);
        lines.push(Part { text, verbatim, open: inside == Inside::Backtick });
    }
    lines
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Code,
    Backtick,
    /// A block comment, and how many lie around it.
    Comment(usize),
}

/// What the end of a line lies in.
fn after(line: &str, mut inside: Inside) -> Inside {
    let mut rest = line;
    while let Some(letter) = rest.chars().next() {
        let mut length = letter.len_utf8();
        match inside {
            Inside::Backtick if letter == '`' => inside = Inside::Code,
            Inside::Backtick => {}
            Inside::Comment(depth) if rest.starts_with("*/") => {
                inside = depth.checked_sub(1).map_or(Inside::Code, Inside::Comment);
                length = 2;
            }
            Inside::Comment(depth) if rest.starts_with("/*") => {
                inside = Inside::Comment(depth + 1);
                length = 2;
            }
            Inside::Comment(_) => {}
            Inside::Code if rest.starts_with("//") => return inside,
            Inside::Code if rest.starts_with("/*") => {
                inside = Inside::Comment(0);
                length = 2;
            }
            Inside::Code if letter == '`' => inside = Inside::Backtick,
            Inside::Code if letter == '"' => length = quoted(rest),
            Inside::Code if letter == '\'' => length = one_letter(rest),
            Inside::Code => {}
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    inside
}

/// How long the text in quotes is that a line begins with.
fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// How long `'x'` is, if a line begins with one; else its quote.
fn one_letter(rest: &str) -> usize {
    let escaped = usize::from(rest.starts_with("'\\"));
    let letter = rest.chars().nth(1 + escaped).map_or(0, char::len_utf8);
    let length = 1 + escaped + letter;
    if rest.get(length..).is_some_and(|after| after.starts_with('\'')) { length + 1 } else { 1 }
}
