//! Arithmetic: which types go together, and what comes out.

use crate::expr::check::Checker;
use crate::expr::check::compare;
use crate::expr::check::words;
use crate::expr::tree::Operator;
use crate::expr::tree::Tree;
use crate::expr::typed::Kind;
use crate::expr::typed::Node;
use crate::source::Span;
use crate::value::Duration;
use crate::value::Type;
use crate::value::Unit;

impl Checker<'_> {
    pub(super) fn computation(&mut self, how: Operator, left: &Tree, right: &Tree, span: Span) -> Option<Node> {
        let (left, right) = (self.node(left), self.node(right));
        let (mut left, mut right) = (left?, right?);
        if how == Operator::Add {
            (left, right) = (as_text(left, &right.ty), right);
            right = as_text(right, &left.ty);
        }
        let Some(ty) = result(how, &left.ty, &right.ty) else {
            return self.fail(words::not_computable(how, &left, &right, self.scope));
        };
        if let Some(diagnostic) = bad_units(&left, &right) {
            return self.fail(diagnostic);
        }
        Some(Node { kind: Kind::Compute(how, Box::new(left), Box::new(right)), ty, span })
    }

    pub(super) fn minus(&mut self, inner: &Tree, span: Span) -> Option<Node> {
        let inner = self.node(inner)?;
        match inner.ty {
            Type::Integer | Type::Number | Type::Percent | Type::Money | Type::Duration | Type::Any => {
                let ty = inner.ty.clone();
                Some(Node { kind: Kind::Minus(Box::new(inner)), ty, span })
            }
            _ => {
                let diagnostic = words::no_minus(&inner);
                self.fail(diagnostic)
            }
        }
    }
}

/// A member of an enumeration put together with a text is its name.
fn as_text(node: Node, other: &Type) -> Node {
    match (&node.ty, other) {
        (Type::Choice(choice), Type::Text | Type::Person) => {
            let (choice, span) = (choice.clone(), node.span);
            Node { kind: Kind::Member(Box::new(node), choice), ty: Type::Text, span }
        }
        _ => node,
    }
}

/// The type of what comes out; `None` where the types do not go together.
fn result(how: Operator, left: &Type, right: &Type) -> Option<Type> {
    use Operator::Add;
    use Operator::Divide;
    use Operator::Multiply;
    use Operator::Remainder;
    use Operator::Subtract;
    let numeric = left.is_numeric() && right.is_numeric();
    let text = |ty: &Type| matches!(ty, Type::Text | Type::Person);
    Some(match (how, left, right) {
        (_, Type::Any, _) | (_, _, Type::Any) => Type::Any,
        (Divide, Type::Percent, Type::Integer | Type::Number) => Type::Percent,
        (Divide, ..) if numeric => Type::Number,
        (Remainder, ..) if numeric => Type::Number,
        (Add | Subtract | Multiply, ..) if numeric && left == right => left.clone(),
        (Add | Subtract | Multiply, ..) if numeric => Type::Number,
        (Add, ..) if text(left) && text(right) => Type::Text,
        (Add | Subtract, Type::Money, Type::Money) => Type::Money,
        (Multiply | Divide, Type::Money, right) if right.is_numeric() => Type::Money,
        (Multiply, left, Type::Money) if left.is_numeric() => Type::Money,
        (Divide, Type::Money, Type::Money) => Type::Number,
        (Add | Subtract, Type::Date | Type::DateTime, Type::Duration) => left.clone(),
        (Add, Type::Duration, Type::Date | Type::DateTime) => right.clone(),
        (Subtract, Type::Date | Type::DateTime, Type::Date | Type::DateTime) => Type::Duration,
        (Add | Subtract, Type::Duration, Type::Duration) => Type::Duration,
        (Multiply, Type::Duration, Type::Integer) => Type::Duration,
        (Multiply, Type::Integer, Type::Duration) => Type::Duration,
        _ => return None,
    })
}

/// Lengths that do not add up, and hours added to a day that has none.
fn bad_units(left: &Node, right: &Node) -> Option<crate::diagnostic::Diagnostic> {
    let hours = |node| matches!(compare::unit(node), Some(Unit::Seconds | Unit::WorkingSeconds));
    match (&left.ty, &right.ty) {
        (Type::Duration, Type::Duration) => {
            let (a, b) = (compare::unit(left)?, compare::unit(right)?);
            let apart = Duration::new(0, a).order(Duration::new(0, b)).is_none();
            apart.then(|| words::unlike_units(left, right))
        }
        (Type::Date, Type::Duration) if hours(right) => Some(words::hours_of_day(right)),
        (Type::Duration, Type::Date) if hours(left) => Some(words::hours_of_day(left)),
        _ => None,
    }
}
