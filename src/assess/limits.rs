use crate::assess::Finding;
use crate::assess::Verdict;
use crate::model::Severity;

/// What makes a run fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The mildest finding that counts; `None` where none does.
    pub fail_on: Option<Severity>,
    /// The mildest finding that counts although it could not be decided; `None` where none of these does.
    pub fail_on_unknown: Option<Severity>,
    /// How many findings that count a run may have.
    pub max_findings: usize,
}

impl Limits {
    /// No finding at or above a severity, decided or not.
    pub fn none_from(severity: Severity) -> Limits {
        Limits { fail_on: Some(severity), fail_on_unknown: Some(severity), max_findings: 0 }
    }

    /// Whether a finding counts: one that is waived or known already does not, and a script that stopped counts like a failure.
    pub fn counts(&self, finding: &Finding) -> bool {
        let least = match finding.verdict {
            Verdict::Unknown => self.fail_on_unknown,
            _ => self.fail_on,
        };
        least.is_some_and(|least| finding.fails(least))
    }

    /// Whether a run with so many findings that count fails.
    pub fn fail(&self, counting: usize) -> bool {
        counting > self.max_findings
    }
}

impl Default for Limits {
    /// No finding at or above major.
    fn default() -> Limits {
        Limits::none_from(Severity::Major)
    }
}
