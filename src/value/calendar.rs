use std::collections::BTreeSet;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use chrono_tz::Tz;

use crate::value::{Duration, Moment, Shift, Unit};

/// Which days are worked, and in which hours, by the clock of a time zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Days of the week that are free.
    pub weekend: Vec<Weekday>,
    /// Free days.
    pub holidays: BTreeSet<NaiveDate>,
    /// Days that are worked although they fall on a weekend or a holiday.
    pub workdays: BTreeSet<NaiveDate>,
    /// When there is work on a working day, in order and apart.
    pub hours: Vec<Shift>,
    /// Whose clock and whose days.
    pub zone: Tz,
}

impl Default for Calendar {
    /// Saturdays and Sundays free, no holidays, work around the clock, universal time.
    fn default() -> Calendar {
        Calendar {
            weekend: vec![Weekday::Sat, Weekday::Sun],
            holidays: BTreeSet::new(),
            workdays: BTreeSet::new(),
            hours: vec![Shift::DAY],
            zone: Tz::UTC,
        }
    }
}

impl Calendar {
    /// Whether a day is worked.
    pub fn is_working(&self, day: NaiveDate) -> bool {
        self.workdays.contains(&day) || !(self.weekend.contains(&day.weekday()) || self.holidays.contains(&day))
    }

    /// The working days after `from`, up to and with `to`; negative where `to` lies before `from`.
    ///
    /// So it adds up: `between(a, b) + between(b, c) == between(a, c)`.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        if to < from {
            return -self.working_days_between(to, from);
        }
        let days = (to - from).num_days();
        let weeks = days / 7;
        let free_in_week = BTreeSet::from_iter(self.weekend.iter().map(Weekday::num_days_from_monday)).len();
        let worked_in_week = i64::try_from(7 - free_in_week.min(7)).unwrap_or(0);
        let rest = (weeks * 7 + 1..=days).filter_map(|ahead| from.checked_add_days(Days::new(ahead.unsigned_abs())));
        let by_week = weeks * worked_in_week + count(rest.filter(|day| !self.weekend.contains(&day.weekday())));
        let Some(first) = from.succ_opt().filter(|first| *first <= to) else { return by_week };
        let lost = self.holidays.range(first..=to);
        let lost = lost.filter(|day| !self.weekend.contains(&day.weekday()) && !self.workdays.contains(day));
        let won = self.workdays.range(first..=to);
        let won = won.filter(|day| self.weekend.contains(&day.weekday()));
        by_week - count(lost) + count(won)
    }

    /// The day `count` working days after `from` (before it, where negative); the same day for zero.
    ///
    /// `None` where the calendar ends, or has no working day in ten years.
    pub fn add_working_days(&self, from: NaiveDate, count: i64) -> Option<NaiveDate> {
        // Ten thousand years of working days end outside every calendar; do not walk there day by day.
        if count.unsigned_abs() > 2_600_000 {
            return None;
        }
        let mut day = from;
        let mut left = count.unsigned_abs();
        let mut idle = 0;
        while left > 0 {
            day = if count > 0 { day.succ_opt()? } else { day.pred_opt()? };
            if self.is_working(day) {
                left -= 1;
                idle = 0;
            } else {
                idle += 1;
                if idle > 3_653 {
                    return None;
                }
            }
        }
        Some(day)
    }

    /// The day a length of time after a day. Seconds count in whole days, cut off; working hours from the start of the day.
    pub fn add(&self, from: NaiveDate, length: Duration) -> Option<NaiveDate> {
        match length.unit {
            Unit::WorkingDays => self.add_working_days(from, length.count),
            Unit::WorkingSeconds => {
                let start = self.at(from.and_time(chrono::NaiveTime::MIN))?.fixed_offset();
                Some(self.add_working_seconds(start, length.count)?.date_naive())
            }
            Unit::Days => from.checked_add_signed(chrono::Duration::try_days(length.count)?),
            Unit::Seconds => from.checked_add_signed(chrono::Duration::try_days(length.count / 86_400)?),
            Unit::Months => {
                let months = Months::new(u32::try_from(length.count.unsigned_abs()).ok()?);
                if length.count < 0 { from.checked_sub_months(months) } else { from.checked_add_months(months) }
            }
        }
    }

    /// The moment a length of time after a moment. What is known only by its day stays so.
    pub fn add_to(&self, from: Moment, length: Duration) -> Option<Moment> {
        match (from, length.unit) {
            (Moment::Day(day), _) => self.add(day, length).map(Moment::Day),
            (Moment::At(at), Unit::Seconds) => {
                at.checked_add_signed(chrono::Duration::try_seconds(length.count)?).map(Moment::At)
            }
            (Moment::At(at), Unit::WorkingSeconds) => self.add_working_seconds(at, length.count).map(Moment::At),
            // The same time of the day by the clock, be it put forward or back meanwhile.
            (Moment::At(at), _) => {
                let day = self.add(at.date_naive(), length)?;
                self.at(day.and_time(at.time())).map(|at| Moment::At(at.fixed_offset()))
            }
        }
    }
}

fn count(days: impl Iterator) -> i64 {
    i64::try_from(days.count()).unwrap_or(i64::MAX)
}
