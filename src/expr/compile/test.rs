//! Parts that give yes or no.

use crate::expr::compile::Test;
use crate::expr::compile::compare::between;
use crate::expr::compile::compare::compare;
use crate::expr::compile::history;
use crate::expr::compile::lists;
use crate::expr::compile::operand::Operand;
use crate::expr::compile::operand::Reach;
use crate::expr::compile::operand::reach;
use crate::expr::compile::value::operand;
use crate::expr::evaluate;
use crate::expr::evaluate::Verdict;
use crate::expr::evaluate::calls;
use crate::expr::functions::Function;
use crate::expr::functions::ListFunction;
use crate::expr::typed::Kind;
use crate::expr::typed::Node;
use crate::value::Gap;
use crate::value::Value;

/// A part that gives yes or no; nothing in it can fail.
pub fn test(node: &Node) -> Test {
    match &node.kind {
        Kind::Not(inner) => {
            let inner = test(inner);
            Box::new(move |asked| inner(asked).map(|yes| !yes))
        }
        Kind::And(parts) => every(parts, false),
        Kind::Or(parts) => every(parts, true),
        Kind::Compare(how, left, right) => compare(*how, left, right),
        Kind::Between(parts, end) => between(parts, *end),
        Kind::In(item, list) => lists::contains(list, item),
        Kind::If(parts) => choose(parts),
        Kind::Matches(text, pattern) => {
            let (text, pattern) = (operand(text), pattern.clone());
            on_text(text, move |text| pattern.is_match(text))
        }
        Kind::Over(function, list, Some(body)) => match function {
            ListFunction::Some => lists::decided(list, body, true),
            ListFunction::All => lists::decided(list, body, false),
            ListFunction::None => {
                let some = lists::decided(list, body, true);
                Box::new(move |asked| some(asked).map(|yes| !yes))
            }
            ListFunction::Contains => lists::contains(list, body),
            _ => of_value(node),
        },
        Kind::Call(function, arguments) => call(*function, arguments).unwrap_or_else(|| of_value(node)),
        _ => of_value(node),
    }
}

/// Kleene's and (or, where `deciding` is yes) over all parts; it stops where one decides.
fn every(parts: &[Node], deciding: bool) -> Test {
    let parts: Box<[Test]> = parts.iter().map(test).collect();
    Box::new(move |asked| {
        let mut open = None;
        for part in &parts {
            match part(asked) {
                Ok(yes) if yes == deciding => return Ok(deciding),
                Ok(_) => {}
                Err(gap) => open = open.or(Some(gap)),
            }
        }
        open.map_or(Ok(!deciding), Err)
    })
}

fn choose(parts: &[Node; 3]) -> Test {
    let [condition, then, other] = parts.each_ref().map(test);
    Box::new(move |asked| match condition(asked) {
        Ok(true) => then(asked),
        Ok(false) => other(asked),
        // Undecided, but both ways lead to the same.
        Err(gap) => match (then(asked), other(asked)) {
            (Ok(then), Ok(other)) if then == other => Ok(then),
            _ => Err(gap),
        },
    })
}

/// A value that is a yes or no.
fn of_value(node: &Node) -> Test {
    let value = operand(node);
    Box::new(move |asked| {
        value.with(asked, |value| match value {
            Value::Bool(yes) => Ok(*yes),
            Value::Missing(gap) => Err(*gap),
            _ => Err(Gap::Unreadable),
        })
    })
}

fn on_text(text: Operand, holds: impl Fn(&str) -> bool + Send + Sync + 'static) -> Test {
    let ask = move |value: &Value| match value {
        Value::Text(text) => Ok(holds(text)),
        Value::Missing(gap) => Err(*gap),
        _ => Err(Gap::Unreadable),
    };
    match text {
        Operand::Spot(spot) => reach!(spot, at(ask)),
        text => Box::new(move |asked| text.with(asked, &ask)),
    }
}

/// A question to a place.
fn at(place: impl Reach, ask: impl Fn(&Value) -> Verdict + Send + Sync + 'static) -> Test {
    Box::new(move |asked| ask(place.get(asked)))
}

/// A function that gives yes or no; `None` for those that give something else.
fn call(function: Function, arguments: &[Node]) -> Option<Test> {
    use Function as F;
    Some(match (function, arguments) {
        (F::Present, [x]) => presence(operand(x), true),
        (F::Missing, [x]) => presence(operand(x), false),
        (F::IsBlank, [text]) => on_text(operand(text), |text| text.chars().all(char::is_whitespace)),
        (F::ContainsText, [text, part]) => texts(text, part, |text, part| text.contains(part)),
        (F::StartsWith, [text, part]) => texts(text, part, |text, part| text.starts_with(part)),
        (F::EndsWith, [text, part]) => texts(text, part, |text, part| text.ends_with(part)),
        (F::Visited, [stage]) => history::visited(operand(stage)),
        (F::Similar, [a, b]) => {
            let (a, b) = (operand(a), operand(b));
            let ask = |a: &Value, b: &Value| evaluate::alike::similar(calls::text_of(a)?, calls::text_of(b)?);
            Box::new(move |asked| a.with(asked, |a| b.with(asked, |b| ask(a, b))))
        }
        (F::MovedBack, _) => Box::new(move |asked| evaluate::history::moved_back(asked.env)),
        (F::Approved, [gate]) => {
            let gate = operand(gate);
            Box::new(move |asked| gate.with(asked, |gate| evaluate::gates::approved(asked.env, gate)))
        }
        (F::Happened | F::Precedes | F::Follows | F::FollowsWithin | F::NeverBetween | F::SamePerson, arguments) => {
            let arguments: Box<[Operand]> = arguments.iter().map(operand).collect();
            Box::new(move |asked| {
                let values: Vec<_> = arguments.iter().map(|argument| argument.cow(asked)).collect();
                calls::verdict(function, &values, asked.env)
            })
        }
        _ => return None,
    })
}

fn presence(value: Operand, wanted: bool) -> Test {
    let ask = move |value: &Value| calls::filled(value).map(|filled| filled == wanted);
    match value {
        Operand::Spot(spot) => reach!(spot, at(ask)),
        value => Box::new(move |asked| value.with(asked, ask)),
    }
}

fn texts(text: &Node, part: &Node, holds: fn(&str, &str) -> bool) -> Test {
    let (text, part) = (operand(text), operand(part));
    Box::new(move |asked| text.with(asked, |text| part.with(asked, |part| calls::texts(text, part, holds))))
}
