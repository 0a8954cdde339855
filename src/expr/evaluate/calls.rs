//! The built-in functions over values: time, text, presence; history and events are in their own files.

use std::borrow::Cow;

use chrono::Datelike;

use crate::expr::Answer;
use crate::expr::Env;
use crate::expr::Failure;
use crate::expr::evaluate::Asked;
use crate::expr::evaluate::Got;
use crate::expr::evaluate::Verdict;
use crate::expr::evaluate::alike;
use crate::expr::evaluate::events;
use crate::expr::evaluate::gates;
use crate::expr::evaluate::history;
use crate::expr::evaluate::missing;
use crate::expr::evaluate::operate;
use crate::expr::functions::Function;
use crate::expr::typed::DatePart;
use crate::expr::typed::Node;
use crate::value::Calendar;
use crate::value::Decimal;
use crate::value::Gap;
use crate::value::Moment;
use crate::value::Value;
use crate::value::builtin;

/// A function that gives yes or no.
pub fn truth(function: Function, arguments: &[Node], asked: Asked<'_>) -> Result<Verdict, Box<Failure>> {
    let values = arguments.iter().map(|argument| crate::expr::evaluate::value(argument, asked));
    let values = values.collect::<Result<Vec<_>, _>>()?;
    Ok(verdict(function, &values, asked.env))
}

/// A function that gives yes or no, of values.
pub fn verdict(function: Function, values: &[Cow<'_, Value>], env: &Env<'_>) -> Verdict {
    use Function as F;
    match (function, values) {
        (F::Present, [x]) => filled(x),
        (F::Missing, [x]) => filled(x).map(|filled| !filled),
        (F::Visited, [stage]) => history::visited(env, stage),
        (F::MovedBack, _) => history::moved_back(env),
        (F::ContainsText, [text, part]) => texts(text, part, |text, part| text.contains(part)),
        (F::StartsWith, [text, part]) => texts(text, part, |text, part| text.starts_with(part)),
        (F::EndsWith, [text, part]) => texts(text, part, |text, part| text.ends_with(part)),
        (F::Similar, [a, b]) => alike::similar(text_of(a)?, text_of(b)?),
        (F::IsBlank, [text]) => texts(text, text, |text, _| text.trim().is_empty()),
        (F::Happened, [event]) => events::happened(env, event),
        (F::Precedes, [first, second]) => events::precedes(env, first, second),
        (F::Follows, [first, second]) => events::follows(env, first, second),
        (F::FollowsWithin, [first, second, length]) => events::follows_within(env, first, second, length),
        (F::NeverBetween, [event, first, second]) => events::never_between(env, event, first, second),
        (F::SamePerson, [first, second]) => events::same_person(env, first, second),
        (F::Approved, [gate]) => gates::approved(env, gate),
        _ => Err(Gap::Unreadable),
    }
}

/// A function that gives another value.
pub fn value_of<'a>(function: Function, values: &[Cow<'_, Value>], asked: Asked<'a>) -> Result<Value, Gap> {
    use Function as F;
    let env = asked.env;
    Ok(match (function, values) {
        (F::Today, _) => Value::Date(env.today),
        (F::Now, _) => Value::Moment(Moment::At(env.now)),
        (F::DaysBetween, [from, to]) => days_between(from, to)?,
        (F::WorkingDaysBetween, [from, to]) => working_days_between(from, to, env.calendar)?,
        (F::WorkingHoursBetween, [from, to]) => working_hours_between(from, to, env.calendar)?,
        (F::Length, [text]) => Value::Number(Decimal::from(text_of(text)?.chars().count())),
        (F::Trim, [text]) => Value::Text(text_of(text)?.trim().into()),
        (F::Lower, [text]) => Value::Text(text_of(text)?.to_lowercase().into()),
        (F::Entered, [stage]) => history::entered(env, stage)?,
        (F::LastEntered, [stage]) => history::last_entered(env, stage)?,
        (F::Left, [stage]) => history::left(env, stage)?,
        (F::Moves, _) => history::moves(env)?,
        (F::Similarity, [a, b]) => alike::similarity(text_of(a)?, text_of(b)?)?,
        (F::TimeIn, [stage]) => history::time_in(env, stage)?,
        (F::CountEvents, [event]) => events::count(env, event)?,
        (F::DoneBy, [event]) => events::done_by(env, event)?,
        (F::FirstAt, [event]) => events::first_at(env, event)?,
        (F::LastAt, [event]) => events::last_at(env, event)?,
        (F::FirstEvent, _) => events::first_event(env)?,
        (F::LastEvent, _) => events::last_event(env)?,
        (F::InCurrency, [amount, currency]) => operate::in_currency(amount, currency, env.exchange())?,
        _ => return Err(Gap::Unreadable),
    })
}

