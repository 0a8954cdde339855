//! Asks a checked condition of one deal, in Kleene's three values.
//!
//! A missing value is [`Value::Missing`] with its reason and travels like any other value; only the parts that can do without it stop it.
//! Nothing is copied that can be borrowed from the deal.

pub mod alike;
pub mod calls;
pub mod events;
pub mod gates;
pub mod history;
pub mod lists;
pub mod operate;

use std::borrow::Cow;

use crate::expr::Env;
use crate::expr::Failure;
use crate::expr::functions::Function;
use crate::expr::tree::Comparison;
use crate::expr::tree::End;
use crate::expr::typed::Kind;
use crate::expr::typed::Node;
use crate::expr::typed::Root;
use crate::value::Choice;
use crate::value::Exchange;
use crate::value::Gap;
use crate::value::Type;
use crate::value::Value;
use crate::value::compare_by;
use crate::value::equal;
use crate::value::equal_by;

/// The value of a part, borrowed where the deal has it; a failure where a script stopped.
pub type Got<'a> = Result<Cow<'a, Value>, Box<Failure>>;

/// Yes, no, or why it cannot be told.
pub type Verdict = Result<bool, Gap>;

/// The parameters of the closures around a part, innermost first.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    /// The element.
    pub value: &'a Value,
    /// The closures around.
    pub outer: Option<&'a Frame<'a>>,
}

/// What a part is asked about.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The deal and its day.
    pub env: &'a Env<'a>,
    /// The elements at hand.
    pub frame: Option<&'a Frame<'a>>,
}

/// The value of a part.
pub fn value<'a>(node: &'a Node, asked: Asked<'a>) -> Got<'a> {
    match &node.kind {
        Kind::Constant(value) => Ok(Cow::Borrowed(value)),
        Kind::Field(root, slots) => field(root, slots, asked),
        Kind::Index(list, at) => {
            let (list, at) = (value(list, asked)?, value(at, asked)?);
            Ok(lists::at(list, &at))
        }
        Kind::Minus(inner) => Ok(Cow::Owned(operate::minus(value(inner, asked)?.as_ref()))),
        Kind::Compute(how, left, right) => {
            let (left, right) = (value(left, asked)?, value(right, asked)?);
            Ok(Cow::Owned(operate::compute(*how, &left, &right, asked.env.ground())))
        }
        Kind::Default(parts) => {
            for part in parts {
                let found = value(part, asked)?;
                // Only where there is surely nothing does the next one stand for it.
                if !matches!(*found, Value::Missing(gap) if gap.is_nothing()) {
                    return Ok(found);
                }
            }
            Ok(Cow::Owned(Value::ABSENT))
        }
        Kind::List(items) => {
            let items = items.iter().map(|item| value(item, asked).map(Cow::into_owned));
            Ok(Cow::Owned(Value::List(items.collect::<Result<_, _>>()?)))
        }
        Kind::If(parts) => {
            let [condition, then, other] = parts.as_ref();
            match truth(condition, asked)? {
                Ok(true) => value(then, asked),
                Ok(false) => value(other, asked),
                // Undecided, but both ways lead to the same.
                Err(gap) => {
                    let (then, other) = (value(then, asked)?, value(other, asked)?);
                    if equal(&then, &other) == Ok(true) { Ok(then) } else { Ok(missing(gap)) }
                }
            }
        }
        Kind::Over(function, list, body) => lists::over(*function, list, body.as_deref(), &node.ty, asked),
        Kind::Member(inner, choice) => Ok(member(value(inner, asked)?, choice)),
        Kind::Part(part, inner) => Ok(Cow::Owned(calls::part(*part, value(inner, asked)?.as_ref()))),
        Kind::Call(function, arguments) if gives_truth(*function) => {
            calls::truth(*function, arguments, asked).map(told)
        }
        Kind::Call(function, arguments) => calls::value(*function, arguments, asked),
        Kind::Script(name, arguments) => calls::script(name, arguments, asked),
        Kind::As(inner) => match declared(value(inner, asked)?, &node.ty) {
            Some(value) => Ok(value),
            None => {
                let message = format!("{} is no {}, as is declared", what(&inner.kind), node.ty);
                Err(Box::new(Failure { message, place: None }))
            }
        },
        Kind::Not(_)
        | Kind::Compare(..)
        | Kind::And(_)
        | Kind::Or(_)
        | Kind::In(..)
        | Kind::Between(..)
        | Kind::Matches(..) => truth(node, asked).map(told),
    }
}

