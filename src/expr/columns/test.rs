//! Parts that give yes or no.

use std::borrow::Cow;

use crate::expr::columns::Answers;
use crate::expr::columns::Many;
use crate::expr::columns::compare::compare;
use crate::expr::columns::value::Got;
use crate::expr::columns::value::value;
use crate::expr::evaluate::calls;
use crate::expr::functions::Function;
use crate::expr::tree::Comparison;
use crate::expr::tree::End;
use crate::expr::typed::Kind;
use crate::expr::typed::Node;
use crate::value::Bits;
use crate::value::Column;
use crate::value::Data;
use crate::value::Gap;
use crate::value::Gaps;
use crate::value::Type;
use crate::value::Value;

/// Whether a part holds for each deal; `None` where columns do not tell.
pub fn truth(node: &Node, many: &Many<'_>) -> Option<Answers> {
    let exchange = many.env.exchange();
    Some(match &node.kind {
        Kind::Not(inner) => truth(inner, many)?.opposite(),
        Kind::And(parts) => folded(parts, many, |all, part| all.and(part))?,
        Kind::Or(parts) => folded(parts, many, |all, part| all.or(part))?,
        Kind::Compare(how, left, right) => compare(*how, &*value(left, many)?, &*value(right, many)?, exchange),
        Kind::Between(parts, end) => {
            let [item, from, to] = parts.as_ref();
            let (item, from, to) = (value(item, many)?, value(from, many)?, value(to, many)?);
            let last = if *end == End::In { Comparison::AtMost } else { Comparison::Less };
            compare(Comparison::AtLeast, &item, &from, exchange).and(&compare(last, &item, &to, exchange))
        }
        Kind::In(item, list) => one_of(item, list, many)?,
        Kind::If(parts) => {
            let [condition, then, other] = parts.as_ref();
            truth(condition, many)?.choose(&truth(then, many)?, &truth(other, many)?)
        }
        Kind::Matches(text, pattern) => on_text(&*value(text, many)?, |text| pattern.is_match(text)),
        Kind::Call(function, arguments) => match call(*function, arguments, many)? {
            Some(answers) => answers,
            // Yes or no, and none of those that columns know.
            None if node.ty == Type::Bool => return None,
            None => Answers::of_column(&*value(node, many)?),
        },
        _ => Answers::of_column(&*value(node, many)?),
    })
}

fn folded(parts: &[Node], many: &Many<'_>, how: impl Fn(&Answers, &Answers) -> Answers) -> Option<Answers> {
    let (first, rest) = parts.split_first()?;
    rest.iter().try_fold(truth(first, many)?, |all, part| Some(how(&all, &truth(part, many)?)))
}

/// Whether the value is one of a list that is written out.
fn one_of(item: &Node, list: &Node, many: &Many<'_>) -> Option<Answers> {
    let item = value(item, many)?;
    let known: Vec<Got<'_>> = match &list.kind {
        Kind::Constant(Value::List(items)) => {
            items.iter().map(|known| Cow::Owned(Column::same(known.clone(), many.rows()))).collect()
        }
        Kind::List(items) => items.iter().map(|known| value(known, many)).collect::<Option<Vec<Got<'_>>>>()?,
        _ => return None,
    };
    if let (Data::Members(members), Some(wanted)) = (&item.data, members(&known)) {
        return Some(Answers::new(item.given.clone(), &Bits::of(members, |member| wanted.contains(&member))));
    }
    let nowhere = Answers::all(Ok(false), many.rows());
    let is_one = |known: &Got<'_>| compare(Comparison::Equal, known, &item, many.env.exchange());
    Some(known.iter().fold(nowhere, |found, known| found.or(&is_one(known))))
}

/// The members of an enumeration, where nothing else is asked for.
fn members(known: &[Got<'_>]) -> Option<Vec<u16>> {
    let place = |known: &Got<'_>| match &known.data {
        Data::Same(Value::Choice(place)) => Some(*place),
        _ => None,
    };
    known.iter().map(place).collect()
}

/// A question to each text.
fn on_text(column: &Column, holds: impl Fn(&str) -> bool) -> Answers {
    match &column.data {
        Data::Texts(texts) => {
            let yes = Bits::of_rows(column.rows(), |row| column.given.get(row) && holds(texts.text(row)));
            Answers::new(column.given.clone(), &yes)
        }
        Data::Same(value) => Answers::all(asked_of(value, &holds), column.rows()),
        _ => Answers::of_rows(column.rows(), |row| asked_of(&column.value(row), &holds)),
    }
}

fn asked_of(value: &Value, holds: impl Fn(&str) -> bool) -> Result<bool, Gap> {
    match value {
        Value::Text(text) => Ok(holds(text)),
        Value::Missing(gap) => Err(*gap),
        _ => Err(Gap::Unreadable),
    }
}

/// A function that gives yes or no: `Some(None)` for those that give something else.
fn call(function: Function, arguments: &[Node], many: &Many<'_>) -> Option<Option<Answers>> {
    use Function as F;
    let answers = match (function, arguments) {
        (F::Present, [x]) => filled(&*value(x, many)?)?,
        (F::Missing, [x]) => filled(&*value(x, many)?)?.opposite(),
        (F::IsBlank, [text]) => on_text(&*value(text, many)?, |text| text.chars().all(char::is_whitespace)),
        (F::ContainsText, [text, part]) => texts(text, part, many, |text, part| match part.as_bytes() {
            // One letter is found faster by its byte.
            [letter] => memchr::memchr(*letter, text.as_bytes()).is_some(),
            _ => text.contains(part),
        })?,
        (F::StartsWith, [text, part]) => texts(text, part, many, |text, part| text.starts_with(part))?,
        (F::EndsWith, [text, part]) => texts(text, part, many, |text, part| text.ends_with(part))?,
        (
            F::Visited
            | F::MovedBack
            | F::Approved
            | F::Happened
            | F::Precedes
            | F::Follows
            | F::FollowsWithin
            | F::NeverBetween
            | F::SamePerson,
            _,
        ) => return None,
        _ => return Some(None),
    };
    Some(Some(answers))
}

/// Whether a value is there and not blank; `None` where the column does not tell why one is missing.
fn filled(column: &Column) -> Option<Answers> {
    if column.gaps == Gaps::Untold && !column.given.is_all() {
        return None;
    }
    let (told, filled) = column.filled();
    Some(Answers::new(told, &filled))
}

fn texts(text: &Node, part: &Node, many: &Many<'_>, holds: fn(&str, &str) -> bool) -> Option<Answers> {
    let (text, part) = (value(text, many)?, value(part, many)?);
    if let Data::Same(Value::Text(part)) = &part.data {
        return Some(on_text(&text, |text| holds(text, part)));
    }
    Some(Answers::of_rows(many.rows(), |row| calls::texts(&text.value(row), &part.value(row), holds)))
}
