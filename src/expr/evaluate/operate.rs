//! Arithmetic on values. Conditions, modules and the reference all compute here.

use chrono::NaiveDate;

use crate::expr::tree::Operator;
use crate::value::Calendar;
use crate::value::Currency;
use crate::value::Decimal;
use crate::value::Duration;
use crate::value::Exchange;
use crate::value::Gap;
use crate::value::Moment;
use crate::value::Money;
use crate::value::Unit;
use crate::value::Value;

/// What arithmetic needs to know beside the values.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// Which days are worked.
    pub calendar: &'a Calendar,
    /// What amounts in two currencies meet through.
    pub exchange: Exchange<'a>,
}

/// Two values put together; a gap where there is no result.
///
/// Of two currencies the right amount is converted into the left one's by the rate of the day of judgement.
/// Only nothing needs no rate: it is nothing in every currency, and the sum has the other one's.
pub fn compute(how: Operator, left: &Value, right: &Value, ground: Ground<'_>) -> Value {
    match (left, right) {
        (Value::Missing(gap), _) | (_, Value::Missing(gap)) => Value::Missing(*gap),
        _ => known(how, left, right, ground).unwrap_or_else(Value::Missing),
    }
}

/// A value with its sign turned.
pub fn minus(value: &Value) -> Value {
    match value {
        Value::Number(number) => Value::Number(-*number),
        Value::Money(money) => Value::Money(Money { amount: -money.amount, currency: money.currency }),
        Value::Duration(length) => match length.count.checked_neg() {
            Some(count) => Value::Duration(Duration { count, unit: length.unit }),
            None => Value::Missing(Gap::OutOfRange),
        },
        Value::Missing(gap) => Value::Missing(*gap),
        _ => Value::Missing(Gap::Unreadable),
    }
}

/// An amount in a currency, by the rate of the day.
pub fn in_currency(amount: &Value, currency: &Value, exchange: Exchange<'_>) -> Result<Value, Gap> {
    match (amount, currency) {
        (Value::Missing(gap), _) | (_, Value::Missing(gap)) => Err(*gap),
        (Value::Money(money), Value::Text(code)) => {
            let to: Currency = code.parse().map_err(|_| Gap::Unreadable)?;
            if money.amount.is_zero() {
                return Ok(Value::Money(Money { amount: money.amount, currency: to }));
            }
            exchange.convert(*money, to).map(Value::Money).ok_or(Gap::NoRate)
        }
        _ => Err(Gap::Unreadable),
    }
}

fn known(how: Operator, left: &Value, right: &Value, ground: Ground<'_>) -> Result<Value, Gap> {
    let Ground { calendar, exchange } = ground;
    use Operator::Add;
    use Operator::Divide;
    use Operator::Multiply;
    use Operator::Subtract;
    let add = |length: &Duration| if how == Subtract { turned(*length) } else { Ok(*length) };
    match (how, left, right) {
        (_, Value::Number(a), Value::Number(b)) => decimal(how, *a, *b).map(Value::Number),
        (Add | Subtract, Value::Money(a), Value::Money(b)) => {
            // Nothing is nothing in every currency.
            let (b, currency) = match (a.currency == b.currency, a.amount.is_zero(), b.amount.is_zero()) {
                (true, ..) | (_, _, true) => (*b, a.currency),
                (_, true, _) => (*b, b.currency),
                _ => (exchange.convert(*b, a.currency).ok_or(Gap::NoRate)?, a.currency),
            };
            Ok(Value::Money(Money { amount: decimal(how, a.amount, b.amount)?, currency }))
        }
        (Divide, Value::Money(a), Value::Money(b)) if b.amount.is_zero() => {
            let _ = a;
            Err(Gap::DividedByZero)
        }
        (Divide, Value::Money(a), Value::Money(b)) if a.amount.is_zero() => {
            decimal(how, a.amount, b.amount).map(Value::Number)
        }
        (Divide, Value::Money(a), Value::Money(b)) => {
            let (a, b) = exchange.alike(*a, *b).ok_or(Gap::NoRate)?;
            decimal(how, a, b).map(Value::Number)
        }
        (Multiply | Divide, Value::Money(a), Value::Number(b)) => {
            Ok(Value::Money(Money { amount: decimal(how, a.amount, *b)?, currency: a.currency }))
        }
        (Multiply, Value::Number(a), Value::Money(b)) => {
            Ok(Value::Money(Money { amount: decimal(how, *a, b.amount)?, currency: b.currency }))
        }
        (Add, Value::Text(a), Value::Text(b)) => Ok(Value::Text(format!("{a}{b}").into())),
        (Add | Subtract, Value::Date(day), Value::Duration(length)) => later_day(*day, add(length)?, calendar),
        (Add, Value::Duration(length), Value::Date(day)) => later_day(*day, *length, calendar),
        (Add | Subtract, Value::Moment(at), Value::Duration(length)) => later(*at, add(length)?, calendar),
        (Add, Value::Duration(length), Value::Moment(at)) => later(*at, *length, calendar),
        (Subtract, Value::Date(_) | Value::Moment(_), Value::Date(_) | Value::Moment(_)) => {
            between(left, right).map(Value::Duration)
        }
        (Add | Subtract, Value::Duration(a), Value::Duration(b)) => lengths(*a, add(b)?).map(Value::Duration),
        (Multiply, Value::Duration(length), Value::Number(times))
        | (Multiply, Value::Number(times), Value::Duration(length)) => {
            let times = i64::try_from(times.normalize()).map_err(|_| Gap::OutOfRange)?;
            let count = length.count.checked_mul(times).ok_or(Gap::OutOfRange)?;
            Ok(Value::Duration(Duration { count, unit: length.unit }))
        }
        _ => Err(Gap::Unreadable),
    }
}

