use chrono::NaiveDate;
use chrono::NaiveDateTime;

/// A format of dates or moments that is nothing but numbers with signs between them, as most are: `%d.%m.%Y %H:%M`.
///
/// Texts are read as `chrono` reads them, or not at all.
#[derive(Debug)]
pub(super) struct Pattern {
    items: Vec<Item>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Item {
    Day,
    Month,
    /// Of four digits.
    Year,
    /// Of two digits.
    ShortYear,
    Hour,
    /// From 1 to 12.
    HalfHour,
    Minute,
    Second,
    /// `AM` or `PM`.
    Half,
    /// Space, be it none.
    Space,
    Sign(u8),
}

/// What a text is by a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    Day(NaiveDate),
    Moment(NaiveDateTime),
    /// It does not fit.
    None,
    /// Another reader has to tell.
    Unsure,
}

/// The parts of a moment.
#[derive(Default)]
struct Parts {
    day: u32,
    month: u32,
    year: u32,
    hour: u32,
    half_hour: u32,
    minute: u32,
    second: u32,
    is_late: bool,
}

impl Pattern {
    /// The pattern that a format is; `None` where it has anything else in it.
    pub(super) fn of(format: &str) -> Option<Pattern> {
        let mut items = Vec::new();
        let mut bytes = format.bytes();
        while let Some(byte) = bytes.next() {
            items.push(match byte {
                b'%' => match bytes.next()? {
                    b'd' => Item::Day,
                    b'm' => Item::Month,
                    b'Y' => Item::Year,
                    b'y' => Item::ShortYear,
                    b'H' => Item::Hour,
                    b'I' => Item::HalfHour,
                    b'M' => Item::Minute,
                    b'S' => Item::Second,
                    b'p' => Item::Half,
                    _ => return None,
                },
                b' ' => Item::Space,
                b'.' | b'/' | b'-' | b':' | b',' | b'T' => Item::Sign(byte),
                _ => return None,
            });
        }
        let count = |item: Item| items.iter().filter(|own| **own == item).count();
        let (hours, half_hours) = (count(Item::Hour), count(Item::HalfHour));
        let has_day = count(Item::Day) == 1 && count(Item::Month) == 1;
        let has_year = count(Item::Year) + count(Item::ShortYear) == 1;
        let has_clock = hours + half_hours == 1 && count(Item::Minute) == 1 && count(Item::Second) <= 1;
        let has_none = hours + half_hours + count(Item::Minute) + count(Item::Second) == 0;
        let is_whole = has_day && has_year && (has_clock || has_none) && half_hours == count(Item::Half);
        is_whole.then_some(Pattern { items })
    }

    /// Reads a text that has no space around it.
    pub(super) fn read(&self, text: &str) -> Fit {
        let mut parts = Parts::default();
        let mut rest = text.as_bytes();
        for item in &self.items {
            let (most, least, greatest) = match item {
                Item::Space => {
                    while let Some((b' ', after)) = rest.split_first() {
                        rest = after;
                    }
                    if rest.first().is_some_and(u8::is_ascii_whitespace) {
                        return Fit::Unsure;
                    }
                    continue;
                }
                Item::Sign(sign) => match rest.split_first() {
                    Some((first, after)) if first == sign => {
                        rest = after;
                        continue;
                    }
                    Some((first, _)) if !first.is_ascii() => return Fit::Unsure,
                    _ => return Fit::None,
                },
                Item::Half => {
                    let Some((half, after)) = rest.split_at_checked(2) else { return Fit::None };
                    parts.is_late = match half {
                        _ if half.eq_ignore_ascii_case(b"am") => false,
                        _ if half.eq_ignore_ascii_case(b"pm") => true,
                        _ => return Fit::Unsure,
                    };
                    rest = after;
                    continue;
                }
                Item::Day => (2, 1, 31),
                Item::Month => (2, 1, 12),
                Item::Year => (4, 0, 9999),
                Item::ShortYear => (2, 0, 99),
                Item::Hour => (2, 0, 23),
                Item::HalfHour => (2, 1, 12),
                Item::Minute => (2, 0, 59),
                Item::Second => (2, 0, 60),
            };
            let length = rest.iter().take(most).take_while(|byte| byte.is_ascii_digit()).count();
            let (digits, after) = rest.split_at_checked(length).unwrap_or((rest, &[]));
            if digits.is_empty() {
                // A year may have a sign, and space may stand before any number.
                return if after.is_empty() { Fit::None } else { Fit::Unsure };
            }
            rest = after;
            let number = digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
            if number < least || number > greatest {
                return Fit::None;
            }
            match item {
                Item::Day => parts.day = number,
                Item::Month => parts.month = number,
                Item::Year => parts.year = number,
                Item::ShortYear if length < 2 => return Fit::Unsure,
                Item::ShortYear => parts.year = number + if number < 70 { 2000 } else { 1900 },
                Item::Hour => parts.hour = number,
                Item::HalfHour => parts.half_hour = number,
                Item::Minute => parts.minute = number,
                _ => parts.second = number,
            }
        }
        if rest.is_empty() { self.made(&parts) } else { Fit::None }
    }

