use std::collections::BTreeSet;

use chrono::NaiveDate;
use chrono_tz::Tz;

use crate::diagnostic::Diagnostic;
use crate::lower::collect::Collected;
use crate::lower::known::unknown;
use crate::syntax;
use crate::syntax::DayRange;
use crate::value::Calendar;
use crate::value::Shift;

/// The calendar that the header names.
pub(super) fn calendar(
    header: &syntax::Playbook,
    parts: &Collected<'_>,
    zone: Tz,
    diagnostics: &mut Vec<Diagnostic>,
) -> Calendar {
    let Some(name) = &header.calendar else { return Calendar { zone, ..Calendar::default() } };
    match parts.calendars.iter().find(|calendar| calendar.name.value == name.value) {
        Some(calendar) => resolve(calendar, zone),
        None if parts.is_broken("calendar", &name.value) => Calendar::default(),
        None => {
            let names: Vec<&str> = parts.calendars.iter().map(|calendar| calendar.name.value.as_str()).collect();
            diagnostics.push(unknown("calendar", name, &names));
            Calendar::default()
        }
    }
}

fn resolve(calendar: &syntax::Calendar, zone: Tz) -> Calendar {
    let hours: Vec<Shift> = calendar.hours.iter().map(|shift| shift.value).collect();
    let weekend = calendar.weekend.as_ref().map(|days| days.iter().map(|day| day.value).collect());
    Calendar {
        weekend: weekend.unwrap_or_else(|| Calendar::default().weekend),
        holidays: days(&calendar.holidays),
        workdays: days(&calendar.workdays),
        hours: if hours.is_empty() { Calendar::default().hours } else { hours },
        zone,
    }
}

fn days(ranges: &[DayRange]) -> BTreeSet<NaiveDate> {
    ranges.iter().flat_map(|range| range.first.iter_days().take_while(|day| *day <= range.last)).collect()
}
