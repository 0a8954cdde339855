//! How the dates of a column are written.

use crate::deals::moment_of;
use crate::value::Moment;

/// How dates are written, by hand and by programs.
const DAYS: &[&str] = &[
    "%d.%m.%y",
    "%d.%m.%Y",
    "%m/%d/%y",
    "%m/%d/%Y",
    "%d/%m/%y",
    "%d/%m/%Y",
    "%d-%m-%y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%Y.%m.%d",
    "%b %d, %Y",
    "%B %d, %Y",
    "%d %b %Y",
    "%d %B %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
];

const TIMES: &[&str] =
    &["", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", " %H:%M:%S%.f", ", %H:%M", "T%H:%M:%S"];

/// How a column of dates is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    /// `None` where it is ISO 8601, or the Chinese way.
    pub format: Option<String>,
    /// Whether a time of day stands behind the days.
    pub timed: bool,
    /// Another format that fits all of them as well.
    pub doubt: Option<String>,
}

/// Finds how the dates are written; `None` if they are not all dates.
pub(super) fn written(values: &[&str]) -> Option<Written> {
    let timed = |formats: &[String]| {
        let found: Option<Vec<Moment>> = values.iter().map(|value| moment_of(value, formats)).collect();
        found.filter(|found| !found.is_empty()).map(|found| found.iter().any(|at| matches!(at, Moment::At(_))))
    };
    if let Some(timed) = timed(&[]) {
        return Some(Written { format: None, timed, doubt: None });
    }
    let mut fitting = Vec::new();
    for day in DAYS {
        for time in TIMES {
            let format = format!("{day}{time}");
            if let Some(timed) = timed(std::slice::from_ref(&format)) {
                fitting.push((format, timed));
            }
        }
    }
    // Where day and month can be told neither way, the first of the list is as likely as the other.
    let (format, timed) = fitting.first().cloned()?;
    let day_first = |format: &str| format.find("%d") < format.find("%m").or(format.find("%b"));
    let doubt = fitting.into_iter().map(|(other, _)| other).find(|other| day_first(other) != day_first(&format));
    Some(Written { format: Some(format), timed, doubt })
}

/// Whether all values look like the days that spreadsheets count from 1900.
pub(super) fn are_serials(values: &[&str]) -> bool {
    let serial = |value: &&str| value.parse::<f64>().is_ok_and(|number| (30_000.0..60_000.0).contains(&number));
    !values.is_empty() && values.iter().all(serial)
}
