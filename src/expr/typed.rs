//! A condition that fits its schema: every name resolved, every part with its type.

use std::sync::Arc;

use regex::Regex;

use crate::expr::functions::Function;
use crate::expr::functions::ListFunction;
use crate::expr::tree::Comparison;
use crate::expr::tree::End;
use crate::expr::tree::Operator;
use crate::source::Span;
use crate::value::Choice;
use crate::value::Type;
use crate::value::Value;

/// One part of a checked condition.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// The type of its value.
    pub ty: Type,
    /// Where it stands.
    pub span: Span,
}

/// What a [`Node`] is.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A value that is the same for every deal.
    Constant(Value),
    /// A field: where to start, and slots from there.
    Field(Root, Box<[usize]>),
    /// An element of a list, from 0.
    Index(Box<Node>, Box<Node>),
    /// `!x`
    Not(Box<Node>),
    /// `-x`
    Minus(Box<Node>),
    /// `a < b`
    Compare(Comparison, Box<Node>, Box<Node>),
    /// `a + b`
    Compute(Operator, Box<Node>, Box<Node>),
    /// `a && b`
    And(Vec<Node>),
    /// `a || b`
    Or(Vec<Node>),
    /// `a ?? b`
    Default(Vec<Node>),
    /// `a in list`
    In(Box<Node>, Box<Node>),
    /// `a in from..to`
    Between(Box<[Node; 3]>, End),
    /// `[a, b]`
    List(Vec<Node>),
    /// `if a { b } else { c }`
    If(Box<[Node; 3]>),
    /// A function over the elements of a list, and what it asks of each.
    Over(ListFunction, Box<Node>, Option<Box<Node>>),
    /// A member of an enumeration as its text.
    Member(Box<Node>, Arc<Choice>),
    /// `.year` of a date.
    Part(DatePart, Box<Node>),
    /// A built-in function.
    Call(Function, Vec<Node>),
    /// `text.matches("…")`
    Matches(Box<Node>, Regex),
    /// A function of a rhai module.
    Script(String, Vec<Node>),
    /// What has no known type, where a type is declared for it.
    As(Box<Node>),
}

/// Where the way to a field starts.
#[derive(Clone, Debug)]
pub enum Root {
    /// At the deal.
    Deal,
    /// At a computed field.
    Let(usize),
    /// At a name bound around the condition.
    Local(usize),
    /// At the parameter of a closure, counted from the innermost.
    Parameter(usize),
    /// At the value of another part.
    Of(Box<Node>),
}

/// A part of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatePart {
    /// The year.
    Year,
    /// The quarter, 1 to 4.
    Quarter,
    /// The month, 1 to 12.
    Month,
    /// The day of the month.
    Day,
}

impl DatePart {
    /// Every part and its name.
    pub const ALL: [(&'static str, DatePart); 4] =
        [("year", DatePart::Year), ("quarter", DatePart::Quarter), ("month", DatePart::Month), ("day", DatePart::Day)];
}

impl Node {
    /// A constant.
    pub fn constant(value: Value, ty: Type, span: Span) -> Node {
        Node { kind: Kind::Constant(value), ty, span }
    }

    /// The parts it is made from, in the order of the text.
    pub fn parts(&self) -> Vec<&Node> {
        match &self.kind {
            Kind::Constant(_) => Vec::new(),
            Kind::Field(Root::Of(inner), _) => vec![inner],
            Kind::Field(..) => Vec::new(),
            Kind::Not(inner)
            | Kind::Minus(inner)
            | Kind::Member(inner, _)
            | Kind::Part(_, inner)
            | Kind::As(inner)
            | Kind::Matches(inner, _) => {
                vec![inner]
            }
            Kind::Index(a, b) | Kind::Compare(_, a, b) | Kind::Compute(_, a, b) | Kind::In(a, b) => vec![a, b],
            Kind::And(all) | Kind::Or(all) | Kind::Default(all) | Kind::List(all) => all.iter().collect(),
            Kind::Between(three, _) | Kind::If(three) => three.iter().collect(),
            Kind::Over(_, list, body) => std::iter::once(list.as_ref()).chain(body.as_deref()).collect(),
            Kind::Call(_, all) | Kind::Script(_, all) => all.iter().collect(),
        }
    }
}
