use std::cmp::Ordering;

use crate::value::{Exchange, Gap, Moment, Value};

/// The order of two values of comparable types, or why it cannot be told.
///
/// Values of types that do not compare give [`Gap::Unreadable`]; the type checker keeps conditions from asking.
pub fn compare(left: &Value, right: &Value) -> Result<Ordering, Gap> {
    compare_by(left, right, Exchange::NONE)
}

/// [`compare`], where amounts in two currencies meet by the rates of a day.
pub fn compare_by(left: &Value, right: &Value, exchange: Exchange<'_>) -> Result<Ordering, Gap> {
    match (left, right) {
        (Value::Missing(gap), _) | (_, Value::Missing(gap)) => Err(*gap),
        (Value::Number(a), Value::Number(b)) => Ok(a.cmp(b)),
        (Value::Money(a), Value::Money(b)) if a.currency == b.currency => Ok(a.amount.cmp(&b.amount)),
        // Nothing is nothing in every currency, so zero needs no rate.
        (Value::Money(a), Value::Money(b)) if a.amount.is_zero() || b.amount.is_zero() => Ok(a.amount.cmp(&b.amount)),
        (Value::Money(a), Value::Money(b)) => exchange.alike(*a, *b).map(|(a, b)| a.cmp(&b)).ok_or(Gap::NoRate),
        (Value::Text(a), Value::Text(b)) => Ok(a.cmp(b)),
        (Value::Date(a), Value::Date(b)) => Ok(a.cmp(b)),
        (Value::Date(a), Value::Moment(b)) => Moment::Day(*a).order(*b).ok_or(Gap::SameDay),
        (Value::Moment(a), Value::Date(b)) => a.order(Moment::Day(*b)).ok_or(Gap::SameDay),
        (Value::Moment(a), Value::Moment(b)) => a.order(*b).ok_or(Gap::SameDay),
        (Value::Duration(a), Value::Duration(b)) => a.order(*b).ok_or(Gap::UnlikeUnits),
        (Value::Choice(a), Value::Choice(b)) => Ok(a.cmp(b)),
        (Value::Bool(a), Value::Bool(b)) => Ok(a.cmp(b)),
        _ => Err(Gap::Unreadable),
    }
}

/// Whether two values are the same, or why that cannot be told.
pub fn equal(left: &Value, right: &Value) -> Result<bool, Gap> {
    equal_by(left, right, Exchange::NONE)
}

/// [`equal`], where amounts in two currencies meet by the rates of a day.
pub fn equal_by(left: &Value, right: &Value, exchange: Exchange<'_>) -> Result<bool, Gap> {
    match (left, right) {
        (Value::List(a), Value::List(b)) => all_equal(a, b, exchange),
        (Value::Record(a), Value::Record(b)) => all_equal(&a.values, &b.values, exchange),
        _ => compare_by(left, right, exchange).map(Ordering::is_eq),
    }
}

/// Two lists that differ anywhere are different, whatever is unknown elsewhere in them.
fn all_equal(left: &[Value], right: &[Value], exchange: Exchange<'_>) -> Result<bool, Gap> {
    if left.len() != right.len() {
        return Ok(false);
    }
    let mut open = None;
    for (a, b) in left.iter().zip(right) {
        match equal_by(a, b, exchange) {
            Ok(true) => {}
            Ok(false) => return Ok(false),
            Err(gap) => open = open.or(Some(gap)),
        }
    }
    open.map_or(Ok(true), Err)
}