    fn made(&self, parts: &Parts) -> Fit {
        let year = i32::try_from(parts.year).unwrap_or_default();
        let Some(day) = NaiveDate::from_ymd_opt(year, parts.month, parts.day) else { return Fit::None };
        if !self.items.contains(&Item::Minute) {
            return Fit::Day(day);
        }
        let hour = match parts.half_hour {
            0 => parts.hour,
            hour => hour % 12 + if parts.is_late { 12 } else { 0 },
        };
        // The second after the 59th is one that is put in.
        match day.and_hms_opt(hour, parts.minute, parts.second) {
            Some(moment) => Fit::Moment(moment),
            None => Fit::Unsure,
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use chrono::NaiveDateTime;

    use super::{Fit, Pattern};

    const FORMATS: [&str; 9] = [
        "%d.%m.%Y",
        "%m/%d/%Y",
        "%m/%d/%y",
        "%Y-%m-%d",
        "%d.%m.%Y %H:%M",
        "%m/%d/%Y %I:%M %p",
        "%m/%d/%y %I:%M %p",
        "%Y-%m-%dT%H:%M:%S",
        "%d%m%Y",
    ];

    /// What `chrono` says.
    fn other(text: &str, format: &str) -> Fit {
        match NaiveDateTime::parse_from_str(text, format) {
            Ok(moment) => Fit::Moment(moment),
            Err(_) => NaiveDate::parse_from_str(text, format).map_or(Fit::None, Fit::Day),
        }
    }

    #[test]
    fn texts_are_what_they_are_otherwise() {
        let days = ["1", "03", "31", "32", "0", "", "x", "-1", " 4", "123", "é"];
        let years = ["2026", "26", "7", "0999", "99999", "+2026", "", "70"];
        let clocks = ["", " 10:20", " 9:05 PM", " 12:00 AM", " 24:00", " 10:60", "T10:20:60", "T10:20:30", "  1:02pm"];
        let mut sure = 0;
        for format in FORMATS {
            let pattern = Pattern::of(format).unwrap();
            for day in days {
                for year in years {
                    for clock in clocks {
                        for text in [
                            format!("{day}.11.{year}{clock}"),
                            format!("11/{day}/{year}{clock}"),
                            format!("{year}-2-{day}{clock}"),
                            format!("{day}/{year}"),
                            format!("{day}11{year}"),
                        ] {
                            let text = text.trim();
                            let read = pattern.read(text);
                            if read != Fit::Unsure {
                                sure += 1;
                                assert_eq!(read, other(text, format), "{text} as {format}");
                            }
                        }
                    }
                }
            }
        }
        assert!(sure > 20_000, "{sure}");
        for format in ["%d %b %Y", "%H:%M", "%d.%m", "%Y-%m-%d %I:%M", "%d.%m.%Y %H", "%+", "%Y%", "%d日"] {
            assert!(Pattern::of(format).is_none(), "{format}");
        }
    }
}
