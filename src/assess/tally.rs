use std::collections::BTreeMap;

use crate::assess::HealthTally;
use crate::assess::Verdict;
use crate::model::CriterionId;
use crate::model::Playbook;

/// How often each verdict was given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts([u64; 6]);

impl Counts {
    /// How often this verdict was given.
    pub fn of(&self, verdict: Verdict) -> u64 {
        self.0.get(verdict as usize).copied().unwrap_or(0)
    }

    /// Verdicts that ask for a decision: all but `not_applicable`.
    pub fn applicable(&self) -> u64 {
        self.total() - self.of(Verdict::NotApplicable)
    }

    /// All verdicts.
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }

    /// Verdicts that could not be decided.
    pub fn undecided(&self) -> u64 {
        self.of(Verdict::Unknown) + self.of(Verdict::Error)
    }

    fn add(&mut self, verdict: Verdict, times: u64) {
        if let Some(count) = self.0.get_mut(verdict as usize) {
            *count += times;
        }
    }
}

/// The verdicts of a run, counted.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Deals judged.
    pub deals: u64,
    /// Deals by stage, by name; a stage that is not known counts under the empty name.
    pub by_stage: BTreeMap<String, u64>,
    /// How healthy the records of the deals are, where the playbook says what that is.
    pub health: HealthTally,
    by_criterion: Vec<Counts>,
}

impl Tally {
    /// Nothing counted yet.
    pub fn new(playbook: &Playbook) -> Tally {
        Tally { by_criterion: vec![Counts::default(); playbook.criteria.len()], ..Tally::default() }
    }

    /// Counts one verdict.
    pub fn count(&mut self, criterion: CriterionId, verdict: Verdict) {
        self.count_times(criterion, verdict, 1);
    }

    /// Counts one verdict on so many deals.
    pub fn count_times(&mut self, criterion: CriterionId, verdict: Verdict, times: u64) {
        if let Some(counts) = self.by_criterion.get_mut(criterion.0 as usize) {
            counts.add(verdict, times);
        }
    }

    /// Counts one deal.
    pub fn count_deal(&mut self, stage: &str) {
        self.count_deals(stage, 1);
    }

    /// Counts so many deals of one stage.
    pub fn count_deals(&mut self, stage: &str, deals: u64) {
        self.deals += deals;
        match self.by_stage.get_mut(stage) {
            Some(count) => *count += deals,
            None if deals == 0 => {}
            None => {
                self.by_stage.insert(stage.to_owned(), deals);
            }
        }
    }

    /// Adds what another tally counted, of the same playbook.
    pub fn add(&mut self, other: &Tally) {
        self.deals += other.deals;
        self.health.add(&other.health);
        for (stage, deals) in &other.by_stage {
            match self.by_stage.get_mut(stage) {
                Some(count) => *count += deals,
                None => drop(self.by_stage.insert(stage.clone(), *deals)),
            }
        }
        for (counts, more) in self.by_criterion.iter_mut().zip(&other.by_criterion) {
            counts.0.iter_mut().zip(more.0).for_each(|(count, more)| *count += more);
        }
    }

    /// Takes away what another tally counted that this one counted, too.
    pub fn remove(&mut self, other: &Tally) {
        self.deals = self.deals.saturating_sub(other.deals);
        self.health.remove(&other.health);
        for (stage, deals) in &other.by_stage {
            if let Some(count) = self.by_stage.get_mut(stage) {
                *count = count.saturating_sub(*deals);
            }
        }
        self.by_stage.retain(|_, deals| *deals > 0);
        for (counts, less) in self.by_criterion.iter_mut().zip(&other.by_criterion) {
            counts.0.iter_mut().zip(less.0).for_each(|(count, less)| *count = count.saturating_sub(less));
        }
    }

    /// The verdicts on one criterion.
    pub fn of(&self, criterion: CriterionId) -> Counts {
        self.by_criterion.get(criterion.0 as usize).copied().unwrap_or_default()
    }

    /// All verdicts.
    pub fn total(&self) -> Counts {
        let mut total = Counts::default();
        for counts in &self.by_criterion {
            for verdict in Verdict::ALL {
                total.add(verdict, counts.of(verdict));
            }
        }
        total
    }
}
