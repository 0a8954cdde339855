use crate::expr::Comparison;
use crate::expr::Expr;
use crate::expr::typed::Kind;
use crate::expr::typed::Node;
use crate::source::Span;
use crate::value::Value;

/// One thing that is claimed of a deal.
#[derive(Clone, Debug)]
pub enum Claim<'a> {
    /// The condition holds: its answer is yes.
    Holds(&'a Expr),
    /// The condition does not hold: its answer is no, which is not the same as unknown.
    Fails(&'a Expr),
    /// A part of a condition holds.
    PartHolds(Part<'a>),
    /// A part of a condition does not hold.
    PartFails(Part<'a>),
    /// The value of an expression is such.
    Is(&'a Expr, Limit),
    /// The value of an expression is known, and not such.
    IsNot(&'a Expr, Limit),
    /// The field at these slots is filled.
    Filled(&'a [usize]),
    /// The deal is in one of these stages, by their places in the schema's enumeration.
    Stage(Vec<u16>),
}

/// What a value is claimed to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Limit {
    /// In this order to a value.
    Compared(Comparison, Value),
    /// One of these.
    OneOf(Vec<Value>),
    /// From one to the other, both in.
    Within(Value, Value),
}

/// One operand of the `&&` or `||` at the top of a condition.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    pub(super) whole: &'a Expr,
    pub(super) node: &'a Node,
    /// Whether the operands are joined by `&&`; by `||` otherwise.
    pub all_asked: bool,
}

impl Part<'_> {
    /// Where it stands.
    pub fn span(&self) -> Span {
        self.node.span
    }
}

/// The operands of the `&&` or `||` at the top of a condition; none where there is neither.
pub fn parts(expr: &Expr) -> Vec<Part<'_>> {
    let (nodes, all_asked) = match &expr.node().kind {
        Kind::And(nodes) => (nodes.as_slice(), true),
        Kind::Or(nodes) => (nodes.as_slice(), false),
        _ => (&[][..], false),
    };
    nodes.iter().map(|node| Part { whole: expr, node, all_asked }).collect()
}
