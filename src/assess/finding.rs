use std::borrow::Cow;
use std::fmt;

use std::sync::Arc;

use chrono::NaiveDate;
use compact_str::CompactString;
use serde::Deserialize;
use serde::Serialize;

use crate::deals::Place;
use crate::model::Severity;
use crate::model::TextPlace;

/// What a criterion says of a deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It holds.
    Pass,
    /// It does not hold.
    Fail,
    /// A missing value keeps it from being decided.
    Unknown,
    /// It does not apply: its `when` is false, or the stage is not reached.
    NotApplicable,
    /// It does not hold, and a waiver covers that.
    Waived,
    /// It could not be judged: a script failed or went over a limit.
    Error,
}

impl Verdict {
    /// All, in the order they are counted and shown.
    pub const ALL: [Verdict; 6] =
        [Verdict::Pass, Verdict::Fail, Verdict::Unknown, Verdict::NotApplicable, Verdict::Waived, Verdict::Error];

    /// As written in every output.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Pass => "pass",
            Verdict::Fail => "fail",
            Verdict::Unknown => "unknown",
            Verdict::NotApplicable => "not_applicable",
            Verdict::Waived => "waived",
            Verdict::Error => "error",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// What kind of wrong a finding is, within its criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A condition does not hold.
    Failed,
    /// A required value or role is missing.
    Missing,
    /// A stay in a stage was longer than allowed.
    Overstayed,
    /// An approval is asked for and not decided.
    Pending,
    /// An approval was refused.
    Rejected,
    /// An approval was given after the move it guards.
    Late,
    /// An approval ran out before the move it guards.
    Expired,
    /// An approval was given by a body below the required one, or no body may decide.
    BelowAuthority,
    /// An approval was given by somebody who did not hold the role that day, or beyond what was lent to a deputy.
    Unauthorised,
    /// An approval was given by somebody who must not.
    SelfApproved,
    /// A value got worse than what was approved.
    Outgrown,
    /// A condition of an approval is open.
    ConditionOpen,
    /// Approvals were given in another order than required.
    OutOfOrder,
    /// A stage of the main line was left out.
    Skipped,
    /// A move was made that the flow does not have.
    IllegalMove,
    /// The history does not end in the deal's stage.
    HistoryMismatch,
    /// The times of a history run backwards.
    UnorderedHistory,
    /// A move was recorded too long after it was made.
    Backdated,
    /// Another deal has the same id.
    DuplicateId,
    /// A waiver ran out.
    WaiverExpired,
    /// A waiver covers nothing.
    WaiverUnused,
    /// A waiver runs longer than the playbook allows.
    WaiverTooLong,
    /// A waiver was decided by somebody who may not.
    WaiverUnauthorised,
    /// A waiver is on a check that must never be waived.
    WaiverForbidden,
    /// It could not be decided.
    Undecided,
    /// The deal's stage is not known, so nothing that depends on it could be decided.
    StageUnknown,
    /// A script failed.
    ScriptError,
}

impl Kind {
    /// As written in a test and in every output.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Failed => "failed",
            Kind::Missing => "missing",
            Kind::Overstayed => "overstayed",
            Kind::Pending => "pending",
            Kind::Rejected => "rejected",
            Kind::Late => "late",
            Kind::Expired => "expired",
            Kind::BelowAuthority => "below_authority",
            Kind::Unauthorised => "unauthorised",
            Kind::SelfApproved => "self_approved",
            Kind::Outgrown => "outgrown",
            Kind::ConditionOpen => "condition_open",
            Kind::OutOfOrder => "out_of_order",
            Kind::Skipped => "skipped",
            Kind::IllegalMove => "illegal_move",
            Kind::HistoryMismatch => "history_mismatch",
            Kind::UnorderedHistory => "unordered_history",
            Kind::Backdated => "backdated",
            Kind::DuplicateId => "duplicate_id",
            Kind::WaiverExpired => "waiver_expired",
            Kind::WaiverUnused => "waiver_unused",
            Kind::WaiverTooLong => "waiver_too_long",
            Kind::WaiverUnauthorised => "waiver_unauthorised",
            Kind::WaiverForbidden => "waiver_forbidden",
            Kind::Undecided => "undecided",
            Kind::StageUnknown => "stage_unknown",
            Kind::ScriptError => "script_error",
        }
    }
}

