use std::hash::DefaultHasher;
use std::hash::Hasher;

use hashbrown::HashTable;

/// The keys of a table, each with a number, in the order met. Their texts stand in one, so that a key has no room of its own.
#[derive(Debug, Default)]
pub(super) struct KeyTable {
    numbers: HashTable<u32>,
    texts: String,
    /// Where the text of each key ends.
    ends: Vec<usize>,
}

impl KeyTable {
    /// The number of a key.
    pub(super) fn number(&self, key: &str) -> Option<u32> {
        self.numbers.find(hash(key), |number| self.key(*number) == Some(key)).copied()
    }

    /// The number of a key, which is a new one where it was not met before.
    pub(super) fn add(&mut self, key: &str) -> u32 {
        if let Some(known) = self.number(key) {
            return known;
        }
        let number = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.texts.push_str(key);
        self.ends.push(self.texts.len());
        let KeyTable { numbers, texts, ends } = self;
        numbers.insert_unique(hash(key), number, |number| hash(text(texts, ends, *number).unwrap_or_default()));
        number
    }

    /// The key of a number.
    pub(super) fn key(&self, number: u32) -> Option<&str> {
        text(&self.texts, &self.ends, number)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// All of them, in the order met.
    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|at| u32::try_from(at).ok().and_then(|number| self.key(number)).unwrap_or_default())
    }

    /// Gives back the room that no key takes.
    pub(super) fn end(&mut self) {
        self.texts.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

fn text<'t>(texts: &'t str, ends: &[usize], number: u32) -> Option<&'t str> {
    let at = usize::try_from(number).ok()?;
    let from = at.checked_sub(1).map_or(Some(0), |before| ends.get(before).copied())?;
    texts.get(from..*ends.get(at)?)
}

fn hash(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(key.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::KeyTable;

    #[test]
    fn a_key_keeps_its_number() {
        let mut table = KeyTable::default();
        for at in 0..5_000_u32 {
            assert_eq!(table.add(&format!("key {at}")), at);
            assert_eq!(table.add(&format!("key {}", at / 2)), at / 2);
        }
        assert_eq!((table.add(""), table.number(""), table.number("key 5000")), (5_000, Some(5_000), None));
        assert_eq!((table.key(17), table.key(5_000), table.key(5_001)), (Some("key 17"), Some(""), None));
        assert_eq!((table.iter().nth(4_999), table.len()), (Some("key 4999"), 5_001));
    }
}
