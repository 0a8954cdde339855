//! Decodes documents that have the shape of a deal straight into slots, as fast as they can be parsed.
//!
//! It is never a second truth: what is odd about a document in any way (a value that does not fit its type, a label
//! that is not known, a key that stands twice, broken JSON) makes it give up, and [`Decoder`] reads and reports it.
//! Values themselves are read by the same functions for both.

mod fields;
mod leaf;
mod reader;

use std::collections::HashMap;
use std::sync::Arc;

use serde::de::DeserializeSeed;

use crate::deals::Frame;
use crate::deals::change::Changed;
use crate::deals::change::changed;
use crate::deals::change::entry_type;
use crate::deals::direct::fields::Fields;
use crate::deals::direct::reader::Reader;
use crate::value::Record;
use crate::value::Value;
use crate::value::builtin;

/// What keeps a document from being read directly; [`crate::deals::decode::Decoder`] tells why.
const ODD: &str = "odd";

/// Decodes documents into the storage of those before them.
pub(super) struct Direct<'a> {
    reader: Reader,
    context: Context<'a>,
}

/// What is known at every place of a document.
pub(super) struct Context<'a> {
    frame: &'a Frame,
    /// The fields that changes have named.
    changed: HashMap<String, Arc<Changed>>,
    unknown: Unknown,
    keys: Keys,
}

/// Where the keys of a document stand that are fields of a deal.
#[derive(Clone, Debug, Default)]
pub(super) struct Keys {
    /// The offset of the text of each key, by slot; 0 where the document does not have it.
    starts: Vec<u32>,
    /// The address of the document.
    base: usize,
    /// Whether every key's place is known.
    whole: bool,
}

/// The keys that the schema does not have, counted.
#[derive(Default)]
pub(super) struct Unknown {
    paths: Vec<UnknownPath>,
    /// Those met in the document that is read, which may yet turn out to be odd.
    pending: Vec<usize>,
    /// Those met since they were last taken, in the order met.
    met: Vec<usize>,
}

struct UnknownPath {
    path: Arc<str>,
    count: u64,
    /// The document that had it first.
    first: usize,
}

/// How often documents had a key that the schema does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct UnknownKeys {
    pub(super) path: Arc<str>,
    pub(super) count: u64,
    /// The document that had it first.
    pub(super) first: usize,
}

impl<'a> Direct<'a> {
    pub(super) fn new(frame: &'a Frame) -> Direct<'a> {
        let change = entry_type(&frame.schema);
        let changed = HashMap::new();
        let context = Context { frame, changed, unknown: Unknown::default(), keys: Keys::default() };
        Direct { reader: Reader::new(frame.schema.deal.clone(), None, 1, change.as_ref()), context }
    }

    /// Reads a document into a record; `false` where anything about it is odd, and the record is then of no use.
    /// `number` is the document's own, by which the keys that are not known tell where they stood first.
    pub(super) fn read(&mut self, text: &str, number: usize, record: &mut Record) -> bool {
        self.context.unknown.pending.clear();
        self.context.keys.begin(text, self.reader.ty().fields.len());
        let mut json = sonic_rs::Deserializer::from_str(text);
        let fields = Fields { reader: &mut self.reader, context: &mut self.context };
        let read = fields.into_record(record).deserialize(&mut json);
        // A deal without an id is reported.
        let has_id = || matches!(record.get(builtin::ID), Value::Text(_));
        let is_sound = read.is_ok() && json.end().is_ok() && has_id();
        if is_sound {
            self.context.unknown.settle(number);
        }
        is_sound
    }

    /// Where the keys of the document stand that was read last.
    pub(super) fn keys(&self) -> &Keys {
        &self.context.keys
    }

    /// The keys that the schema does not have, in the order met since they were last taken.
    pub(super) fn take_unknown(&mut self) -> Vec<UnknownKeys> {
        self.context.unknown.take()
    }
}

impl Context<'_> {
    /// The field that a change names; nothing where there is none.
    fn changed(&mut self, name: &str) -> Option<Arc<Changed>> {
        let name = name.trim();
        if let Some(known) = self.changed.get(name) {
            return Some(known.clone());
        }
        let found = Arc::new(changed(&self.frame.schema, name)?);
        self.changed.insert(name.to_owned(), found.clone());
        Some(found)
    }
}

impl Keys {
    fn begin(&mut self, document: &str, slots: usize) {
        self.starts.clear();
        self.starts.resize(slots, 0);
        self.base = document.as_ptr() as usize;
        self.whole = true;
    }

    fn note(&mut self, slot: usize, address: Option<usize>) {
        let start = address.and_then(|address| u32::try_from(address.checked_sub(self.base)?).ok());
        match (start, self.starts.get_mut(slot)) {
            (Some(start), Some(place)) => *place = start,
            _ => self.whole = false,
        }
    }

    /// Takes over what is known of another document.
    pub(super) fn set(&mut self, keys: &Keys) {
        self.starts.clone_from(&keys.starts);
        self.whole = keys.whole;
    }

    /// The offset of the text of a field's key, 0 where the document does not have it; `None` where that is not known.
    pub(super) fn start(&self, slot: usize) -> Option<usize> {
        let start = self.starts.get(slot).filter(|_| self.whole)?;
        usize::try_from(*start).ok()
    }
}

impl Unknown {
    /// Makes room for a path that is met for the first time.
    fn add(&mut self, path: String) -> usize {
        self.paths.push(UnknownPath { path: path.into(), count: 0, first: 0 });
        self.paths.len() - 1
    }

    fn settle(&mut self, number: usize) {
        for at in self.pending.drain(..) {
            let Some(path) = self.paths.get_mut(at) else { continue };
            if path.count == 0 {
                path.first = number;
                self.met.push(at);
            }
            path.count += 1;
        }
    }

    fn take(&mut self) -> Vec<UnknownKeys> {
        let met = self.met.drain(..);
        let taken = met.filter_map(|at| {
            let path = self.paths.get_mut(at)?;
            let count = std::mem::take(&mut path.count);
            Some(UnknownKeys { path: path.path.clone(), count, first: path.first })
        });
        taken.collect()
    }
}
