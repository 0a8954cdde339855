use std::fmt;

use chrono::NaiveDate;
use serde::Deserialize;
use serde::Serialize;

use crate::expr::Expr;
use crate::model::ApprovalId;
use crate::model::Length;
use crate::model::Message;
use crate::model::OfKind;
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
    /// `on late { … }`: what its findings of single kinds say otherwise.
    pub kinds: Vec<OfKind>,
    /// Whether no waiver may cover it.
    pub never_waive: bool,
    /// Whether a playbook that extends this one may not loosen it.
    pub never_loosen: bool,
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
    /// Wherever the deal is: what the flow says.
    Always,
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
    /// `require approval ATB`
    Approved(ApprovalId),
    /// What the flow and the history say, without further words.
    History(HistoryRule),
    /// `at most 30 days`: a stay in the stage is no longer than this.
    AtMost(StageId, Length),
}

impl Rule {
    /// The kinds of findings it can make, besides those that are open.
    pub fn kinds(&self) -> &'static [&'static str] {
        match self {
            Rule::Filled(..) | Rule::Staffed(_) => &["missing"],
            Rule::Holds(_) => &["failed"],
            Rule::Approved(_) => &[
                "missing",
                "pending",
                "rejected",
                "late",
                "expired",
                "below_authority",
                "unauthorised",
                "self_approved",
                "outgrown",
                "condition_open",
                "out_of_order",
            ],
            Rule::AtMost(..) => &["overstayed"],
            Rule::History(asked) => match asked {
                HistoryRule::Skipped => &["skipped"],
                HistoryRule::IllegalMove => &["illegal_move"],
                HistoryRule::Mismatch => &["history_mismatch"],
                HistoryRule::Unordered => &["unordered_history"],
                HistoryRule::Backdated => &["backdated"],
                HistoryRule::DuplicateId => &["duplicate_id"],
            },
        }
    }
}

impl Rule {
    /// All kinds of findings it can make, those too that are open: clauses may be given for each of them.
    pub fn all_kinds(&self) -> Vec<&'static str> {
        let scripts = matches!(self, Rule::Holds(_) | Rule::Approved(_));
        let open = std::iter::once("undecided").chain(scripts.then_some("script_error"));
        self.kinds().iter().copied().chain(open).collect()
    }
}

/// What a history must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HistoryRule {
    /// No stage of the main line was left out.
    Skipped,
    /// Every move is one of the flow.
    IllegalMove,
    /// The last stage of the history is the deal's stage.
    Mismatch,
    /// Times do not run backwards.
    Unordered,
    /// Moves were recorded soon after they were made.
    Backdated,
    /// No other deal has the same id.
    DuplicateId,
}

impl HistoryRule {
    /// All, in the order they are judged.
    pub const ALL: [HistoryRule; 6] = [
        HistoryRule::Skipped,
        HistoryRule::IllegalMove,
        HistoryRule::Mismatch,
        HistoryRule::Unordered,
        HistoryRule::Backdated,
        HistoryRule::DuplicateId,
    ];

    /// The name of its check, which is the kind of its findings too.
    pub fn name(self) -> &'static str {
        match self {
            HistoryRule::Skipped => "skipped",
            HistoryRule::IllegalMove => "illegal_move",
            HistoryRule::Mismatch => "history_mismatch",
            HistoryRule::Unordered => "unordered_history",
            HistoryRule::Backdated => "backdated",
            HistoryRule::DuplicateId => "duplicate_id",
        }
    }
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
