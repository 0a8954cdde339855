use chrono::NaiveDate;

use crate::source::{Span, Spanned};
use crate::syntax::{Condition, Name, Path, Title};
use crate::value::Duration;

/// `waivers { longest 90 days by CFO }`
#[derive(Clone, Debug)]
pub struct Waivers {
    /// `longest 90 days`
    pub longest: Option<Spanned<Duration>>,
    /// `by CFO, process_owner`
    pub by: Vec<Name>,
    /// All of it.
    pub span: Span,
}

/// `waive ATB for "OPP-1042" until 2026-12-31 by "…" because "…"`
#[derive(Clone, Debug)]
pub struct Waive {
    /// What is waived.
    pub check: Path,
    /// For which deals.
    pub covered: Covered,
    /// The last day; `None` where it is missing, which has been reported.
    pub until: Option<Spanned<NaiveDate>>,
    /// Who decided it; `None` where it is missing, which has been reported.
    pub by: Option<Spanned<String>>,
    /// Why; `None` where it is missing, which has been reported.
    pub because: Option<Title>,
    /// All of it.
    pub span: Span,
}

/// Which deals a waiver is for.
#[derive(Clone, Debug)]
pub enum Covered {
    /// `"OPP-1042", "OPP-1043"`: ids.
    Deals(Vec<Spanned<String>>),
    /// `all where amount < 1M CNY`
    Where(Condition),
}
