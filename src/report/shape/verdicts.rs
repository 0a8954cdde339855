use serde::Serialize;

use crate::assess::Counts;
use crate::assess::Verdict;

/// Verdicts, counted.
#[derive(Serialize)]
pub(super) struct VerdictsShape {
    pass: u64,
    fail: u64,
    unknown: u64,
    not_applicable: u64,
    waived: u64,
    error: u64,
}

impl VerdictsShape {
    pub fn of(counts: &Counts) -> VerdictsShape {
        VerdictsShape {
            pass: counts.of(Verdict::Pass),
            fail: counts.of(Verdict::Fail),
            unknown: counts.of(Verdict::Unknown),
            not_applicable: counts.of(Verdict::NotApplicable),
            waived: counts.of(Verdict::Waived),
            error: counts.of(Verdict::Error),
        }
    }
}
