//! Where values stand in their line. A text that borrows from the line says it by itself; numbers, blanks and lists take
//! a second look, which only a value in a finding gets.
//!
//! The export writes a key right before its colon, and none of the keys that are looked for in two objects.

use memchr::memchr;
use memchr::memmem;
use memchr::memrchr;

/// A line, and where in it things stand.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    line: &'a [u8],
    is_ascii: bool,
}

impl<'a> Place<'a> {
    pub fn of(line: &'a [u8]) -> Place<'a> {
        Place { line, is_ascii: line.is_ascii() }
    }

    /// The column of a byte, counted in characters from 1.
    pub fn column(self, at: usize) -> usize {
        if self.is_ascii {
            return at + 1;
        }
        self.line[..at].iter().filter(|byte| **byte & 0xc0 != 0x80).count() + 1
    }

    /// Where the quote before a borrowed text stands.
    pub fn text(self, text: &str) -> usize {
        text.as_ptr().addr() - self.line.as_ptr().addr() - 1
    }

    /// Where the value of a key begins: the first one behind `from`, which a value near it says, or of the line.
    pub fn value(self, key: &str, from: usize) -> usize {
        let found = memmem::find(&self.line[from..], key.as_bytes()).map(|at| from + at);
        let found = found.or_else(|| memmem::find(self.line, key.as_bytes()));
        found.map_or(0, |at| self.behind(at + key.len()))
    }

    /// Where the value of a key of the object around a place begins; the object itself where it has no such key.
    pub fn in_object(self, key: &str, inside: usize) -> usize {
        let start = memrchr(b'{', &self.line[..=inside]).unwrap_or(0);
        let end = memchr(b'}', &self.line[inside..]).map_or(self.line.len(), |at| inside + at);
        let found = memmem::find(&self.line[start..end], key.as_bytes());
        found.map_or(start, |at| self.behind(start + at + key.len()))
    }

    /// The number that begins there, as it is written.
    pub fn number(self, at: usize) -> &'a [u8] {
        let rest = &self.line[at..];
        let end = rest.iter().position(|byte| !matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'));
        &rest[..end.unwrap_or(rest.len())]
    }

    fn behind(self, colon: usize) -> usize {
        let blank = self.line[colon..].iter().take_while(|byte| **byte == b' ').count();
        colon + blank
    }
}
