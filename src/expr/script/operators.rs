//! The operators of the language, for rhai. A missing operand stops the script: it is never an answer.

use std::sync::Arc;

use rhai::Dynamic;
use rhai::Engine;
use rhai::ImmutableString;
use rhai::NativeCallContext;

use crate::expr::evaluate::compared;
use crate::expr::evaluate::operate;
use crate::expr::evaluate::operate::Ground;
use crate::expr::script::convert::Cell;
use crate::expr::script::convert::EmptySum;
use crate::expr::script::convert::Given;
use crate::expr::script::convert::Gone;
use crate::expr::script::convert::Nothing;
use crate::expr::script::convert::from_dynamic;
use crate::expr::script::convert::give;
use crate::expr::script::convert::kind;
use crate::expr::script::convert::mistake;
use crate::expr::script::convert::stop;
use crate::expr::script::convert::to_dynamic;
use crate::expr::script::convert::type_of;
use crate::expr::script::market::trade;
use crate::expr::tree::Comparison;
use crate::expr::tree::Operator;
use crate::value::Calendar;
use crate::value::Exchange;
use crate::value::Gap;
use crate::value::Money;
use crate::value::Type;
use crate::value::Value;

/// Registers the types and all operators.
pub fn register(engine: &mut Engine, calendar: &Arc<Calendar>) {
    engine.set_fast_operators(false);
    engine.register_type_with_name::<Cell>("value");
    engine.register_type_with_name::<Gone>("missing value");
    engine.register_type_with_name::<Nothing>("nothing");
    engine.register_type_with_name::<EmptySum>("sum of nothing");
    for how in Comparison::ALL {
        engine.register_fn(how.sign(), move |context: NativeCallContext<'_>, left: Dynamic, right: Dynamic| {
            trade(&context, |exchange| compare(how, &left, &right, exchange))
        });
    }
    for how in Operator::ALL {
        let calendar = calendar.clone();
        engine.register_fn(how.sign(), move |context: NativeCallContext<'_>, left: Dynamic, right: Dynamic| {
            trade(&context, |exchange| compute(how, &left, &right, Ground { calendar: &calendar, exchange }))
        });
    }
    engine.register_fn("-", |inner: Dynamic| -> Given<Dynamic> {
        let value = from_dynamic(&inner).ok_or_else(|| mistake("`-` does not work on this"))?;
        if inner.is::<EmptySum>() {
            return Ok(inner);
        }
        let turned = operate::minus(&value);
        if turned == Value::Missing(Gap::Unreadable) {
            return Err(mistake("`-` does not work on this"));
        }
        give(&turned, &type_of(&inner))
    });
    engine.register_fn("!", |inner: Dynamic| -> Given<bool> {
        match inner.read_lock::<Gone>() {
            Some(gone) => Err(stop(gone.0)),
            None if inner.is_unit() => Err(stop(Gap::InScript)),
            None => {
                inner.as_bool().map(|yes| !yes).map_err(|_| mistake(format!("`!` does not work on {}", kind(&inner))))
            }
        }
    });
    engine.register_indexer_get(|cell: &mut Cell, name: ImmutableString| part(cell, &name));
}

fn compare(how: Comparison, left: &Dynamic, right: &Dynamic, exchange: Exchange<'_>) -> Given<bool> {
    // `x == ()` is the one comparison that a missing value answers.
    let nothing = |side: &Dynamic| side.is::<Nothing>();
    if nothing(left) || nothing(right) {
        let other = if nothing(left) { right } else { left };
        if let Some(gone) = other.read_lock::<Gone>() {
            return Err(stop(gone.0));
        }
        return match how {
            Comparison::Equal => Ok(other.is_unit() || nothing(other)),
            Comparison::NotEqual => Ok(!(other.is_unit() || nothing(other))),
            _ => Err(mistake("`()` has no order")),
        };
    }
    let unknown = || mistake(format!("{} and {} cannot be compared", kind(left), kind(right)));
    let (a, b) = alike(left, right)?.ok_or_else(unknown)?;
    match compared(how, &a, &b, exchange) {
        Ok(holds) => Ok(holds),
        Err(Gap::Unreadable) if !a.is_missing() && !b.is_missing() => Err(unknown()),
        Err(gap) => Err(stop(gap)),
    }
}

