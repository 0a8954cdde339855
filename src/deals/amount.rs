use crate::deals::node::Node;
use crate::deals::node::Shape;
use crate::deals::number::half_width;
use crate::deals::number::number;
use crate::deals::number::plain_number;
use crate::value::Currency;
use crate::value::Decimal;
use crate::value::Money;
use crate::value::Value;
use crate::value::mapping::CellUnit;
use crate::value::scaled;

/// Currencies that `$` stands for at home.
const DOLLARS: [&str; 8] = ["USD", "AUD", "CAD", "HKD", "NZD", "SGD", "TWD", "MXN"];

/// Reads an amount: `1500`, `1500 CNY`, `$1,500.00`, `12.5万元`; or says why it cannot be one.
///
/// `unit` is what the mapping says a number means, `home` the playbook's currency.
pub(super) fn money(text: &str, unit: Option<CellUnit>, home: Option<Currency>) -> Result<Money, &'static str> {
    if let Some(amount) = plain_number(text) {
        return with_unit(amount, false, None, unit, home);
    }
    let text = half_width(text);
    let (negative, text) = match text.trim().strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.trim()),
    };
    let expected = unit.and_then(|unit| unit.currency).or(home);
    let from = text.find(|letter: char| letter.is_ascii_digit() || matches!(letter, '-' | '.')).ok_or("")?;
    let (head, rest) = text.split_at_checked(from).ok_or("")?;
    let until = end_of_number(rest);
    let (digits, tail) = rest.split_at_checked(until).ok_or("")?;
    if negative && digits.starts_with(['-', '+']) {
        return Err("");
    }
    let (scale, tail) = scale_of(tail.trim());
    let named = match (head.trim(), tail.trim()) {
        ("", "") => None,
        (word, "") | ("", word) => Some(currency(word, expected)?),
        (head, tail) => {
            let (head, tail) = (currency(head, expected)?, currency(tail, expected)?);
            (head == tail).then_some(Some(head)).ok_or("it names two currencies")?
        }
    };
    let amount = number(digits).ok_or("")?.checked_mul(scale).ok_or("the amount is too large")?;
    let amount = if negative { -amount } else { amount };
    with_unit(amount, scale != Decimal::ONE, named, unit, home)
}

/// Reads an amount that is a record: `{ amount: 1500, currency: CNY }`.
pub(super) fn money_record(
    node: &Node<'_>,
    unit: Option<CellUnit>,
    home: Option<Currency>,
) -> Result<Value, &'static str> {
    let part = |name: &str| node.get(name).and_then(|node| node.text());
    let Some(amount) = part("amount") else {
        let is_blank = node.entries().all(|(_, node)| matches!(node.shape(), Shape::Blank));
        return if is_blank { Ok(Value::ABSENT) } else { Err("it has no `amount`") };
    };
    let amount = number(&half_width(&amount)).ok_or("its `amount` is not a number")?;
    let named = match part("currency") {
        Some(word) => Some(currency(&word, unit.and_then(|unit| unit.currency).or(home))?),
        None => None,
    };
    with_unit(amount, false, named, unit, home).map(Value::Money)
}

/// Puts amount, named currency and the mapping's unit together.
fn with_unit(
    amount: Decimal,
    is_scaled: bool,
    named: Option<Currency>,
    unit: Option<CellUnit>,
    home: Option<Currency>,
) -> Result<Money, &'static str> {
    let factor = unit.map_or(Decimal::ONE, |unit| unit.factor);
    if factor != Decimal::ONE && (is_scaled || named.is_some()) {
        return Err("it names a unit of its own, and the mapping names another");
    }
    let mapped = unit.and_then(|unit| unit.currency);
    if let (Some(named), Some(mapped)) = (named, mapped)
        && named != mapped
    {
        return Err("it names another currency than the mapping");
    }
    let currency = named.or(mapped).or(home).ok_or("no currency is named, and the playbook has none")?;
    let amount = amount.checked_mul(factor).ok_or("the amount is too large")?;
    Ok(Money { amount, currency })
}

fn end_of_number(text: &str) -> usize {
    let is_digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at) {
        let goes_on = match byte {
            b'0'..=b'9' | b'.' | b',' | b'_' => true,
            b'-' | b'+' => at == 0 || matches!(text.as_bytes().get(at - 1), Some(b'e' | b'E')),
            // `1e6` has an exponent, `1 EUR` and `1EUR` have not.
            b'e' | b'E' => {
                is_digit(at + 1) || (matches!(text.as_bytes().get(at + 1), Some(b'-' | b'+')) && is_digit(at + 2))
            }
            _ => false,
        };
        if !goes_on {
            break;
        }
        at += 1;
    }
    at
}

/// `万元` is ten thousand and `元`.
fn scale_of(tail: &str) -> (Decimal, &str) {
    for suffix in ["万", "亿", "k", "M", "B"] {
        let Some(rest) = tail.strip_prefix(suffix) else { continue };
        // `MXN` is a currency, not a million of something.
        if rest.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
            continue;
        }
        if let Some(factor) = scaled(suffix) {
            return (factor, rest);
        }
    }
    (Decimal::ONE, tail)
}

/// The currency that a sign or a word stands for.
fn currency(word: &str, expected: Option<Currency>) -> Result<Currency, &'static str> {
    let one_of =
        |known: &[&str], why: &'static str| expected.filter(|currency| known.contains(&currency.code())).ok_or(why);
    let code = match word.trim() {
        "¥" => return one_of(&["CNY", "JPY"], "`¥` stands for CNY and for JPY"),
        "$" => return one_of(&DOLLARS, "`$` stands for the dollars of several countries"),
        "元" | "人民币" | "RMB" | "CN¥" => "CNY",
        "美元" | "US$" => "USD",
        "港元" | "HK$" => "HKD",
        "欧元" | "€" => "EUR",
        "日元" | "JP¥" => "JPY",
        "£" => "GBP",
        "₹" => "INR",
        "₩" => "KRW",
        code => code,
    };
    code.parse().map_err(|_| "")
}

#[cfg(test)]
mod tests {
    use super::money;

    #[track_caller]
    fn case(text: &str, home: &str, shown: Option<&str>) {
        assert_eq!(
            money(text, None, home.parse().ok()).ok().map(|money| money.to_string()).as_deref(),
            shown,
            "{text}"
        );
    }

    #[test]
    fn amounts_are_read_where_they_are_clear() {
        case("1500", "CNY", Some("1,500 CNY"));
        case("1500 USD", "CNY", Some("1,500 USD"));
        case("USD1,500.50", "", Some("1,500.5 USD"));
        case("-$1,234.50", "USD", Some("-1,234.5 USD"));
        case("$-5", "USD", Some("-5 USD"));
        case("12.5万元", "", Some("125,000 CNY"));
        case("3亿", "CNY", Some("300,000,000 CNY"));
        case("￥１，２３４", "CNY", Some("1,234 CNY"));
        case("2M MXN", "", Some("2,000,000 MXN"));
        case("2 MXN", "", Some("2 MXN"));
        case("1e6EUR", "", Some("1,000,000 EUR"));
        case("1EUR", "", Some("1 EUR"));
        case("¥5", "USD", None);
        case("$5", "CNY", None);
        case("USD 5 CNY", "", None);
        case("5", "", None);
        case("--5", "CNY", None);
        case("about 5", "CNY", None);
        case("1.234,50", "EUR", None);
        case("", "CNY", None);
    }
}
