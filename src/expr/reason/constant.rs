use crate::expr::typed::Kind;
use crate::expr::typed::Node;
use crate::value::Duration;
use crate::value::Money;
use crate::value::Value;

/// The value of a part that is the same for every deal.
pub fn constant(node: &Node) -> Option<Value> {
    match &node.kind {
        Kind::Constant(value) if !value.is_missing() => Some(value.clone()),
        Kind::Minus(inner) => match constant(inner)? {
            Value::Number(number) => Some(Value::Number(-number)),
            Value::Money(money) => Some(Value::Money(Money { amount: -money.amount, ..money })),
            Value::Duration(length) => Some(Value::Duration(Duration::new(length.count.checked_neg()?, length.unit))),
            _ => None,
        },
        _ => None,
    }
}
