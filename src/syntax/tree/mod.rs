//! The tree of a playbook's text: plain data, every name and literal with its place.

mod approval;
mod check;
mod condition;
mod deal;
mod figure;
mod header;
mod health;
mod length;
mod lint;
mod literal;
mod source;
mod stage;
mod test;
mod title;
mod waiver;

pub use approval::{
    Approval, Authority, AuthorityRow, Barred, By, Cover, Decision, Rate, Rates, Score, ScorePart, Side, Table,
};
pub use check::{About, Body, Check, Each, OnKind, Require, Required, Severity, StageRange};
pub use condition::Condition;
pub use deal::{Deal, Field, Let, TypeKind, TypeRef};
pub use figure::{Aggregate, Figure, Within};
pub use header::{Amend, Base, Calendar, DayRange, Include, Playbook, Remove, Role, Use};
pub use health::Health;
pub use length::{AllowedLength, Length, LengthRow, LengthTable, Limit};
pub use lint::{Lint, LintLevel, LintWord};
pub use literal::{Cell, CellKind, Comparison, Literal};
pub use source::{Column, Join, Label, LabelValue, Reach, RowFilter, Source, SourceTable, TableData, Unit};
pub use stage::{AtMost, Block, BlockKind, Chain, Criterion, Flow, Needs, Outcome, Stage};
pub use test::{Expect, Expectation, Given, Survivor, Test};
pub use title::Title;
pub use waiver::{Covered, Waive, Waivers};

use crate::source::{Span, Spanned};

/// A name as written.
pub type Name = Spanned<String>;

/// `account.name`: names joined by dots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The names, at least one.
    pub parts: Vec<Name>,
    /// All of it.
    pub span: Span,
}

impl Path {
    /// As written.
    pub fn text(&self) -> String {
        self.parts.iter().map(|part| part.value.as_str()).collect::<Vec<&str>>().join(".")
    }
}

/// One text, as far as it could be understood.
#[derive(Clone, Debug, Default)]
pub struct File {
    /// The declarations, in the order of the text.
    pub items: Vec<Item>,
    /// The comments, in the order of the text.
    pub comments: Vec<Span>,
    /// How many playbooks lie over this one, each extending the one below: 0 for the playbook itself and what it includes.
    pub depth: usize,
}

/// One declaration at the top of a file.
#[derive(Clone, Debug)]
pub enum Item {
    /// `playbook ltc "Lead to Cash" { … }`
    Playbook(Playbook),
    /// `calendar china { … }`
    Calendar(Calendar),
    /// `deal { … }`
    Deal(Deal),
    /// `role AR "Account Responsible"`
    Role(Role),
    /// `flow { … }`
    Flow(Flow),
    /// `stage bid "Bid" { … }`
    Stage(Stage),
    /// `check name "title" { … }`, in every stage or those it names.
    Check(Check),
    /// `approval ATB "…" { … }`
    Approval(Approval),
    /// `authority sales { … }`
    Authority(Authority),
    /// `source crm { … }`
    Source(Source),
    /// `include "other.playbook"`
    Include(Include),
    /// `remove big_discount`
    Remove(Remove),
    /// `amend bid.entry.amount { severity minor }`
    Amend(Amend),
    /// `use "rules.rhai"`
    Use(Use),
    /// `rates { … }`
    Rates(Rates),
    /// `lint { … }`
    Lint(Lint),
    /// `waivers { … }`
    Waivers(Waivers),
    /// `waive CHECK for DEAL …`
    Waive(Waive),
    /// `test "…" { … }`
    Test(Test),
    /// `survivor "…" because "…"`
    Survivor(Survivor),
    /// `score meddpicc { … }`
    Score(Score),
    /// `figure open_value { … }`
    Figure(Figure),
    /// `health { … }`
    Health(Health),
    /// A declaration that could not be understood; what is wrong with it has been reported.
    Broken(Broken),
}

/// What is known of a declaration that could not be understood, so that its name is not reported as unknown as well.
#[derive(Clone, Debug)]
pub struct Broken {
    /// The word it begins with (`stage`).
    pub keyword: String,
    /// Its name, if it has one.
    pub name: Option<Name>,
    /// All of it.
    pub span: Span,
}

impl Item {
    /// The whole declaration.
    pub fn span(&self) -> Span {
        match self {
            Item::Playbook(item) => item.span,
            Item::Calendar(item) => item.span,
            Item::Deal(item) => item.span,
            Item::Role(item) => item.span,
            Item::Flow(item) => item.span,
            Item::Stage(item) => item.span,
            Item::Check(item) => item.span,
            Item::Approval(item) => item.span,
            Item::Authority(item) => item.span,
            Item::Source(item) => item.span,
            Item::Include(item) => item.span,
            Item::Remove(item) => item.span,
            Item::Amend(item) => item.span,
            Item::Use(item) => item.span,
            Item::Rates(item) => item.span,
            Item::Lint(item) => item.span,
            Item::Waivers(item) => item.span,
            Item::Waive(item) => item.span,
            Item::Test(item) => item.span,
            Item::Survivor(item) => item.span,
            Item::Score(item) => item.span,
            Item::Figure(item) => item.span,
            Item::Health(item) => item.span,
            Item::Broken(item) => item.span,
        }
    }
}
