//! Functions over the elements of a list, in three values.

use std::borrow::Cow;
use std::cmp::Ordering;

use crate::expr::Failure;
use crate::expr::evaluate::Asked;
use crate::expr::evaluate::Frame;
use crate::expr::evaluate::Got;
use crate::expr::evaluate::Verdict;
use crate::expr::evaluate::missing;
use crate::expr::evaluate::operate;
use crate::expr::evaluate::told;
use crate::expr::evaluate::truth;
use crate::expr::evaluate::value;
use crate::expr::evaluate::zero;
use crate::expr::functions::ListFunction;
use crate::expr::tree::Operator;
use crate::expr::typed::Node;
use crate::value::Decimal;
use crate::value::Exchange;
use crate::value::Gap;
use crate::value::Type;
use crate::value::Value;
use crate::value::compare_by;
use crate::value::equal_by;

/// A function over a list; `ty` is the type of what it gives.
pub fn over<'a>(
    function: ListFunction,
    list: &'a Node,
    body: Option<&'a Node>,
    ty: &Type,
    asked: Asked<'a>,
) -> Got<'a> {
    let list = value(list, asked)?;
    let items = match list.as_ref() {
        Value::List(items) => items,
        Value::Missing(gap) => return Ok(missing(*gap)),
        _ => return Ok(missing(Gap::Unreadable)),
    };
    match (function, body) {
        (ListFunction::Some, Some(body)) => decided(items, body, asked, true).map(told),
        (ListFunction::None, Some(body)) => Ok(told(decided(items, body, asked, true)?.map(|yes| !yes))),
        (ListFunction::All, Some(body)) => decided(items, body, asked, false).map(told),
        (ListFunction::Count, Some(body)) => counted(items, body, asked),
        (ListFunction::Filter, Some(body)) => filtered(items, body, asked),
        (ListFunction::Map, Some(body)) => {
            let made = items.iter().map(|item| made(item, body, asked));
            Ok(Cow::Owned(Value::List(made.collect::<Result<_, _>>()?)))
        }
        (ListFunction::Contains, Some(item)) => {
            let item = value(item, asked)?;
            Ok(told(contains(&list, &item, asked.env.exchange())))
        }
        (ListFunction::Count | ListFunction::Len, None) => Ok(Cow::Owned(number(items.len()))),
        (ListFunction::First, _) => Ok(end(list, <[Value]>::first, |items| items.into_iter().next())),
        (ListFunction::Last, _) => Ok(end(list, <[Value]>::last, |mut items| items.pop())),
        (ListFunction::Sum | ListFunction::Min | ListFunction::Max, body) => {
            let folded = match body {
                Some(body) => {
                    let made = items.iter().map(|item| made(item, body, asked)).collect::<Result<Vec<_>, _>>()?;
                    folded(function, &made, ty, asked)
                }
                None => folded(function, items, ty, asked),
            };
            Ok(Cow::Owned(folded.unwrap_or_else(Value::Missing)))
        }
        _ => Ok(missing(Gap::Unreadable)),
    }
}

fn number(count: usize) -> Value {
    Value::Number(Decimal::from(count))
}

/// What a closure makes of an element.
fn made(item: &Value, body: &Node, asked: Asked<'_>) -> Result<Value, Box<Failure>> {
    let frame = Frame { value: item, outer: asked.frame };
    value(body, Asked { env: asked.env, frame: Some(&frame) }).map(Cow::into_owned)
}

fn holds(item: &Value, body: &Node, asked: Asked<'_>) -> Result<Verdict, Box<Failure>> {
    let frame = Frame { value: item, outer: asked.frame };
    truth(body, Asked { env: asked.env, frame: Some(&frame) })
}

/// `deciding` as soon as one element says so; unknown if one might.
fn decided(items: &[Value], body: &Node, asked: Asked<'_>, deciding: bool) -> Result<Verdict, Box<Failure>> {
    let mut open = None;
    for item in items {
        match holds(item, body, asked)? {
            Ok(yes) if yes == deciding => return Ok(Ok(deciding)),
            Ok(_) => {}
            Err(gap) => open = open.or(Some(gap)),
        }
    }
    Ok(open.map_or(Ok(!deciding), Err))
}