/// Both sides as values; a text beside a member of an enumeration becomes a member.
fn alike(left: &Dynamic, right: &Dynamic) -> Given<Option<(Value, Value)>> {
    let (Some(a), Some(b)) = (from_dynamic(left), from_dynamic(right)) else { return Ok(None) };
    let (a, b) = (neutral(left, a.clone(), &b), neutral(right, b, &a));
    Ok(Some(match (&a, &b) {
        (Value::Choice(_), Value::Text(text)) => {
            let member = member(left, text)?;
            (a, member)
        }
        (Value::Text(text), Value::Choice(_)) => {
            let member = member(right, text)?;
            (member, b)
        }
        _ => (a, b),
    }))
}

fn member(of: &Dynamic, text: &str) -> Given<Value> {
    let Type::Choice(choice) = type_of(of) else { return Err(mistake("this has no members")) };
    choice.place(text).map(Value::Choice).ok_or_else(|| mistake(format!("no member is named `{text}`")))
}

fn compute(how: Operator, left: &Dynamic, right: &Dynamic, ground: Ground<'_>) -> Given<Dynamic> {
    let unknown = || mistake(format!("`{}` does not work on {} and {}", how.sign(), kind(left), kind(right)));
    if how == Operator::Add && left.is_array() {
        return joined(left, right).ok_or_else(unknown);
    }
    let (Some(a), Some(b)) = (from_dynamic(left), from_dynamic(right)) else { return Err(unknown()) };
    let (a, b) = (neutral(left, a.clone(), &b), neutral(right, b, &a));
    let (a, b) = (texted(how, a.clone(), left, &b), texted(how, b, right, &a));
    let whole = left.is_int() && right.is_int() && how != Operator::Divide;
    let ty = if whole { Type::Integer } else { Type::Any };
    match operate::compute(how, &a, &b, ground) {
        Value::Missing(Gap::Unreadable) if !a.is_missing() && !b.is_missing() => Err(unknown()),
        Value::Number(_) if still_nothing(how, left, right) => Ok(Dynamic::from(EmptySum)),
        value => give(&value, &ty),
    }
}

/// The sum of nothing as what it meets.
fn neutral(given: &Dynamic, value: Value, other: &Value) -> Value {
    match other {
        Value::Money(money) if given.is::<EmptySum>() => {
            Value::Money(Money { amount: 0.into(), currency: money.currency })
        }
        _ => value,
    }
}

/// Whether a computation with the sum of nothing is still nothing of any type.
fn still_nothing(how: Operator, left: &Dynamic, right: &Dynamic) -> bool {
    match how {
        Operator::Add | Operator::Subtract => left.is::<EmptySum>() && right.is::<EmptySum>(),
        Operator::Multiply => left.is::<EmptySum>() || right.is::<EmptySum>(),
        Operator::Divide => left.is::<EmptySum>() && !right.is::<Cell>(),
        Operator::Remainder => false,
    }
}

fn joined(left: &Dynamic, right: &Dynamic) -> Option<Dynamic> {
    let mut all = left.clone().into_array().ok()?;
    if right.is_array() {
        all.extend(right.clone().into_array().ok()?);
    } else {
        all.push(right.clone());
    }
    Some(Dynamic::from_array(all))
}

/// Put together with a text, whatever is there becomes text.
fn texted(how: Operator, value: Value, given: &Dynamic, other: &Value) -> Value {
    match (&value, other) {
        (Value::Text(_) | Value::Missing(_), _) => value,
        (_, Value::Text(_)) if how == Operator::Add => {
            Value::Text(crate::expr::show(&value, &type_of(given)).as_str().into())
        }
        _ => value,
    }
}

/// A field of a record, or a part of a date.
fn part(cell: &Cell, name: &str) -> Given<Dynamic> {
    match (&cell.value, &cell.ty) {
        (Value::Record(record), Type::Record(fields)) => match fields.find(name) {
            Some((slot, field)) => Ok(to_dynamic(record.get(slot), &field.ty)),
            None => Err(mistake(format!("no field is named `{name}` here"))),
        },
        (Value::Date(_) | Value::Moment(_), _) => {
            let known = crate::expr::typed::DatePart::ALL.iter().find(|(known, _)| *known == name);
            let Some((_, part)) = known else { return Err(mistake(format!("a date has no `{name}`"))) };
            give(&crate::expr::evaluate::calls::part(*part, &cell.value), &Type::Integer)
        }
        _ => Err(mistake(format!("no field is named `{name}` here"))),
    }
}
