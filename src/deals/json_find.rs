//! Finds the bytes of a value inside a JSON document that is known to be sound, without reading the values beside it.

use crate::value::RecordType;

/// The offset of the first byte that is no space.
pub(super) fn start(raw: &str, from: usize) -> usize {
    let bytes = raw.as_bytes();
    let mut at = from;
    while matches!(bytes.get(at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
        at += 1;
    }
    at
}

/// What stands under a key of the record that begins at an offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// The value of the last entry with this key begins here.
    At(usize),
    /// No entry has it, or there is no record.
    None,
    /// A key is written with escapes, so it is not known here what it says.
    Escaped,
}

/// The last entry of a key: as every reader of JSON has it.
pub(super) fn entry(raw: &str, record: usize, key: &str) -> Entry {
    let bytes = raw.as_bytes();
    if bytes.get(record) != Some(&b'{') {
        return Entry::None;
    }
    let mut found = Entry::None;
    let mut at = start(raw, record + 1);
    while bytes.get(at) == Some(&b'"') {
        let (end, escapes) = text_end(bytes, at);
        if escapes == Escapes::Some {
            return Entry::Escaped;
        }
        let name = bytes.get(at + 1..end.saturating_sub(1));
        let value = start(raw, start(raw, end) + 1);
        if name == Some(key.as_bytes()) {
            found = Entry::At(value);
        }
        at = start(raw, end_of(raw, value));
        if bytes.get(at) != Some(&b',') {
            break;
        }
        at = start(raw, at + 1);
    }
    found
}

/// The value behind a key whose text begins at an offset.
pub(super) fn value_of(raw: &str, key: usize) -> Entry {
    match text_end(raw.as_bytes(), key.saturating_sub(1)) {
        (end, Escapes::None) => Entry::At(start(raw, start(raw, end) + 1)),
        (_, Escapes::Some) => Entry::Escaped,
    }
}

/// The offset of the value of every field of the record that a document is, 0 where no entry has it.
///
/// `None` where a key is written with escapes, or there is no record.
pub(super) fn fields(raw: &str, ty: &RecordType) -> Option<Box<[u32]>> {
    let bytes = raw.as_bytes();
    let record = start(raw, 0);
    if bytes.get(record) != Some(&b'{') {
        return None;
    }
    let mut found = vec![0; ty.fields.len()];
    let mut next = 0;
    let mut at = start(raw, record + 1);
    while bytes.get(at) == Some(&b'"') {
        let (end, escapes) = text_end(bytes, at);
        let name = raw.get(at + 1..end.saturating_sub(1)).filter(|_| escapes == Escapes::None)?;
        let value = start(raw, start(raw, end) + 1);
        // Documents mostly keep the order of the fields, so the next one is tried first.
        let expected = ty.fields.get(next).filter(|field| field.name == name).map(|_| next);
        if let Some(slot) = expected.or_else(|| ty.find(name).map(|(slot, _)| slot)) {
            next = slot + 1;
            if let Some(place) = found.get_mut(slot) {
                *place = u32::try_from(value).ok()?;
            }
        }
        at = start(raw, end_of(raw, value));
        if bytes.get(at) != Some(&b',') {
            break;
        }
        at = start(raw, at + 1);
    }
    Some(found.into())
}

/// The offset of an item of the list that begins at an offset.
pub(super) fn item(raw: &str, list: usize, place: usize) -> Option<usize> {
    let bytes = raw.as_bytes();
    if bytes.get(list) != Some(&b'[') {
        return None;
    }
    let mut at = start(raw, list + 1);
    if bytes.get(at) == Some(&b']') {
        return None;
    }
    for _ in 0..place {
        at = start(raw, end_of(raw, at));
        if bytes.get(at) != Some(&b',') {
            return None;
        }
        at = start(raw, at + 1);
    }
    (at < bytes.len()).then_some(at)
}

