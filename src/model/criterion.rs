use std::fmt;

use chrono::NaiveDate;

use crate::expr::Expr;
use crate::model::Message;
use crate::model::RoleId;
use crate::model::StageId;
use crate::model::TextPlace;
use crate::model::Title;
use crate::source::Span;
use crate::value::Duration;

/// One thing a deal is judged by; every deal gets one verdict on it.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// Its name, unique in the playbook: a check's own, or made from its place (`bid.entry.amount`).
    pub name: String,
    /// What it asks, in words; made from the rule where the author gave none.
    pub title: Option<Title>,
    /// When it must hold.
    pub place: Place,
    /// What must hold.
    pub rule: Rule,
    /// `when`: it applies only to deals for which this holds.
    pub when: Option<Expr>,
    /// `for x in xs`: it is judged for each element.
    pub each: Option<Each>,
    /// How bad it is when it does not hold.
    pub severity: Severity,
    /// What a finding says; made from the rule where the author gave none.
    pub message: Option<Message>,
    /// Why it matters.
    pub because: Option<Title>,
    /// What to do.
    pub fix: Option<Title>,
    /// Who does it.
    pub owner: Owner,
    /// How long there is for it, from the day of the judgement.
    pub due: Option<Duration>,
    /// The paragraph of a policy.
    pub policy: Option<String>,
    /// Words to select and group by.
    pub tags: Vec<String>,
    /// Whether no waiver may cover it.
    pub never_waive: bool,
    /// `from`: it binds deals that came to that moment on this day or later.
    pub from: Option<NaiveDate>,
    /// `until`: it binds deals that came to that moment on this day or earlier.
    pub until: Option<NaiveDate>,
    /// Where it is declared.
    pub span: Span,
    /// The same for a finding.
    pub declared: TextPlace,
}

/// When a criterion must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// At the moment the deal entered the stage.
    Entry(StageId),
    /// For as long as the deal is in the stage.
    During(StageId),
    /// At the moment the deal left the stage.
    Exit(StageId),
    /// From entering the stage to leaving it: `needs`, `at most`.
    Whole(StageId),
    /// For as long as the deal is in one of these stages (a top-level check).
    Stages(Vec<StageId>),
}

/// What must hold.
#[derive(Clone, Debug)]
pub enum Rule {
    /// `require amount`: the field at these slots is filled; the field as written.
    Filled(Vec<usize>, String),
    /// `require role AR`, `needs AR`.
    Staffed(RoleId),
    /// `that …`; an answer that is text or a list of texts is a violation each.
    Holds(Expr),
    /// `at most 30 days`: a stay in the stage is no longer than this.
    AtMost(StageId, Duration),
}

/// `for x in xs`
#[derive(Clone, Debug)]
pub struct Each {
    /// The name of the element inside the condition and the message.
    pub name: String,
    /// The list.
    pub list: Expr,
}

/// Who acts on a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The deal's owner.
    DealOwner,
    /// Who holds the role on the deal.
    Role(RoleId),
}

/// How bad it is when a criterion does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Severity {
    /// A hint for the next talk.
    Info,
    /// Hygiene, delay.
    Minor,
    /// A gate is not met; it can be cured.
    #[default]
    Major,
    /// Law, money or authority is broken.
    Critical,
}

impl Severity {
    /// From the mildest to the worst.
    pub const ALL: [Severity; 4] = [Severity::Info, Severity::Minor, Severity::Major, Severity::Critical];

    /// As written in a playbook.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Minor => "minor",
            Severity::Major => "major",
            Severity::Critical => "critical",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}
