use std::sync::OnceLock;

use crate::value::Value;

/// The computed fields of one deal that were asked for, so that each is computed once.
///
/// It belongs to the values of one deal on one day; other values need another one.
#[derive(Clone, Debug, Default)]
pub struct Memo {
    // Most deals are judged without a computed field: room for them is made when the first is asked for.
    values: OnceLock<Box<[OnceLock<Value>]>>,
}

impl Memo {
    /// Nothing computed yet.
    pub const fn new() -> Memo {
        Memo { values: OnceLock::new() }
    }

    /// The computed field at a place, if it was computed.
    pub(super) fn get(&self, at: usize) -> Option<&Value> {
        self.values.get()?.get(at)?.get()
    }

    /// Keeps a computed field, one of so many.
    pub(super) fn keep(&self, at: usize, of: usize, value: Value) -> Option<&Value> {
        let places = self.values.get_or_init(|| (0..of).map(|_| OnceLock::new()).collect());
        Some(places.get(at)?.get_or_init(|| value))
    }
}
