use crate::source::{Span, Spanned};
use crate::syntax::{Condition, Severity, Title};
use crate::value::Decimal;

/// `health "Health of the records" { critical 40  major 20  minor 8  weigh amount }`
#[derive(Clone, Debug)]
pub struct Health {
    /// Its title.
    pub title: Option<Title>,
    /// `critical 40`: what a finding of this severity takes away.
    pub weights: Vec<(Spanned<Severity>, Spanned<Decimal>)>,
    /// `weigh amount`: what a deal weighs in the mean.
    pub weigh: Option<Condition>,
    /// `when …`: which deals count.
    pub when: Option<Condition>,
    /// `by …`: whose deals are told together.
    pub by: Option<Condition>,
    /// All of it.
    pub span: Span,
}
