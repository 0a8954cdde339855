//! Questions to what happened: the `events` of a deal.
//!
//! Each asks about pairs of events in time, not in the order of the list. Two events on one day, one known only by the day, have no order,
//! and that is said. Without an `events` list nothing can be told; with an empty one nothing happened.

use std::cmp::Ordering;

use crate::expr::Env;
use crate::expr::evaluate::Verdict;
use crate::expr::evaluate::both;
use crate::value::Duration;
use crate::value::Gap;
use crate::value::Moment;
use crate::value::Record;
use crate::value::Unit;
use crate::value::Value;
use crate::value::builtin;
use crate::value::compare;

/// The most triples of events one question looks at where some have no order; a deal has tens of events, not thousands.
const TRIPLES: usize = 1_000_000;

fn entries<'a>(env: &Env<'a>) -> Result<impl Iterator<Item = Result<&'a Record, Gap>>, Gap> {
    let items = match env.deal.get(builtin::EVENTS) {
        Value::List(items) => items,
        Value::Missing(gap) => return Err(*gap),
        _ => return Err(Gap::Unreadable),
    };
    Ok(items.iter().map(|item| match item {
        Value::Record(record) => Ok(record.as_ref()),
        Value::Missing(gap) => Err(*gap),
        _ => Err(Gap::Unreadable),
    }))
}

/// The events of a name; a gap where one might be missing from them.
fn named<'a>(env: &Env<'a>, name: &Value) -> Result<Vec<&'a Record>, Gap> {
    if let Value::Missing(gap) = name {
        return Err(*gap);
    }
    let mut found = Vec::new();
    for entry in entries(env)? {
        let entry = entry?;
        match entry.get(builtin::events::NAME) {
            Value::Missing(gap) => return Err(*gap),
            known if known == name => found.push(entry),
            _ => {}
        }
    }
    Ok(found)
}

/// The times of all events of a name.
fn times<'a>(env: &Env<'a>, name: &Value) -> Result<Vec<&'a Value>, Gap> {
    Ok(named(env, name)?.into_iter().map(time).collect())
}

fn time(event: &Record) -> &Value {
    event.get(builtin::events::AT)
}

/// Whether an event happened. One of the name decides, whatever else there is.
pub fn happened(env: &Env<'_>, name: &Value) -> Verdict {
    let known = entries(env)?.flatten().any(|entry| !name.is_missing() && entry.get(builtin::events::NAME) == name);
    if known { Ok(true) } else { named(env, name).map(|events| !events.is_empty()) }
}

/// How often an event happened.
pub fn count(env: &Env<'_>, name: &Value) -> Result<Value, Gap> {
    named(env, name).map(|events| Value::Number(events.len().into()))
}

/// Who did each event of a name, in the order of the list, so that `count` of them is the number of events.
pub fn done_by(env: &Env<'_>, name: &Value) -> Result<Value, Gap> {
    named(env, name).map(|events| Value::List(events.into_iter().map(|event| person(event).clone()).collect()))
}

/// Who did an event; a blank name is none.
fn person(event: &Record) -> &Value {
    match event.get(builtin::events::BY) {
        Value::Text(text) if text.trim().is_empty() => &Value::ABSENT,
        by => by,
    }
}

/// Whether one person did both a `first` and a `second`, two different events; of one name, whether one person did it twice.
///
/// A pair that is known decides. Otherwise an event without a person keeps it open, where another person's could be the same.
pub fn same_person(env: &Env<'_>, first: &Value, second: &Value) -> Verdict {
    let (firsts, seconds) = (named(env, first)?, named(env, second)?);
    let twice = first == second;
    let mut open = None;
    for (at, one) in firsts.iter().enumerate() {
        for other in seconds.iter().skip(if twice { at + 1 } else { 0 }) {
            match (person(one), person(other)) {
                (Value::Missing(gap), _) | (_, Value::Missing(gap)) => open = open.or(Some(*gap)),
                (one, other) if one == other => return Ok(true),
                _ => {}
            }
        }
    }
    open.map_or(Ok(false), Err)
}

