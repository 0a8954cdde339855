use std::fmt;
use std::fmt::Write;

use crate::value::Decimal;

/// Reads a number as the language writes it: digits, `_` between them, a decimal point, a sign.
///
/// Returns `None` for anything else, and for numbers of more than 28 digits.
pub fn parse_number(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let well_formed = digits.starts_with(|first: char| first.is_ascii_digit())
        && digits.ends_with(|last: char| last.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'_')
        && !digits.contains("__")
        && !digits.contains("_.")
        && !digits.contains("._");
    if !well_formed {
        return None;
    }
    let plain: std::borrow::Cow<'_, str> = if text.contains('_') { text.replace('_', "").into() } else { text.into() };
    Decimal::from_str_exact(plain.strip_prefix('+').unwrap_or(&plain)).ok()
}

/// What a suffix behind a number multiplies it by: `k`, `M`, `B`, `万`, `亿`.
pub fn scaled(suffix: &str) -> Option<Decimal> {
    let factor: u64 = match suffix {
        "" => 1,
        "k" => 1_000,
        "万" => 10_000,
        "M" => 1_000_000,
        "亿" => 100_000_000,
        "B" => 1_000_000_000,
        _ => return None,
    };
    Some(Decimal::from(factor))
}

/// A number for people: thousands apart, no needless zeros, at most six places after the point.
///
/// A number with more places is shortened and marked with `…`, so that no rounded figure is taken for an exact one.
pub fn show_number(number: Decimal) -> String {
    let mut text = String::new();
    // Writing to a text does not fail.
    let _ = push_number(&mut text, number);
    text
}

/// The same, put behind a text.
pub fn push_number(out: &mut impl Write, number: Decimal) -> fmt::Result {
    push_to(out, number, 6)
}

/// A share as a percent for people: whole where four places after the point say it all, else two, four where two would look whole.
///
/// What is shortened is marked with `…`, so that 15.00004% is never taken for 15%.
pub fn show_percent(share: Decimal) -> String {
    let mut text = String::new();
    // Writing to a text does not fail.
    let _ = push_percent(&mut text, share);
    text
}

/// The same, put behind a text.
pub fn push_percent(out: &mut impl Write, share: Decimal) -> fmt::Result {
    let Some(percent) = share.checked_mul(Decimal::ONE_HUNDRED) else { return push_number(out, share) };
    let is_short = percent.round_dp(4) == percent;
    let looks_whole = percent.round_dp(2).fract().is_zero();
    push_to(out, percent, if is_short || looks_whole { 4 } else { 2 })?;
    out.write_char('%')
}

/// The most characters of a decimal: 96 bits are 29 digits, there may be as many zeros before them as it has places,
/// and every third of them has a comma.
const CHARACTERS: usize = 96;

fn push_to(out: &mut impl Write, number: Decimal, places: u32) -> fmt::Result {
    let shown = number.round_dp(places).normalize();
    let mut text = [0; CHARACTERS];
    let mut start = CHARACTERS;
    let mut put = |byte: u8| {
        start = start.saturating_sub(1);
        if let Some(place) = text.get_mut(start) {
            *place = byte;
        }
    };
    // From the last digit to the first; the point needs one before it.
    let fraction = shown.scale() as usize;
    let mut rest = shown.mantissa().unsigned_abs();
    let mut count = 0;
    while rest > 0 || count <= fraction {
        let whole = count.saturating_sub(fraction);
        if count == fraction && fraction > 0 {
            put(b'.');
        } else if whole > 0 && whole.is_multiple_of(3) {
            put(b',');
        }
        // Most numbers fit 64 bits, whose division is many times faster.
        let digit = match u64::try_from(rest) {
            Ok(small) => {
                rest = (small / 10).into();
                u8::try_from(small % 10)
            }
            Err(_) => {
                let digit = rest % 10;
                rest /= 10;
                u8::try_from(digit)
            }
        };
        put(b'0' + digit.unwrap_or(0));
        count += 1;
    }
    if shown.is_sign_negative() && !shown.is_zero() {
        put(b'-');
    }
    let text = text.get(start..).unwrap_or_default();
    out.write_str(std::str::from_utf8(text).unwrap_or_default())?;
    if shown == number { Ok(()) } else { out.write_char('…') }
}

#[cfg(test)]
mod tests {
    use super::{parse_number, show_number, show_percent};

    #[track_caller]
    fn case(text: &str, shown: Option<&str>) {
        assert_eq!(parse_number(text).map(show_number).as_deref(), shown, "{text}");
    }

    #[test]
    fn numbers_are_exact() {
        case("1_500.50", Some("1,500.5"));
        case("-12", Some("-12"));
        case("1000000", Some("1,000,000"));
        case("0.1", Some("0.1"));
        case("0.00000001", Some("0…"));
        case("1.", None);
        case("_1", None);
        case("1__0", None);
        case("abc", None);
        case("", None);
        case("99999999999999999999999999999999", None);
    }

    #[test]
    fn percents_hide_no_difference() {
        let shown = |share: &str| show_percent(share.parse().unwrap());
        for (share, wanted) in [
            ("0.15", "15%"),
            ("0.155", "15.5%"),
            ("0.2378", "23.78%"),
            ("0.23779", "23.779%"),
            ("0.2377951", "23.78…%"),
            ("0.105001", "10.5001%"),
            ("0.100001", "10.0001%"),
            ("0.1000001", "10…%"),
            ("0.14996", "14.996%"),
            ("-0.05", "-5%"),
            ("12", "1,200%"),
        ] {
            assert_eq!(shown(share), wanted, "{share}");
        }
    }
}
