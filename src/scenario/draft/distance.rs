use crate::value::Decimal;
use crate::value::Moment;
use crate::value::Value;

/// How far two values are apart: the nearer, the better they show a boundary.
pub(super) fn distance(a: &Value, b: &Value) -> Decimal {
    let far = Decimal::from(1_000_000_000);
    match (a, b) {
        _ if a == b => Decimal::ZERO,
        (Value::Number(a), Value::Number(b)) => (a - b).abs(),
        (Value::Money(a), Value::Money(b)) if a.currency == b.currency => (a.amount - b.amount).abs(),
        (Value::Choice(a), Value::Choice(b)) => Decimal::from(a.abs_diff(*b)),
        (Value::Date(a), Value::Date(b)) => Decimal::from((*a - *b).num_days().abs()),
        (Value::Moment(a), Value::Moment(b)) => {
            let days = (a.day() - b.day()).num_days().abs();
            let exact = matches!((a, b), (Moment::At(_), Moment::At(_)));
            Decimal::from(if days == 0 && !exact { 1 } else { days })
        }
        (Value::Bool(_), Value::Bool(_)) => Decimal::ONE,
        (Value::Record(a), Value::Record(b)) => {
            a.values.iter().zip(&b.values).map(|(a, b)| distance(a, b)).fold(Decimal::ZERO, Decimal::saturating_add)
        }
        (Value::List(a), Value::List(b)) if a.len() == b.len() => {
            a.iter().zip(b).map(|(a, b)| distance(a, b)).fold(Decimal::ONE, Decimal::saturating_add)
        }
        (Value::List(a), Value::List(b)) => Decimal::from(1_000 * (a.len().abs_diff(b.len()))),
        (Value::Text(_), Value::Text(_)) => Decimal::from(10_000),
        _ => far,
    }
}
