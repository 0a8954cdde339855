use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::diagnostic::Diagnostic;
use crate::lower::known::unknown;
use crate::syntax;
use crate::syntax::DayRange;
use crate::value::Calendar;

/// Ten years: no holiday is longer, and a slip in a year would make millions of days.
const LONGEST_RANGE: i64 = 3_653;

/// The calendar that the header names.
pub(super) fn calendar(
    header: &syntax::Playbook,
    declared: &[&syntax::Calendar],
    diagnostics: &mut Vec<Diagnostic>,
) -> Calendar {
    for calendar in declared {
        check_ranges(calendar, diagnostics);
    }
    let Some(name) = &header.calendar else { return Calendar::default() };
    match declared.iter().find(|calendar| calendar.name.value == name.value) {
        Some(calendar) => resolve(calendar),
        None => {
            let names: Vec<&str> = declared.iter().map(|calendar| calendar.name.value.as_str()).collect();
            diagnostics.push(unknown("calendar", name, &names));
            Calendar::default()
        }
    }
}

fn resolve(calendar: &syntax::Calendar) -> Calendar {
    let weekend = calendar.weekend.as_ref().map(|days| days.iter().map(|day| day.value).collect());
    Calendar {
        weekend: weekend.unwrap_or_else(|| Calendar::default().weekend),
        holidays: days(&calendar.holidays),
        workdays: days(&calendar.workdays),
    }
}

fn days(ranges: &[DayRange]) -> BTreeSet<NaiveDate> {
    let short = ranges.iter().filter(|range| length(range) <= LONGEST_RANGE);
    short.flat_map(|range| range.first.iter_days().take_while(|day| *day <= range.last)).collect()
}

fn length(range: &DayRange) -> i64 {
    (range.last - range.first).num_days()
}

fn check_ranges(calendar: &syntax::Calendar, diagnostics: &mut Vec<Diagnostic>) {
    for range in calendar.holidays.iter().chain(&calendar.workdays) {
        if length(range) > LONGEST_RANGE {
            let problem = Diagnostic::error("lower/long-range", "these days are more than ten years");
            diagnostics.push(problem.at(range.span, "too long").help("is the year right?"));
        }
    }
}