/// Whether a part holds.
pub fn truth(node: &Node, asked: Asked<'_>) -> Result<Verdict, Box<Failure>> {
    match &node.kind {
        Kind::Not(inner) => Ok(truth(inner, asked)?.map(|yes| !yes)),
        Kind::And(parts) => every(parts, asked, false),
        Kind::Or(parts) => every(parts, asked, true),
        Kind::Compare(how, left, right) => {
            let (left, right) = (value(left, asked)?, value(right, asked)?);
            Ok(compared(*how, &left, &right, asked.env.exchange()))
        }
        Kind::In(item, list) => {
            let (item, list) = (value(item, asked)?, value(list, asked)?);
            Ok(lists::contains(&list, &item, asked.env.exchange()))
        }
        Kind::Between(parts, end) => {
            let [item, from, to] = parts.as_ref();
            let (item, from, to) = (value(item, asked)?, value(from, asked)?, value(to, asked)?);
            let last = if *end == End::In { Comparison::AtMost } else { Comparison::Less };
            let exchange = asked.env.exchange();
            Ok(both(compared(Comparison::AtLeast, &item, &from, exchange), compared(last, &item, &to, exchange)))
        }
        Kind::Matches(text, pattern) => Ok(match value(text, asked)?.as_ref() {
            Value::Text(text) => Ok(pattern.is_match(text)),
            Value::Missing(gap) => Err(*gap),
            _ => Err(Gap::Unreadable),
        }),
        Kind::Call(function, arguments) if gives_truth(*function) => calls::truth(*function, arguments, asked),
        _ => match value(node, asked)?.as_ref() {
            Value::Bool(yes) => Ok(Ok(*yes)),
            Value::Missing(gap) => Ok(Err(*gap)),
            _ => Err(Box::new(Failure { message: format!("{} is no yes or no", what(&node.kind)), place: None })),
        },
    }
}

fn what(kind: &Kind) -> String {
    match kind {
        Kind::Script(name, _) => format!("what `{name}` gives"),
        _ => "this".to_owned(),
    }
}

/// A value as one of its declared type; `None` where it is not.
fn declared<'a>(value: Cow<'a, Value>, ty: &Type) -> Option<Cow<'a, Value>> {
    let fits = match (value.as_ref(), ty) {
        (Value::Text(text), Type::Choice(choice)) => {
            return choice.place(text).map(|place| Cow::Owned(Value::Choice(place)));
        }
        (Value::List(items), Type::List(item)) => {
            items.iter().all(|value| declared(Cow::Borrowed(value), item).is_some_and(|made| *made == *value))
        }
        (Value::Number(number), Type::Integer) => number.fract().is_zero(),
        (Value::Missing(_), _)
        | (Value::Bool(_), Type::Bool)
        | (Value::Number(_), Type::Number | Type::Percent)
        | (Value::Money(_), Type::Money)
        | (Value::Text(_), Type::Text | Type::Person)
        | (Value::Date(_), Type::Date)
        | (Value::Moment(_), Type::DateTime)
        | (Value::Duration(_), Type::Duration) => true,
        _ => false,
    };
    fits.then_some(value)
}

fn gives_truth(function: Function) -> bool {
    use Function as F;
    matches!(
        function,
        F::Visited
            | F::MovedBack
            | F::Present
            | F::Missing
            | F::Happened
            | F::Precedes
            | F::Follows
            | F::FollowsWithin
            | F::NeverBetween
            | F::SamePerson
            | F::Approved
            | F::ContainsText
            | F::StartsWith
            | F::EndsWith
            | F::IsBlank
            | F::Similar
    )
}

