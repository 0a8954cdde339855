//! Questions to what happened: the `events` of a deal.
//!
//! Each asks about pairs of events in time. Two events on one day, one known only by the day, have no order, and that is said.

use crate::expr::Env;
use crate::expr::evaluate::Verdict;
use crate::value::Duration;
use crate::value::Gap;
use crate::value::Value;
use crate::value::compare;

/// Slots of an entry of `events`.
const NAME: usize = 0;
const AT: usize = 1;

/// The times of all events of a name; a gap where one might be missing from them.
fn times<'a>(env: &'a Env<'_>, name: &Value) -> Result<Vec<&'a Value>, Gap> {
    if let Value::Missing(gap) = name {
        return Err(*gap);
    }
    let items = match env.deal.get(crate::value::builtin::EVENTS) {
        Value::List(items) => items,
        Value::Missing(gap) => return Err(*gap),
        _ => return Err(Gap::Unreadable),
    };
    let mut found = Vec::new();
    for item in items {
        let Value::Record(record) = item else { return Err(Gap::Unreadable) };
        match record.get(NAME) {
            Value::Missing(gap) => return Err(*gap),
            known if known == name => found.push(record.get(AT)),
            _ => {}
        }
    }
    Ok(found)
}

/// Whether an event happened.
pub fn happened(env: &Env<'_>, name: &Value) -> Verdict {
    times(env, name).map(|times| !times.is_empty())
}

/// How often an event happened.
pub fn count(env: &Env<'_>, name: &Value) -> Result<Value, Gap> {
    times(env, name).map(|times| Value::Number(times.len().into()))
}

/// Whether each of `items` is so; one no decides.
fn every<'a>(items: impl IntoIterator<Item = &'a Value>, holds: impl Fn(&'a Value) -> Verdict) -> Verdict {
    let mut open = None;
    for item in items {
        match holds(item) {
            Ok(true) => {}
            Ok(false) => return Ok(false),
            Err(gap) => open = open.or(Some(gap)),
        }
    }
    open.map_or(Ok(true), Err)
}

/// Whether one of `items` is so; one yes decides.
fn any<'a>(items: impl IntoIterator<Item = &'a Value>, holds: impl Fn(&'a Value) -> Verdict) -> Verdict {
    every(items, |item| holds(item).map(|yes| !yes)).map(|none| !none)
}

/// Every `second` has a `first` at or before it.
pub fn precedes(env: &Env<'_>, first: &Value, second: &Value) -> Verdict {
    let (first, second) = (times(env, first)?, times(env, second)?);
    every(second, |late| any(first.iter().copied(), |early| compare(early, late).map(std::cmp::Ordering::is_le)))
}

/// Every `first` has a `second` at or after it.
pub fn follows(env: &Env<'_>, first: &Value, second: &Value) -> Verdict {
    let (first, second) = (times(env, first)?, times(env, second)?);
    every(first, |early| any(second.iter().copied(), |late| compare(late, early).map(std::cmp::Ordering::is_ge)))
}

/// Every `first` has a `second` at or after it, at most a length of time later.
pub fn follows_within(env: &Env<'_>, first: &Value, second: &Value, length: &Value) -> Verdict {
    let length: Duration = match length {
        Value::Duration(length) => *length,
        Value::Missing(gap) => return Err(*gap),
        _ => return Err(Gap::Unreadable),
    };
    let (first, second) = (times(env, first)?, times(env, second)?);
    every(first, |early| {
        let last = match early {
            Value::Moment(at) => env.calendar.add_to(*at, length).map(Value::Moment).ok_or(Gap::OutOfRange)?,
            Value::Missing(gap) => return Err(*gap),
            _ => return Err(Gap::Unreadable),
        };
        any(second.iter().copied(), |late| {
            let after = compare(late, early).map(std::cmp::Ordering::is_ge);
            let in_time = compare(late, &last).map(std::cmp::Ordering::is_le);
            crate::expr::evaluate::both(after, in_time)
        })
    })
}

/// No `event` after a `first` and before the next `second`.
pub fn never_between(env: &Env<'_>, event: &Value, first: &Value, second: &Value) -> Verdict {
    let (events, first, second) = (times(env, event)?, times(env, first)?, times(env, second)?);
    every(events, |at| {
        // Between: a `first` before it with no `second` from there up to it, and a `second` after it.
        let opened = any(first.iter().copied(), |start| {
            let before = compare(start, at).map(std::cmp::Ordering::is_lt);
            let closed = any(second.iter().copied(), |end| {
                let from = compare(end, start).map(std::cmp::Ordering::is_ge);
                crate::expr::evaluate::both(from, compare(end, at).map(std::cmp::Ordering::is_lt))
            });
            crate::expr::evaluate::both(before, closed.map(|closed| !closed))
        });
        let closes = any(second.iter().copied(), |end| compare(end, at).map(std::cmp::Ordering::is_gt));
        crate::expr::evaluate::both(opened, closes).map(|between| !between)
    })
}
