use std::fmt;

use chrono::DateTime;
use chrono::Datelike;
use chrono::Days;
use chrono::Duration;
use chrono::FixedOffset;
use chrono::NaiveDate;
use chrono::NaiveDateTime;
use chrono::NaiveTime;
use chrono::Offset;
use chrono::TimeZone;
use chrono::Utc;
use chrono_tz::Tz;
use rust_decimal::prelude::ToPrimitive;

use crate::deals::number::half_width;
use crate::deals::number::number;
use crate::deals::pattern::Fit;
use crate::deals::pattern::Pattern;
use crate::value::Decimal;
use crate::value::Moment;
use crate::value::mapping::EXCEL;
use crate::value::mapping::ISO;

/// Reads a moment: ISO 8601, or as the first of `formats` that fits says. Without an offset it is one of `zone`; the result always is.
pub(super) fn moment(text: &str, formats: &[String], zone: Tz) -> Option<Moment> {
    if formats.is_empty()
        && let Some(moment) = usual(text, zone)
    {
        return Some(moment);
    }
    let text = half_width(text.trim());
    let text = text.as_ref();
    let moment = match formats {
        [] => iso(text, zone)?,
        formats => formats.iter().find_map(|format| formatted(text, format, zone))?,
    };
    // Years beyond these are slips of the pen, and their arithmetic may leave the calendar.
    (1..=9998).contains(&moment.day().year()).then_some(moment)
}

/// A format, and its pattern where it is one.
#[derive(Debug)]
pub(super) struct Format {
    format: String,
    pattern: Option<Pattern>,
}

impl Format {
    pub(super) fn new(format: &str) -> Format {
        Format { format: format.to_owned(), pattern: Pattern::of(format) }
    }
}

/// The same as [`moment`] by formats that are looked at only once.
pub(super) fn moment_by(text: &str, formats: &[Format], zone: Tz) -> Option<Moment> {
    let text = half_width(text.trim());
    let text = text.as_ref();
    let by = |format: &Format| {
        let fit = format.pattern.as_ref().map_or(Fit::Unsure, |pattern| pattern.read(text));
        let moment = match fit {
            Fit::Day(day) => Some(Moment::Day(day)),
            Fit::Moment(local) => from_local(local, zone),
            Fit::None => None,
            Fit::Unsure => return formatted(text, &format.format, zone),
        };
        moment.filter(|moment| moment.day().year() >= 1000)
    };
    let moment = match formats {
        [] => iso(text, zone)?,
        formats => formats.iter().find_map(by)?,
    };
    (1..=9998).contains(&moment.day().year()).then_some(moment)
}

fn formatted(text: &str, format: &str, zone: Tz) -> Option<Moment> {
    match format {
        ISO => return iso(text, zone),
        EXCEL => return excel(text, zone),
        _ => {}
    }
    if ["%z", "%:z", "%::z", "%#z", "%s", "%+"].iter().any(|with_offset| format.contains(with_offset)) {
        return DateTime::parse_from_str(text, format).ok().map(|at| in_zone(at, zone));
    }
    let moment = match NaiveDateTime::parse_from_str(text, format) {
        Ok(local) => from_local(local, zone),
        Err(_) => NaiveDate::parse_from_str(text, format).ok().map(Moment::Day),
    };
    // `%Y` takes `26` for the year 26: that is a year of two digits, which `%y` reads.
    moment.filter(|moment| moment.day().year() >= 1000)
}

/// `2026-09-03T10:20:30Z` and `2026-09-03`, as most programs write; `None` for any other text.
fn usual(text: &str, zone: Tz) -> Option<Moment> {
    let (day, clock) = match *text.as_bytes() {
        [y, yy, yyy, yyyy, b'-', m, mm, b'-', d, dd] => ([y, yy, yyy, yyyy, m, mm, d, dd], None),
        [y, yy, yyy, yyyy, b'-', m, mm, b'-', d, dd, b'T', h, hh, b':', n, nn, b':', s, ss, b'Z'] => {
            ([y, yy, yyy, yyyy, m, mm, d, dd], Some([h, hh, n, nn, s, ss]))
        }
        _ => return None,
    };
    let [y, yy, yyy, yyyy, m, mm, d, dd] = day;
    let year = i32::try_from(two(y, yy)? * 100 + two(yyy, yyyy)?).ok().filter(|year| (1..=9998).contains(year))?;
    let day = NaiveDate::from_ymd_opt(year, two(m, mm)?, two(d, dd)?)?;
    let Some([h, hh, n, nn, s, ss]) = clock else { return Some(Moment::Day(day)) };
    let time = NaiveTime::from_hms_opt(two(h, hh)?, two(n, nn)?, two(s, ss)?)?;
    // In the year after the last one, or before the first, the zone could put it.
    let moment = in_zone(day.and_time(time).and_utc(), zone);
    (1..=9998).contains(&moment.day().year()).then_some(moment)
}