fn decimal(how: Operator, a: Decimal, b: Decimal) -> Result<Decimal, Gap> {
    match how {
        Operator::Divide | Operator::Remainder if b.is_zero() => Err(Gap::DividedByZero),
        Operator::Add => a.checked_add(b).ok_or(Gap::OutOfRange),
        Operator::Subtract => a.checked_sub(b).ok_or(Gap::OutOfRange),
        Operator::Multiply => a.checked_mul(b).ok_or(Gap::OutOfRange),
        Operator::Divide => a.checked_div(b).ok_or(Gap::OutOfRange),
        Operator::Remainder => a.checked_rem(b).ok_or(Gap::OutOfRange),
    }
}

fn turned(length: Duration) -> Result<Duration, Gap> {
    let count = length.count.checked_neg().ok_or(Gap::OutOfRange)?;
    Ok(Duration { count, unit: length.unit })
}

fn later_day(day: NaiveDate, length: Duration, calendar: &Calendar) -> Result<Value, Gap> {
    whole_days(length)?;
    calendar.add(day, length).map(Value::Date).ok_or(Gap::OutOfRange)
}

fn later(at: Moment, length: Duration, calendar: &Calendar) -> Result<Value, Gap> {
    if matches!(at, Moment::Day(_)) {
        whole_days(length)?;
    }
    calendar.add_to(at, length).map(Value::Moment).ok_or(Gap::OutOfRange)
}

/// Some time on a day, plus six hours, may be the next day.
fn whole_days(length: Duration) -> Result<(), Gap> {
    let within_days = match length.unit {
        Unit::Seconds => length.count % 86_400 != 0,
        Unit::WorkingSeconds => length.count != 0,
        _ => false,
    };
    if within_days { Err(Gap::SameDay) } else { Ok(()) }
}

/// From the right moment to the left one: seconds where both are exact, else days.
fn between(left: &Value, right: &Value) -> Result<Duration, Gap> {
    if let (Value::Moment(Moment::At(left)), Value::Moment(Moment::At(right))) = (left, right) {
        return Ok(Duration::new((*left - *right).num_seconds(), Unit::Seconds));
    }
    Ok(Duration::new((day(left)? - day(right)?).num_days(), Unit::Days))
}

/// The day of a date or moment.
pub fn day(value: &Value) -> Result<NaiveDate, Gap> {
    match value {
        Value::Date(day) => Ok(*day),
        Value::Moment(at) => Ok(at.day()),
        Value::Missing(gap) => Err(*gap),
        _ => Err(Gap::Unreadable),
    }
}

fn lengths(a: Duration, b: Duration) -> Result<Duration, Gap> {
    let seconds = |length: Duration| match length.unit {
        Unit::Days => length.count.checked_mul(86_400).ok_or(Gap::OutOfRange),
        _ => Ok(length.count),
    };
    let (a, b, unit) = match (a.unit, b.unit) {
        (left, right) if left == right => (a.count, b.count, left),
        (Unit::Days, Unit::Seconds) | (Unit::Seconds, Unit::Days) => (seconds(a)?, seconds(b)?, Unit::Seconds),
        _ => return Err(Gap::UnlikeUnits),
    };
    Ok(Duration { count: a.checked_add(b).ok_or(Gap::OutOfRange)?, unit })
}
