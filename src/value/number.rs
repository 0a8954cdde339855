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
    shown_to(number, 6)
}

/// A share as a percent for people: whole where four places after the point say it all, else two, four where two would look whole.
///
/// What is shortened is marked with `…`, so that 15.00004% is never taken for 15%.
pub fn show_percent(share: Decimal) -> String {
    let Some(percent) = share.checked_mul(Decimal::ONE_HUNDRED) else { return show_number(share) };
    let is_short = percent.round_dp(4) == percent;
    let looks_whole = percent.round_dp(2).fract().is_zero();
    format!("{}%", shown_to(percent, if is_short || looks_whole { 4 } else { 2 }))
}

fn shown_to(number: Decimal, places: u32) -> String {
    let shown = number.round_dp(places).normalize();
    let text = shown.abs().to_string();
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), ""), |(whole, fraction)| (whole, fraction));
    let mut grouped = String::with_capacity(text.len() + 8);
    if shown.is_sign_negative() && !shown.is_zero() {
        grouped.push('-');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if !fraction.is_empty() {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    if shown != number {
        grouped.push('…');
    }
    grouped
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