fn iso(text: &str, zone: Tz) -> Option<Moment> {
    let (day, rest) = day(text)?;
    let rest = rest.strip_prefix(['T', 't']).unwrap_or(rest).trim_start();
    if rest.is_empty() {
        return (!text.ends_with(['T', 't'])).then_some(Moment::Day(day));
    }
    let (clock, offset) = match rest.find(['Z', 'z', '+', '-']) {
        Some(at) => (rest.get(..at)?.trim_end(), Some(offset(rest.get(at..)?)?)),
        None => (rest, None),
    };
    let formatted = || ["%H:%M:%S%.f", "%H:%M"].iter().find_map(|format| NaiveTime::parse_from_str(clock, format).ok());
    let time = plain_time(clock).or_else(formatted)?;
    let local = day.and_time(time);
    match offset {
        Some(offset) => offset.from_local_datetime(&local).single().map(|at| in_zone(at, zone)),
        None => from_local(local, zone),
    }
}

fn two(tens: u8, ones: u8) -> Option<u32> {
    match (tens, ones) {
        (b'0'..=b'9', b'0'..=b'9') => Some(u32::from(tens - b'0') * 10 + u32::from(ones - b'0')),
        _ => None,
    }
}

/// `10:20:30` or `10:20`, as most are written; `None` for any other text.
fn plain_time(clock: &str) -> Option<NaiveTime> {
    match *clock.as_bytes() {
        [h, hh, b':', m, mm, b':', s, ss] => NaiveTime::from_hms_opt(two(h, hh)?, two(m, mm)?, two(s, ss)?),
        [h, hh, b':', m, mm] => NaiveTime::from_hms_opt(two(h, hh)?, two(m, mm)?, 0),
        _ => None,
    }
}

/// The number of a day, counted from 1899-12-30, and its time of day as a fraction, rounded to seconds.
///
/// Days before 1900-03-01 are counted otherwise, and are none that a deal has.
fn excel(text: &str, zone: Tz) -> Option<Moment> {
    let number = number(text).filter(|number| *number >= Decimal::from(61))?;
    let (days, fraction) = (number.trunc(), number.fract());
    let first = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    let day = first.checked_add_days(Days::new(days.to_u64()?))?;
    if fraction.is_zero() {
        return Some(Moment::Day(day));
    }
    let seconds = fraction.checked_mul(Decimal::from(86_400))?.round().to_i64()?;
    from_local(day.and_time(NaiveTime::MIN).checked_add_signed(Duration::seconds(seconds))?, zone)
}

/// `2026-09-03`, `2026/9/3`, `2026年9月3日`, and what follows.
fn day(text: &str) -> Option<(NaiveDate, &str)> {
    let (year, rest) = digits(text, 4..=4)?;
    let mark = rest.chars().next()?;
    let (second, last, least) = match mark {
        '-' => ('-', None, 2),
        '/' => ('/', None, 1),
        '年' => ('月', Some('日'), 1),
        _ => return None,
    };
    let (month, rest) = digits(rest.strip_prefix(mark)?, least..=2)?;
    let (day, rest) = digits(rest.strip_prefix(second)?, least..=2)?;
    let rest = match last {
        Some(last) => rest.strip_prefix(last)?,
        None => rest,
    };
    if rest.starts_with(|next: char| next.is_ascii_digit()) {
        return None;
    }
    Some((NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?, rest))
}

fn digits(text: &str, lengths: std::ops::RangeInclusive<usize>) -> Option<(u32, &str)> {
    let length = text.bytes().take(*lengths.end()).take_while(u8::is_ascii_digit).count();
    if !lengths.contains(&length) {
        return None;
    }
    let (digits, rest) = text.split_at_checked(length)?;
    Some((digits.parse().ok()?, rest))
}

/// `Z`, `+08:00`, `+0800`, `+08`.
fn offset(text: &str) -> Option<FixedOffset> {
    if text.eq_ignore_ascii_case("z") {
        return FixedOffset::east_opt(0);
    }
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+')?),
    };
    let (hours, rest) = digits(rest, 2..=2)?;
    let minutes = match rest.strip_prefix(':').unwrap_or(rest) {
        "" if !rest.starts_with(':') => 0,
        minutes => match digits(minutes, 2..=2)? {
            (minutes, "") => minutes,
            _ => return None,
        },
    };
    let seconds = i32::try_from(hours * 3600 + minutes * 60).ok().filter(|_| hours <= 14 && minutes < 60)?;
    FixedOffset::east_opt(sign * seconds)
}

