use std::fmt;

/// A length of time in the unit it was given in. A day is a day of the calendar, not 24 hours, until it meets a length in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Duration {
    /// How many; negative where time ran backwards.
    pub count: i64,
    /// Of what.
    pub unit: Unit,
}

/// What a [`Duration`] counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Seconds of elapsed time; minutes and hours are written in them.
    Seconds,
    /// Days of the calendar; weeks are seven.
    Days,
    /// Working days of the playbook's calendar.
    WorkingDays,
    /// Seconds within the working hours of the playbook's calendar; working hours and minutes are written in them.
    WorkingSeconds,
    /// Months of the calendar; quarters are three, years twelve.
    Months,
}

/// Seconds in a day of 24 hours.
const DAY: i64 = 86_400;

impl Duration {
    /// A length of `count` units.
    pub fn new(count: i64, unit: Unit) -> Duration {
        Duration { count, unit }
    }

    /// The length that `count` of a unit word stands for (`days`, `working days`, `hours`, `weeks` …).
    ///
    /// `None` for an unknown word, and where the count is too large.
    pub fn of(count: i64, word: &str) -> Option<Duration> {
        let (factor, unit) = match word {
            "second" | "seconds" => (1, Unit::Seconds),
            "minute" | "minutes" => (60, Unit::Seconds),
            "hour" | "hours" => (3600, Unit::Seconds),
            "day" | "days" => (1, Unit::Days),
            "week" | "weeks" => (7, Unit::Days),
            "working day" | "working days" => (1, Unit::WorkingDays),
            "working hour" | "working hours" => (3600, Unit::WorkingSeconds),
            "working minute" | "working minutes" => (60, Unit::WorkingSeconds),
            "month" | "months" => (1, Unit::Months),
            "quarter" | "quarters" => (3, Unit::Months),
            "year" | "years" => (12, Unit::Months),
            _ => return None,
        };
        Some(Duration { count: count.checked_mul(factor)?, unit })
    }

    /// How many of a unit it is, where those are whole and lengths of that unit compare to it as their counts do.
    pub fn count_in(self, unit: Unit) -> Option<i64> {
        match (self.unit, unit) {
            (own, wanted) if own == wanted => Some(self.count),
            (Unit::Days, Unit::Seconds) => self.count.checked_mul(DAY),
            _ => None,
        }
    }

    /// The order of two lengths; `None` where their units do not compare. A day against seconds counts as 24 hours.
    pub fn order(self, other: Duration) -> Option<std::cmp::Ordering> {
        match (self.unit, other.unit) {
            (a, b) if a == b => Some(self.count.cmp(&other.count)),
            (Unit::Days, Unit::Seconds) => Some(self.count.checked_mul(DAY)?.cmp(&other.count)),
            (Unit::Seconds, Unit::Days) => Some(self.count.cmp(&other.count.checked_mul(DAY)?)),
            _ => None,
        }
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = |count: i64, word: &str| format!("{count} {word}{}", if count.abs() == 1 { "" } else { "s" });
        match self.unit {
            Unit::Days => out.write_str(&plural(self.count, "day")),
            Unit::WorkingDays => out.write_str(&plural(self.count, "working day")),
            Unit::Months if self.count != 0 && self.count % 12 == 0 => out.write_str(&plural(self.count / 12, "year")),
            Unit::Months => out.write_str(&plural(self.count, "month")),
            Unit::Seconds => out.write_str(&elapsed(self.count)),
            Unit::WorkingSeconds => out.write_str(&worked(self.count)),
        }
    }
}

/// Elapsed seconds in the two largest units that matter: "31 days 4 hours".
fn elapsed(seconds: i64) -> String {
    let sign = if seconds < 0 { "-" } else { "" };
    let total = seconds.unsigned_abs();
    let parts = [(86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")];
    let mut rest = total;
    let mut words: Vec<String> = Vec::new();
    for (size, word) in parts {
        let count = rest / size;
        rest %= size;
        if count > 0 && words.len() < 2 {
            words.push(format!("{count} {word}{}", if count == 1 { "" } else { "s" }));
        }
    }
    if words.is_empty() { "0 seconds".to_owned() } else { format!("{sign}{}", words.join(" ")) }
}

/// Worked seconds in hours and minutes: "6 working hours 30 minutes". They make no days: how long a day is, the calendar says.
fn worked(seconds: i64) -> String {
    let sign = if seconds < 0 { "-" } else { "" };
    let (hours, minutes) = (seconds.unsigned_abs() / 3600, seconds.unsigned_abs() % 3600 / 60);
    let plural = |count: u64, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    match (hours, minutes) {
        (0, minutes) => format!("{sign}{}", plural(minutes, "working minute")),
        (hours, 0) => format!("{sign}{}", plural(hours, "working hour")),
        (hours, minutes) => format!("{sign}{} {}", plural(hours, "working hour"), plural(minutes, "minute")),
    }
}
