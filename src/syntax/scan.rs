//! Looks at a text without understanding it: braces, comments, open quotes, and the words that lines begin with.

use std::ops::Range;

/// What was seen, in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub marks: Vec<Mark>,
    pub comments: Vec<Range<usize>>,
    /// Texts whose closing quote is missing.
    pub open_texts: Vec<Range<usize>>,
    /// A block comment that is never closed.
    pub open_comment: Option<usize>,
    /// The first bracket that lies too deep.
    pub too_deep: Option<usize>,
}

/// Something that says how a text falls into declarations.
#[derive(Clone, Copy, Debug)]
pub(super) enum Mark {
    /// `{` and how far its line is indented.
    Open { at: usize, indent: usize },
    /// `}` and how far it is indented if it begins its line.
    Close { at: usize, indent: Option<usize> },
    /// Something else that begins a line.
    Start { at: usize, indent: usize },
}

/// Rules call each other once or twice for a bracket, so this many brackets cannot exhaust a stack of 1 MB.
pub(super) const DEEPEST: usize = 64;

/// Scans a whole text.
pub(super) fn scan(text: &str) -> Scan {
    let mut eye = Eye { text, at: 0, line: 0, fresh: true, depth: Vec::new(), seen: Scan::default() };
    while eye.step() {}
    eye.seen
}

struct Eye<'t> {
    text: &'t str,
    at: usize,
    /// Where the line starts.
    line: usize,
    /// Whether the line holds only blanks so far.
    fresh: bool,
    depth: Vec<char>,
    seen: Scan,
}

impl<'t> Eye<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn indent(&self) -> usize {
        self.at - self.line
    }

    fn step(&mut self) -> bool {
        let rest = self.rest();
        let Some(letter) = rest.chars().next() else { return false };
        let begins_line = self.fresh;
        match letter {
            '\n' => {
                self.at += 1;
                self.line = self.at;
                self.fresh = true;
                return true;
            }
            _ if letter.is_whitespace() || letter == '\u{feff}' => {
                self.at += letter.len_utf8();
                return true;
            }
            '/' if rest.starts_with("//") => {
                let length = rest.find('\n').unwrap_or(rest.len());
                let length = rest.get(..length).unwrap_or_default().trim_end_matches('\r').len();
                self.comment(length);
                return true;
            }
            '/' if rest.starts_with("/*") => {
                let length = block_comment(rest);
                if length.is_none() {
                    self.seen.open_comment = Some(self.at);
                }
                let length = length.unwrap_or(rest.len());
                self.comment(length);
                return true;
            }
            '}' => {
                let indent = begins_line.then(|| self.indent());
                self.close('{');
                self.seen.marks.push(Mark::Close { at: self.at, indent });
            }
            ')' => self.close('('),
            ']' => self.close('['),
            // Inside a bracket a statement goes on; at the margin something new begins all the same.
            _ if begins_line && letter != '{' && !(self.is_in_bracket() && self.indent() > 0) => {
                self.seen.marks.push(Mark::Start { at: self.at, indent: self.indent() });
            }
            _ => {}
        }
        self.fresh = false;
        match letter {
            '{' => {
                let indent = self.line_indent();
                self.seen.marks.push(Mark::Open { at: self.at, indent });
                self.open(letter);
            }
            '(' | '[' => self.open(letter),
            '"' => return self.quoted(),
            '`' => {
                let closed = self.rest().get(1..).and_then(|inside| inside.find('`'));
                if let Some(inside) = closed {
                    self.pass(inside + 2);
                    return true;
                }
            }
            '\'' => {
                if let Some(length) = letter_literal(self.rest()) {
                    self.pass(length);
                    return true;
                }
            }
            _ => {}
        }
        self.at += letter.len_utf8();
        true
    }

    fn comment(&mut self, length: usize) {
        self.seen.comments.push(self.at..self.at + length);
        let fresh = self.fresh;
        self.pass(length);
        self.fresh = fresh || self.fresh;
    }

    /// Goes over text that may hold line ends.
    fn pass(&mut self, length: usize) {
        let passed = self.rest().get(..length).unwrap_or_default();
        if let Some(last) = passed.rfind('\n') {
            self.line = self.at + last + 1;
        }
        self.at += length;
    }

    /// A text in quotes. One that is not closed ends with its line, or before the brace that ends the line.
    fn quoted(&mut self) -> bool {
        let rest = self.rest();
        let line = rest.get(..rest.find('\n').unwrap_or(rest.len())).unwrap_or_default();
        let length = match closing_quote(line) {
            Some(closing) => closing + 1,
            None => {
                let shown = line.trim_end();
                let shown = shown.strip_suffix(['{', '}']).unwrap_or(shown).trim_end();
                let length = shown.len().max(1);
                let range = self.at..self.at + length;
                self.seen.open_texts.push(range);
                length
            }
        };
        self.at += length;
        true
    }

    fn open(&mut self, bracket: char) {
        self.depth.push(bracket);
        if self.depth.len() > DEEPEST && self.seen.too_deep.is_none() {
            self.seen.too_deep = Some(self.at);
        }
    }

    /// Braces bind stronger than round and square brackets: `( }` leaves the round one open.
    fn close(&mut self, bracket: char) {
        let matching = match bracket {
            '{' => self.depth.iter().rposition(|open| *open == '{'),
            _ => self.depth.len().checked_sub(1).filter(|top| self.depth.get(*top) == Some(&bracket)),
        };
        if let Some(matching) = matching {
            self.depth.truncate(matching);
        }
    }

    fn is_in_bracket(&self) -> bool {
        matches!(self.depth.last(), Some('(' | '['))
    }

    fn line_indent(&self) -> usize {
        let line = self.text.get(self.line..).unwrap_or_default();
        line.len() - line.trim_start_matches([' ', '\t', '\u{feff}', '\u{a0}', '\u{3000}']).len()
    }
}

/// The place of the quote that closes a text, which `line` begins with.
fn closing_quote(line: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, letter) in line.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(at),
            _ => {}
        }
    }
    None
}

/// The length of a block comment, which may hold others; `None` if it is not closed.
fn block_comment(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        let next = rest.find(['/', '*'])?;
        let here = rest.get(next..)?;
        at += next;
        if here.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return Some(at);
            }
        } else {
            at += 1;
        }
    }
}

/// The length of `'x'`, rhai's single letter.
fn letter_literal(text: &str) -> Option<usize> {
    let mut letters = text.char_indices().skip(1);
    let (_, first) = letters.next().filter(|(_, letter)| !matches!(letter, '\'' | '\n' | '\r'))?;
    if first == '\\' {
        letters.next()?;
    }
    letters.next().filter(|(_, letter)| *letter == '\'').map(|(at, _)| at + 1)
}