fn counted<'a>(items: &[Value], body: &Node, asked: Asked<'_>) -> Got<'a> {
    let mut count = 0_usize;
    for item in items {
        match holds(item, body, asked)? {
            Ok(yes) => count += usize::from(yes),
            Err(gap) => return Ok(missing(gap)),
        }
    }
    Ok(Cow::Owned(number(count)))
}

fn filtered<'a>(items: &[Value], body: &Node, asked: Asked<'_>) -> Got<'a> {
    let mut kept = Vec::new();
    for item in items {
        match holds(item, body, asked)? {
            Ok(true) => kept.push(item.clone()),
            Ok(false) => {}
            Err(gap) => return Ok(missing(gap)),
        }
    }
    Ok(Cow::Owned(Value::List(kept)))
}

/// Whether an element is the same as a value.
pub fn contains(list: &Value, item: &Value, exchange: Exchange<'_>) -> Verdict {
    let items = match list {
        Value::List(items) => items,
        Value::Missing(gap) => return Err(*gap),
        _ => return Err(Gap::Unreadable),
    };
    let mut open = None;
    for known in items {
        match equal_by(known, item, exchange) {
            Ok(true) => return Ok(true),
            Ok(false) => {}
            Err(gap) => open = open.or(Some(gap)),
        }
    }
    open.map_or(Ok(false), Err)
}

/// The element at a place from 0; from the end where negative, as in rhai.
pub fn at<'a>(list: Cow<'a, Value>, at: &Value) -> Cow<'a, Value> {
    let place = match (list.as_ref(), at) {
        (Value::List(items), Value::Number(at)) => place(*at, items.len()),
        (Value::Missing(gap), _) | (_, Value::Missing(gap)) => return missing(*gap),
        _ => return missing(Gap::Unreadable),
    };
    let Some(place) = place else { return missing(Gap::EmptyList) };
    match list {
        Cow::Borrowed(Value::List(items)) => items.get(place).map_or(missing(Gap::EmptyList), Cow::Borrowed),
        Cow::Owned(Value::List(items)) => items.into_iter().nth(place).map_or(missing(Gap::EmptyList), Cow::Owned),
        _ => missing(Gap::Unreadable),
    }
}

fn place(at: Decimal, length: usize) -> Option<usize> {
    if !at.fract().is_zero() {
        return None;
    }
    let at = i64::try_from(at.trunc()).ok()?;
    let place = if at < 0 { i64::try_from(length).ok()?.checked_add(at)? } else { at };
    usize::try_from(place).ok().filter(|place| *place < length)
}

fn end<'a>(
    list: Cow<'a, Value>,
    borrowed: fn(&[Value]) -> Option<&Value>,
    owned: fn(Vec<Value>) -> Option<Value>,
) -> Cow<'a, Value> {
    match list {
        Cow::Borrowed(Value::List(items)) => borrowed(items).map_or(missing(Gap::EmptyList), Cow::Borrowed),
        Cow::Owned(Value::List(items)) => owned(items).map_or(missing(Gap::EmptyList), Cow::Owned),
        _ => missing(Gap::Unreadable),
    }
}

/// The sum, the smallest or the largest of values.
pub fn folded(function: ListFunction, items: &[Value], ty: &Type, asked: Asked<'_>) -> Result<Value, Gap> {
    let Some((first, rest)) = items.split_first() else {
        let nothing = (function == ListFunction::Sum).then(|| zero(ty, asked.env)).flatten();
        return nothing.ok_or(Gap::EmptyList);
    };
    if let Value::Missing(gap) = first {
        return Err(*gap);
    }
    let wanted = match function {
        ListFunction::Min => Some(Ordering::Less),
        ListFunction::Max => Some(Ordering::Greater),
        _ => None,
    };
    let mut best = first.clone();
    for item in rest {
        match wanted {
            Some(order) if compare_by(item, &best, asked.env.exchange())? == order => best = item.clone(),
            Some(_) => {}
            None => match operate::compute(Operator::Add, &best, item, asked.env.ground()) {
                Value::Missing(gap) => return Err(gap),
                sum => best = sum,
            },
        }
    }
    Ok(best)
}
