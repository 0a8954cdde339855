use std::io;
use std::io::Read;
use std::io::Write;

use serde::Serialize;

use crate::report::plain::is_harmful;
use crate::report::shape::FindingShape;
use crate::report::shape::line::Line;

/// Writes a document over many lines.
pub(in crate::report) fn write_document(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut text = Vec::new();
    serde_json::to_writer_pretty(&mut text, value)?;
    write_escaped(&text, out)?;
    writeln!(out)
}

/// Writes a document that ends with an empty list of findings, and puts the items of `items` into it.
pub(in crate::report) fn write_around(
    value: &impl Serialize,
    items: &mut dyn Read,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut text = Vec::new();
    serde_json::to_writer_pretty(&mut text, value)?;
    let head = text.strip_suffix(b"]\n}").unwrap_or(&text);
    write_escaped(head, out)?;
    io::copy(items, out)?;
    out.write_all(b"\n  ]\n}\n")
}

/// Writes a document on one line.
pub(in crate::report) fn write_line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut text = Vec::new();
    append_line(value, &mut text)?;
    out.write_all(&text)
}

/// Appends a document on one line.
pub(in crate::report) fn append_line(value: &impl Serialize, out: &mut Vec<u8>) -> io::Result<()> {
    let start = out.len();
    sonic_rs::to_writer(&mut *out, value).map_err(io::Error::other)?;
    escape_from(out, start)?;
    out.push(b'\n');
    Ok(())
}

/// Appends a finding on one line: the same bytes as [`append_line`], sooner.
pub(in crate::report) fn append_finding(finding: &FindingShape<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    finding.serialize(&mut Line::behind(out))?;
    out.push(b'\n');
    Ok(())
}

/// Appends an item of the list that is the last field of a document; it begins with a comma.
pub(in crate::report) fn append_item(value: &impl Serialize, out: &mut Vec<u8>) -> io::Result<()> {
    let start = out.len();
    out.push(b',');
    let mut text = Vec::new();
    serde_json::to_writer_pretty(&mut text, value)?;
    // Inside texts line breaks are escaped, so those that are left are of the layout.
    for line in text.split(|byte| *byte == b'\n') {
        out.extend_from_slice(b"\n    ");
        out.extend_from_slice(line);
    }
    escape_from(out, start)
}

/// JSON need not escape what lies beyond ASCII, but a document may be shown on a terminal:
/// the characters that could steer it are written as `\u202e`, which means the same to a program.
fn write_escaped(text: &[u8], out: &mut dyn Write) -> io::Result<()> {
    match harmful(text) {
        None => out.write_all(text),
        Some(text) => {
            for letter in text.chars() {
                if escapes(letter) {
                    write!(out, "\\u{:04x}", u32::from(letter))?;
                } else {
                    write!(out, "{letter}")?;
                }
            }
            Ok(())
        }
    }
}

pub(super) fn escape_from(out: &mut Vec<u8>, start: usize) -> io::Result<()> {
    if harmful(out.get(start..).unwrap_or_default()).is_none() {
        return Ok(());
    }
    let text = out.split_off(start);
    write_escaped(&text, out)
}

/// The text, where it has a character to escape.
fn harmful(text: &[u8]) -> Option<&str> {
    if text.is_ascii() && !text.contains(&0x7f) {
        return None;
    }
    std::str::from_utf8(text).ok().filter(|text| text.contains(escapes))
}

/// JSON has escaped those of ASCII itself; the line breaks left are its own.
fn escapes(letter: char) -> bool {
    letter > '\u{7e}' && is_harmful(letter)
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::append_line;
    use crate::report::shape::line::Line;

    /// Lines are written by another library than documents: both must write the same.
    #[test]
    fn every_character_is_written_as_in_a_document() {
        for letter in ('\0'..='\u{2fff}').chain(['\u{feff}', '\u{fffd}', '\u{1f600}', '\u{e0041}', '\u{10ffff}']) {
            for text in
                [letter.to_string(), format!("{letter}{letter}\\\"{letter} and on, beyond a block of sixteen{letter}")]
            {
                let mut line = Vec::new();
                append_line(&text, &mut line).unwrap();
                let read: String = serde_json::from_slice(&line).unwrap();
                assert_eq!(read, text);
                let mut quick = Vec::new();
                text.serialize(&mut Line::behind(&mut quick)).unwrap();
                assert_eq!([&quick, b"\n".as_slice()].concat(), line);
                if !line.contains(&b'u') {
                    assert_eq!(line, [serde_json::to_vec(&text).unwrap().as_slice(), b"\n"].concat());
                }
            }
        }
    }
}
