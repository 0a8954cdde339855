use std::cmp::Ordering;
use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDate, Timelike};

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
        match self {
            Moment::Day(day) => day.fmt(out),
            Moment::At(at) => {
                let at = at.naive_local();
                write!(out, "{} {:02}:{:02}", at.date(), at.hour(), at.minute())
            }
        }
    }
}
