use crate::assess::Finding;
use crate::model::Severity;

/// The findings of a run, counted: those that are not shown, too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FindingCounts {
    /// By severity, the mildest first.
    all: [usize; 4],
    /// Those of them that do not make a run fail: waived, or known already.
    excused: [usize; 4],
    /// How many are known already.
    known: usize,
}

impl FindingCounts {
    /// Counts findings.
    pub fn of(findings: &[Finding]) -> FindingCounts {
        let mut counts = FindingCounts::default();
        for finding in findings {
            counts.add(finding);
        }
        counts
    }

    /// Counts one finding.
    pub fn add(&mut self, finding: &Finding) {
        let at = finding.severity as usize;
        if let Some(count) = self.all.get_mut(at) {
            *count += 1;
        }
        let is_excused = !finding.fails(Severity::Info);
        if let Some(count) = self.excused.get_mut(at).filter(|_| is_excused) {
            *count += 1;
        }
        self.known += usize::from(finding.baseline.is_some());
    }

    /// How many there are.
    pub fn total(&self) -> usize {
        self.all.iter().sum()
    }

    /// By severity, the mildest first.
    pub fn by_severity(&self) -> [usize; 4] {
        self.all
    }

    /// How many are milder than this.
    pub fn below(&self, least: Severity) -> usize {
        self.all.iter().take(least as usize).sum()
    }

    /// How many a baseline holds.
    pub fn known(&self) -> usize {
        self.known
    }

    /// How many make a run fail whose limit is this severity: one that is waived or known already does not.
    pub fn failing(&self, fail_on: Severity) -> usize {
        let all: usize = self.all.iter().skip(fail_on as usize).sum();
        let excused: usize = self.excused.iter().skip(fail_on as usize).sum();
        all - excused
    }
}
