use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;

use crate::deals::text::LONGEST;
use crate::deals::text::Text;
use crate::source::Position;

/// A text that knows how far it was read.
pub(super) struct CountedText {
    inner: BufReader<Text>,
    at: Position,
    bytes: u64,
    marked: u64,
}

impl CountedText {
    pub(super) fn new(text: Text) -> CountedText {
        let inner = BufReader::with_capacity(64 * 1024, text);
        CountedText { inner, at: Position { line: 1, column: 1 }, bytes: 0, marked: 0 }
    }

    pub(super) fn text(&self) -> &Text {
        self.inner.get_ref()
    }

    /// Bytes read.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Where it stands. No more than the longest row may be read before it is marked again.
    pub(super) fn mark(&mut self) -> Position {
        self.marked = self.bytes;
        self.at
    }
}

impl Read for CountedText {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for CountedText {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.bytes.saturating_sub(self.marked) > LONGEST as u64 {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        let taken = self.inner.buffer().get(..count).unwrap_or_default();
        let lines = taken.iter().filter(|byte| **byte == b'\n').count();
        let tail = taken.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
        // Bytes that go on with a character are no columns.
        let columns = tail.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
        let columns = u32::try_from(columns).unwrap_or(u32::MAX);
        if lines > 0 {
            self.at.line = self.at.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
            self.at.column = 1;
        }
        self.at.column = self.at.column.saturating_add(columns);
        self.bytes = self.bytes.saturating_add(count as u64);
        self.inner.consume(count);
    }
}
