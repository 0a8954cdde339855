use crate::assess::Finding;
use crate::assess::Limits;
use crate::assess::Verdict;
use crate::model::Severity;

/// The findings of a run, counted: those that are not shown, too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FindingCounts {
    /// By severity, the mildest first.
    all: [usize; 4],
    /// Those of them that are wrong, neither waived nor known already.
    wrong: [usize; 4],
    /// Those that cannot be decided and are not known already.
    open: [usize; 4],
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
        let apart = match finding.verdict {
            _ if !finding.fails(Severity::Info) => None,
            Verdict::Unknown => Some(&mut self.open),
            _ => Some(&mut self.wrong),
        };
        for counts in apart.into_iter().chain([&mut self.all]) {
            if let Some(count) = counts.get_mut(at) {
                *count += 1;
            }
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

    /// How many count.
    pub fn failing(&self, limits: &Limits) -> usize {
        from(&self.wrong, limits.fail_on) + self.failing_open(limits)
    }

    /// How many of those that count cannot be decided.
    pub fn failing_open(&self, limits: &Limits) -> usize {
        from(&self.open, limits.fail_on_unknown)
    }

    /// How many cannot be decided and would count if they were failures, and do not.
    pub fn excused(&self, limits: &Limits) -> usize {
        from(&self.open, limits.fail_on).saturating_sub(self.failing_open(limits))
    }
}

/// How many there are of a severity or worse.
fn from(counts: &[usize; 4], least: Option<Severity>) -> usize {
    least.map_or(0, |least| counts.iter().skip(least as usize).sum())
}
