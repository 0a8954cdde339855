use std::borrow::Cow;

use crate::value::Decimal;

/// Full-width digits and signs as their plain counterparts.
pub(super) fn half_width(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let plain = |letter: char| match letter {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(letter) - u32::from('\u{ff01}') + u32::from('!')).unwrap_or(letter)
        }
        '￥' => '¥',
        '\u{2212}' => '-',
        '\u{3000}' | '\u{a0}' | '\u{202f}' => ' ',
        other => other,
    };
    Cow::Owned(text.chars().map(plain).collect())
}

/// An exact number as data writes it: `1500`, `1,500.50`, `-1.5e3`. Never rounded: what does not fit is `None`.
pub(super) fn number(text: &str) -> Option<Decimal> {
    plain_number(text).or_else(|| any_number(text))
}

/// A number that is nothing but a sign, a few digits and a point between them, as most are; `None` for any other text.
pub(super) fn plain_number(text: &str) -> Option<Decimal> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    // Eighteen digits fit 64 bits.
    if whole.is_empty() || fraction.is_empty() || whole.len() + fraction.len() > 18 {
        return None;
    }
    let fraction = fraction.trim_end_matches('0');
    let mut number: i64 = 0;
    for byte in whole.bytes().chain(fraction.bytes()) {
        if !byte.is_ascii_digit() {
            return None;
        }
        number = number * 10 + i64::from(byte - b'0');
    }
    let places = u32::try_from(fraction.len()).ok()?;
    Some(Decimal::new(if negative { -number } else { number }, places))
}

/// A number however it is written.
fn any_number(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => (text.get(..at)?, text.get(at + 1..)?.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let negative = mantissa.starts_with('-');
    let digits = mantissa.strip_prefix(['-', '+']).unwrap_or(mantissa);
    let amount = shifted(unsigned(digits)?, exponent)?;
    Some(if negative && !amount.is_zero() { -amount } else { amount })
}

fn unsigned(digits: &str) -> Option<Decimal> {
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, fraction),
        None if digits.is_empty() => return None,
        None => (digits, "0"),
    };
    let whole = without_separators(whole)?;
    let well_formed = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !well_formed(fraction) || !(whole.is_empty() || well_formed(&whole)) {
        return None;
    }
    let whole = if whole.is_empty() { "0" } else { &whole };
    match fraction.trim_end_matches('0') {
        "" => Decimal::from_str_exact(whole).ok(),
        fraction => Decimal::from_str_exact(&format!("{whole}.{fraction}")).ok(),
    }
}

/// Takes out thousands separators, where they stand before groups of three; `_` as the language has it.
fn without_separators(whole: &str) -> Option<Cow<'_, str>> {
    let Some(separator) = whole.chars().find(|letter| matches!(letter, ',' | '_')) else {
        return Some(Cow::Borrowed(whole));
    };
    let mut groups = whole.split(separator);
    let first = groups.next()?;
    let sound = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    sound.then(|| Cow::Owned(whole.replace(separator, "")))
}

/// Moves the decimal point.
fn shifted(amount: Decimal, exponent: i32) -> Option<Decimal> {
    let mut amount = amount.normalize();
    if amount.is_zero() || exponent == 0 {
        return Some(amount);
    }
    // A decimal has 28 digits on either side of its point.
    if exponent.unsigned_abs() > 56 {
        return None;
    }
    for _ in 0..exponent.max(0) {
        amount = amount.checked_mul(Decimal::TEN)?.normalize();
    }
    let scale = amount.scale() + if exponent < 0 { exponent.unsigned_abs() } else { 0 };
    amount.set_scale(scale).ok()?;
    Some(amount)
}

/// A percent: `15%` is 0.15; a number without the sign is as it stands.
pub(super) fn percent(text: &str) -> Option<(Decimal, Sign)> {
    match text.trim().strip_suffix('%') {
        Some(digits) => Some((number(digits)?.checked_mul(Decimal::new(1, 2))?, Sign::Written)),
        None => Some((number(text)?, Sign::Absent)),
    }
}

/// Whether a percent has its sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Written,
    Absent,
}

#[cfg(test)]
mod tests {
    use super::{any_number, half_width, number, plain_number};

    #[track_caller]
    fn case(text: &str, shown: Option<&str>) {
        assert_eq!(number(&half_width(text)).map(|number| number.to_string()).as_deref(), shown, "{text}");
    }

    #[test]
    fn numbers_are_exact_or_not_at_all() {
        case("1500", Some("1500"));
        case(" 1,234,567.50 ", Some("1234567.5"));
        case("1_000", Some("1000"));
        case("１，２３４．５", Some("1234.5"));
        case(".5", Some("0.5"));
        case("-1.5e3", Some("-1500"));
        case("1E+2", Some("100"));
        case("15e-4", Some("0.0015"));
        case("-0", Some("0"));
        case("0.10000000000000000000000000000000000", Some("0.1"));
        case("0.10000000000000000000000000000000001", None);
        case("1e99999999999", None);
        case("1e-40", None);
        case("1e56", None);
        case("1.234,50", None);
        case("12,34", None);
        case("1 500", None);
        case("--1", None);
        case("", None);
        case("-", None);
        case(".", None);
        case("NaN", None);
        case("0x10", None);
    }

    #[test]
    fn plain_numbers_are_what_they_are_otherwise() {
        let parts = ["0", "7", "10", "007", "1500", "999999999", "123456789012345678", "", "x", "1,5", " 1", "-"];
        for sign in ["", "-", "+", "--"] {
            for whole in parts {
                for fraction in [None].into_iter().chain(parts.map(Some)) {
                    let text = match fraction {
                        Some(fraction) => format!("{sign}{whole}.{fraction}"),
                        None => format!("{sign}{whole}"),
                    };
                    if let Some(plain) = plain_number(&text) {
                        let any = any_number(&text).map(|any| (any, any.to_string()));
                        assert_eq!(any, Some((plain, plain.to_string())), "{text}");
                    }
                }
            }
        }
        assert!(plain_number("12.50").is_some() && plain_number("-3").is_some());
    }
}
