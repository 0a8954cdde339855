//! Comparisons of two parts.

use crate::expr::compile::Test;
use crate::expr::compile::against;
use crate::expr::compile::operand::Operand;
use crate::expr::compile::operand::Spot;
use crate::expr::compile::value::operand;
use crate::expr::evaluate::compared;
use crate::expr::tree::Comparison;
use crate::expr::tree::End;
use crate::expr::typed::Node;
use crate::value::Type;
use crate::value::Value;

/// `left < right`
pub fn compare(how: Comparison, left: &Node, right: &Node) -> Test {
    // Amounts are converted one way or the other, so that exchanging them may change a result.
    let exchangeable = !matches!(left.ty, Type::Money | Type::Any) && !matches!(right.ty, Type::Money | Type::Any);
    match (operand(left), operand(right)) {
        (Operand::Spot(spot), Operand::Constant(constant)) => against::spot(how, spot, constant),
        (Operand::Constant(constant), Operand::Spot(spot)) if exchangeable => {
            against::spot(how.mirrored(), spot, constant)
        }
        (Operand::Made(make), Operand::Constant(constant)) => {
            Box::new(move |asked| compared(how, &make(asked), &constant, asked.env.exchange()))
        }
        (Operand::Spot(left), Operand::Spot(right)) => spots(how, left, right),
        (left, right) => Box::new(move |asked| {
            left.with(asked, |left| right.with(asked, |right| compared(how, left, right, asked.env.exchange())))
        }),
    }
}

fn spots(how: Comparison, left: Spot, right: Spot) -> Test {
    use crate::expr::compile::operand::Reach;
    Box::new(move |asked| match (left.get(asked), right.get(asked)) {
        (Value::Text(a), Value::Text(b)) if !how.orders() => Ok((a == b) == (how == Comparison::Equal)),
        (left, right) => compared(how, left, right, asked.env.exchange()),
    })
}

/// `item in from..to`
pub fn between(parts: &[Node; 3], end: End) -> Test {
    let [item, from, to] = parts.each_ref().map(operand);
    let last = if end == End::In { Comparison::AtMost } else { Comparison::Less };
    Box::new(move |asked| {
        let exchange = asked.env.exchange();
        item.with(asked, |item| {
            let above = from.with(asked, |from| compared(Comparison::AtLeast, item, from, exchange));
            let below = to.with(asked, |to| compared(last, item, to, exchange));
            crate::expr::evaluate::both(above, below)
        })
    })
}