/// One deal does not follow one criterion, or it cannot be told.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The same for the same fault, whatever the order of rows and the place of files: made of playbook, check, kind, deal and element.
    pub fingerprint: CompactString,
    /// What is asked.
    pub criterion: Arc<CriterionRef>,
    /// What kind of wrong.
    pub kind: Kind,
    /// [`Verdict::Fail`], [`Verdict::Unknown`], [`Verdict::Error`] or [`Verdict::Waived`].
    pub verdict: Verdict,
    /// How bad.
    pub severity: Severity,
    /// The deal.
    pub deal: Arc<DealRef>,
    /// The element of a list that is meant (`milestones[1]`).
    pub element: Option<String>,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to do.
    pub fix: Option<Arc<str>>,
    /// Who does it.
    pub owner: Responsible,
    /// Until when.
    pub due: Option<NaiveDate>,
    /// What the deal shows.
    pub evidence: Vec<Evidence>,
    /// The date of the judgement.
    pub as_of: NaiveDate,
    /// The waiver that covers it; there is one where the verdict is [`Verdict::Waived`].
    pub waiver: Option<WaiverNote>,
    /// How healthy the record of its deal is, of 100, where the playbook says what that is and the deal counts.
    pub health: Option<u8>,
    /// Since when it is known, where a baseline holds it; judging alone knows none.
    pub baseline: Option<BaselineNote>,
}

/// What a finding says of its criterion: the same for every deal, so all findings of a criterion share it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriterionRef {
    /// The criterion's name.
    pub name: String,
    /// The criterion in words.
    pub title: String,
    /// Why it matters.
    pub because: Option<String>,
    /// The paragraph of a policy.
    pub policy: Option<String>,
    /// The criterion's tags.
    pub tags: Vec<String>,
    /// Where the criterion stands.
    pub declared: TextPlace,
    /// The kind of findings that this is about, where the author gave clauses for it (`on late { … }`).
    pub kind: Option<&'static str>,
}

impl CriterionRef {
    /// The criterion's name, with the kind where that has clauses of its own: `ATB.late`.
    pub fn rule(&self) -> Cow<'_, str> {
        match self.kind {
            Some(kind) => Cow::Owned(format!("{}.{kind}", self.name)),
            None => Cow::Borrowed(&self.name),
        }
    }
}

/// A finding that a baseline holds: it stays in every report, and does not make a run fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BaselineNote {
    /// The day of the judgement that found it first.
    pub since: NaiveDate,
}

/// The waiver that covers a finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct WaiverNote {
    /// Who decided it.
    pub by: String,
    /// The last day, which is in.
    pub until: NaiveDate,
    /// Why.
    pub because: String,
    /// Where it is declared.
    pub declared: TextPlace,
}

impl Finding {
    /// Whether it makes a run fail whose limit is this severity: one that is waived or known already does not.
    pub fn fails(&self, fail_on: Severity) -> bool {
        self.severity >= fail_on && self.verdict != Verdict::Waived && self.baseline.is_none()
    }
}

/// The deal of a finding, in the words of the user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DealRef {
    /// Its id; its place in the data where it has none.
    pub id: CompactString,
    /// Its name.
    pub name: Option<CompactString>,
    /// Its owner.
    pub owner: Option<CompactString>,
    /// Its stage.
    pub stage: Option<CompactString>,
    /// Its `amount`, where the playbook declares one.
    pub amount: Option<CompactString>,
}

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Responsible {
    /// The role; `None` where the deal's owner acts.
    pub role: Option<Arc<str>>,
    /// The person, where the data names one.
    pub person: Option<CompactString>,
}

/// One value that a finding rests on.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// Where in the deal: `contacts[0].level`.
    pub path: CompactString,
    /// The value, as people write it; `None` where there is none.
    pub value: Option<CompactString>,
    /// What was asked of it: `>= 3`.
    pub expected: Option<CompactString>,
    /// Why there is no value, or from when the value is.
    pub note: Option<CompactString>,
    /// Where it stands in the data.
    pub place: Option<Place>,
}
