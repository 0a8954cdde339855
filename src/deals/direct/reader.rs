use std::sync::Arc;

use crate::deals::direct::Unknown;
use crate::deals::row::DEEPEST;
use crate::value::RecordType;
use crate::value::Type;
use crate::value::Value;
use crate::value::builtin::changes::FROM;
use crate::value::builtin::changes::TO;

/// Keys of one record whose order is remembered: more are not the fields of a record but data.
const REMEMBERED: usize = 1000;

/// How the records of one type are read, and the order in which their keys stood last.
pub(super) struct Reader {
    ty: Arc<RecordType>,
    /// The names on the way to it.
    path: Option<String>,
    /// The readers of the records in its fields, by slot.
    inner: Vec<Option<Reader>>,
    /// The keys in the order in which they are expected.
    keys: Vec<(String, Key)>,
    /// Which record had each slot last, to tell keys that stand twice and slots that no key fills.
    filled: Vec<u32>,
    record: u32,
    /// Whether it reads the entries of `changes`, whose values have the type of the field that each names.
    is_change: bool,
    /// How many records and lists are open inside one, itself too.
    depth: usize,
    /// Records that lists do not need at the moment; they keep their room.
    pub(super) spare: Vec<Value>,
}

/// What a key stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Slot(usize),
    /// No field: its place among the unknown ones.
    Unknown(usize),
}

impl Reader {
    /// The reader of a record inside which so many records and lists are open.
    pub(super) fn new(
        ty: Arc<RecordType>,
        path: Option<String>,
        depth: usize,
        change: Option<&Arc<RecordType>>,
    ) -> Reader {
        let inside = |name: &str| match &path {
            Some(path) => format!("{path}.{name}"),
            None => name.to_owned(),
        };
        let inner = ty.fields.iter().map(|field| {
            record_of(&field.ty, depth + 1)
                .map(|(ty, depth)| Reader::new(ty.clone(), Some(inside(&field.name)), depth, change))
        });
        let inner = inner.collect();
        let filled = vec![0; ty.fields.len()];
        let is_change = change.is_some_and(|change| Arc::ptr_eq(change, &ty));
        Reader { ty, path, inner, keys: Vec::new(), filled, record: 0, is_change, depth, spare: Vec::new() }
    }

    pub(super) fn ty(&self) -> &Arc<RecordType> {
        &self.ty
    }

    /// Whether the type of a slot is that of the field which another slot names.
    pub(super) fn is_of_change(&self, slot: usize) -> bool {
        self.is_change && (slot == FROM || slot == TO)
    }

    /// Whether it reads whole documents.
    pub(super) fn is_outermost(&self) -> bool {
        self.depth == 1
    }

    /// Whether a value in a record of it could nest deeper than documents may.
    pub(super) fn may_be_too_deep(&self, value: &str) -> bool {
        value.starts_with(['{', '['])
            && value.len() > DEEPEST - self.depth.min(DEEPEST)
            && self.depth + value.bytes().filter(|byte| matches!(byte, b'{' | b'[')).count() > DEEPEST
    }

    /// Begins a record; `false` where it nests deeper than documents may.
    pub(super) fn begin(&mut self) -> bool {
        self.record = self.record.wrapping_add(1);
        if self.record == 0 {
            // After so many records the marks of the first ones must not count again.
            self.filled.fill(0);
            self.record = 1;
        }
        self.depth <= DEEPEST
    }

    /// What a key stands for, where the key before it was the one before `next`; `None` where there are too many.
    pub(super) fn key(&mut self, key: &str, next: &mut usize, unknown: &mut Unknown) -> Option<Key> {
        if let Some((expected, meant)) = self.keys.get(*next)
            && is_same(expected.as_bytes(), key.as_bytes())
        {
            *next += 1;
            return Some(*meant);
        }
        let found = self.keys.iter().skip(*next).position(|(known, _)| known == key).map(|at| at + *next);
        let found = found.or_else(|| self.keys.iter().take(*next).position(|(known, _)| known == key));
        if let Some(at) = found {
            *next = at + 1;
            return self.keys.get(at).map(|(_, meant)| *meant);
        }
        if self.keys.len() >= REMEMBERED {
            return None;
        }
        let meant = match self.ty.find(key) {
            Some((slot, _)) => Key::Slot(slot),
            None => {
                let shown: String = key.chars().take(100).collect();
                Key::Unknown(unknown.add(match &self.path {
                    Some(path) => format!("{path}.{shown}"),
                    None => shown,
                }))
            }
        };
        let at = (*next).min(self.keys.len());
        self.keys.insert(at, (key.to_owned(), meant));
        *next = at + 1;
        Some(meant)
    }

    /// Marks a slot as filled; `false` where it is so already.
    pub(super) fn fill(&mut self, slot: usize) -> bool {
        match self.filled.get_mut(slot) {
            Some(filled) if *filled != self.record => {
                *filled = self.record;
                true
            }
            _ => false,
        }
    }

    /// Whether a key of this record has filled a slot.
    pub(super) fn is_filled(&self, slot: usize) -> bool {
        self.filled.get(slot) == Some(&self.record)
    }

    /// The type of a slot, and the reader of the records in it.
    pub(super) fn slot(&mut self, slot: usize) -> Option<(&Type, Option<&mut Reader>)> {
        let ty = &self.ty.fields.get(slot)?.ty;
        Some((ty, self.inner.get_mut(slot)?.as_mut()))
    }
}

/// Whether two keys are the same. They are short, so a call would cost more than the comparison.
#[inline]
fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let ((words, rest), (other_words, other_rest)) = (one.as_chunks::<8>(), other.as_chunks::<8>());
    let words = words.iter().zip(other_words);
    words.fold(true, |same, (word, other)| same & (word == other))
        && rest.iter().zip(other_rest).fold(true, |same, (byte, other)| same & (byte == other))
}

/// The record that a type holds, itself or in lists, and how many records and lists are open inside it.
fn record_of(ty: &Type, depth: usize) -> Option<(&Arc<RecordType>, usize)> {
    match ty {
        Type::Record(ty) => Some((ty, depth)),
        Type::List(item) => record_of(item, depth + 1),
        _ => None,
    }
}
