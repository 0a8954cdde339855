use std::borrow::Borrow;
use std::cmp::Reverse;

use crate::assess::Finding;
use crate::assess::Verdict;
use crate::model::Severity;

/// Findings by deal.
pub(in crate::report::human) struct Deals<F> {
    /// Those that are shown, in order.
    kept: Vec<DealFindings<F>>,
    current: Vec<F>,
    /// How many deals have findings.
    count: usize,
    shown: Option<usize>,
}

/// The findings of a deal: the worst first, and what is wrong before what is open; what is known is at the end.
pub(in crate::report::human) struct DealFindings<F> {
    findings: Vec<F>,
    /// The worst one that is neither waived nor known, and how many are not.
    rank: (Option<Severity>, usize),
}

impl<F: Borrow<Finding>> Deals<F> {
    pub fn new(shown: Option<usize>) -> Deals<F> {
        Deals { kept: Vec::new(), current: Vec::new(), count: 0, shown }
    }

    pub fn add(&mut self, finding: F) {
        // The findings of a deal follow each other.
        if self.current.first().is_some_and(|first| first.borrow().deal != finding.borrow().deal) {
            self.close();
        }
        self.current.push(finding);
    }

    /// The deals to show, the one with the worst finding first, then the one with the most; and how many there are.
    pub fn into_sorted(mut self) -> (Vec<DealFindings<F>>, usize) {
        self.close();
        if self.shown.is_none() {
            self.kept.sort_by_key(|deal| Reverse(deal.rank));
        }
        (self.kept, self.count)
    }

    fn close(&mut self) {
        if self.current.is_empty() {
            return;
        }
        self.count += 1;
        let deal = DealFindings::of(std::mem::take(&mut self.current));
        match self.shown {
            None => self.kept.push(deal),
            Some(most) => {
                let at = self.kept.partition_point(|kept| kept.rank >= deal.rank);
                if at < most {
                    self.kept.insert(at, deal);
                    self.kept.truncate(most);
                }
            }
        }
    }
}

impl<F: Borrow<Finding>> DealFindings<F> {
    fn of(mut findings: Vec<F>) -> DealFindings<F> {
        findings.sort_by_key(|finding| {
            let finding = finding.borrow();
            (finding.baseline.is_some(), Reverse(finding.severity), place(finding.verdict))
        });
        let is_open = |finding: &&Finding| finding.verdict != Verdict::Waived && finding.baseline.is_none();
        let open = || findings.iter().map(Borrow::borrow).filter(is_open);
        let rank = (open().map(|finding| finding.severity).max(), open().count());
        DealFindings { findings, rank }
    }

    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().map(Borrow::borrow)
    }
}

/// What is wrong comes before what is open.
fn place(verdict: Verdict) -> usize {
    match verdict {
        Verdict::Fail => 0,
        Verdict::Error => 1,
        Verdict::Unknown => 2,
        Verdict::Pass | Verdict::NotApplicable | Verdict::Waived => 3,
    }
}
