use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::source::{Span, Spanned};
use crate::syntax::Path;
use crate::value::{Decimal, Duration, Money};

/// A value as written outside conditions.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `"text"`
    Text(String),
    /// `true`, `false`
    Bool(bool),
    /// `missing`
    Missing,
    /// `3`
    Number(Decimal),
    /// `15%`, as 0.15
    Percent(Decimal),
    /// `8M CNY`
    Money(Money),
    /// `30 days`
    Duration(Duration),
    /// `2026-06-30`
    Date(NaiveDate),
    /// `2026-06-30T18:00+08:00`
    Moment(DateTime<FixedOffset>),
    /// A bare word: a stage, a role, a member of an enumeration.
    Member(String),
    /// `[a, b]`
    List(Vec<Spanned<Literal>>),
    /// `{ stage: bid }`
    Record(Vec<(Path, Spanned<Literal>)>),
    /// Something that could not be read; it has been reported.
    Bad,
}

/// One cell of a decision table or a delegation matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What it accepts.
    pub kind: CellKind,
    /// All of it.
    pub span: Span,
}

/// What a cell accepts.
#[derive(Clone, Debug, PartialEq)]
pub enum CellKind {
    /// `any`
    Any,
    /// `A, B`, or one value
    OneOf(Vec<Spanned<Literal>>),
    /// `<= 15%`
    Compare(Comparison, Spanned<Literal>),
    /// `10% .. 20%`, both ends in
    Range(Spanned<Literal>, Spanned<Literal>),
}

/// The sign of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `>=`
    AtLeast,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
}
