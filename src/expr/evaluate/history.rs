//! Questions to the deal's way through the stages.
//!
//! Without a history they cannot be told. An entry whose stage or time is missing keeps open what it could change.

use crate::expr::Env;
use crate::expr::evaluate::Verdict;
use crate::value::Duration;
use crate::value::Gap;
use crate::value::Moment;
use crate::value::Origin;
use crate::value::Pause;
use crate::value::Record;
use crate::value::Unit;
use crate::value::Value;
use crate::value::builtin;
use crate::value::builtin::history;
use crate::value::length_of_stay;

/// The entries of the history; each is a record.
fn entries<'a>(env: &Env<'a>) -> Result<&'a [Value], Gap> {
    let items = match env.deal.get(builtin::HISTORY) {
        Value::List(items) => items,
        Value::Missing(gap) => return Err(*gap),
        _ => return Err(Gap::Unreadable),
    };
    match items.iter().find(|item| !matches!(item, Value::Record(_))) {
        None => Ok(items),
        Some(Value::Missing(gap)) => Err(*gap),
        Some(_) => Err(Gap::Unreadable),
    }
}

/// A part of an entry.
fn part(entry: &Value, slot: usize) -> &Value {
    match entry {
        Value::Record(record) => record.get(slot),
        _ => &Value::ABSENT,
    }
}

/// Places of the entries into a stage; a gap where one might be.
fn places(entries: &[Value], stage: &Value) -> Result<impl DoubleEndedIterator<Item = usize>, Gap> {
    if let Value::Missing(gap) = stage {
        return Err(*gap);
    }
    let stages = || entries.iter().map(|entry| part(entry, history::STAGE));
    if let Some(gap) = stages().find_map(|known| if let Value::Missing(gap) = known { Some(*gap) } else { None }) {
        return Err(gap);
    }
    Ok(entries.iter().enumerate().filter(move |(_, entry)| part(entry, history::STAGE) == stage).map(|(at, _)| at))
}

fn time(entries: &[Value], at: Option<usize>) -> Result<Value, Gap> {
    // A stage that was never entered has no time of entry.
    let entry = at.and_then(|at| entries.get(at)).ok_or(Gap::Absent)?;
    match part(entry, history::AT) {
        Value::Missing(gap) => Err(*gap),
        known => Ok(known.clone()),
    }
}

/// When a stage was first entered.
pub fn entered(env: &Env<'_>, stage: &Value) -> Result<Value, Gap> {
    let entries = entries(env)?;
    time(entries, places(entries, stage)?.next())
}

/// When a stage was last entered.
pub fn last_entered(env: &Env<'_>, stage: &Value) -> Result<Value, Gap> {
    let entries = entries(env)?;
    time(entries, places(entries, stage)?.next_back())
}

/// When a stage was last left: the next entry into another stage.
pub fn left(env: &Env<'_>, stage: &Value) -> Result<Value, Gap> {
    let entries = entries(env)?;
    let last = places(entries, stage)?.next_back();
    time(entries, last.map(|at| at + 1))
}

/// Whether the deal was ever in a stage.
pub fn visited(env: &Env<'_>, stage: &Value) -> Verdict {
    if let Value::Missing(gap) = stage {
        return Err(*gap);
    }
    let entries = entries(env)?;
    if entries.iter().any(|entry| part(entry, history::STAGE) == stage) {
        return Ok(true);
    }
    places(entries, stage).map(|mut found| found.next().is_some())
}

/// How long the deal was in a stage, all stays together and without its pauses; an open one up to now.
pub fn time_in(env: &Env<'_>, stage: &Value) -> Result<Value, Gap> {
    let entries = entries(env)?;
    let pauses = Pause::list(env.deal.get(builtin::PAUSES))?;
    let mut total = 0_i64;
    for at in places(entries, stage)? {
        let from = moment(&time(entries, Some(at))?)?;
        let until = match entries.get(at + 1) {
            Some(_) => moment(&time(entries, Some(at + 1))?)?,
            None => Moment::At(env.now),
        };
        let length = length_of_stay(from, until, Unit::Seconds, env.calendar, &pauses);
        let factor = if length.unit == Unit::Days { 86_400 } else { 1 };
        total = length.count.checked_mul(factor).and_then(|count| total.checked_add(count)).ok_or(Gap::OutOfRange)?;
    }
    Ok(Value::Duration(Duration::new(total, Unit::Seconds)))
}

fn moment(value: &Value) -> Result<Moment, Gap> {
    match value {
        Value::Moment(at) => Ok(*at),
        Value::Date(day) => Ok(Moment::Day(*day)),
        Value::Missing(gap) => Err(*gap),
        _ => Err(Gap::Unreadable),
    }
}

/// Whether the deal ever went to an earlier stage than it was in.
pub fn moved_back(env: &Env<'_>) -> Verdict {
    let entries = entries(env)?;
    let mut open = None;
    for pair in entries.windows(2) {
        let [before, after] = pair else { continue };
        match (part(before, history::STAGE), part(after, history::STAGE)) {
            (Value::Choice(before), Value::Choice(after)) if after < before => return Ok(true),
            (Value::Missing(gap), _) | (_, Value::Missing(gap)) => open = open.or(Some(*gap)),
            _ => {}
        }
    }
    open.map_or(Ok(false), Err)
}

/// The moves from one stage to the next, in the order of the history.
pub fn moves(env: &Env<'_>) -> Result<Value, Gap> {
    let moves = entries(env)?.windows(2).filter_map(|pair| {
        let [before, after] = pair else { return None };
        let of = |slot| part(after, slot).clone();
        // In the order of an entry of the history, so that each stands where that stands; then where it came from.
        let values = [of(history::STAGE), of(history::AT), of(history::BY), of(history::RECORDED_AT)];
        let values: Vec<Value> = values.into_iter().chain([part(before, history::STAGE).clone()]).collect();
        Some(Value::Record(Box::new(Record { values: values.into(), origin: Origin::INHERITED })))
    });
    Ok(Value::List(moves.collect()))
}
