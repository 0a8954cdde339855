//! What a deal is made of: types, the schema, exact values, dates, calendars, and how they compare.
//!
//! In: nothing but text and numbers. Out: values that cannot be half right (money knows its currency, a gap knows its reason).
//! Not here: where a value came from (`deals`), what a condition asks of it (`expr`).
//! Start reading at [`Value`] and [`Schema`].

mod calendar;
mod columns;
mod compare;
mod duration;
pub mod mapping;
mod moment;
mod money;
mod number;
mod path;
mod rates;
mod schema;
mod stay;
mod truth;
mod types;
mod working_hours;

pub use calendar::Calendar;
pub use columns::{Bits, Column, Columns, Data, Exact, Gaps, Held, Near, Texts};
pub use compare::{compare, compare_by, equal, equal_by};
pub use duration::{Duration, Unit};
pub use moment::{Moment, push_day, push_moment};
pub use money::{Currency, Money};
pub use number::{parse_number, push_number, push_percent, scaled, show_number, show_percent};
pub use path::{Path, Step};
pub use rates::{Exchange, Rate, Rates};
pub use schema::{Names, Schema, builtin, people};
pub use stay::{Pause, length_of_stay};
pub use truth::Truth;
pub use types::{Choice, Field, RecordType, Type};
pub use working_hours::Shift;

pub use rust_decimal::Decimal;

use chrono::NaiveDate;
use compact_str::CompactString;

/// One value of a deal.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// There is no value, and why.
    Missing(Gap),
    /// Yes or no.
    Bool(bool),
    /// An integer, a number or a percent (15 % is 0.15); exact.
    Number(Decimal),
    /// An amount in a currency.
    Money(Money),
    /// Text, or a person's name or address.
    Text(CompactString),
    /// A calendar day.
    Date(NaiveDate),
    /// A moment, perhaps known only by its day.
    Moment(Moment),
    /// A length of time in its own unit.
    Duration(Duration),
    /// A member of an enumeration, by its place; which enumeration, the type says.
    Choice(u16),
    /// Named values, in the order of the record's type.
    Record(Box<Record>),
    /// Values of one type.
    List(Vec<Value>),
}

impl Value {
    /// A value nobody gave.
    pub const ABSENT: Value = Value::Missing(Gap::Absent);

    /// Whether there is no value.
    pub fn is_missing(&self) -> bool {
        matches!(self, Value::Missing(_))
    }

    /// Whether a `require` accepts it: `None` if that cannot be told.
    ///
    /// Blank text and an empty list count as not filled.
    pub fn is_filled(&self) -> Option<bool> {
        match self {
            Value::Missing(gap) if gap.is_nothing() => Some(false),
            Value::Missing(_) => None,
            Value::Text(text) => Some(text.chars().any(|letter| !letter.is_whitespace())),
            Value::List(items) => Some(!items.is_empty()),
            // One filled value fills a record; where there is none, a value that cannot be told leaves it open.
            Value::Record(record) => {
                let mut parts = record.values.iter().map(Value::is_filled);
                parts
                    .try_fold(Some(false), |so_far, part| match part {
                        Some(true) => None,
                        Some(false) => Some(so_far),
                        None => Some(None),
                    })
                    .unwrap_or(Some(true))
            }
            _ => Some(true),
        }
    }
}

/// Why there is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gap {
    /// Nobody gave one.
    Absent,
    /// The export has no column for it.
    NotExported,
    /// Something stands in the data, but it does not fit the type.
    Unreadable,
    /// A label stands in the data that the mapping does not know.
    Unmapped,
    /// A key stands in the data, and no row of the joined table has it.
    Unmatched,
    /// A key stands in the data, and several rows have it where one is expected.
    Ambiguous,
    /// Amounts in two currencies meet and no rate is known.
    NoRate,
    /// A division by zero.
    DividedByZero,
    /// The result does not fit a decimal, or a date lies outside the calendar.
    OutOfRange,
    /// The first, last, smallest or largest of nothing.
    EmptyList,
    /// Two moments on one day, at least one known only by the day.
    SameDay,
    /// Two lengths of time whose units do not compare: working days and days, months and days.
    UnlikeUnits,
    /// A script computed or compared with a missing value.
    InScript,
    /// Something that another deal of the group is compared by is not known.
    InOthers,
    /// A group has more deals than each of them can be compared with.
    Crowded,
}

impl Gap {
    /// Whether there is surely nothing: nobody gave a value, or the list that is asked has no such element.
    ///
    /// Everywhere else something may be there that cannot be told.
    pub fn is_nothing(self) -> bool {
        matches!(self, Gap::Absent | Gap::EmptyList)
    }
}

/// Named values in the order of their [`RecordType`], and the row they came from.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The values, by slot.
    pub values: Box<[Value]>,
    /// The row they were read from.
    pub origin: Origin,
}

impl Record {
    /// A record in which nothing is filled.
    pub fn empty(slots: usize) -> Record {
        Record { values: vec![Value::ABSENT; slots].into(), origin: Origin::INHERITED }
    }

    /// The value in a slot; absent if there is no such slot.
    pub fn get(&self, slot: usize) -> &Value {
        self.values.get(slot).unwrap_or(&Value::ABSENT)
    }

    /// Puts a value where slots lead through records of these types; records on the way are made.
    pub fn put(&mut self, ty: &RecordType, slots: &[usize], value: Value) {
        let Some((first, rest)) = slots.split_first() else { return };
        let (Some(slot), Some(field)) = (self.values.get_mut(*first), ty.fields.get(*first)) else { return };
        match (&field.ty, rest) {
            (_, []) => *slot = value,
            (Type::Record(inner), _) => {
                if !matches!(slot, Value::Record(_)) {
                    *slot = Value::Record(Box::new(Record::empty(inner.fields.len())));
                }
                if let Value::Record(record) = slot {
                    record.put(inner, rest, value);
                }
            }
            _ => {}
        }
    }

    /// The value along slots through records; a gap on the way is the answer, and absent where the way ends in another value.
    pub fn inside(&self, slots: &[usize]) -> &Value {
        let Some((first, rest)) = slots.split_first() else { return &Value::ABSENT };
        rest.iter().fold(self.get(*first), |value, slot| match value {
            Value::Record(record) => record.get(*slot),
            gap @ Value::Missing(_) => gap,
            _ => &Value::ABSENT,
        })
    }

    /// The value at a path, and `None` where the path leaves the record (an index past the end).
    pub fn at(&self, path: &[Step]) -> Option<&Value> {
        let (Step::Field(slot), rest) = path.split_first()? else { return None };
        rest.iter().try_fold(self.get(*slot), |value, step| match (value, step) {
            (Value::Record(record), Step::Field(slot)) => Some(record.get(*slot)),
            (Value::List(items), Step::Item(at)) => items.get(*at),
            (gap @ Value::Missing(_), _) => Some(gap),
            _ => None,
        })
    }
}

/// Which row of which table a record was read from; only `deals` can tell what that means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The table's number in the run, or [`Origin::INHERITED`]'s.
    pub table: u32,
    /// The line in the file, from 1.
    pub line: u32,
}

impl Origin {
    /// The same row or document as the record around it.
    pub const INHERITED: Origin = Origin { table: u32::MAX, line: 0 };
}
