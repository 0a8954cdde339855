use std::cmp::Ordering;

use smallvec::SmallVec;

use crate::model::StageId;
use crate::value::Gap;
use crate::value::Moment;
use crate::value::Record;
use crate::value::Value;
use crate::value::builtin;
use crate::value::builtin::history;

/// One entry of the deal's `history`, read.
#[derive(Clone, Copy, Debug)]
pub(in crate::assess) struct Entry {
    /// Its place in the list.
    pub item: usize,
    /// The stage that was entered, or why that is not known.
    pub stage: Result<StageId, Gap>,
    /// When, or why that is not known.
    pub at: Result<Moment, Gap>,
    /// When the system learnt of it, or why that is not known.
    pub recorded_at: Result<Moment, Gap>,
}

/// The entries of a history; most have room on the stack, because every deal is asked for them.
pub(in crate::assess) type Entries = SmallVec<[Entry; 8]>;

/// The deal's `history`, in the order of the data.
pub(in crate::assess) fn entries(deal: &Record) -> Entries {
    let Value::List(list) = deal.get(builtin::HISTORY) else { return Entries::new() };
    list.iter().enumerate().map(|(item, entry)| self::entry(item, entry)).collect()
}

fn entry(item: usize, entry: &Value) -> Entry {
    let gap = match entry {
        Value::Missing(gap) => *gap,
        _ => Gap::Unreadable,
    };
    let Value::Record(entry) = entry else {
        return Entry { item, stage: Err(gap), at: Err(gap), recorded_at: Err(gap) };
    };
    let stage = match entry.get(history::STAGE) {
        Value::Choice(place) => Ok(StageId(*place)),
        Value::Missing(gap) => Err(*gap),
        _ => Err(Gap::Unreadable),
    };
    Entry {
        item,
        stage,
        at: moment_of(entry.get(history::AT)),
        recorded_at: moment_of(entry.get(history::RECORDED_AT)),
    }
}

impl Entry {
    /// Whether it is dated before another one; moments that share a day and are known only by it are not.
    pub fn is_before(&self, other: &Entry) -> bool {
        match (self.at, other.at) {
            (Ok(own), Ok(other)) => own.order(other) == Some(Ordering::Less),
            _ => false,
        }
    }
}

fn moment_of(value: &Value) -> Result<Moment, Gap> {
    match value {
        Value::Moment(moment) => Ok(*moment),
        Value::Date(day) => Ok(Moment::Day(*day)),
        Value::Missing(gap) => Err(*gap),
        _ => Err(Gap::Unreadable),
    }
}

/// Who made the move that an entry tells of, where a name that is not blank stands there.
pub(in crate::assess) fn who<'d>(deal: &'d Record, entry: &Entry) -> Option<&'d str> {
    let Value::List(list) = deal.get(builtin::HISTORY) else { return None };
    match list.get(entry.item) {
        Some(Value::Record(entry)) => text_of(entry.get(history::BY)),
        _ => None,
    }
}

/// A text that is not blank.
fn text_of(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) if !text.trim().is_empty() => Some(text),
        _ => None,
    }
}
