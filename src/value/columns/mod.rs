//! Values of many deals at once, a column for each field.
//!
//! They are the values that a record holds in its slots, told by row: [`Columns::value`] gives them back one by one.

mod bits;
mod column;
mod exact;
mod near;
mod texts;

pub use bits::Bits;
pub use column::Column;
pub use column::Data;
pub use column::Gaps;
pub use exact::Exact;
pub use near::Near;
pub use texts::Texts;

use std::cmp::Ordering;

use crate::value::Value;

/// The fields of many deals, by their slots from the deal.
#[derive(Clone, Debug)]
pub struct Columns {
    /// Which of the rows are deals; the others are asked nothing.
    pub deals: Bits,
    // INVARIANT: sorted by the slots, none of which stand twice or lead into another column.
    fields: Vec<(Box<[usize]>, Column)>,
}

/// What columns know of a field.
#[derive(Clone, Copy, Debug)]
pub enum Held<'a> {
    /// This column holds it.
    Column(&'a Column),
    /// It is a part of what this column holds: the slots from there.
    Inside(&'a Column, usize),
    /// It is a record, of which columns hold the parts.
    Parts,
    /// No deal has it.
    Nothing,
}

impl Columns {
    /// So many rows, all of them deals, which have nothing yet.
    pub fn new(rows: usize) -> Columns {
        Columns { deals: Bits::all(rows, true), fields: Vec::new() }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.deals.len()
    }

    /// Adds the column of a field; one that holds it, or a part of it, already gives way.
    pub fn put(&mut self, slots: &[usize], column: Column) {
        self.fields.retain(|(known, _)| !known.starts_with(slots) && !slots.starts_with(known));
        let at = self.fields.partition_point(|(known, _)| known.as_ref() < slots);
        self.fields.insert(at, (slots.into(), column));
    }

    /// What is known of a field.
    pub fn at(&self, slots: &[usize]) -> Held<'_> {
        let place = self.fields.partition_point(|(known, _)| known.as_ref().cmp(slots) == Ordering::Less);
        if let Some((known, column)) = self.fields.get(place) {
            if known.as_ref() == slots {
                return Held::Column(column);
            }
            if known.starts_with(slots) {
                return Held::Parts;
            }
        }
        // What leads to it stands right before it.
        match place.checked_sub(1).and_then(|before| self.fields.get(before)) {
            Some((known, column)) if slots.starts_with(known) => Held::Inside(column, known.len()),
            _ => Held::Nothing,
        }
    }

    /// The value of a field in a row; absent where only parts of it are known.
    pub fn value(&self, slots: &[usize], row: usize) -> Value {
        match self.at(slots) {
            Held::Column(column) => column.value(row),
            Held::Inside(column, from) => column.inside(row, slots.get(from..).unwrap_or_default()),
            Held::Parts | Held::Nothing => Value::ABSENT,
        }
    }

    /// Every column with the slots of its field, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&[usize], &Column)> {
        self.fields.iter().map(|(slots, column)| (slots.as_ref(), column))
    }
}
