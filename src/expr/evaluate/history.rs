//! Questions to the deal's way through the stages.
//!
//! Without a history they cannot be told. An entry whose stage or time is missing keeps open what it could change.

use crate::expr::Env;
use crate::expr::evaluate::Verdict;
use crate::value::Duration;
use crate::value::Gap;
use crate::value::Moment;
use crate::value::Pause;
use crate::value::Unit;
use crate::value::Value;
use crate::value::builtin;
use crate::value::length_of_stay;

struct Entry<'a> {
    stage: &'a Value,
    at: &'a Value,
}

fn entries<'a>(env: &'a Env<'_>) -> Result<Vec<Entry<'a>>, Gap> {
    let items = match env.deal.get(builtin::HISTORY) {
        Value::List(items) => items,
        Value::Missing(gap) => return Err(*gap),
        _ => return Err(Gap::Unreadable),
    };
    let entry = |item: &'a Value| match item {
        Value::Record(record) => {
            Ok(Entry { stage: record.get(builtin::history::STAGE), at: record.get(builtin::history::AT) })
        }
        Value::Missing(gap) => Err(*gap),
        _ => Err(Gap::Unreadable),
    };
    items.iter().map(entry).collect()
}

/// Places of the entries into a stage; a gap where one might be.
fn places(entries: &[Entry<'_>], stage: &Value) -> Result<Vec<usize>, Gap> {
    if let Value::Missing(gap) = stage {
        return Err(*gap);
    }
    let mut found = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        match entry.stage {
            Value::Missing(gap) => return Err(*gap),
            known if known == stage => found.push(at),
            _ => {}
        }
    }
    Ok(found)
}

fn time(entries: &[Entry<'_>], at: Option<usize>) -> Result<Value, Gap> {
    // A stage that was never entered has no time of entry.
    let entry = at.and_then(|at| entries.get(at)).ok_or(Gap::Absent)?;
    match entry.at {
        Value::Missing(gap) => Err(*gap),
        known => Ok(known.clone()),
    }
}

/// When a stage was first entered.
pub fn entered(env: &Env<'_>, stage: &Value) -> Result<Value, Gap> {
    let entries = entries(env)?;
    time(&entries, places(&entries, stage)?.first().copied())
}

/// When a stage was last entered.
pub fn last_entered(env: &Env<'_>, stage: &Value) -> Result<Value, Gap> {
    let entries = entries(env)?;
    time(&entries, places(&entries, stage)?.last().copied())
}

/// When a stage was last left: the next entry into another stage.
pub fn left(env: &Env<'_>, stage: &Value) -> Result<Value, Gap> {
    let entries = entries(env)?;
    let last = places(&entries, stage)?.last().copied();
    time(&entries, last.map(|at| at + 1))
}

/// Whether the deal was ever in a stage.
pub fn visited(env: &Env<'_>, stage: &Value) -> Verdict {
    if let Value::Missing(gap) = stage {
        return Err(*gap);
    }
    let entries = entries(env)?;
    if entries.iter().any(|entry| entry.stage == stage) {
        return Ok(true);
    }
    places(&entries, stage).map(|found| !found.is_empty())
}

/// How long the deal was in a stage, all stays together and without its pauses; an open one up to now.
pub fn time_in(env: &Env<'_>, stage: &Value) -> Result<Value, Gap> {
    let entries = entries(env)?;
    let pauses = Pause::list(env.deal.get(builtin::PAUSES))?;
    let mut total = 0_i64;
    for at in places(&entries, stage)? {
        let from = moment(&time(&entries, Some(at))?)?;
        let until = match entries.get(at + 1) {
            Some(_) => moment(&time(&entries, Some(at + 1))?)?,
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
        match (before.stage, after.stage) {
            (Value::Choice(before), Value::Choice(after)) if after < before => return Ok(true),
            (Value::Missing(gap), _) | (_, Value::Missing(gap)) => open = open.or(Some(*gap)),
            _ => {}
        }
    }
    open.map_or(Ok(false), Err)
}
