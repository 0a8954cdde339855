use crate::expr::functions::ListFunction;
use crate::expr::reason::constant::constant;
use crate::expr::tree::Operator;
use crate::expr::typed::Kind;
use crate::expr::typed::Node;
use crate::value::Decimal;
use crate::value::Value;

/// The smallest and the largest number that a part can come to, where its own form says it: a score has no more points than its parts.
pub fn bounds(node: &Node) -> Option<(Decimal, Decimal)> {
    if let Some(value) = constant(node) {
        let Value::Number(number) = value else { return None };
        return Some((number, number));
    }
    match &node.kind {
        Kind::Minus(inner) => bounds(inner).map(|(low, high)| (-high, -low)),
        Kind::If(three) => {
            let [_, then, other] = three.as_ref();
            let ((a, b), (c, d)) = (bounds(then)?, bounds(other)?);
            Some((a.min(c), b.max(d)))
        }
        Kind::Compute(Operator::Add, left, right) => sum([bounds(left)?, bounds(right)?].into_iter()),
        Kind::Compute(Operator::Subtract, left, right) => {
            let (low, high) = bounds(right)?;
            sum([bounds(left)?, (-high, -low)].into_iter())
        }
        Kind::Over(ListFunction::Sum, list, None) => match &list.kind {
            Kind::List(items) => sum(items.iter().map(bounds).collect::<Option<Vec<_>>>()?.into_iter()),
            _ => None,
        },
        _ => None,
    }
}

fn sum(mut parts: impl Iterator<Item = (Decimal, Decimal)>) -> Option<(Decimal, Decimal)> {
    parts.try_fold((Decimal::ZERO, Decimal::ZERO), |(low, high), (from, to)| {
        Some((low.checked_add(from)?, high.checked_add(to)?))
    })
}
