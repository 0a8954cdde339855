//! Texts and numbers, appended to a line of JSON.

use std::io::Write;

/// The inside of a text in JSON: few texts need an escape, and one look tells.
pub fn text(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    // Without an early end the look at all bytes takes many at once.
    if bytes.iter().fold(true, |plain, byte| plain & is_plain(*byte)) {
        out.extend_from_slice(bytes);
        return;
    }
    let start = out.len();
    serde_json::to_writer(&mut *out, text).expect("a text can be written");
    out.pop();
    out.remove(start);
}

/// Not a control character, a quote or a backslash.
fn is_plain(byte: u8) -> bool {
    (byte >= 0x20) & (byte != b'"') & (byte != b'\\')
}

/// A text with its quotes.
pub fn quoted(out: &mut Vec<u8>, inside: &str) {
    out.push(b'"');
    text(out, inside);
    out.push(b'"');
}

pub fn integer(out: &mut Vec<u8>, number: impl itoa::Integer) {
    out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

/// `31.7`
pub fn decimal(out: &mut Vec<u8>, number: f64) {
    let _ = write!(out, "{number}");
}

/// `1,500,000 EUR`
pub fn money(out: &mut Vec<u8>, amount: i64) {
    let mut buffer = itoa::Buffer::new();
    let digits = buffer.format(amount.unsigned_abs()).as_bytes();
    if amount < 0 {
        out.push(b'-');
    }
    let (first, rest) = digits.split_at((digits.len() - 1) % 3 + 1);
    out.extend_from_slice(first);
    for group in rest.chunks_exact(3) {
        out.push(b',');
        out.extend_from_slice(group);
    }
    out.extend_from_slice(b" EUR");
}

/// `2026-06-30 18:00`
pub fn time(out: &mut Vec<u8>, written: &str) {
    out.extend_from_slice(&written.as_bytes()[..10]);
    out.push(b' ');
    out.extend_from_slice(&written.as_bytes()[11..16]);
}

/// `Lead, Qualified and Proposal`
pub fn listed<'a>(out: &mut Vec<u8>, names: impl ExactSizeIterator<Item = &'a str>) {
    let last = names.len() - 1;
    for (place, name) in names.enumerate() {
        if place > 0 {
            out.extend_from_slice(if place == last { b" and " } else { b", " });
        }
        out.extend_from_slice(name.as_bytes());
    }
}
