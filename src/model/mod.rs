//! The resolved playbook: every name is an id, every condition is checked, nothing is half known.
//!
//! In: what `lower` puts together. Out: inert data that `assess`, `lint` and `doc` read.
//! Not here: how it was written (`syntax`), where deals come from (`deals`), any judgement (`assess`).
//! Start reading at [`Playbook`].

mod approval;
mod criterion;
mod decided;
mod extension;
mod figure;
mod flow;
mod health;
mod length;
mod message;
mod of_kind;
mod samples;
mod score;
mod test;
mod title;
mod waiver;

pub use approval::{
    Approval, ApprovalId, Authority, AuthorityId, AuthorityRow, Barred, By, Cell, Column, Comparison, Cover, Party,
    Row, Table, Tolerance, Worse,
};
pub use criterion::{Criterion, Each, HistoryRule, Owner, Place, Rule, Severity};
pub use decided::{Decided, decided};
pub use extension::{Extension, How, Loosening};
pub use figure::{Aggregate, Elements, Figure, Within};
pub use flow::{Flow, Move};
pub use health::Health;
pub use length::{ComputedLength, Length, LengthRow, LengthTable};
pub use message::Message;
pub use of_kind::OfKind;
pub use samples::{OTHER_TEXT, samples};
pub use score::{Score, ScorePart};
pub use test::{Asked, Expect, Expected, Given, GivenValue, Survivor, Test};
pub use title::Title;
pub use waiver::{Covered, Waiver, WaiverPolicy};

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono_tz::Tz;

use crate::expr::Lets;
use crate::expr::Modules;
use crate::source::Span;
use crate::value::Calendar;
use crate::value::Currency;
use crate::value::Duration;
use crate::value::Rates;
use crate::value::Schema;
use crate::value::mapping::SourceMap;

/// A stage, by its place in [`Playbook::stages`] and in the schema's enumeration of stages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StageId(pub u16);

/// A role, by its place in [`Playbook::roles`] and in the schema's enumeration of roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoleId(pub u16);

/// A criterion, by its place in [`Playbook::criteria`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CriterionId(pub u32);

/// What a process owner wrote, understood.
#[derive(Clone, Debug)]
pub struct Playbook {
    /// Its name; part of every fingerprint.
    pub name: String,
    /// Its title.
    pub title: Title,
    /// `version "…"`.
    pub version: Option<String>,
    /// The currency of amounts that do not name one.
    pub currency: Option<Currency>,
    /// The zone in which a moment has its day.
    pub zone: Tz,
    /// Which days are worked.
    pub calendar: Calendar,
    /// What a deal looks like.
    pub schema: Schema,
    /// Computed fields.
    pub lets: Lets,
    /// The playbook that this one changes, and what it loosens.
    pub extends: Option<Extension>,
    /// The figures over all deals, each of them a field of every deal too.
    pub figures: Vec<Figure>,
    /// The scores, each of them a computed field too.
    pub scores: Vec<Score>,
    /// How healthy the record of a deal is.
    pub health: Option<Health>,
    /// The rhai modules.
    pub modules: Modules,
    /// The roles, in the order declared.
    pub roles: Vec<Role>,
    /// The stages, in the order the flow first names them.
    pub stages: Vec<Stage>,
    /// The moves a deal may make.
    pub flow: Flow,
    /// The approvals, in the order declared.
    pub approvals: Vec<Approval>,
    /// The matrices of authority, in the order declared.
    pub authorities: Vec<Authority>,
    /// The waivers, in the order declared.
    pub waivers: Vec<Waiver>,
    /// What waivers are allowed.
    pub waiver_policy: WaiverPolicy,
    /// `recorded_at_within 5 days`: how long after a move it may be recorded.
    pub recorded_within: Option<Duration>,
    /// What one unit of a currency is worth in another, by day.
    pub rates: Rates,
    /// Everything a deal is judged by, in the order of the text.
    pub criteria: Vec<Criterion>,
    /// How exports become deals.
    pub sources: Vec<SourceMap>,
    /// The playbook's own tests, in the order of the text.
    pub tests: Vec<Test>,
    /// Changes of the playbook that no test notices, with the reason.
    pub survivors: Vec<Survivor>,
}

impl Playbook {
    /// The stage with this id.
    pub fn stage(&self, id: StageId) -> Option<&Stage> {
        self.stages.get(usize::from(id.0))
    }

    /// The role with this id.
    pub fn role(&self, id: RoleId) -> Option<&Role> {
        self.roles.get(usize::from(id.0))
    }

    /// The approval with this id.
    pub fn approval(&self, id: ApprovalId) -> Option<&Approval> {
        self.approvals.get(usize::from(id.0))
    }

    /// The criteria whose verdict some test expects by name.
    ///
    /// `expect nothing` names none; `tollgate test` counts the verdicts that tests come to, named or not.
    pub fn expected(&self) -> BTreeSet<CriterionId> {
        let expects = self.tests.iter().flat_map(|test| &test.expects);
        expects.filter_map(|expect| expect.what.asked()).flat_map(|asked| asked.criteria.iter().copied()).collect()
    }

    /// Ids and criteria, in the order of the text.
    pub fn criteria(&self) -> impl Iterator<Item = (CriterionId, &Criterion)> {
        (0..).map(CriterionId).zip(&self.criteria)
    }
}

/// A part that somebody plays in a deal.
#[derive(Clone, Debug)]
pub struct Role {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Title,
    /// Where it is declared.
    pub span: Span,
}

/// A stage a deal can be in.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Title,
    /// What it means for the deal to be here for good; `None` while it is open.
    pub outcome: Option<Outcome>,
    /// Where it is declared.
    pub span: Span,
}

/// How a deal ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Won.
    Won,
    /// Lost, or given up.
    Lost,
}

/// A place in the playbook, as shown in a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextPlace {
    /// The file as the user named it.
    pub file: Arc<str>,
    /// Line, from 1.
    pub line: u32,
}
