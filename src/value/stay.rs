use chrono::{DateTime, Days, FixedOffset, Months, NaiveDate};

use crate::value::{Calendar, Duration, Gap, Moment, Unit, Value, builtin};

/// A period in which a stage's clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// When the clock stopped; the start of that day where only the day is known.
    pub from: Moment,
    /// When it went on; the end of that day where only the day is known. `None` while it stands.
    pub until: Option<Moment>,
}

impl Pause {
    /// The deal's `pauses`. A deal that has none was never paused; an entry that cannot be read leaves every length open.
    pub fn list(pauses: &Value) -> Result<Vec<Pause>, Gap> {
        match pauses {
            Value::Missing(Gap::Absent) => Ok(Vec::new()),
            Value::List(items) => items.iter().map(Pause::of).collect(),
            Value::Missing(gap) => Err(*gap),
            _ => Err(Gap::Unreadable),
        }
    }

    fn of(entry: &Value) -> Result<Pause, Gap> {
        let Value::Record(entry) = entry else { return Err(Gap::Unreadable) };
        let from = moment(entry.get(builtin::pauses::FROM))?;
        let until = match entry.get(builtin::pauses::UNTIL) {
            Value::Missing(Gap::Absent) => None,
            until => Some(moment(until)?),
        };
        Ok(Pause { from, until })
    }

    /// The first and the last day that it touches, up to `end`; `None` where it touches none.
    fn days(&self, end: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let last = match (self.from, self.until) {
            (_, None) => end,
            (_, Some(Moment::Day(day))) => day,
            (Moment::At(from), Some(Moment::At(until))) if until <= from => return None,
            // What ends at midnight does not touch the day that begins.
            (_, Some(Moment::At(until))) if until.time() == chrono::NaiveTime::MIN => until.date_naive().pred_opt()?,
            (_, Some(Moment::At(until))) => until.date_naive(),
        };
        (self.from.day() <= last).then_some((self.from.day(), last.min(end)))
    }

    /// The exact part of it that lies between two moments; `None` where none does.
    fn within(
        &self,
        from: DateTime<FixedOffset>,
        until: DateTime<FixedOffset>,
    ) -> Option<(DateTime<FixedOffset>, DateTime<FixedOffset>)> {
        let start_of = |day: NaiveDate| day.and_hms_opt(0, 0, 0)?.and_local_timezone(*from.offset()).single();
        let start = match self.from {
            Moment::At(at) => at,
            Moment::Day(day) => start_of(day)?,
        };
        let end = match self.until {
            None => until,
            Some(Moment::At(at)) => at,
            Some(Moment::Day(day)) => start_of(day.succ_opt()?)?,
        };
        let (start, end) = (start.max(from), end.min(until));
        (start < end).then_some((start, end))
    }
}

/// How long a stay lasted, counted in a unit, without the pauses.
///
/// - Seconds: the time elapsed, less the time in pauses. Where an end of the stay is known only by its day, it counts in days.
/// - Working seconds: those within working hours, less those in pauses. Where an end is known only by its day, it counts in working days.
/// - Days: the days after the first, up to and with the last; a day that a pause touches, be it for an hour, does not count.
/// - Working days: the same days, as far as they are worked.
/// - Months: full months and the one begun, as if the stay had ended as many days earlier as pauses touch.
///
/// Pauses that overlap count once. A stay that ends before it begins is negative, and pauses change nothing of it.
pub fn length_of_stay(from: Moment, until: Moment, unit: Unit, calendar: &Calendar, pauses: &[Pause]) -> Duration {
    if let (Unit::Seconds, Moment::At(from), Moment::At(until)) = (unit, from, until) {
        let paused = merged(pauses.iter().filter_map(|pause| pause.within(from, until)));
        let paused: i64 = paused.iter().map(|(start, end)| (*end - *start).num_seconds()).sum();
        return Duration::new((until - from).num_seconds() - paused, Unit::Seconds);
    }
    if let (Unit::WorkingSeconds, Moment::At(from), Moment::At(until)) = (unit, from, until) {
        let paused = merged(pauses.iter().filter_map(|pause| pause.within(from, until)));
        let worked = |(from, until): (DateTime<FixedOffset>, _)| calendar.working_seconds_between(from, until);
        let lost: i64 = paused.into_iter().map(worked).sum();
        return Duration::new(worked((from, until)) - lost, unit);
    }
    let (first, last) = (from.day(), until.day());
    if let (Unit::Seconds | Unit::Days, []) = (unit, pauses) {
        return Duration::new((last - first).num_days(), Unit::Days);
    }
    // The day of entry is not counted, so it is not lost to a pause either.
    let counted = first.succ_opt().unwrap_or(first);
    let touched = pauses.iter().filter_map(|pause| pause.days(last));
    let touched = merged(touched.map(|(a, b)| (a.max(counted), b)).filter(|(a, b)| a <= b));
    let lost = |count: &dyn Fn(NaiveDate, NaiveDate) -> i64| -> i64 {
        touched.iter().map(|(a, b)| count(a.pred_opt().unwrap_or(*a), *b)).sum()
    };
    let days = |from: NaiveDate, until: NaiveDate| (until - from).num_days();
    let worked = |from: NaiveDate, until: NaiveDate| calendar.working_days_between(from, until);
    // Neighbouring pauses may share a day: merged, no day is counted twice.
    match unit {
        Unit::Seconds | Unit::Days => Duration::new(days(first, last) - lost(&days), Unit::Days),
        Unit::WorkingDays | Unit::WorkingSeconds => {
            Duration::new(worked(first, last) - lost(&worked), Unit::WorkingDays)
        }
        Unit::Months => {
            let end = last.checked_sub_days(Days::new(lost(&days).unsigned_abs())).unwrap_or(last);
            Duration::new(whole_months(first, end), unit)
        }
    }
}

/// Months begun and not yet full count as one more, so that "at most 3 months" ends on the same day of the third month.
fn whole_months(from: NaiveDate, to: NaiveDate) -> i64 {
    let past = |months: &u32| from.checked_add_months(Months::new(*months)).is_some_and(|end| end < to);
    i64::try_from((0..).take_while(past).count()).unwrap_or(i64::MAX)
}

/// Periods in order, those that overlap made one.
fn merged<T: Ord + Copy>(periods: impl Iterator<Item = (T, T)>) -> Vec<(T, T)> {
    let mut all: Vec<(T, T)> = periods.collect();
    all.sort();
    let mut out: Vec<(T, T)> = Vec::with_capacity(all.len());
    for (start, end) in all {
        match out.last_mut() {
            Some((_, last)) if start <= *last => *last = end.max(*last),
            _ => out.push((start, end)),
        }
    }
    out
}

fn moment(value: &Value) -> Result<Moment, Gap> {
    match value {
        Value::Moment(at) => Ok(*at),
        Value::Date(day) => Ok(Moment::Day(*day)),
        Value::Missing(gap) => Err(*gap),
        _ => Err(Gap::Unreadable),
    }
}