/// When an event first happened. On a day that several share, one of them known only by it, only the day is known.
pub fn first_at(env: &Env<'_>, name: &Value) -> Result<Value, Gap> {
    extreme(times(env, name)?.into_iter(), Ordering::Less)
}

/// When an event last happened.
pub fn last_at(env: &Env<'_>, name: &Value) -> Result<Value, Gap> {
    extreme(times(env, name)?.into_iter(), Ordering::Greater)
}

/// When anything first happened.
pub fn first_event(env: &Env<'_>) -> Result<Value, Gap> {
    let entries = entries(env)?.collect::<Result<Vec<_>, _>>()?;
    extreme(entries.into_iter().map(time), Ordering::Less)
}

/// When anything last happened.
pub fn last_event(env: &Env<'_>) -> Result<Value, Gap> {
    let entries = entries(env)?.collect::<Result<Vec<_>, _>>()?;
    extreme(entries.into_iter().map(time), Ordering::Greater)
}

fn extreme<'a>(times: impl Iterator<Item = &'a Value>, wanted: Ordering) -> Result<Value, Gap> {
    let mut best: Option<Moment> = None;
    for time in times {
        let time = moment(time)?;
        best = Some(match best {
            None => time,
            Some(best) => match time.order(best) {
                Some(order) if order == wanted => time,
                Some(_) => best,
                None => Moment::Day(best.day()),
            },
        });
    }
    // What never happened has no time.
    best.map(Value::Moment).ok_or(Gap::Absent)
}

fn moment(value: &Value) -> Result<Moment, Gap> {
    match value {
        Value::Moment(at) => Ok(*at),
        Value::Date(day) => Ok(Moment::Day(*day)),
        Value::Missing(gap) => Err(*gap),
        _ => Err(Gap::Unreadable),
    }
}

