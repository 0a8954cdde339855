use std::io;
use std::io::BufRead;
use std::io::Read;

use crate::deals::text::Text;

/// A text of which bytes can be given back.
pub(super) struct Ahead {
    text: Text,
    /// Bytes that are read from the text, and how many of them are taken.
    bytes: Vec<u8>,
    at: usize,
}

impl Ahead {
    pub(super) fn new(text: Text) -> Ahead {
        Ahead { text, bytes: Vec::new(), at: 0 }
    }

    pub(super) fn text(&self) -> &Text {
        &self.text
    }

    /// Gives back bytes that were taken last: they come next.
    pub(super) fn give_back(&mut self, bytes: &[u8]) {
        self.bytes.splice(..self.at.min(self.bytes.len()), bytes.iter().copied());
        self.at = 0;
    }
}

impl Read for Ahead {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.bytes.len() {
            return self.text.read(buffer);
        }
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Ahead {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at >= self.bytes.len() {
            self.at = 0;
            self.bytes.resize(64 * 1024, 0);
            let read = self.text.read(&mut self.bytes);
            self.bytes.truncate(*read.as_ref().unwrap_or(&0));
            read?;
        }
        Ok(self.bytes.get(self.at..).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.at = self.at.saturating_add(count).min(self.bytes.len());
    }
}
