use chrono::NaiveDate;

use crate::source::{Span, Spanned};
use crate::syntax::{Condition, Name, Path, Title};
use crate::value::Duration;

/// `require amount, account.name`
#[derive(Clone, Debug)]
pub struct Require {
    /// What is asked for.
    pub what: Required,
    /// `{ severity minor }`
    pub about: About,
    /// All of it.
    pub span: Span,
}

/// What a `require` asks for.
#[derive(Clone, Debug)]
pub enum Required {
    /// Fields that are present, and not blank or empty.
    Fields(Vec<Path>),
    /// Roles that somebody holds.
    Roles(Vec<Name>),
    /// Approvals that are given.
    Approvals(Vec<Name>),
}

/// `check name "title": condition`, or its block form.
#[derive(Clone, Debug)]
pub struct Check {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Title>,
    /// `that …`; `None` where it is missing, or could not be read.
    pub that: Option<Condition>,
    /// Whether a clause could not be read, which has been reported.
    pub broken: bool,
    /// Which of the two forms it was written in.
    pub body: Body,
    /// `when …`
    pub when: Option<Condition>,
    /// `for x in xs`
    pub each: Option<Each>,
    /// `during opportunity .. negotiation`
    pub during: Vec<StageRange>,
    /// The clauses it shares with approvals.
    pub about: About,
    /// All of it.
    pub span: Span,
}

/// How a check was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// `check name: condition`
    Line,
    /// `check name { … }`
    Block,
}

/// `for m in milestones`
#[derive(Clone, Debug)]
pub struct Each {
    /// The name of the element.
    pub name: Name,
    /// The list.
    pub list: Condition,
}

/// `opportunity .. negotiation`, or one stage.
#[derive(Clone, Debug)]
pub struct StageRange {
    /// The first stage.
    pub first: Name,
    /// The last stage; `None` for one stage.
    pub last: Option<Name>,
    /// All of it.
    pub span: Span,
}

/// The clauses that all have alike that is judged: checks, approvals, requirements, limits of a stay.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// `title "Decided too late"`, of a kind of findings.
    pub title: Option<Title>,
    /// `severity minor`
    pub severity: Option<Spanned<Severity>>,
    /// `message "…"`; its `{expression}` places are read from the text at the span.
    pub message: Option<Title>,
    /// `because "…"`
    pub because: Option<Title>,
    /// `fix "…"`
    pub fix: Option<Title>,
    /// `owner AR`
    pub owner: Option<Name>,
    /// `due 5 working days`
    pub due: Option<Spanned<Duration>>,
    /// `policy "§4.2"`
    pub policy: Option<Spanned<String>>,
    /// `from 2026-07-01`
    pub from: Option<Spanned<NaiveDate>>,
    /// `until 2026-12-31`
    pub until: Option<Spanned<NaiveDate>>,
    /// `never waive`
    pub never_waive: Option<Span>,
    /// `never loosen`
    pub never_loosen: Option<Span>,
    /// `tags price, legal`
    pub tags: Vec<Name>,
    /// `on late { severity minor }`
    pub on: Vec<OnKind>,
}

/// `on late, expired { severity minor }`: what findings of these kinds say otherwise.
#[derive(Clone, Debug)]
pub struct OnKind {
    /// The kinds.
    pub kinds: Vec<Name>,
    /// The clauses; those that are not given stay as they are around it.
    pub about: About,
    /// All of it.
    pub span: Span,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// `info`
    Info,
    /// `minor`
    Minor,
    /// `major`
    Major,
    /// `critical`
    Critical,
}