/// Whether each of `items` is so; one no decides.
fn every<T>(items: impl IntoIterator<Item = T>, holds: impl Fn(T) -> Verdict) -> Verdict {
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
fn any<T>(items: impl IntoIterator<Item = T>, holds: impl Fn(T) -> Verdict) -> Verdict {
    every(items, |item| holds(item).map(|yes| !yes)).map(|none| !none)
}

/// Every `second` has a `first` before it, or at the same moment. Without a `second` it holds.
pub fn precedes(env: &Env<'_>, first: &Value, second: &Value) -> Verdict {
    let (first, second) = (times(env, first)?, times(env, second)?);
    every(second, |late| any(first.iter(), |early| compare(early, late).map(Ordering::is_le)))
}

/// Every `first` has a `second` after it, or at the same moment. Without a `first` it holds.
pub fn follows(env: &Env<'_>, first: &Value, second: &Value) -> Verdict {
    let (first, second) = (times(env, first)?, times(env, second)?);
    // The last ones first: where the list is in order, they decide at once.
    every(first, |early| any(second.iter().rev(), |late| compare(late, early).map(Ordering::is_ge)))
}

/// Every `first` has a `second` after it, or at the same moment, and at most a length of time later.
pub fn follows_within(env: &Env<'_>, first: &Value, second: &Value, length: &Value) -> Verdict {
    let length: Duration = match length {
        Value::Duration(length) => *length,
        Value::Missing(gap) => return Err(*gap),
        _ => return Err(Gap::Unreadable),
    };
    let (first, second) = (times(env, first)?, times(env, second)?);
    every(first, |early| {
        let start = moment(early)?;
        any(second.iter(), |late| {
            let after = compare(late, early).map(Ordering::is_ge);
            both(after, moment(late).and_then(|late| in_time(env, start, late, length)))
        })
    })
}

/// Whether one moment lies at most a length of time after another.
fn in_time(env: &Env<'_>, start: Moment, late: Moment, length: Duration) -> Verdict {
    if let (Moment::Day(day), Unit::Seconds) = (start, length.unit) {
        // Some time on a day, and hours from there: only whole days around them are sure.
        let whole = |seconds: i64| Duration::new(seconds, Unit::Seconds);
        let soonest = env.calendar.add(day, whole(length.count)).ok_or(Gap::OutOfRange)?;
        let rounded_up = length.count.checked_add(86_399).ok_or(Gap::OutOfRange)?;
        let latest = env.calendar.add(day, whole(rounded_up)).ok_or(Gap::OutOfRange)?;
        return match late.day() {
            day if day < soonest => Ok(true),
            day if day > latest => Ok(false),
            _ => Err(Gap::SameDay),
        };
    }
    if let (Moment::Day(day), Unit::WorkingSeconds) = (start, length.unit) {
        let next = day.succ_opt().ok_or(Gap::OutOfRange)?;
        let soonest = env.calendar.add(day, length).ok_or(Gap::OutOfRange)?;
        let latest = env.calendar.add(next, length).ok_or(Gap::OutOfRange)?;
        return match late.day() {
            day if day < soonest => Ok(true),
            day if day > latest => Ok(false),
            _ => Err(Gap::SameDay),
        };
    }
    let last = env.calendar.add_to(start, length).ok_or(Gap::OutOfRange)?;
    late.order(last).map(Ordering::is_le).ok_or(Gap::SameDay)
}

/// No `event` lies between a `first` and the next `second` from there on.
///
/// Between is after the one and before the other, neither moment itself; a `first` that no `second` comes after opens nothing.
pub fn never_between(env: &Env<'_>, event: &Value, first: &Value, second: &Value) -> Verdict {
    let (events, firsts, seconds) = (times(env, event)?, times(env, first)?, times(env, second)?);
    if let (Some(events), Some(firsts), Some(seconds)) = (exact(&events), exact(&firsts), exact(&seconds)) {
        let between = |at: &Moment| {
            // The last `first` before it is the one that the fewest `second`s have closed.
            let start = firsts.iter().rev().find(|start| is(start, at, Ordering::Less));
            let closes = seconds.last().is_some_and(|end| is(end, at, Ordering::Greater));
            let closed = |start: &Moment| {
                let next = seconds.iter().find(|end| !is(end, start, Ordering::Less));
                next.is_some_and(|end| is(end, at, Ordering::Less))
            };
            start.is_some_and(|start| closes && !closed(start))
        };
        return Ok(!events.iter().any(between));
    }
    let triples = events.len().saturating_mul(firsts.len()).saturating_mul(seconds.len());
    if triples > TRIPLES {
        return Err(Gap::OutOfRange);
    }
    every(events, |at| {
        let opened = any(firsts.iter(), |start| {
            let before = compare(start, at).map(Ordering::is_lt);
            let closed = any(seconds.iter(), |end| {
                both(compare(end, start).map(Ordering::is_ge), compare(end, at).map(Ordering::is_lt))
            });
            both(before, closed.map(|closed| !closed))
        });
        let closes = any(seconds.iter(), |end| compare(end, at).map(Ordering::is_gt));
        both(opened, closes).map(|between| !between)
    })
}

/// The moments in order, if each is known exactly.
fn exact(times: &[&Value]) -> Option<Vec<Moment>> {
    let moments = times.iter().map(|time| match time {
        Value::Moment(at @ Moment::At(_)) => Some(*at),
        _ => None,
    });
    let mut moments = moments.collect::<Option<Vec<Moment>>>()?;
    moments.sort_by(|a, b| a.order(*b).unwrap_or(Ordering::Equal));
    Some(moments)
}

fn is(one: &Moment, other: &Moment, wanted: Ordering) -> bool {
    one.order(*other) == Some(wanted)
}
