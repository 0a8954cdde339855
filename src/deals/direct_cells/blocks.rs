use std::io;
use std::io::Read;
use std::sync::Arc;

use memchr::memchr;
use memchr::memchr_iter;
use memchr::memrchr2;

use crate::deals::text::LONGEST;
use crate::deals::text::Text;

/// Bytes that are read together: enough rows that handing them on costs nothing. Rows are short, and what comes of all
/// rows of a block is held at once.
const BLOCK: usize = 64 * 1024;

/// The rows of a table of cells, many at a time.
pub(in crate::deals) struct Blocks {
    text: Text,
    /// What follows the last whole row.
    rest: Vec<u8>,
    cutter: Cutter,
    /// The line where the rest begins.
    line: u32,
    /// Whether a `\n` at its beginning belongs to a `\r` before.
    after_return: bool,
    /// What went wrong behind the rows of the block before.
    failed: Option<io::Error>,
    ended: bool,
}

/// Whole rows of a table.
pub(in crate::deals) struct Block {
    pub(in crate::deals) text: Arc<String>,
    /// The line where it begins, from 1.
    pub(in crate::deals) line: u32,
    /// Whether a `\n` at its beginning belongs to a `\r` before.
    pub(in crate::deals) after_return: bool,
    /// Whether the file has bytes that are no text, here or before.
    pub(in crate::deals) is_broken: bool,
    /// Whether the file ends with it.
    pub(in crate::deals) is_last: bool,
}

impl Blocks {
    /// The rows that follow those which were read already: `rest` was read, and comes next.
    pub(in crate::deals) fn new(text: Text, rest: Vec<u8>, delimiter: u8, line: u32, after_return: bool) -> Blocks {
        let cutter = Cutter { delimiter, at: 0, in_quotes: false, end: 0 };
        Blocks { text, rest, cutter, line, after_return, failed: None, ended: false }
    }

    pub(in crate::deals) fn text(&self) -> &Text {
        &self.text
    }

    /// The next rows, read into the room of `bytes`; `None` behind the last.
    pub(in crate::deals) fn next(&mut self, mut bytes: Vec<u8>) -> io::Result<Option<Block>> {
        bytes.clear();
        bytes.append(&mut self.rest);
        let cut = loop {
            if let Some(error) = self.failed.take() {
                return Err(error);
            }
            if bytes.len() > LONGEST {
                return Err(io::Error::from(io::ErrorKind::FileTooLarge));
            }
            let wanted = if bytes.len() < BLOCK { BLOCK - bytes.len() } else { BLOCK };
            match self.text.by_ref().take(wanted as u64).read_to_end(&mut bytes) {
                Ok(0) => self.ended = true,
                Ok(_) => {}
                Err(error) => self.failed = Some(error),
            }
            self.cutter.scan(&bytes, self.ended);
            match self.cutter.end {
                _ if self.ended && bytes.is_empty() => return Ok(None),
                _ if self.ended => break bytes.len(),
                0 => {}
                end => break end,
            }
        };
        self.cutter.step(cut);
        self.rest.extend_from_slice(bytes.get(cut..).unwrap_or_default());
        bytes.truncate(cut);
        let (line, after_return) = (self.line, self.after_return);
        self.line = line.saturating_add(newlines(&bytes, after_return));
        self.after_return = bytes.ends_with(b"\r");
        let text = Arc::new(String::from_utf8(bytes).unwrap_or_default());
        Ok(Some(Block { text, line, after_return, is_broken: self.text.is_broken(), is_last: self.ended }))
    }
}

/// Finds the ends of rows as the `csv` crate does: at ends of lines that stand in no quotes.
struct Cutter {
    delimiter: u8,
    /// What was looked at.
    at: usize,
    in_quotes: bool,
    /// Behind the last row that has an end; 0 where none has.
    end: usize,
}

impl Cutter {
    /// Looks at what was not looked at yet; `ended` says that nothing follows.
    fn scan(&mut self, bytes: &[u8], ended: bool) {
        loop {
            let rest = bytes.get(self.at..).unwrap_or_default();
            let quote = memchr(b'"', rest);
            if self.in_quotes {
                let Some(quote) = quote else {
                    self.at = bytes.len();
                    return;
                };
                match rest.get(quote + 1) {
                    // Whether it is a quote that stands in the cell is told by the next byte.
                    None if !ended => {
                        self.at += quote;
                        return;
                    }
                    Some(b'"') => self.at += quote + 2,
                    _ => {
                        self.in_quotes = false;
                        self.at += quote + 1;
                    }
                }
                continue;
            }
            let length = quote.unwrap_or(rest.len());
            let plain = rest.get(..length).unwrap_or_default();
            // Whether a `\r` is the end of a line, or half of it, is told by the next byte.
            let is_half = quote.is_none() && !ended && plain.ends_with(b"\r");
            let plain = if is_half { plain.get(..length - 1).unwrap_or_default() } else { plain };
            if let Some(end) = last_end(plain) {
                self.end = self.at + end + 1;
            }
            if quote.is_none() {
                self.at += plain.len();
                return;
            }
            let before = match length {
                0 => self.at.checked_sub(1).and_then(|at| bytes.get(at)),
                _ => plain.last(),
            };
            self.in_quotes = before.is_none_or(|byte| matches!(byte, b'\n' | b'\r') || *byte == self.delimiter);
            self.at += length + 1;
        }
    }

    /// Goes on with what stands behind a cut.
    fn step(&mut self, cut: usize) {
        self.at = self.at.saturating_sub(cut);
        self.end = 0;
    }
}

/// The last end of a line.
fn last_end(plain: &[u8]) -> Option<usize> {
    // Between two quotes there is mostly a delimiter, and nothing else.
    if let [byte] = plain {
        return matches!(byte, b'\n' | b'\r').then_some(0);
    }
    memrchr2(b'\n', b'\r', plain)
}

/// Ends of lines: `\n`, `\r\n` and `\r` alone; a `\n` at the beginning belongs to a `\r` before.
fn newlines(bytes: &[u8], after_return: bool) -> u32 {
    let alone = |at: &usize| bytes.get(at + 1) != Some(&b'\n');
    let returns = memchr_iter(b'\r', bytes).filter(alone).count();
    let count = memchr_iter(b'\n', bytes).count() + returns;
    let count = count - usize::from(after_return && bytes.starts_with(b"\n"));
    u32::try_from(count).unwrap_or(u32::MAX)
}
