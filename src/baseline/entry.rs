use chrono::NaiveDate;
use serde::Deserialize;
use serde::Serialize;

use crate::assess::Finding;
use crate::model::Severity;

/// One finding that is known, as a line of a baseline holds it; in the order in which lines are written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The criterion's name.
    pub check: String,
    /// The deal's id.
    pub deal: String,
    /// What kind of wrong.
    pub kind: String,
    /// The element of a list that is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub element: Option<String>,
    /// How bad it was when it was last written.
    pub severity: Severity,
    /// The day of the judgement that found it first.
    pub since: NaiveDate,
    /// How many findings have this fingerprint: a module may say several things of one deal.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub count: u32,
    /// What the finding is known by.
    pub fingerprint: String,
}

impl Entry {
    /// The entry of a finding that is met for the first time.
    pub(super) fn of(finding: &Finding) -> Entry {
        Entry {
            check: finding.criterion.name.clone(),
            deal: finding.deal.id.to_string(),
            kind: finding.kind.name().to_owned(),
            element: finding.element.clone(),
            severity: finding.severity,
            since: finding.as_of,
            count: 1,
            fingerprint: finding.fingerprint.to_string(),
        }
    }
}

fn one() -> u32 {
    1
}

fn is_one(count: &u32) -> bool {
    *count == 1
}
