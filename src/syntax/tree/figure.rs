use crate::source::{Span, Spanned};
use crate::syntax::{Condition, Each, Name, Title};
use crate::value::{Decimal, Duration};

/// `figure open_value "Open pipeline" { sum amount  when stage < "won"  by owner }`
#[derive(Clone, Debug)]
pub struct Figure {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Title>,
    /// What is made of the deals; `None` where it is missing, which has been reported.
    pub of: Option<Aggregate>,
    /// `for c in changes`: the elements that it is about, instead of deals.
    pub each: Option<Each>,
    /// `when …`: which deals count.
    pub when: Option<Condition>,
    /// `by …`: what the deals of one group have alike.
    pub by: Vec<Condition>,
    /// `that …`: of which other deals.
    pub that: Option<Condition>,
    /// `within any 30 days of …`: only what lies in one stretch of time counts together.
    pub within: Option<Within>,
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
    /// `rank submitted_at`: the place among the others.
    Rank(Condition),
    /// `others o with name, amount`: the other deals, with these fields; `o` is one of them in `that …`.
    Others(Option<Name>, Vec<Name>),
}

/// `within any 30 days of submitted_at`
#[derive(Clone, Debug)]
pub struct Within {
    /// How long a stretch is.
    pub length: Spanned<Duration>,
    /// When a deal, or an element, falls.
    pub of: Condition,
}
