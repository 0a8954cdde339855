use chrono::{DateTime, FixedOffset, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike};
use chrono_tz::Tz;

use crate::value::Calendar;

/// A part of a working day in which there is work, by the local clock: `09:00 .. 12:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shift {
    /// Seconds after midnight.
    pub from: u32,
    /// Seconds after midnight, more than `from`, at most a day.
    pub until: u32,
}

impl Shift {
    /// The whole day, where a calendar says nothing of hours.
    pub const DAY: Shift = Shift { from: 0, until: 86_400 };

    fn length(self) -> i64 {
        i64::from(self.until.saturating_sub(self.from))
    }
}

impl Calendar {
    /// The seconds worked in a working day.
    pub fn working_seconds_a_day(&self) -> i64 {
        self.hours.iter().map(|shift| shift.length()).sum()
    }

    /// The seconds worked from one moment to another, by the local clock; negative where `to` lies before `from`.
    ///
    /// So it adds up: `between(a, b) + between(b, c) == between(a, c)`. A clock that is put forward or back at night changes nothing.
    pub fn working_seconds_between(&self, from: DateTime<FixedOffset>, to: DateTime<FixedOffset>) -> i64 {
        let (from, to) = (from.naive_local(), to.naive_local());
        let eve = |at: NaiveDateTime| at.date().pred_opt().unwrap_or(at.date());
        let days = self.working_days_between(eve(from), eve(to));
        days.saturating_mul(self.working_seconds_a_day()) + self.worked_by(to) - self.worked_by(from)
    }

    /// The moment so many worked seconds after another (before it, where negative): while work is done, never in a break.
    ///
    /// `None` where the calendar ends, has no working day in ten years, or no working hours.
    pub fn add_working_seconds(&self, from: DateTime<FixedOffset>, count: i64) -> Option<DateTime<FixedOffset>> {
        if count == 0 {
            return Some(from);
        }
        let a_day = self.working_seconds_a_day();
        let local = from.naive_local();
        // Counted from the midnight before: forwards to the end of the second that is asked for, backwards to its start.
        let wanted = count.checked_add(if self.is_working(local.date()) { self.worked_by(local) } else { 0 })?;
        let mut days = if a_day > 0 { wanted.div_euclid(a_day) } else { return None };
        let mut rest = wanted.rem_euclid(a_day);
        if count > 0 && rest == 0 {
            (days, rest) = (days.checked_sub(1)?, a_day);
        }
        let day = self.nth_working_day(local.date(), days)?;
        self.local(day, self.clock_after(rest, count > 0)?).map(|at| at.fixed_offset())
    }

    /// The day, if it is worked, or the `count`-th working day from there.
    fn nth_working_day(&self, from: NaiveDate, count: i64) -> Option<NaiveDate> {
        match (self.is_working(from), count) {
            (true, count) => self.add_working_days(from, count),
            (false, count) if count >= 0 => self.add_working_days(from, count.checked_add(1)?),
            (false, count) => self.add_working_days(from, count),
        }
    }

    /// The clock time at which so many seconds of a day are worked: the end of a shift, or the beginning of the next.
    fn clock_after(&self, seconds: i64, ends: bool) -> Option<u32> {
        let mut left = seconds;
        for shift in &self.hours {
            if left < shift.length() || (ends && left == shift.length()) {
                return shift.from.checked_add(u32::try_from(left).ok()?);
            }
            left -= shift.length();
        }
        self.hours.last().map(|shift| shift.until)
    }

    /// The seconds worked on a moment's day up to it.
    fn worked_by(&self, at: NaiveDateTime) -> i64 {
        if !self.is_working(at.date()) {
            return 0;
        }
        let clock = at.time().num_seconds_from_midnight();
        self.hours.iter().map(|shift| i64::from(clock.clamp(shift.from, shift.until) - shift.from)).sum()
    }

    /// A moment by the local clock. One that is left out when the clock is put forward is the one an hour later.
    fn local(&self, day: NaiveDate, seconds: u32) -> Option<DateTime<Tz>> {
        let (day, seconds) = if seconds >= 86_400 { (day.succ_opt()?, seconds - 86_400) } else { (day, seconds) };
        let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0)?;
        self.at(day.and_time(time))
    }

    /// The moment at which the local clock shows a time; of two such moments the first.
    pub(super) fn at(&self, local: NaiveDateTime) -> Option<DateTime<Tz>> {
        match self.zone.from_local_datetime(&local) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at),
            LocalResult::None => {
                self.zone.from_local_datetime(&local.checked_add_signed(chrono::Duration::hours(1))?).earliest()
            }
        }
    }
}
