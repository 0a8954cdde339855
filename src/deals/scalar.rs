use std::borrow::Cow;

use compact_str::CompactString;

use crate::deals::Frame;
use crate::deals::amount::money;
use crate::deals::moment::moment;
use crate::deals::node::Shape;
use crate::deals::number::Sign;
use crate::deals::number::half_width;
use crate::deals::number::number;
use crate::deals::number::percent;
use crate::value::Decimal;
use crate::value::Duration;
use crate::value::Moment;
use crate::value::Type;
use crate::value::Value;
use crate::value::mapping::CellUnit;

/// Why a value does not fit its type; empty where that is plain to see.
pub(super) type Unfit = &'static str;

/// Reads one value that is neither blank, nor a member of an enumeration, nor made of others.
pub(super) fn scalar(
    shape: &Shape<'_>,
    ty: &Type,
    formats: &[String],
    unit: Option<CellUnit>,
    frame: &Frame,
) -> Result<Value, Unfit> {
    let text = match shape {
        Shape::Text(text) | Shape::Number(text) => text,
        Shape::Bool(yes) => return of_bool(*yes, ty),
        Shape::Broken => return Err("its escapes stand for no characters"),
        Shape::List => return Err("it is a list"),
        Shape::Record => return Err("it is a record"),
        Shape::Blank => return Ok(Value::ABSENT),
    };
    match ty {
        Type::Text => Ok(Value::Text(CompactString::new(text))),
        Type::Person => Ok(Value::Text(CompactString::new(text.trim()))),
        Type::Bool => bool_of(text),
        Type::Integer => integer(text, unit),
        Type::Number => plain(text, unit).map(Value::Number),
        Type::Percent => share(text, unit),
        Type::Money => money(text, unit, frame.currency).map(Value::Money),
        Type::Date => date(text, formats, frame),
        Type::DateTime => moment(text, formats, frame.zone).map(Value::Moment).ok_or(""),
        Type::Duration => duration(text),
        Type::Any => Ok(match shape {
            Shape::Number(text) => number(text).map_or_else(|| Value::Text(CompactString::new(text)), Value::Number),
            _ => Value::Text(CompactString::new(text)),
        }),
        Type::Choice(_) | Type::Record(_) | Type::List(_) => Err(""),
    }
}

fn of_bool(yes: bool, ty: &Type) -> Result<Value, Unfit> {
    match ty {
        Type::Bool | Type::Any => Ok(Value::Bool(yes)),
        Type::Text => Ok(Value::Text(CompactString::const_new(if yes { "true" } else { "false" }))),
        _ => Err("it is yes or no"),
    }
}

fn bool_of(text: &str) -> Result<Value, Unfit> {
    match text.trim() {
        yes if yes.eq_ignore_ascii_case("true") => Ok(Value::Bool(true)),
        no if no.eq_ignore_ascii_case("false") => Ok(Value::Bool(false)),
        _ => Err(""),
    }
}

fn plain(text: &str, unit: Option<CellUnit>) -> Result<Decimal, Unfit> {
    let text = half_width(text);
    let found = number(&text).ok_or("")?;
    found.checked_mul(unit.map_or(Decimal::ONE, |unit| unit.factor)).ok_or("the number is too large")
}

fn integer(text: &str, unit: Option<CellUnit>) -> Result<Value, Unfit> {
    let number = plain(text, unit)?;
    if number.is_integer() { Ok(Value::Number(number.normalize())) } else { Err("it has a fraction") }
}

fn share(text: &str, unit: Option<CellUnit>) -> Result<Value, Unfit> {
    let text = half_width(text);
    match percent(&text).ok_or("")? {
        (share, Sign::Written) => Ok(Value::Number(share)),
        (share, Sign::Absent) => {
            let factor = unit.map_or(Decimal::ONE, |unit| unit.factor);
            share.checked_mul(factor).map(Value::Number).ok_or("the number is too large")
        }
    }
}

/// A moment in the place of a day stands for its day in the playbook's zone.
fn date(text: &str, formats: &[String], frame: &Frame) -> Result<Value, Unfit> {
    moment(text, formats, frame.zone).map(Moment::day).map(Value::Date).ok_or("")
}

/// `30 days`, `-2 weeks`, `10 working days`.
fn duration(text: &str) -> Result<Value, Unfit> {
    let text: Cow<'_, str> = half_width(text.trim());
    let until = text.find(|letter: char| letter.is_alphabetic()).ok_or("its unit is missing, as in `30 days`")?;
    let (count, word) = text.split_at_checked(until).ok_or("")?;
    let count = count.trim().parse::<i64>().map_err(|_| "")?;
    let word = word.split_whitespace().collect::<Vec<&str>>().join(" ").to_lowercase();
    Duration::of(count, &word).map(Value::Duration).ok_or("its unit is not known")
}