/// A verdict as a value.
pub fn told<'a>(verdict: Verdict) -> Cow<'a, Value> {
    Cow::Owned(verdict.map_or_else(Value::Missing, Value::Bool))
}

/// A missing value.
pub fn missing<'a>(gap: Gap) -> Cow<'a, Value> {
    Cow::Owned(Value::Missing(gap))
}

/// Kleene's and: one no decides.
pub fn both(a: Verdict, b: Verdict) -> Verdict {
    match (a, b) {
        (Ok(false), _) | (_, Ok(false)) => Ok(false),
        (Ok(true), Ok(true)) => Ok(true),
        (Err(gap), _) | (_, Err(gap)) => Err(gap),
    }
}

/// Kleene's and (or, where `deciding` is yes) over all parts; it stops where one decides.
fn every(parts: &[Node], asked: Asked<'_>, deciding: bool) -> Result<Verdict, Box<Failure>> {
    let mut open = None;
    for part in parts {
        match truth(part, asked)? {
            Ok(yes) if yes == deciding => return Ok(Ok(deciding)),
            Ok(_) => {}
            Err(gap) => open = open.or(Some(gap)),
        }
    }
    Ok(open.map_or(Ok(!deciding), Err))
}

/// Whether a comparison holds.
pub fn compared(how: Comparison, left: &Value, right: &Value, exchange: Exchange<'_>) -> Verdict {
    match how {
        Comparison::Equal => equal_by(left, right, exchange),
        Comparison::NotEqual => equal_by(left, right, exchange).map(|same| !same),
        _ => compare_by(left, right, exchange).map(|order| how.holds(order)),
    }
}

fn field<'a>(root: &'a Root, slots: &'a [usize], asked: Asked<'a>) -> Got<'a> {
    let (start, slots) = match root {
        Root::Deal => {
            let Some((first, rest)) = slots.split_first() else { return Ok(missing(Gap::Absent)) };
            (Cow::Borrowed(asked.env.deal.get(*first)), rest)
        }
        Root::Let(at) => (asked.env.computed(*at)?, slots),
        Root::Local(at) => (Cow::Borrowed(asked.env.locals.get(*at).unwrap_or(&Value::ABSENT)), slots),
        Root::Parameter(up) => {
            let mut frame = asked.frame;
            for _ in 0..*up {
                frame = frame.and_then(|frame| frame.outer);
            }
            (Cow::Borrowed(frame.map_or(&Value::ABSENT, |frame| frame.value)), slots)
        }
        Root::Of(inner) => (value(inner, asked)?, slots),
    };
    Ok(match start {
        Cow::Borrowed(start) => Cow::Borrowed(slots.iter().fold(start, |value, slot| below(value, *slot))),
        Cow::Owned(start) if slots.is_empty() => Cow::Owned(start),
        Cow::Owned(start) => Cow::Owned(slots.iter().fold(&start, |value, slot| below(value, *slot)).clone()),
    })
}

fn below(value: &Value, slot: usize) -> &Value {
    match value {
        Value::Record(record) => record.get(slot),
        gap @ Value::Missing(_) => gap,
        _ => &Value::ABSENT,
    }
}

fn member<'a>(value: Cow<'a, Value>, choice: &Choice) -> Cow<'a, Value> {
    match *value {
        Value::Choice(place) => Cow::Owned(Value::Text(choice.member(place).into())),
        _ => value,
    }
}

/// Nothing of a type that has sums.
pub fn zero(ty: &Type, env: &Env<'_>) -> Option<Value> {
    match ty {
        Type::Money => env.currency.map(|currency| Value::Money(crate::value::Money { amount: 0.into(), currency })),
        Type::Duration => None,
        _ => Some(Value::Number(0.into())),
    }
}
