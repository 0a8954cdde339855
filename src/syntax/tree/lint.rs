use crate::source::{Span, Spanned};
use crate::syntax::{Path, Title};

/// `lint { allow unused-role because "…" }`
#[derive(Clone, Debug)]
pub struct Lint {
    /// Its lines, in the order of the text.
    pub levels: Vec<LintLevel>,
    /// All of it.
    pub span: Span,
}

/// `allow unused-role on tax because "…"`
#[derive(Clone, Debug)]
pub struct LintLevel {
    /// What becomes of the advice.
    pub level: LintWord,
    /// A lint, a group of lints, or the code of a warning.
    pub code: Spanned<String>,
    /// Only on this declaration; `None` for all.
    pub on: Option<Path>,
    /// Why.
    pub because: Option<Title>,
    /// All of it.
    pub span: Span,
}

/// What becomes of advice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LintWord {
    /// `allow`
    Allow,
    /// `warn`
    Warn,
    /// `deny`
    Deny,
}
