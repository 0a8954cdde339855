//! Parts that give another value than yes or no.

use crate::expr::compile::Make;
use crate::expr::compile::Test;
use crate::expr::compile::history;
use crate::expr::compile::lists;
use crate::expr::compile::operand::Operand;
use crate::expr::compile::operand::Spot;
use crate::expr::compile::operand::holder;
use crate::expr::compile::test::test;
use crate::expr::compile::told;
use crate::expr::evaluate;
use crate::expr::evaluate::calls;
use crate::expr::evaluate::operate;
use crate::expr::functions::Function;
use crate::expr::functions::ListFunction;
use crate::expr::tree::Operator;
use crate::expr::typed::Kind;
use crate::expr::typed::Node;
use crate::expr::typed::Root;
use crate::value::Gap;
use crate::value::Moment;
use crate::value::Type;
use crate::value::Value;
use crate::value::equal;

/// A part as a value; nothing in it can fail.
pub fn operand(node: &Node) -> Operand {
    match &node.kind {
        Kind::Constant(value) => Operand::Constant(value.clone()),
        Kind::Field(Root::Let(at), slots) if slots.is_empty() => Operand::Let(*at),
        Kind::List(items) => match items.iter().map(constant).collect::<Option<Vec<Value>>>() {
            Some(items) => Operand::Constant(Value::List(items)),
            None => Operand::Made(lists::list(items)),
        },
        _ => match Spot::of(node) {
            Some(spot) => Operand::Spot(spot),
            None => Operand::Made(made(node)),
        },
    }
}

fn constant(node: &Node) -> Option<Value> {
    match &node.kind {
        Kind::Constant(value) => Some(value.clone()),
        _ => None,
    }
}

fn made(node: &Node) -> Make {
    match &node.kind {
        Kind::Compute(how, left, right) => compute(*how, left, right),
        Kind::Minus(inner) => {
            let inner = operand(inner);
            Box::new(move |asked| inner.with(asked, operate::minus))
        }
        Kind::Part(part, inner) => {
            let (part, inner) = (*part, operand(inner));
            Box::new(move |asked| inner.with(asked, |date| calls::part(part, date)))
        }
        Kind::Default(parts) => default(parts),
        Kind::If(_) if node.ty == Type::Bool => of_test(test(node)),
        Kind::If(parts) => choose(parts),
        Kind::Member(inner, choice) => {
            let (inner, choice) = (operand(inner), choice.clone());
            Box::new(move |asked| {
                inner.with(asked, |value| match value {
                    Value::Choice(place) => Value::Text(choice.member(*place).into()),
                    value => value.clone(),
                })
            })
        }
        Kind::Over(function, list, body) => match (function, body) {
            (ListFunction::Count, Some(body)) => lists::count(list, body),
            (ListFunction::Count | ListFunction::Len, None) => lists::length(list),
            (ListFunction::Sum | ListFunction::Min | ListFunction::Max, body) => {
                lists::folded(*function, list, body.as_deref(), node.ty.clone())
            }
            _ if node.ty == Type::Bool => of_test(test(node)),
            _ => evaluated(node),
        },
        Kind::Call(function, arguments) => call(node, *function, arguments),
        Kind::Not(_)
        | Kind::Compare(..)
        | Kind::And(_)
        | Kind::Or(_)
        | Kind::In(..)
        | Kind::Between(..)
        | Kind::Matches(..) => of_test(test(node)),
        _ => evaluated(node),
    }
}

/// What seldom stands in a condition is left to the evaluator.
fn evaluated(node: &Node) -> Make {
    let node = node.clone();
    Box::new(move |asked| match evaluate::value(&node, asked) {
        Ok(value) => value.into_owned(),
        Err(_) => Value::Missing(Gap::Unreadable),
    })
}

fn of_test(test: Test) -> Make {
    Box::new(move |asked| told(test(asked)))
}

fn compute(how: Operator, left: &Node, right: &Node) -> Make {
    let (left, right) = (operand(left), operand(right));
    Box::new(move |asked| {
        left.with(asked, |left| right.with(asked, |right| operate::compute(how, left, right, asked.env.ground())))
    })
}

fn default(parts: &[Node]) -> Make {
    let parts: Box<[Operand]> = parts.iter().map(operand).collect();
    Box::new(move |asked| {
        // Only where there is surely nothing does the next one stand for it.
        let is_there =
            |found: &std::borrow::Cow<'_, Value>| !matches!(**found, Value::Missing(gap) if gap.is_nothing());
        let found = parts.iter().map(|part| part.cow(asked)).find(is_there);
        found.map_or(Value::ABSENT, std::borrow::Cow::into_owned)
    })
}

fn choose(parts: &[Node; 3]) -> Make {
    let [condition, then, other] = parts;
    let (condition, then, other) = (test(condition), operand(then), operand(other));
    Box::new(move |asked| match condition(asked) {
        Ok(true) => then.cow(asked).into_owned(),
        Ok(false) => other.cow(asked).into_owned(),
        // Undecided, but both ways lead to the same.
        Err(gap) => {
            let (then, other) = (then.cow(asked), other.cow(asked));
            if equal(&then, &other) == Ok(true) { then.into_owned() } else { Value::Missing(gap) }
        }
    })
}

fn call(node: &Node, function: Function, arguments: &[Node]) -> Make {
    use Function as F;
    match (function, arguments) {
        _ if node.ty == Type::Bool => of_test(test(node)),
        (F::Today, _) => Box::new(|asked| Value::Date(asked.env.today)),
        (F::Now, _) => Box::new(|asked| Value::Moment(Moment::At(asked.env.now))),
        (F::Holder, [role]) => match constant(role) {
            Some(Value::Choice(role)) => holder(role),
            _ => evaluated(node),
        },
        (F::Entered, [stage]) => history::time(operand(stage), evaluate::history::entered),
        (F::LastEntered, [stage]) => history::time(operand(stage), evaluate::history::last_entered),
        (F::Left, [stage]) => history::time(operand(stage), evaluate::history::left),
        (F::TimeIn, [stage]) => history::time(operand(stage), evaluate::history::time_in),
        (F::Approval, _) => evaluated(node),
        (_, [one]) => {
            let one = operand(one);
            Box::new(move |asked| given(function, &[one.cow(asked)], asked))
        }
        (_, [one, two]) => {
            let (one, two) = (operand(one), operand(two));
            Box::new(move |asked| given(function, &[one.cow(asked), two.cow(asked)], asked))
        }
        (_, [one, two, three]) => {
            let (one, two, three) = (operand(one), operand(two), operand(three));
            Box::new(move |asked| given(function, &[one.cow(asked), two.cow(asked), three.cow(asked)], asked))
        }
        (_, []) => Box::new(move |asked| given(function, &[], asked)),
        _ => evaluated(node),
    }
}

fn given(function: Function, values: &[std::borrow::Cow<'_, Value>], asked: evaluate::Asked<'_>) -> Value {
    calls::value_of(function, values, asked).unwrap_or_else(Value::Missing)
}