/// A function that gives another value, asked with its arguments.
pub fn value<'a>(function: Function, arguments: &'a [Node], asked: Asked<'a>) -> Got<'a> {
    let values = arguments.iter().map(|argument| crate::expr::evaluate::value(argument, asked));
    let values = values.collect::<Result<Vec<_>, _>>()?;
    match (function, values.as_slice()) {
        (Function::Holder, [role]) => return Ok(holder(role, asked)),
        (Function::Approval, [gate]) => return Ok(gates::approval(asked.env, gate)),
        _ => {}
    }
    Ok(Cow::Owned(value_of(function, &values, asked).unwrap_or_else(Value::Missing)))
}

/// Whether something is there and not blank; an empty list is not.
pub fn filled(value: &Value) -> Verdict {
    let gap = if let Value::Missing(gap) = value { *gap } else { Gap::Unreadable };
    value.is_filled().ok_or(gap)
}

pub fn text_of(value: &Value) -> Result<&str, Gap> {
    match value {
        Value::Text(text) => Ok(text),
        Value::Missing(gap) => Err(*gap),
        _ => Err(Gap::Unreadable),
    }
}

/// Whether two texts are so.
pub fn texts(text: &Value, part: &Value, holds: fn(&str, &str) -> bool) -> Verdict {
    Ok(holds(text_of(text)?, text_of(part)?))
}

fn holder<'a>(role: &Value, asked: Asked<'a>) -> Cow<'a, Value> {
    match (asked.env.deal.get(builtin::TEAM), role) {
        (Value::Record(team), Value::Choice(role)) => Cow::Borrowed(team.get(usize::from(*role))),
        (Value::Missing(gap), _) | (_, Value::Missing(gap)) => missing(*gap),
        _ => missing(Gap::Unreadable),
    }
}

/// Calendar days from one day to another, in the playbook's time zone.
pub fn days_between(from: &Value, to: &Value) -> Result<Value, Gap> {
    let days = operate::day(to)? - operate::day(from)?;
    Ok(Value::Number(Decimal::from(days.num_days())))
}

/// Working days after one day up to another.
pub fn working_days_between(from: &Value, to: &Value, calendar: &Calendar) -> Result<Value, Gap> {
    let days = calendar.working_days_between(operate::day(from)?, operate::day(to)?);
    Ok(Value::Number(Decimal::from(days)))
}

/// Worked hours from one moment to another, exact; of a day alone that cannot be told.
pub fn working_hours_between(from: &Value, to: &Value, calendar: &Calendar) -> Result<Value, Gap> {
    let exact = |value: &Value| match value {
        Value::Moment(Moment::At(at)) => Ok(*at),
        other => operate::day(other).and(Err(Gap::SameDay)),
    };
    let seconds = calendar.working_seconds_between(exact(from)?, exact(to)?);
    Decimal::from(seconds).checked_div(Decimal::from(3600)).map(Value::Number).ok_or(Gap::OutOfRange)
}

/// A part of a date.
pub fn part(part: DatePart, date: &Value) -> Value {
    let of = |day: chrono::NaiveDate| match part {
        DatePart::Year => Decimal::from(day.year()),
        DatePart::Quarter => Decimal::from(day.month0() / 3 + 1),
        DatePart::Month => Decimal::from(day.month()),
        DatePart::Day => Decimal::from(day.day()),
    };
    operate::day(date).map_or_else(Value::Missing, |day| Value::Number(of(day)))
}

/// A function of a module.
pub fn script<'a>(name: &str, arguments: &'a [Node], asked: Asked<'a>) -> Got<'a> {
    let values = arguments.iter().map(|argument| {
        let found = crate::expr::evaluate::value(argument, asked)?.into_owned();
        Ok((found, argument.ty.clone()))
    });
    let values = values.collect::<Result<Vec<_>, Box<Failure>>>()?;
    match asked.env.modules.call(name, &values, asked.env.exchange()) {
        Answer::Known(value) => Ok(Cow::Owned(value)),
        Answer::Unknown(gap) => Ok(missing(gap)),
        Answer::Failed(failure) => Err(Box::new(failure)),
    }
}
