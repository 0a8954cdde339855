use std::io;
use std::io::Write;

use serde::Serialize;

use crate::report::plain::is_harmful;

/// Writes a document over many lines.
pub(in crate::report) fn write_document(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(Escaping { out }, value)?;
    writeln!(out)
}

/// Writes a document on one line.
pub(in crate::report) fn write_line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(Escaping { out }, value)?;
    writeln!(out)
}

/// JSON need not escape what lies beyond ASCII, but a document may be shown on a terminal:
/// the characters that could steer it are written as `\u202e`, which means the same to a program.
struct Escaping<'w> {
    out: &'w mut dyn Write,
}

impl Write for Escaping<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        // JSON has escaped those of ASCII itself; the line breaks left are its own.
        let escapes = |letter: char| letter > '\u{7e}' && is_harmful(letter);
        match std::str::from_utf8(bytes) {
            Ok(text) if text.contains(escapes) => {
                for letter in text.chars() {
                    if escapes(letter) {
                        write!(self.out, "\\u{:04x}", u32::from(letter))?;
                    } else {
                        write!(self.out, "{letter}")?;
                    }
                }
                Ok(())
            }
            _ => self.out.write_all(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
