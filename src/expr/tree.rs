//! A condition as written: what rhai's parser saw, in a form of our own, with places.

use crate::source::Span;
use crate::source::Spanned;
use crate::value::Type;
use crate::value::Value;

/// One part of a condition.
#[derive(Clone, Debug)]
pub struct Tree {
    /// What it is.
    pub form: Form,
    /// Where it stands.
    pub span: Span,
}

/// What a [`Tree`] is.
#[derive(Clone, Debug)]
pub enum Form {
    /// A number, text, yes or no, date, amount …
    Literal(Value, Type),
    /// `()`
    Nothing,
    /// A name on its own.
    Name(String),
    /// `of.name`
    Field(Box<Tree>, Spanned<String>),
    /// `of[at]`
    Index(Box<Tree>, Box<Tree>),
    /// `name(arguments)`; what stands before the point of a method call is the first argument.
    Call(Spanned<String>, Vec<Tree>),
    /// `!x`
    Not(Box<Tree>),
    /// `-x`
    Minus(Box<Tree>),
    /// `a < b`
    Compare(Comparison, Box<Tree>, Box<Tree>),
    /// `a + b`
    Compute(Operator, Box<Tree>, Box<Tree>),
    /// `a && b && c`
    And(Vec<Tree>),
    /// `a || b || c`
    Or(Vec<Tree>),
    /// `a ?? b ?? c`
    Default(Vec<Tree>),
    /// `a in b`
    In(Box<Tree>, Box<Tree>),
    /// `a..b`, `a..=b`
    Range(Box<Tree>, Box<Tree>, End),
    /// `[a, b]`
    List(Vec<Tree>),
    /// `if a { b } else { c }`
    If(Box<[Tree; 3]>),
    /// `|c| body`
    Closure(Vec<Spanned<String>>, Box<Tree>),
    /// Something that was reported.
    Broken,
}

/// Whether the end of a range belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// `..`
    Out,
    /// `..=`
    In,
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

impl Comparison {
    /// Every way to compare.
    pub const ALL: [Comparison; 6] = [
        Comparison::Equal,
        Comparison::NotEqual,
        Comparison::Less,
        Comparison::AtMost,
        Comparison::More,
        Comparison::AtLeast,
    ];

    /// Its sign.
    pub fn sign(self) -> &'static str {
        match self {
            Comparison::Equal => "==",
            Comparison::NotEqual => "!=",
            Comparison::Less => "<",
            Comparison::AtMost => "<=",
            Comparison::More => ">",
            Comparison::AtLeast => ">=",
        }
    }

    /// The comparison with this sign.
    pub fn of(sign: &str) -> Option<Comparison> {
        Comparison::ALL.into_iter().find(|known| known.sign() == sign)
    }

    /// The comparison that says the same with the sides exchanged.
    pub fn mirrored(self) -> Comparison {
        match self {
            Comparison::Less => Comparison::More,
            Comparison::AtMost => Comparison::AtLeast,
            Comparison::More => Comparison::Less,
            Comparison::AtLeast => Comparison::AtMost,
            same => same,
        }
    }

    /// The comparison that holds where this one does not.
    pub fn opposite(self) -> Comparison {
        match self {
            Comparison::Equal => Comparison::NotEqual,
            Comparison::NotEqual => Comparison::Equal,
            Comparison::Less => Comparison::AtLeast,
            Comparison::AtMost => Comparison::More,
            Comparison::More => Comparison::AtMost,
            Comparison::AtLeast => Comparison::Less,
        }
    }

    /// Whether it asks for an order, not only for sameness.
    pub fn orders(self) -> bool {
        !matches!(self, Comparison::Equal | Comparison::NotEqual)
    }

    /// Whether it holds for two values in this order.
    pub fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Comparison::Equal => order.is_eq(),
            Comparison::NotEqual => order.is_ne(),
            Comparison::Less => order.is_lt(),
            Comparison::AtMost => order.is_le(),
            Comparison::More => order.is_gt(),
            Comparison::AtLeast => order.is_ge(),
        }
    }
}

/// How two values are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Remainder,
}

impl Operator {
    /// Every operator.
    pub const ALL: [Operator; 5] =
        [Operator::Add, Operator::Subtract, Operator::Multiply, Operator::Divide, Operator::Remainder];

    /// Its sign.
    pub fn sign(self) -> &'static str {
        match self {
            Operator::Add => "+",
            Operator::Subtract => "-",
            Operator::Multiply => "*",
            Operator::Divide => "/",
            Operator::Remainder => "%",
        }
    }

    /// The operator with this sign.
    pub fn of(sign: &str) -> Option<Operator> {
        Operator::ALL.into_iter().find(|known| known.sign() == sign)
    }
}
