use std::hash::DefaultHasher;
use std::hash::Hasher;
use std::sync::Arc;

use crate::deals::Deal;
use crate::value::Value;
use crate::value::builtin;

/// Parts that grow each for itself, so that growing never takes room for all once more. A power of two.
const SHARDS: usize = 256;

/// The ids of the deals of a run: of each deal no more than twelve bytes are kept, a hash of its id and its line.
#[derive(Debug, Default)]
pub(in crate::assess) struct Ids {
    shards: Vec<Shard>,
    /// The files, each with the number that its first line would have if all files were one.
    files: Vec<(Arc<str>, u32)>,
    /// The largest line met, counted over all files.
    last: u32,
}

/// Some of the ids: a table with open places, at most seven of eight taken.
#[derive(Debug, Default)]
struct Shard {
    hashes: Vec<u64>,
    /// Counted over all files; 0 where the place is open.
    lines: Vec<u32>,
    taken: usize,
}

/// The hash of a deal's id; nothing where it has none. The same on every machine.
pub(in crate::assess) fn id_of(deal: &Deal) -> Option<u64> {
    match deal.record.get(builtin::ID) {
        Value::Text(id) => Some(hash_of(id)),
        _ => None,
    }
}

/// The hash of an id.
pub(in crate::assess) fn hash_of(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(id.as_bytes());
    hasher.finish()
}

impl Ids {
    /// The place of the first deal with this id, where it is not this one. The id is known from then on.
    pub fn meet(&mut self, id: u64, file: &Arc<str>, line: u32) -> Option<String> {
        if self.files.last().is_none_or(|(last, _)| last != file) {
            self.files.push((file.clone(), self.last));
        }
        let line = self.files.last().map_or(0, |(_, base)| *base).saturating_add(line.max(1));
        self.last = self.last.max(line);
        if self.shards.is_empty() {
            self.shards.resize_with(SHARDS, Shard::default);
        }
        let shard = usize::try_from(id % SHARDS as u64).unwrap_or(0);
        let first = self.shards.get_mut(shard)?.insert(id, line)?;
        let at = self.files.partition_point(|(_, base)| *base < first).checked_sub(1)?;
        self.files.get(at).map(|(file, base)| format!("{file}:{}", first - base))
    }
}

impl Shard {
    /// The line that stands there for this id already.
    fn insert(&mut self, id: u64, line: u32) -> Option<u32> {
        if (self.taken + 1) * 8 > self.hashes.len() * 7 {
            self.grow();
        }
        let at = self.place(id);
        let (Some(hash), Some(known)) = (self.hashes.get_mut(at), self.lines.get_mut(at)) else { return None };
        if *known != 0 {
            return Some(*known);
        }
        (*hash, *known) = (id, line);
        self.taken += 1;
        None
    }

    /// The place of an id, or the open one where it goes.
    fn place(&self, id: u64) -> usize {
        let places = self.hashes.len();
        // The upper bits as a share of the table; the lower ones told the shard.
        let share = (u128::from(id) * places as u128) >> 64;
        let start = usize::try_from(share).unwrap_or(0);
        let after = (start..places).chain(0..start);
        let fits = |at: &usize| self.lines.get(*at) == Some(&0) || self.hashes.get(*at) == Some(&id);
        after.into_iter().find(fits).unwrap_or(start)
    }

    fn grow(&mut self) {
        let places = (self.hashes.len() + self.hashes.len() / 4).max(16);
        let hashes = std::mem::replace(&mut self.hashes, vec![0; places]);
        let lines = std::mem::replace(&mut self.lines, vec![0; places]);
        for (id, line) in hashes.into_iter().zip(lines).filter(|(_, line)| *line != 0) {
            let at = self.place(id);
            if let (Some(hash), Some(known)) = (self.hashes.get_mut(at), self.lines.get_mut(at)) {
                (*hash, *known) = (id, line);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Ids;

    #[test]
    fn every_id_is_known_by_where_it_stood_first() {
        let (one, two): (Arc<str>, Arc<str>) = ("one.jsonl".into(), "two.jsonl".into());
        let mut ids = Ids::default();
        // Hashes that crowd in few places, and some that are spread.
        let id = |at: u64| if at.is_multiple_of(3) { at << 8 } else { at.wrapping_mul(0x9e37_79b9_7f4a_7c15) };
        for at in 0..20_000 {
            assert_eq!(ids.meet(id(at), &one, u32::try_from(at).unwrap() * 2 + 1), None);
        }
        assert_eq!(ids.meet(id(7), &two, 1), Some("one.jsonl:15".to_owned()));
        assert_eq!(ids.meet(1 << 63, &two, 3), None);
        assert_eq!(ids.meet(1 << 63, &two, 4), Some("two.jsonl:3".to_owned()));
        assert_eq!(ids.meet(id(19_999), &one, 9), Some("one.jsonl:39999".to_owned()));
    }
}