/// The offset behind the value that begins at an offset.
pub(super) fn end_of(raw: &str, value: usize) -> usize {
    let bytes = raw.as_bytes();
    match bytes.get(value) {
        Some(b'"') => text_end(bytes, value).0,
        Some(b'{' | b'[') => nest_end(bytes, value),
        _ => {
            let rest = bytes.get(value..).unwrap_or_default();
            let ends = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r');
            value + rest.iter().position(ends).unwrap_or(rest.len())
        }
    }
}

/// Whether a text is written with escapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escapes {
    None,
    Some,
}

/// The offset behind the quote that closes the text whose first quote stands at an offset.
pub(super) fn text_end(bytes: &[u8], quote: usize) -> (usize, Escapes) {
    let mut at = quote + 1;
    let mut escapes = Escapes::None;
    loop {
        at += ahead(bytes.get(at..).unwrap_or_default());
        match bytes.get(at) {
            None => return (bytes.len(), escapes),
            Some(b'"') => return (at + 1, escapes),
            Some(_) => {
                escapes = Escapes::Some;
                at += 2;
            }
        }
    }
}

/// How many bytes stand before the next quote or backslash. Texts of deals are short, so eight bytes at a time are the fastest.
fn ahead(bytes: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const QUOTES: u64 = ONES * b'"' as u64;
    const BACKSLASHES: u64 = ONES * b'\\' as u64;
    // The lowest bit set at the top of a byte belongs to the first byte that is zero.
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word & (ONES << 7);
    let (words, rest) = bytes.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let found = zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES);
        if found != 0 {
            return at * 8 + found.trailing_zeros() as usize / 8;
        }
    }
    let of_rest = rest.iter().position(|byte| matches!(byte, b'"' | b'\\')).unwrap_or(rest.len());
    words.len() * 8 + of_rest
}

/// The offset behind the bracket that closes the list or record at an offset.
fn nest_end(bytes: &[u8], open: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = open;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at = text_end(bytes, at).0;
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::{Entry, Escapes, end_of, entry, item, start, text_end};

    const DEAL: &str = r#" { "a" : 1 , "l":[ {"a\"":"]}"}, [], "x\\" ], "e":{}, "a":{"b": true}, "n":null} "#;

    #[track_caller]
    fn case(key: &str, written: Option<&str>) {
        let text = match entry(DEAL, start(DEAL, 0), key) {
            Entry::At(at) => DEAL.get(at..end_of(DEAL, at)),
            Entry::None | Entry::Escaped => None,
        };
        assert_eq!(text, written, "{key}");
    }

    #[test]
    fn texts_end_at_their_own_quote() {
        for length in 0..40 {
            let plain = format!("\"{}\", \"x\"", "ä".repeat(length));
            assert_eq!(text_end(plain.as_bytes(), 0), (2 + 2 * length, Escapes::None));
            let escaped = format!("\"{}\\\"\\\\\",\"x\"", "a".repeat(length));
            assert_eq!(text_end(escaped.as_bytes(), 0), (6 + length, Escapes::Some));
            let open = "a".repeat(length);
            assert_eq!(text_end(open.as_bytes(), 0).0, length);
        }
    }

    #[test]
    fn entries_and_items_are_found() {
        case("a", Some(r#"{"b": true}"#));
        case("l", Some(r#"[ {"a\"":"]}"}, [], "x\\" ]"#));
        case("e", Some("{}"));
        case("n", Some("null"));
        case("b", None);
        let Entry::At(list) = entry(DEAL, 1, "l") else { panic!("there is a list") };
        let items: Vec<Option<&str>> =
            (0..4).map(|at| item(DEAL, list, at).and_then(|at| DEAL.get(at..end_of(DEAL, at)))).collect();
        assert_eq!(items, [Some(r#"{"a\"":"]}"}"#), Some("[]"), Some(r#""x\\""#), None]);
        assert_eq!(entry(DEAL, item(DEAL, list, 0).unwrap(), "a"), Entry::Escaped);
        assert_eq!(item("[ ]", 0, 0), None);
        assert_eq!(entry("{}", 0, "a"), Entry::None);
    }
}
