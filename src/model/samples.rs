//! Values at which the cells of a table may answer differently.

use crate::model::Cell;
use crate::value::Decimal;
use crate::value::Duration;
use crate::value::Moment;
use crate::value::Money;
use crate::value::Type;
use crate::value::Value;
use crate::value::compare;

/// A text that no table names.
pub const OTHER_TEXT: &str = "\u{0}other";

/// One value for each stretch in which cells about values of a type all answer alike, from below to above.
pub fn samples<'a>(cells: impl Iterator<Item = &'a Cell>, ty: &Type) -> Vec<Value> {
    match ty {
        Type::Bool => return vec![Value::Bool(false), Value::Bool(true)],
        Type::Choice(choice) => return (0..).map(Value::Choice).take(choice.members.len()).collect(),
        _ => {}
    }
    let mut bounds: Vec<Value> = cells
        .flat_map(|cell| match cell {
            Cell::Any => Vec::new(),
            Cell::OneOf(values) => values.clone(),
            Cell::Compare(_, bound) => vec![bound.clone()],
            Cell::Range(first, last) => vec![first.clone(), last.clone()],
        })
        .collect();
    bounds.sort_by(|a, b| compare(a, b).unwrap_or(std::cmp::Ordering::Equal));
    bounds.dedup_by(|a, b| compare(a, b).is_ok_and(std::cmp::Ordering::is_eq));
    let whole = *ty == Type::Integer;
    let mut values = Vec::new();
    values.extend(bounds.first().and_then(|first| beside(first, -1)));
    for (at, bound) in bounds.iter().enumerate() {
        values.push(bound.clone());
        values.extend(bounds.get(at + 1).and_then(|next| between(bound, next, whole)));
    }
    values.extend(bounds.last().and_then(|last| beside(last, 1)));
    if values.is_empty() || matches!(ty, Type::Text | Type::Person) {
        values.push(Value::Text(OTHER_TEXT.into()));
    }
    values
}

/// A value a little below or above one.
fn beside(value: &Value, by: i64) -> Option<Value> {
    match value {
        Value::Number(number) => number.checked_add(Decimal::from(by)).map(Value::Number),
        Value::Money(money) => {
            let amount = money.amount.checked_add(Decimal::from(by))?;
            Some(Value::Money(Money { amount, ..*money }))
        }
        Value::Date(day) => day.checked_add_signed(chrono::Duration::days(by)).map(Value::Date),
        Value::Moment(moment) => {
            let day = moment.day().checked_add_signed(chrono::Duration::days(by))?;
            Some(Value::Moment(Moment::Day(day)))
        }
        Value::Duration(length) => Some(Value::Duration(Duration::new(length.count.checked_add(by)?, length.unit))),
        _ => None,
    }
}

/// A value between two, where there is one.
fn between(low: &Value, high: &Value, whole: bool) -> Option<Value> {
    let middle = |low: Decimal, high: Decimal| low.checked_add(high)?.checked_div(Decimal::TWO);
    match (low, high) {
        (Value::Number(low), Value::Number(high)) if whole => {
            let next = low.checked_add(Decimal::ONE)?;
            (next < *high).then_some(Value::Number(next))
        }
        (Value::Number(low), Value::Number(high)) => middle(*low, *high).map(Value::Number),
        (Value::Money(low), Value::Money(high)) => {
            let amount = middle(low.amount, high.amount)?;
            Some(Value::Money(Money { amount, ..*low }))
        }
        _ => beside(low, 1).filter(|next| compare(next, high).is_ok_and(std::cmp::Ordering::is_lt)),
    }
}
