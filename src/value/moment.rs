use std::cmp::Ordering;
use std::fmt;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Timelike};

/// A moment as far as it is known.
///
/// INVARIANT: an exact moment carries the offset of the playbook's time zone, so that its local day is the playbook's.
/// Whoever reads data keeps it (`deals`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Moment {
    /// Some time on this day.
    Day(NaiveDate),
    /// Exactly then.
    At(DateTime<FixedOffset>),
}

impl Moment {
    /// The day it falls on, in the playbook's time zone.
    pub fn day(self) -> NaiveDate {
        match self {
            Moment::Day(day) => day,
            Moment::At(at) => at.date_naive(),
        }
    }

    /// The order of two moments; `None` where they share a day and one is known only by it.
    pub fn order(self, other: Moment) -> Option<Ordering> {
        match (self, other) {
            (Moment::At(a), Moment::At(b)) => Some(a.cmp(&b)),
            _ => Some(self.day().cmp(&other.day())).filter(|order| order.is_ne()),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        push_moment(out, *self)
    }
}

/// A moment as people write it, to the minute: `2026-09-03 10:20`.
pub fn push_moment(out: &mut impl fmt::Write, moment: Moment) -> fmt::Result {
    let at = match moment {
        Moment::Day(day) => return push_day(out, day),
        Moment::At(at) => at.naive_local(),
    };
    push_day(out, at.date())?;
    let (hour, minute) = (at.hour(), at.minute());
    let mut text = *b" 00:00";
    put(&mut text, [(1, hour / 10), (2, hour), (4, minute / 10), (5, minute)]);
    out.write_str(std::str::from_utf8(&text).unwrap_or_default())
}

/// A day as people write it: `2026-09-03`.
pub fn push_day(out: &mut impl fmt::Write, day: NaiveDate) -> fmt::Result {
    let Some(year) = u32::try_from(day.year()).ok().filter(|year| *year <= 9999) else { return write!(out, "{day}") };
    let mut text = *b"0000-00-00";
    put(&mut text, [(0, year / 1000), (1, year / 100), (2, year / 10), (3, year)]);
    let (month, day) = (day.month(), day.day());
    put(&mut text, [(5, month / 10), (6, month), (8, day / 10), (9, day)]);
    out.write_str(std::str::from_utf8(&text).unwrap_or_default())
}

/// Puts the last digit of each number into its place.
fn put(text: &mut [u8], digits: [(usize, u32); 4]) {
    for (at, digit) in digits {
        if let Some(place) = text.get_mut(at) {
            *place = b'0' + u8::try_from(digit % 10).unwrap_or(0);
        }
    }
}
