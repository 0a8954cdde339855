use chrono::NaiveDate;

use crate::source::{Span, Spanned};
use crate::syntax::{Literal, Path, Severity, Title};

/// `test "a bid without approval is caught" { … }`
#[derive(Clone, Debug)]
pub struct Test {
    /// What it shows.
    pub title: Spanned<String>,
    /// `on 2026-06-01`: today.
    pub on: Option<Spanned<NaiveDate>>,
    /// `only ATB, bid.entry.amount`: the checks that are judged; empty for all.
    pub only: Vec<Path>,
    /// `people [ … ]`: who holds which role when, always a list.
    pub people: Option<Spanned<Literal>>,
    /// `given …`; `None` where it is missing, which has been reported.
    pub given: Option<Given>,
    /// What is expected, in the order of the text.
    pub expects: Vec<Expectation>,
    /// All of it.
    pub span: Span,
}

/// `given "fixtures/a.json" with { … }`
#[derive(Clone, Debug)]
pub struct Given {
    /// The file that holds the deal.
    pub file: Option<Spanned<String>>,
    /// `deal "OPP-1"`: which deal of the file.
    pub deal: Option<Spanned<String>>,
    /// The deal, or what differs from the file: always a record.
    pub with: Option<Spanned<Literal>>,
    /// All of it.
    pub span: Span,
}

/// `expect ATB.late severity minor policy "§4"`
#[derive(Clone, Debug)]
pub struct Expectation {
    /// What is expected.
    pub what: Expect,
    /// How bad the finding is.
    pub severity: Option<Spanned<Severity>>,
    /// The paragraph that the finding rests on.
    pub policy: Option<Spanned<String>>,
    /// All of it.
    pub span: Span,
}

/// What a test expects.
#[derive(Clone, Debug)]
pub enum Expect {
    /// `expect ATB.missing on milestones[1]`: the check or its kind, and the element as written.
    Finding(Path, Option<Spanned<String>>),
    /// `expect pass CHECK`
    Pass(Path),
    /// `expect unknown CHECK`
    Unknown(Path),
    /// `expect waived CHECK`
    Waived(Path),
    /// `expect nothing`
    Nothing,
}

/// `survivor "ATB/valid" because "…"`: a change of the playbook that no test notices, and why that is right.
#[derive(Clone, Debug)]
pub struct Survivor {
    /// The id of the change, as `tollgate test --mutate` shows it.
    pub id: Spanned<String>,
    /// Why no test can notice it; `None` where it is missing, which has been reported.
    pub because: Option<Title>,
    /// All of it.
    pub span: Span,
}
