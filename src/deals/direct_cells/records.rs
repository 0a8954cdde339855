use memchr::memchr;
use memchr::memchr2_iter;
use memchr::memchr3;

use crate::deals::direct_cells::blocks::Block;

/// The rows of a block, one after the other.
pub(in crate::deals) struct Records<'b> {
    text: &'b str,
    delimiter: u8,
    at: usize,
    line: u32,
    after_return: bool,
}

/// Where a row stands in its block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::deals) struct Record {
    /// The line where it begins, from 1.
    pub(in crate::deals) line: u32,
    /// Its first byte in the block, and the first behind it, where its line ends.
    pub(in crate::deals) from: usize,
    pub(in crate::deals) to: usize,
    /// Whether its quotes are sound.
    pub(in crate::deals) is_sound: bool,
}

/// The cells of a row whose quotes are sound.
#[derive(Debug, Default)]
pub(in crate::deals) struct Cells {
    spans: Vec<Span>,
    /// The cells that have quotes in them, as what they hold.
    unescaped: String,
}

/// Where a cell stands: in the block, or among those that have quotes in them.
#[derive(Clone, Copy, Debug)]
struct Span {
    from: usize,
    to: usize,
    is_escaped: bool,
}

impl<'b> Records<'b> {
    /// The rows of a block.
    pub(in crate::deals) fn of(block: &'b Block, delimiter: char) -> Records<'b> {
        let (line, after_return) = (block.line, block.after_return);
        Records { text: &block.text, delimiter: delimiter_of(delimiter), at: 0, line, after_return }
    }

    /// A row alone; where it begins counts as the first line.
    pub(in crate::deals) fn alone(row: &'b str, delimiter: char) -> Records<'b> {
        Records { text: row, delimiter: delimiter_of(delimiter), at: 0, line: 1, after_return: false }
    }

    /// The next row, cut into its cells; empty lines are none.
    pub(in crate::deals) fn next(&mut self, cells: &mut Cells) -> Option<Record> {
        cells.spans.clear();
        cells.unescaped.clear();
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at)? {
                b'\n' if self.after_return => self.after_return = false,
                b'\n' => self.line = self.line.saturating_add(1),
                b'\r' => {
                    self.line = self.line.saturating_add(1);
                    self.after_return = true;
                }
                _ => break,
            }
            self.at += 1;
        }
        self.after_return = false;
        let mut record = Record { line: self.line, from: self.at, to: self.at, is_sound: true };
        loop {
            if bytes.get(self.at) == Some(&b'"') {
                record.is_sound &= self.quoted(cells);
            } else {
                let to = self.end_of_plain();
                cells.spans.push(Span { from: self.at, to, is_escaped: false });
                self.at = to;
            }
            if bytes.get(self.at) != Some(&self.delimiter) {
                break;
            }
            self.at += 1;
        }
        record.to = self.at;
        Some(record)
    }

    /// Where a cell ends that has no quotes around it.
    fn end_of_plain(&self) -> usize {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        self.at + memchr3(self.delimiter, b'\n', b'\r', rest).unwrap_or(rest.len())
    }

    /// Steps over a cell in quotes; whether they are sound.
    fn quoted(&mut self, cells: &mut Cells) -> bool {
        let bytes = self.text.as_bytes();
        let from = self.at + 1;
        let (mut to, mut has_quotes) = (from, false);
        loop {
            let Some(quote) = memchr(b'"', bytes.get(to..).unwrap_or_default()) else {
                self.at = bytes.len();
                return false;
            };
            to += quote;
            if bytes.get(to + 1) != Some(&b'"') {
                break;
            }
            to += 2;
            has_quotes = true;
        }
        let inside = self.text.get(from..to).unwrap_or_default();
        self.count_lines(inside.as_bytes());
        cells.spans.push(if has_quotes {
            let from = cells.unescaped.len();
            let mut parts = inside.split("\"\"");
            cells.unescaped.extend(parts.next());
            for part in parts {
                cells.unescaped.push('"');
                cells.unescaped.push_str(part);
            }
            Span { from, to: cells.unescaped.len(), is_escaped: true }
        } else {
            Span { from, to, is_escaped: false }
        });
        self.at = to + 1;
        let end = self.end_of_plain();
        let is_sound = end == self.at;
        self.at = end;
        is_sound
    }

    /// Counts the ends of lines in a cell.
    fn count_lines(&mut self, inside: &[u8]) {
        for at in memchr2_iter(b'\n', b'\r', inside) {
            let is_second = inside.get(at) == Some(&b'\n') && at > 0 && inside.get(at - 1) == Some(&b'\r');
            self.line = self.line.saturating_add(u32::from(!is_second));
        }
    }
}

impl Cells {
    /// How many there are.
    pub(in crate::deals) fn len(&self) -> usize {
        self.spans.len()
    }

    /// What a cell holds, by its place in the row; `text` is that of the block.
    pub(in crate::deals) fn get<'c>(&'c self, text: &'c str, place: usize) -> Option<&'c str> {
        let span = self.spans.get(place)?;
        let text = if span.is_escaped { &self.unescaped } else { text };
        text.get(span.from..span.to)
    }

    /// All of them, in order.
    pub(in crate::deals) fn iter<'c>(&'c self, text: &'c str) -> impl Iterator<Item = &'c str> {
        (0..self.len()).filter_map(move |place| self.get(text, place))
    }
}

/// A delimiter is a comma, a semicolon or a tab.
fn delimiter_of(delimiter: char) -> u8 {
    u8::try_from(delimiter).unwrap_or(b',')
}
