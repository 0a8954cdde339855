use std::collections::HashMap;
use std::fmt;
use std::fmt::Write;
use std::hash::BuildHasherDefault;
use std::hash::DefaultHasher;
use std::hash::Hasher;

use crate::value::Value;

/// What the deals of a group have alike, as a hash of 128 bits: a run has far too few groups for two to share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct GroupKey(u64, u64);

/// Something of each group.
pub(super) type GroupMap<T> = HashMap<GroupKey, T, BuildHasherDefault<First>>;

/// Takes the first half of a key for its hash, which it is.
#[derive(Default)]
pub(super) struct First(Option<u64>);

/// Makes the key of a group, one value after the other.
pub(super) struct KeyMaker(DefaultHasher, DefaultHasher);

impl KeyMaker {
    pub fn new() -> KeyMaker {
        let (one, mut other) = (DefaultHasher::new(), DefaultHasher::new());
        other.write_u8(1);
        KeyMaker(one, other)
    }

    /// Adds a value. Equal values make equal keys: 5 and 5.0 are one.
    pub fn add(&mut self, value: &Value) {
        let written = match value {
            Value::Number(number) => write!(self, "{}", number.normalize()),
            Value::Money(money) => write!(self, "{} {}", money.amount.normalize(), money.currency),
            Value::Text(text) => self.write_str(text.trim()),
            other => write!(self, "{other:?}"),
        };
        debug_assert!(written.is_ok(), "nothing can go wrong with a hash");
        // A byte that no text has, so that two texts are not one long one.
        self.bytes(&[u8::MAX]);
    }

    pub fn end(self) -> GroupKey {
        GroupKey(self.0.finish(), self.1.finish())
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
        self.1.write(bytes);
    }
}

impl Write for KeyMaker {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.bytes(text.as_bytes());
        Ok(())
    }
}

impl Hasher for First {
    fn write(&mut self, bytes: &[u8]) {
        debug_assert!(bytes.is_empty(), "a key is two numbers");
    }

    fn write_u64(&mut self, half: u64) {
        self.0.get_or_insert(half);
    }

    fn finish(&self) -> u64 {
        self.0.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{GroupKey, GroupMap, KeyMaker};
    use crate::value::{Decimal, Gap, Value};

    fn key(values: &[Value]) -> GroupKey {
        let mut maker = KeyMaker::new();
        values.iter().for_each(|value| maker.add(value));
        maker.end()
    }

    #[test]
    fn equal_values_have_equal_keys() {
        let text = |text: &str| Value::Text(text.into());
        let number = |number: i64, places: u32| Value::Number(Decimal::new(number, places));
        assert_eq!(key(&[number(5, 0)]), key(&[number(500, 2)]));
        assert_eq!(key(&[number(5, 0)]), key(&[text("5")]));
        assert_eq!(key(&[text(" a ")]), key(&[text("a")]));
        assert_ne!(key(&[text("ab"), text("c")]), key(&[text("a"), text("bc")]));
        assert_ne!(key(&[text("a")]), key(&[text("a"), text("")]));
        assert_ne!(key(&[]), key(&[text("")]));
        assert_ne!(key(&[Value::Choice(1)]), key(&[Value::Missing(Gap::Absent)]));
        let mut groups: GroupMap<u32> = GroupMap::default();
        for at in 0..10_000 {
            *groups.entry(key(&[number(at % 5_000, 0), text("x")])).or_default() += 1;
        }
        assert_eq!((groups.len(), groups.values().all(|count| *count == 2)), (5_000, true));
    }
}
