use std::sync::OnceLock;

use crate::deals::json_find;
use crate::deals::json_find::Entry;
use crate::value::RecordType;

/// Where the fields of one deal stand in its document, once a place was asked for.
///
/// With it the next place of a deal is told without reading the document again. It belongs to one deal.
#[derive(Clone, Debug, Default)]
pub struct Index {
    fields: OnceLock<Option<Box<[u32]>>>,
    /// Whether each byte of the document is a character, and all of them stand in one line.
    plain: OnceLock<bool>,
}

impl Index {
    /// Whether each byte of the document is a character, and all of them stand in one line.
    pub(super) fn is_plain(&self, raw: &str) -> bool {
        *self.plain.get_or_init(|| raw.is_ascii() && memchr::memchr(b'\n', raw.as_bytes()).is_none())
    }

    /// The value of a field of the document.
    pub(super) fn entry(&self, raw: &str, ty: &RecordType, slot: usize) -> Entry {
        match self.fields.get_or_init(|| json_find::fields(raw, ty)) {
            None => Entry::Escaped,
            Some(fields) => match fields.get(slot) {
                Some(0) | None => Entry::None,
                Some(at) => usize::try_from(*at).map_or(Entry::None, Entry::At),
            },
        }
    }
}
