use crate::source::{Span, Spanned};
use crate::syntax::{Condition, Name, Title};
use crate::value::Decimal;

/// `figure open_value "Open pipeline" { sum amount  when stage < "won"  by owner }`
#[derive(Clone, Debug)]
pub struct Figure {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Title>,
    /// What is made of the deals; `None` where it is missing, which has been reported.
    pub of: Option<Aggregate>,
    /// `when …`: which deals count.
    pub when: Option<Condition>,
    /// `by …`: what the deals of one group have alike.
    pub by: Vec<Condition>,
    /// All of it.
    pub span: Span,
}

/// What is made of many deals.
#[derive(Clone, Debug)]
pub enum Aggregate {
    /// `count`
    Count,
    /// `sum amount`
    Sum(Condition),
    /// `min amount`
    Least(Condition),
    /// `max amount`
    Most(Condition),
    /// `mean amount`
    Mean(Condition),
    /// `percentile 25 amount`; the median is the 50th.
    Percentile(Spanned<Decimal>, Condition),
    /// `top 3 amount`: the sum of so many of the largest.
    Top(usize, Condition),
}