/// INVARIANT of [`Moment`]: what leaves here carries the offset of the playbook's zone.
fn in_zone<Z: TimeZone<Offset: fmt::Display>>(at: DateTime<Z>, zone: Tz) -> Moment {
    if zone == Tz::UTC {
        return Moment::At(at.with_timezone(&Utc).fixed_offset());
    }
    let local = at.with_timezone(&zone);
    let offset = local.offset().fix();
    Moment::At(local.with_timezone(&offset))
}

/// A moment of the wall clock. An hour that comes twice is the first of the two;
/// an hour that is left out counts on from before the change, as clocks that were not yet changed do.
pub(super) fn from_local(local: NaiveDateTime, zone: Tz) -> Option<Moment> {
    if let Some(at) = zone.from_local_datetime(&local).earliest() {
        return Some(in_zone(at, zone));
    }
    let before = (1..=25).find_map(|hours| {
        let back = Duration::hours(hours);
        let earlier = zone.from_local_datetime(&local.checked_sub_signed(back)?).earliest()?;
        earlier.checked_add_signed(back)
    })?;
    Some(in_zone(before, zone))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveTime;

    use crate::value::Moment;

    #[track_caller]
    fn case(text: &str, format: Option<&str>, shown: Option<&str>) {
        let formats: Vec<String> = format.map(str::to_owned).into_iter().collect();
        let read = super::moment(text, &formats, chrono_tz::Europe::Berlin).map(|moment| match moment {
            Moment::Day(day) => day.to_string(),
            Moment::At(at) => at.to_rfc3339(),
        });
        assert_eq!(read.as_deref(), shown, "{text}");
        let by: Vec<super::Format> = formats.iter().map(|format| super::Format::new(format)).collect();
        let zone = chrono_tz::Europe::Berlin;
        assert_eq!(super::moment_by(text, &by, zone), super::moment(text, &formats, zone), "{text}");
    }

    #[test]
    fn moments_are_read_as_written() {
        case("2026-09-03", None, Some("2026-09-03"));
        case("2026/9/3", None, Some("2026-09-03"));
        case("2026年9月3日", None, Some("2026-09-03"));
        case("2026-09-03 10:20", None, Some("2026-09-03T10:20:00+02:00"));
        case("2026-09-03T23:30:00.5Z", None, Some("2026-09-04T01:30:00.500+02:00"));
        case("2026-09-03T10:20+0800", None, Some("2026-09-03T04:20:00+02:00"));
        case("2026-02-30", None, None);
        case("2026-9-3", None, None);
        case("20260903", None, None);
        case("2026-09-03T", None, None);
        case("2026-09-03T25:00", None, None);
        case("2026-09-03T10:00+99:00", None, None);
        case("02/23/26 08:55 PM", Some("%m/%d/%y %I:%M %p"), Some("2026-02-23T20:55:00+01:00"));
        case("02/03/24", Some("%m/%d/%y"), Some("2024-02-03"));
        case("02/03/24", Some("%m/%d/%Y"), None);
        case("31/12/2017", Some("%m/%d/%Y"), None);
        case("1767225600", Some("%s"), Some("2026-01-01T01:00:00+01:00"));
        case("99999-01-01", Some("%Y-%m-%d"), None);
        case("２０２６－０９－０３", None, Some("2026-09-03"));
        case("2026年9月3日 10:20", Some("iso"), Some("2026-09-03T10:20:00+02:00"));
        case("46268", Some("excel"), Some("2026-09-03"));
        case("46268.0", Some("excel"), Some("2026-09-03"));
        case("46268.43055555556", Some("excel"), Some("2026-09-03T10:20:00+02:00"));
        case("60", Some("excel"), None);
        case("99999999999", Some("excel"), None);
        case("-5", Some("excel"), None);
        case("46268", Some("iso"), None);
        case("x", Some("%Q"), None);
    }

    #[test]
    fn plain_times_are_what_they_are_otherwise() {
        for clock in
            ["00:00", "09:05", "23:59:59", "23:59:60", "24:00", "10:60", "1:05", "10:20:3", "10:2x", "10:20:30"]
        {
            let formatted =
                ["%H:%M:%S%.f", "%H:%M"].iter().find_map(|format| NaiveTime::parse_from_str(clock, format).ok());
            if let Some(plain) = super::plain_time(clock) {
                assert_eq!(Some(plain), formatted, "{clock}");
            }
        }
        assert!(super::plain_time("10:20:30").is_some() && super::plain_time("10:20").is_some());
    }

    #[test]
    fn clocks_that_change_do_not_stop_it() {
        case("2026-03-29T02:30", None, Some("2026-03-29T03:30:00+02:00"));
        case("2026-10-25T02:30", None, Some("2026-10-25T02:30:00+02:00"));
    }
}
