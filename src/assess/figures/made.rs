use crate::assess::figures::order::sorted;
use crate::model::Aggregate;
use crate::value::Currency;
use crate::value::Decimal;
use crate::value::Exchange;
use crate::value::Gap;
use crate::value::Money;
use crate::value::Value;

/// What the members of a group come to.
pub(super) fn made(
    of: &Aggregate,
    (count, values): (u64, Vec<Value>),
    own: Option<Currency>,
    exchange: Exchange<'_>,
) -> Value {
    match of {
        Aggregate::Count => Value::Number(Decimal::from(count)),
        // What each member has of its own.
        Aggregate::Rank(_) | Aggregate::Others(_) => Value::Missing(Gap::EmptyList),
        Aggregate::Sum(_) => sum(&values, own, exchange).unwrap_or_else(Value::Missing),
        Aggregate::Mean(_) => {
            let mean = sum(&values, own, exchange).and_then(|sum| {
                let divide = |sum: Decimal| sum.checked_div(Decimal::from(count)).ok_or(Gap::DividedByZero);
                Ok(match sum {
                    Value::Money(money) => Value::Money(Money { amount: divide(money.amount)?, ..money }),
                    Value::Number(number) => Value::Number(divide(number)?),
                    other => other,
                })
            });
            mean.unwrap_or_else(Value::Missing)
        }
        Aggregate::Least(_) => nth(values, |_| 0, exchange),
        Aggregate::Most(_) => nth(values, |count| count.saturating_sub(1), exchange),
        Aggregate::Percentile(place, _) => nth(values, |count| rank(*place, count), exchange),
        Aggregate::Top(count, _) => {
            let top = sorted(values, exchange).and_then(|values| {
                let rest = values.len().saturating_sub(*count);
                sum(values.get(rest..).unwrap_or_default(), own, exchange)
            });
            top.unwrap_or_else(Value::Missing)
        }
    }
}

/// What is added up as plain numbers, and the currency where they are amounts.
pub(super) fn amounts(
    values: &[Value],
    own: Option<Currency>,
    exchange: Exchange<'_>,
) -> Result<(Vec<Decimal>, Option<Currency>), Gap> {
    let first = values.iter().find_map(|value| match value {
        Value::Money(money) => Some(*money),
        _ => None,
    });
    let currency = first.map(|first| {
        own.and_then(|own| exchange.convert(first, own)).map_or(first.currency, |converted| converted.currency)
    });
    let amount = |value: &Value| match (value, currency) {
        (Value::Money(money), Some(currency)) => {
            exchange.convert(*money, currency).map(|money| money.amount).ok_or(Gap::NoRate)
        }
        (Value::Number(number), None) => Ok(*number),
        _ => Err(Gap::Unreadable),
    };
    Ok((values.iter().map(amount).collect::<Result<_, Gap>>()?, currency))
}

/// Amounts are added in the playbook's own currency, where the first of them can be brought to it.
pub(super) fn sum(values: &[Value], own: Option<Currency>, exchange: Exchange<'_>) -> Result<Value, Gap> {
    let mut total: Option<Value> = None;
    for value in values {
        total = Some(match (total, value) {
            (None, Value::Money(first)) => {
                Value::Money(own.and_then(|own| exchange.convert(*first, own)).unwrap_or(*first))
            }
            (None, first) => first.clone(),
            (Some(Value::Number(a)), Value::Number(b)) => Value::Number(a.checked_add(*b).ok_or(Gap::OutOfRange)?),
            (Some(Value::Money(a)), Value::Money(b)) => {
                let b = exchange.convert(*b, a.currency).ok_or(Gap::NoRate)?;
                Value::Money(Money { amount: a.amount.checked_add(b.amount).ok_or(Gap::OutOfRange)?, ..a })
            }
            _ => return Err(Gap::Unreadable),
        });
    }
    total.ok_or(Gap::EmptyList)
}

/// A value by its place in the order; unknown where two of the values do not compare.
fn nth(values: Vec<Value>, place: impl Fn(usize) -> usize, exchange: Exchange<'_>) -> Value {
    let sorted = match sorted(values, exchange) {
        Ok(sorted) => sorted,
        Err(gap) => return Value::Missing(gap),
    };
    let at = place(sorted.len());
    sorted.into_iter().nth(at).unwrap_or(Value::Missing(Gap::EmptyList))
}

/// The place of a percentile by the nearest rank: the smallest that so many hundredths of the values reach.
fn rank(place: Decimal, count: usize) -> usize {
    let share = Decimal::from(count).checked_mul(place).and_then(|it| it.checked_div(Decimal::ONE_HUNDRED));
    let rank = share.map(|share| share.ceil()).and_then(|rank| usize::try_from(rank).ok()).unwrap_or(1);
    rank.max(1).min(count.max(1)) - 1
}
