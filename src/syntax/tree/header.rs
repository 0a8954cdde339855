use chrono::NaiveDate;
use chrono::Weekday;

use crate::source::{Span, Spanned};
use crate::syntax::{About, Name, Path, Title};
use crate::value::{Currency, Duration, Shift};

/// `playbook ltc "Lead to Cash" { version "2026.1" … }`
#[derive(Clone, Debug)]
pub struct Playbook {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Title>,
    /// `extends pipeline-hygiene`: the playbook that this one changes.
    pub extends: Option<Base>,
    /// `version "2026.1"`
    pub version: Option<Spanned<String>>,
    /// `currency CNY`
    pub currency: Option<Spanned<Currency>>,
    /// `timezone "Asia/Shanghai"`; whether there is such a zone is not looked at here.
    pub timezone: Option<Spanned<String>>,
    /// `calendar china`
    pub calendar: Option<Name>,
    /// `recorded_at_within 5 days`
    pub recorded_at_within: Option<Spanned<Duration>>,
    /// All of it.
    pub span: Span,
}

/// The playbook that another one changes.
#[derive(Clone, Debug)]
pub enum Base {
    /// A file, relative to the one that names it.
    File(Spanned<String>),
    /// One that ships with the program.
    Shipped(Spanned<String>),
}

/// `remove big_discount, bid.entry.amount`
#[derive(Clone, Debug)]
pub struct Remove {
    /// Checks, approvals and requirements of the playbook that is extended.
    pub names: Vec<Path>,
    /// All of it.
    pub span: Span,
}

/// `amend bid.entry.amount, bid.at_most { severity minor }`
#[derive(Clone, Debug)]
pub struct Amend {
    /// Checks, approvals, requirements and limits of stays of the playbook that is extended.
    pub names: Vec<Path>,
    /// The clauses that take the place of those below.
    pub about: About,
    /// All of it.
    pub span: Span,
}

/// `calendar china { … }`
#[derive(Clone, Debug)]
pub struct Calendar {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Title>,
    /// `weekend saturday, sunday`; `None` where nothing is said.
    pub weekend: Option<Vec<Spanned<Weekday>>>,
    /// `holidays 2026-10-01 .. 2026-10-08`
    pub holidays: Vec<DayRange>,
    /// `workdays 2026-10-10`
    pub workdays: Vec<DayRange>,
    /// `hours 09:00 .. 12:00, 13:30 .. 18:00`, in order and apart; empty where nothing is said.
    pub hours: Vec<Spanned<Shift>>,
    /// All of it.
    pub span: Span,
}

/// `2026-10-01 .. 2026-10-08`, both ends in; or one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayRange {
    /// The first day.
    pub first: NaiveDate,
    /// The last day, not before the first.
    pub last: NaiveDate,
    /// All of it.
    pub span: Span,
}

/// `include "other.playbook"`, `include salesforce`
#[derive(Clone, Debug)]
pub struct Include {
    /// The file, relative to this one, or the name of a source that ships with the program.
    pub file: Base,
    /// All of it.
    pub span: Span,
}

/// `use "rules/relations.rhai"`
#[derive(Clone, Debug)]
pub struct Use {
    /// The module's file, relative to this one.
    pub file: Spanned<String>,
    /// All of it.
    pub span: Span,
}

/// `role AR "Account Responsible"`
#[derive(Clone, Debug)]
pub struct Role {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Title>,
    /// All of it.
    pub span: Span,
}
