use std::io;
use std::io::BufRead;
use std::io::Read;
use std::sync::Arc;

use memchr::memchr;
use memchr::memchr_iter;
use memchr::memrchr;

use crate::deals::json_rows::JsonRow;
use crate::deals::json_rows::Met;
use crate::deals::row::Slice;
use crate::deals::row::Unsound;
use crate::deals::text::LONGEST;
use crate::deals::text::Text;
use crate::source::Position;

/// Bytes that are read together: enough deals that handing them on costs nothing, few enough to stay in the cache.
const BLOCK: usize = 256 * 1024;

/// The documents of a JSON Lines file: one on each line that is not blank.
pub(super) struct JsonLines {
    text: Text,
    /// The bytes of the line that is read; kept for the next one. Of blocks: what follows the last whole line.
    bytes: Vec<u8>,
    line: u32,
    /// What went wrong behind the lines of the block before.
    failed: Option<io::Error>,
}

/// Whole lines of a file.
pub(super) struct Block {
    /// The lines; none where there is a line that is too long.
    pub(super) lines: Result<Arc<String>, Unsound>,
    /// The number of the first line, from 1.
    pub(super) first: u32,
    /// Where the documents stand, if not one on each line.
    pub(super) documents: Option<Vec<Line>>,
    /// Whether the file has bytes that are no text, here or before.
    pub(super) is_broken: bool,
}

/// One line of a block that is not blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) number: u32,
    /// The column of its document.
    pub(super) column: u32,
    /// The document, by its first byte in the block and the first behind it.
    pub(super) from: usize,
    pub(super) to: usize,
}

impl JsonLines {
    pub(super) fn new(text: Text) -> JsonLines {
        JsonLines { text, bytes: Vec::new(), line: 0, failed: None }
    }

    pub(super) fn text(&self) -> &Text {
        &self.text
    }

    /// The next document.
    pub(super) fn next(&mut self) -> io::Result<Option<Met>> {
        loop {
            self.bytes.clear();
            let read = self.text.by_ref().take(LONGEST as u64).read_until(b'\n', &mut self.bytes)?;
            if read == 0 {
                return Ok(None);
            }
            self.line = self.line.saturating_add(1);
            if read >= LONGEST && !self.bytes.ends_with(b"\n") {
                self.bytes = Vec::new();
                self.text.skip_until(b'\n')?;
                return Ok(Some(Err(too_long(self.line))));
            }
            let Some(line) = document(&self.bytes, self.line, 0) else { continue };
            let raw = std::str::from_utf8(self.bytes.get(line.from..line.to).unwrap_or_default()).unwrap_or_default();
            let at = Position { line: line.number, column: line.column };
            return Ok(Some(Ok(JsonRow { raw: Slice::whole(raw.to_owned()), at })));
        }
    }

    /// The next lines, read into the room of `bytes`. A file is read by line or by block, not by both.
    pub(super) fn next_block(&mut self, mut bytes: Vec<u8>) -> io::Result<Option<Block>> {
        bytes.clear();
        bytes.append(&mut self.bytes);
        let cut = loop {
            if let Some(error) = self.failed.take() {
                return Err(error);
            }
            let wanted = BLOCK.min(LONGEST.saturating_sub(bytes.len()));
            let before = bytes.len();
            let read = append(&mut self.text, &mut bytes, wanted);
            let is_end = matches!(read, Ok(0));
            self.failed = read.err();
            // What stands before the bytes that are new has no end of a line.
            match memrchr(b'\n', bytes.get(before..).unwrap_or_default()) {
                Some(at) => break before + at + 1,
                None if bytes.len() >= LONGEST => return self.skip_line().map(Some),
                None if is_end && bytes.is_empty() => return Ok(None),
                None if is_end => break bytes.len(),
                None => {}
            }
        };
        self.bytes.extend_from_slice(bytes.get(cut..).unwrap_or_default());
        bytes.truncate(cut);
        let first = self.line.saturating_add(1);
        let lines = memchr_iter(b'\n', &bytes).count() + usize::from(!bytes.ends_with(b"\n"));
        self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        let text = String::from_utf8(bytes).unwrap_or_default();
        Ok(Some(Block { lines: Ok(Arc::new(text)), first, documents: None, is_broken: self.text().is_broken() }))
    }

    /// Leaves out a line that is too long.
    fn skip_line(&mut self) -> io::Result<Block> {
        self.line = self.line.saturating_add(1);
        let mut rest = Vec::new();
        loop {
            rest.clear();
            let read = append(&mut self.text, &mut rest, BLOCK)?;
            let end = memchr(b'\n', &rest);
            if let Some(at) = end {
                self.bytes.extend_from_slice(rest.get(at + 1..).unwrap_or_default());
            }
            if end.is_some() || read == 0 {
                let is_broken = self.text().is_broken();
                return Ok(Block { lines: Err(too_long(self.line)), first: self.line, documents: None, is_broken });
            }
        }
    }
}

/// Reads so many bytes behind those that are there, or as many as the text still has: how many.
fn append(text: &mut Text, bytes: &mut Vec<u8>, wanted: usize) -> io::Result<usize> {
    let before = bytes.len();
    let end = before + wanted;
    bytes.reserve(wanted);
    while bytes.len() < end {
        let ready = text.fill_buf()?;
        let taken = ready.get(..end - bytes.len()).unwrap_or(ready);
        if taken.is_empty() {
            break;
        }
        bytes.extend_from_slice(taken);
        let count = taken.len();
        text.consume(count);
    }
    Ok(bytes.len() - before)
}

fn too_long(line: u32) -> Unsound {
    Unsound { why: "it is longer than 64 MiB", at: Position { line, column: 1 } }
}

/// The document that a line holds; nothing where it is blank.
fn document(bytes: &[u8], number: u32, offset: usize) -> Option<Line> {
    let trimmed = bytes.trim_ascii_start();
    let indent = bytes.len() - trimmed.len();
    let length = trimmed.trim_ascii_end().len();
    let column = u32::try_from(indent).unwrap_or(u32::MAX).saturating_add(1);
    let from = offset + indent;
    (length > 0).then_some(Line { number, column, from, to: from + length })
}

/// The lines of a block that are not blank.
pub(super) fn lines(block: &str, first: u32) -> impl Iterator<Item = Line> {
    let bytes = block.as_bytes();
    let (mut at, mut number) = (0, first);
    std::iter::from_fn(move || {
        loop {
            let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
            let length = memchr(b'\n', rest).unwrap_or(rest.len());
            let (offset, line) = (at, number);
            at += length + 1;
            number = number.saturating_add(1);
            let found = document(rest.get(..length).unwrap_or_default(), line, offset);
            if found.is_some() {
                return found;
            }
        }
    })
}
