use chrono::NaiveDate;

use crate::source::{Span, Spanned};
use crate::syntax::{About, Cell, Condition, Length, Literal, Name, Path, Title};
use crate::value::{Currency, Decimal, Money};

/// `approval ATB "Authorisation to bid" { … }`
#[derive(Clone, Debug)]
pub struct Approval {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Title>,
    /// `when amount >= 1M CNY`
    pub when: Option<Condition>,
    /// Who decides; `None` where it is missing, or could not be read.
    pub by: Option<Spanned<By>>,
    /// `not by owner, requester, AR, reports of owner`
    pub not_by: Vec<Barred>,
    /// `valid 90 days`, `valid decision_life`
    pub valid: Option<Length>,
    /// `covers amount up to 5%, discount`
    pub covers: Vec<Cover>,
    /// `conditions within 30 days`: how long conditions may stay open.
    pub conditions: Option<Length>,
    /// Whether a clause could not be read, which has been reported.
    pub broken: bool,
    /// The clauses it shares with checks.
    pub about: About,
    /// All of it.
    pub span: Span,
}

/// Somebody who must not have decided.
#[derive(Clone, Debug)]
pub enum Barred {
    /// `owner`, `AR`
    Person(Name),
    /// `reports of owner`
    Reports(Name),
}

/// Who decides.
#[derive(Clone, Debug)]
pub enum By {
    /// `SDT_R`
    Role(Name),
    /// `A and B`
    All(Vec<By>),
    /// `A then B`, in that order
    Then(Vec<By>),
    /// `any of A, B`
    AnyOf(Vec<Name>),
    /// `2 of A, B, C`
    CountOf(Spanned<u32>, Vec<Name>),
    /// `authority sales`
    Authority(Name),
    /// A decision table.
    Table(Table),
}

/// A decision table: the first row that matches decides.
#[derive(Clone, Debug)]
pub struct Table {
    /// The fields the columns are about, without the last column `approvers`.
    pub fields: Vec<Path>,
    /// The rows, from the first.
    pub rows: Vec<Decision>,
}

/// One row of a decision table.
#[derive(Clone, Debug)]
pub struct Decision {
    /// What the fields must be, one cell for each; a cell that could not be read is `None`.
    pub cells: Vec<Option<Cell>>,
    /// Who decides; `None` if it could not be read.
    pub approvers: Option<Spanned<By>>,
    /// All of it.
    pub span: Span,
}

/// `amount up to 5%`
#[derive(Clone, Debug)]
pub struct Cover {
    /// The field that the approval covers.
    pub field: Path,
    /// By how much it may get worse.
    pub up_to: Option<Spanned<Literal>>,
    /// Which way is worse, where that is written.
    pub side: Option<Spanned<Side>>,
}

/// Which way a covered value gets worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// `not higher`, `up to 5% higher`
    Higher,
    /// `not lower`, `up to 5% lower`
    Lower,
    /// `within 5%`: every change counts.
    Either,
}

/// `authority sales { … }`: what each body may decide.
#[derive(Clone, Debug)]
pub struct Authority {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Title>,
    /// The bodies, weakest first.
    pub bodies: Vec<Name>,
    /// The limits.
    pub rows: Vec<AuthorityRow>,
    /// `from 2026-07-01`
    pub from: Option<Spanned<NaiveDate>>,
    /// `until 2026-12-31`
    pub until: Option<Spanned<NaiveDate>>,
    /// All of it.
    pub span: Span,
}

/// One row of a delegation matrix.
#[derive(Clone, Debug)]
pub struct AuthorityRow {
    /// The field that is limited.
    pub field: Path,
    /// What each body may decide; a cell that could not be read is `None`.
    pub cells: Vec<Option<Cell>>,
    /// All of it.
    pub span: Span,
}

/// `rates { USD = 7.10 CNY from 2026-01-01 }`
#[derive(Clone, Debug)]
pub struct Rates {
    /// The rates, in the order of the text.
    pub rates: Vec<Rate>,
    /// All of it.
    pub span: Span,
}

/// `USD = 7.10 CNY from 2026-01-01`
#[derive(Clone, Debug)]
pub struct Rate {
    /// What one unit of …
    pub currency: Spanned<Currency>,
    /// … is worth.
    pub worth: Spanned<Money>,
    /// The first day it holds; `None` for always.
    pub from: Option<Spanned<NaiveDate>>,
    /// All of it.
    pub span: Span,
}

/// `score meddpicc "MEDDPICC" { … }`
#[derive(Clone, Debug)]
pub struct Score {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Title>,
    /// Its parts, in the order of the text.
    pub parts: Vec<ScorePart>,
    /// All of it.
    pub span: Span,
}

/// `20 metrics when present(metrics)`
#[derive(Clone, Debug)]
pub struct ScorePart {
    /// What it counts.
    pub points: Spanned<Decimal>,
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Title>,
    /// When it counts.
    pub when: Condition,
    /// All of it.
    pub span: Span,
}
