use chrono::NaiveDate;
use compact_str::CompactString;

use crate::value::Currency;
use crate::value::Decimal;
use crate::value::Exchange;
use crate::value::Gap;
use crate::value::Moment;
use crate::value::Value;

/// Values from the smallest.
pub(super) fn sorted(values: Vec<Value>, exchange: Exchange<'_>) -> Result<Vec<Value>, Gap> {
    let currency = values.iter().find_map(|value| match value {
        Value::Money(money) => Some(money.currency),
        _ => None,
    });
    let keyed = values.into_iter().map(|value| Ok((Order::of(&value, currency, exchange)?, value)));
    let mut keyed = keyed.collect::<Result<Vec<(Order, Value)>, Gap>>()?;
    keyed.sort_by(|(a, _), (b, _)| a.cmp(b));
    if let (Some((Order::Length(a, _), _)), Some((Order::Length(b, _), _))) = (keyed.first(), keyed.last())
        && a != b
    {
        return Err(Gap::UnlikeUnits);
    }
    Ok(keyed.into_iter().map(|(_, value)| value).collect())
}

/// Where a member stands in the order of its group: by its value, its deal and its place in a list.
pub(super) type Place = (Order, CompactString, usize);

/// Members from the smallest value, those of one value by deal and place; and the currency that amounts are compared in.
pub(super) fn ordered(
    members: Vec<(Value, CompactString, usize)>,
    exchange: Exchange<'_>,
) -> Result<(Vec<Place>, Option<Currency>), Gap> {
    let mut currencies: Vec<Currency> = members.iter().filter_map(|(value, ..)| currency(value)).collect();
    // The order of rows must not matter.
    currencies.sort_by_key(|currency| currency.to_string());
    let currency = currencies.first().copied();
    let placed = members.into_iter().map(|(value, id, item)| Ok((Order::of(&value, currency, exchange)?, id, item)));
    let mut placed = placed.collect::<Result<Vec<Place>, Gap>>()?;
    placed.sort();
    match (placed.first(), placed.last()) {
        (Some((Order::Length(a, _), ..)), Some((Order::Length(b, _), ..))) if a != b => Err(Gap::UnlikeUnits),
        _ => Ok((placed, currency)),
    }
}

fn currency(value: &Value) -> Option<Currency> {
    match value {
        Value::Money(money) => Some(money.currency),
        _ => None,
    }
}

/// What values are put in order by. A moment that is known only by its day comes before the others of that day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Order {
    Number(Decimal),
    Day(NaiveDate, i64),
    /// The unit first: lengths in different units have no order.
    Length(String, i64),
}

impl Order {
    pub fn of(value: &Value, currency: Option<Currency>, exchange: Exchange<'_>) -> Result<Order, Gap> {
        Ok(match (value, currency) {
            (Value::Number(number), _) => Order::Number(*number),
            (Value::Money(money), Some(currency)) => {
                Order::Number(exchange.convert(*money, currency).ok_or(Gap::NoRate)?.amount)
            }
            (Value::Date(day), _) => Order::Day(*day, 0),
            (Value::Moment(Moment::Day(day)), _) => Order::Day(*day, 0),
            (Value::Moment(Moment::At(at)), _) => Order::Day(at.date_naive(), at.timestamp()),
            (Value::Duration(length), _) => Order::Length(format!("{:?}", length.unit), length.count),
            _ => return Err(Gap::Unreadable),
        })
    }
}
