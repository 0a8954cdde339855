use compact_str::CompactString;
use std::borrow::Borrow;
use std::cmp::Reverse;
use std::sync::Arc;

use indexmap::Equivalent;
use indexmap::IndexMap;

use crate::assess::BaselineNote;
use crate::assess::Finding;
use crate::assess::Verdict;
use crate::assess::WaiverNote;

/// Findings that are wrong come before those that are open; a waived one is only kept in sight.
const ORDER: [Verdict; 4] = [Verdict::Fail, Verdict::Error, Verdict::Unknown, Verdict::Waived];

/// How many different things that are said under one headline are told apart, where not all findings are shown.
/// What is said for the first time after so many is counted, and not listed.
const TOLD_APART: usize = 500;

/// Findings by criterion, those of a kind apart that has clauses of its own.
pub(in crate::report::human) struct Checks<F> {
    checks: IndexMap<String, Check<F>>,
    shown: Option<usize>,
}

/// The findings of a criterion.
pub(in crate::report::human) struct Check<F> {
    pub first: F,
    /// By verdict, in the order they are shown; last those that are known already.
    pub sections: Vec<Section<F>>,
    /// How many are wrong, and how many there are.
    fails: usize,
    count: usize,
    /// What to do about those that fail; `None` where that differs from deal to deal.
    fix: Option<Option<Arc<str>>>,
}

/// The findings of one verdict, or those that are known already.
pub(in crate::report::human) struct Section<F> {
    /// `None` for those that are known.
    pub verdict: Option<Verdict>,
    /// The verdict of the first of them.
    pub first: Option<Verdict>,
    /// How many findings there are.
    pub count: usize,
    /// How many deals they are about.
    pub deals: DealCount,
    blocks: IndexMap<Said, Block<F>>,
}

/// Findings that say the same.
pub(in crate::report::human) struct Block<F> {
    /// How many there are.
    pub count: usize,
    /// How many deals they are about.
    pub deals: DealCount,
    /// The first of them.
    pub kept: Vec<F>,
}

/// How many deals findings are about; the findings of a deal follow each other.
#[derive(Default)]
pub(in crate::report::human) struct DealCount {
    pub number: usize,
    last: Option<CompactString>,
}

/// What makes two findings say the same: verdict, message, remedy, waiver and since when they are known.
#[derive(PartialEq, Eq, Hash)]
struct Said {
    verdict: Verdict,
    message: String,
    fix: Option<String>,
    waiver: Option<WaiverNote>,
    baseline: Option<BaselineNote>,
}

#[derive(Hash)]
struct SaidBy<'a> {
    verdict: Verdict,
    message: &'a str,
    fix: Option<&'a str>,
    waiver: Option<&'a WaiverNote>,
    baseline: Option<BaselineNote>,
}

impl SaidBy<'_> {
    fn of(finding: &Finding) -> SaidBy<'_> {
        SaidBy {
            verdict: finding.verdict,
            message: &finding.message,
            fix: finding.fix.as_deref(),
            waiver: finding.waiver.as_ref(),
            baseline: finding.baseline,
        }
    }

    fn to_owned(&self) -> Said {
        Said {
            verdict: self.verdict,
            message: self.message.to_owned(),
            fix: self.fix.map(str::to_owned),
            waiver: self.waiver.cloned(),
            baseline: self.baseline,
        }
    }
}

impl Equivalent<Said> for SaidBy<'_> {
    fn equivalent(&self, said: &Said) -> bool {
        self.message == said.message
            && self.verdict == said.verdict
            && self.fix == said.fix.as_deref()
            && self.waiver == said.waiver.as_ref()
            && self.baseline == said.baseline
    }
}

impl<F: Borrow<Finding>> Checks<F> {
    pub fn new(shown: Option<usize>) -> Checks<F> {
        Checks { checks: IndexMap::new(), shown }
    }

    pub fn add(&mut self, finding: &Finding, keep: impl Fn() -> F) {
        let shown = self.shown;
        match self.checks.get_mut(finding.criterion.rule().as_ref()) {
            Some(check) => check.add(finding, keep, shown),
            None => {
                let check = self.checks.entry(finding.criterion.rule().into_owned()).or_insert(Check::new(keep()));
                check.add(finding, keep, shown);
            }
        }
    }

    /// The criteria: the worst first, then the one most often broken, then in the order of the playbook.
    pub fn into_sorted(self) -> Vec<Check<F>> {
        let mut checks: Vec<Check<F>> = self.checks.into_values().collect();
        checks.sort_by_key(|check| {
            let first: &Finding = check.first.borrow();
            (Reverse((first.severity, check.fails, check.count)), first.criterion.declared.clone())
        });
        checks
    }
}

impl<F: Borrow<Finding>> Check<F> {
    fn new(first: F) -> Check<F> {
        let section =
            |verdict| Section { verdict, first: None, count: 0, deals: DealCount::default(), blocks: IndexMap::new() };
        let sections = ORDER.map(Some).into_iter().chain([None]).map(section).collect();
        Check { first, sections, fails: 0, count: 0, fix: None }
    }

    fn add(&mut self, finding: &Finding, keep: impl Fn() -> F, shown: Option<usize>) {
        self.count += 1;
        self.fails += usize::from(matches!(finding.verdict, Verdict::Fail | Verdict::Error));
        let wanted = Some(finding.verdict).filter(|_| finding.baseline.is_none());
        let Some(section) = self.sections.iter_mut().find(|section| section.verdict == wanted) else { return };
        if finding.verdict == Verdict::Fail {
            match &mut self.fix {
                None => self.fix = Some(finding.fix.clone()),
                Some(fix) if *fix != finding.fix => *fix = None,
                Some(_) => {}
            }
        }
        section.add(finding, keep, shown);
    }

    /// What to do, if it is the same for every deal that fails.
    pub fn shared_fix(&self) -> Option<&str> {
        self.fix.as_ref()?.as_deref()
    }
}

impl<F: Borrow<Finding>> Section<F> {
    fn add(&mut self, finding: &Finding, keep: impl Fn() -> F, shown: Option<usize>) {
        self.count += 1;
        self.first = self.first.or(Some(finding.verdict));
        self.deals.add(finding);
        // Where not all is shown, each of so many blocks shows one finding, and one of fewer shows the rest.
        let many = shown.is_some_and(|most| self.blocks.len() >= most);
        let said = SaidBy::of(finding);
        if let Some(block) = self.blocks.get_mut(&said) {
            block.count += 1;
            block.deals.add(finding);
            if !many && shown.is_none_or(|most| block.kept.len() < most) {
                block.kept.push(keep());
            }
            return;
        }
        if shown.is_some_and(|most| self.blocks.len() >= most.max(TOLD_APART)) {
            return;
        }
        let mut block = Block { count: 1, deals: DealCount::default(), kept: vec![keep()] };
        block.deals.add(finding);
        self.blocks.insert(said.to_owned(), block);
    }

    /// What is said, the most frequent first.
    pub fn blocks(&self) -> Vec<&Block<F>> {
        let mut blocks: Vec<&Block<F>> = self.blocks.values().collect();
        blocks.sort_by_key(|block| Reverse(block.count));
        blocks
    }
}

impl<F: Borrow<Finding>> Block<F> {
    /// The first of the findings.
    pub fn kept(&self) -> impl Iterator<Item = &Finding> {
        self.kept.iter().map(Borrow::borrow)
    }
}

impl DealCount {
    fn add(&mut self, finding: &Finding) {
        if self.last.as_ref() != Some(&finding.deal.id) {
            self.number += 1;
            self.last = Some(finding.deal.id.clone());
        }
    }
}
