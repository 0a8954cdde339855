//! Functions over the elements of a list.

use crate::expr::compile::Make;
use crate::expr::compile::Test;
use crate::expr::compile::operand::Operand;
use crate::expr::compile::operand::Reach;
use crate::expr::compile::operand::reach;
use crate::expr::compile::test::test;
use crate::expr::compile::value::operand;
use crate::expr::evaluate::Asked;
use crate::expr::evaluate::Frame;
use crate::expr::evaluate::Verdict;
use crate::expr::evaluate::lists;
use crate::expr::functions::ListFunction;
use crate::expr::typed::Node;
use crate::value::Decimal;
use crate::value::Gap;
use crate::value::Type;
use crate::value::Value;

/// `list.some(|c| …)`, and `all` where `deciding` is no.
pub fn decided(list: &Node, body: &Node, deciding: bool) -> Test {
    let body = test(body);
    match operand(list) {
        Operand::Spot(spot) => reach!(spot, decided_at(body, deciding)),
        list => Box::new(move |asked| list.with(asked, |list| some(list, &body, asked, deciding))),
    }
}

fn decided_at(list: impl Reach, body: Test, deciding: bool) -> Test {
    Box::new(move |asked| some(list.get(asked), &body, asked, deciding))
}

/// `deciding` as soon as one element says so; unknown if one might.
#[inline]
fn some(list: &Value, body: &Test, asked: Asked<'_>, deciding: bool) -> Verdict {
    let mut open = None;
    for item in items(list)? {
        let frame = Frame { value: item, outer: asked.frame };
        match body(Asked { env: asked.env, frame: Some(&frame) }) {
            Ok(yes) if yes == deciding => return Ok(deciding),
            Ok(_) => {}
            Err(gap) => open = open.or(Some(gap)),
        }
    }
    open.map_or(Ok(!deciding), Err)
}

/// `list.count(|c| …)`
pub fn count(list: &Node, body: &Node) -> Make {
    let (list, body) = (operand(list), test(body));
    Box::new(move |asked| list.with(asked, |list| counted(list, &body, asked).unwrap_or_else(Value::Missing)))
}

fn counted(list: &Value, body: &Test, asked: Asked<'_>) -> Result<Value, Gap> {
    let mut count = 0_usize;
    for item in items(list)? {
        let frame = Frame { value: item, outer: asked.frame };
        count += usize::from(body(Asked { env: asked.env, frame: Some(&frame) })?);
    }
    Ok(Value::Number(Decimal::from(count)))
}

/// `[a, b]`
pub fn list(items: &[Node]) -> Make {
    let items: Box<[Operand]> = items.iter().map(operand).collect();
    Box::new(move |asked| Value::List(items.iter().map(|item| item.cow(asked).into_owned()).collect()))
}

/// `list.sum(|c| …)`, `min` and `max`; `ty` is the type of what it gives.
pub fn folded(function: ListFunction, list: &Node, body: Option<&Node>, ty: Type) -> Make {
    let (list, body) = (operand(list), body.map(operand));
    Box::new(move |asked| {
        let fold = |list: &Value| match (items(list)?, &body) {
            (items, Some(body)) => {
                let made = |item| {
                    let frame = Frame { value: item, outer: asked.frame };
                    body.cow(Asked { env: asked.env, frame: Some(&frame) }).into_owned()
                };
                lists::folded(function, &items.iter().map(made).collect::<Vec<Value>>(), &ty, asked)
            }
            (items, None) => lists::folded(function, items, &ty, asked),
        };
        list.with(asked, |list| fold(list).unwrap_or_else(Value::Missing))
    })
}

/// `list.len()`
pub fn length(list: &Node) -> Make {
    let list = operand(list);
    Box::new(move |asked| {
        list.with(asked, |list| {
            items(list).map_or_else(Value::Missing, |items| Value::Number(Decimal::from(items.len())))
        })
    })
}

/// `item in list`, `list.contains(item)`
pub fn contains(list: &Node, item: &Node) -> Test {
    match (operand(list), operand(item)) {
        (Operand::Constant(list), Operand::Spot(spot)) => reach!(spot, one_of(list)),
        (list, item) => Box::new(move |asked| {
            list.with(asked, |list| item.with(asked, |item| lists::contains(list, item, asked.env.exchange())))
        }),
    }
}

fn one_of(item: impl Reach, list: Value) -> Test {
    let members = members(&list);
    Box::new(move |asked| match (item.get(asked), &members) {
        (Value::Choice(place), Some(members)) => Ok(members.contains(place)),
        (item, _) => lists::contains(&list, item, asked.env.exchange()),
    })
}

/// The members of a list of nothing but members of an enumeration.
fn members(list: &Value) -> Option<Vec<u16>> {
    let place = |item: &Value| if let Value::Choice(place) = item { Some(*place) } else { None };
    items(list).ok()?.iter().map(place).collect()
}

#[inline]
fn items(list: &Value) -> Result<&[Value], Gap> {
    match list {
        Value::List(items) => Ok(items),
        Value::Missing(gap) => Err(*gap),
        _ => Err(Gap::Unreadable),
    }
}
