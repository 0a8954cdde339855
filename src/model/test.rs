use chrono::NaiveDate;

use crate::model::CriterionId;
use crate::model::Severity;
use crate::model::TextPlace;
use crate::source::Span;
use crate::source::Spanned;
use crate::value::Path;
use crate::value::Record;
use crate::value::Value;

/// A deal, and what the playbook must say of it.
#[derive(Clone, Debug)]
pub struct Test {
    /// What it shows.
    pub title: String,
    /// `on`: today; the day of the run where it is not said.
    pub on: Option<NaiveDate>,
    /// `only`: the criteria that are judged; empty for all.
    pub only: Vec<CriterionId>,
    /// `people`: who holds which role when; `None` where an approval's own record counts.
    pub people: Option<Vec<Record>>,
    /// The deal.
    pub given: Given,
    /// What is expected, in the order of the text.
    pub expects: Vec<Expect>,
    /// Where its title stands.
    pub span: Span,
    /// The same for an output.
    pub declared: TextPlace,
}

/// The deal of a test: that of a file, or none, with values of its own.
#[derive(Clone, Debug)]
pub struct Given {
    /// The file that holds the deal, relative to the file the test stands in.
    pub file: Option<Spanned<String>>,
    /// Which deal of the file; its only one where it is not said.
    pub deal: Option<Spanned<String>>,
    /// The values given, in the order of the text.
    pub values: Vec<GivenValue>,
    /// All of it.
    pub span: Span,
}

/// A value of a deal, as a test gives it.
#[derive(Clone, Debug)]
pub struct GivenValue {
    /// Where it goes: fields only, no elements of lists.
    pub path: Path,
    /// The value; a missing one takes away what a file has.
    pub value: Value,
    /// Where it stands, and where the parts of a list stand.
    pub places: Vec<(Path, Span)>,
}

/// One thing that a test expects.
#[derive(Clone, Debug)]
pub struct Expect {
    /// What.
    pub what: Expected,
    /// How bad the finding is; `None` for any.
    pub severity: Option<Severity>,
    /// The paragraph that the finding rests on; `None` for any.
    pub policy: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// What a test expects.
#[derive(Clone, Debug)]
pub enum Expected {
    /// `expect ATB.missing on milestones[1]`: a finding that fails.
    Finding {
        /// The check.
        asked: Asked,
        /// The kind of the finding; `None` for any.
        kind: Option<String>,
        /// The element, role or field it is about; `None` for any.
        element: Option<String>,
    },
    /// `expect pass CHECK`
    Pass(Asked),
    /// `expect unknown CHECK`
    Unknown(Asked),
    /// `expect waived CHECK`
    Waived(Asked),
    /// `expect nothing`
    Nothing,
}

impl Expected {
    /// The check it names; `expect nothing` names none.
    pub fn asked(&self) -> Option<&Asked> {
        match self {
            Expected::Finding { asked, .. }
            | Expected::Pass(asked)
            | Expected::Unknown(asked)
            | Expected::Waived(asked) => Some(asked),
            Expected::Nothing => None,
        }
    }
}

/// A check that a test names.
#[derive(Clone, Debug)]
pub struct Asked {
    /// As written, without the kind.
    pub name: String,
    /// The criteria that it means, several for an approval that several gates require; empty for the deal's `stage`.
    pub criteria: Vec<CriterionId>,
}

/// `survivor "ATB/valid" because "…"`: a change of the playbook that no test notices, and why that is right.
#[derive(Clone, Debug)]
pub struct Survivor {
    /// The id of the change.
    pub id: Spanned<String>,
    /// Why no test can notice it.
    pub because: String,
}
