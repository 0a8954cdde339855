use compact_str::CompactString;
use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::VecDeque;

use indexmap::IndexMap;

use crate::assess::Verdict;
use crate::diff::Changed;
use crate::diff::Group;
use crate::diff::Judged;
use crate::model::Criterion;
use crate::model::Playbook;
use crate::model::Severity;

/// What changes for the deals when one playbook takes the place of another.
#[derive(Clone, Debug)]
pub struct Impact {
    /// Deals judged by both.
    pub deals: u64,
    /// Deals that only the old playbook's source gives.
    pub only_old: u64,
    /// Deals that only the new one's gives.
    pub only_new: u64,
    /// The checks asked for of which a verdict or the severity changes, or that are in one playbook only: in the order of the new one, then those removed.
    pub checks: Vec<CheckImpact>,
    /// Checks that are in both and change nothing.
    pub unchanged: usize,
    /// Deals for which some check gets worse; each counts once.
    pub worse: Group,
    /// Deals for which some check gets better and none gets worse.
    pub better: Group,
}

/// What changes by one check.
#[derive(Clone, Debug)]
pub struct CheckImpact {
    /// The criterion's name.
    pub name: String,
    /// Its title, where it has one.
    pub title: Option<String>,
    /// Whether it is in both playbooks.
    pub standing: Standing,
    /// How bad it was.
    pub old_severity: Option<Severity>,
    /// How bad it is now.
    pub new_severity: Option<Severity>,
    /// The verdicts that change; what gets worse first.
    pub shifts: Vec<Shift>,
    /// Deals that fail, or cannot be decided, as before.
    pub still_wrong: u64,
}

/// Whether a check is in both playbooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// In both.
    Kept,
    /// In the new one only.
    Added,
    /// In the old one only.
    Removed,
}

/// From one verdict to another.
#[derive(Clone, Debug)]
pub struct Shift {
    /// The old verdict; `None` where the check is new.
    pub from: Option<Verdict>,
    /// The new verdict; `None` where the check is removed.
    pub to: Option<Verdict>,
    /// The deals.
    pub group: Group,
}

impl Shift {
    /// Which way it goes.
    pub fn direction(&self) -> Direction {
        direction(self.from, self.to)
    }
}

/// Which way a verdict goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// Something is wrong or open that was not.
    Worse,
    /// It was wrong or open and is so in another way, or was neither and is neither.
    Other,
    /// Something was wrong or open and is so no longer.
    Better,
}

fn direction(from: Option<Verdict>, to: Option<Verdict>) -> Direction {
    match (is_wrong(from), is_wrong(to)) {
        (false, true) => Direction::Worse,
        (true, false) => Direction::Better,
        // What fails for certain is worse than what is open.
        (true, true) if from == Some(Verdict::Unknown) && to == Some(Verdict::Fail) => Direction::Worse,
        (true, true) if from == Some(Verdict::Fail) && to == Some(Verdict::Unknown) => Direction::Better,
        _ => Direction::Other,
    }
}

fn is_wrong(verdict: Option<Verdict>) -> bool {
    matches!(verdict, Some(Verdict::Fail | Verdict::Unknown | Verdict::Error))
}

/// Compares the verdicts of two playbooks on the same deals. Both are read in step: a deal waits only until the other side has come to it.
///
/// `most` is how many deals of a group are kept by name.
pub fn impact(
    old: (&Playbook, &mut dyn Iterator<Item = Judged>),
    new: (&Playbook, &mut dyn Iterator<Item = Judged>),
    language: &str,
    most: usize,
) -> Impact {
    let mut comparing = Comparing::new(old.0, new.0, language, most);
    let (mut waiting_old, mut waiting_new) = (Waiting::default(), Waiting::default());
    loop {
        let (was, is) = (old.1.next(), new.1.next());
        if was.is_none() && is.is_none() {
            break;
        }
        if let Some(was) = was {
            match waiting_new.take(&was.deal.id) {
                Some(is) => comparing.deal(&was, &is),
                None => waiting_old.put(was),
            }
        }
        if let Some(is) = is {
            match waiting_old.take(&is.deal.id) {
                Some(was) => comparing.deal(&was, &is),
                None => waiting_new.put(is),
            }
        }
    }
    comparing.impact(waiting_old.number, waiting_new.number)
}

/// Deals that the other side has not come to yet, by id, in their order.
#[derive(Default)]
struct Waiting {
    deals: HashMap<CompactString, VecDeque<Judged>>,
    number: u64,
}

impl Waiting {
    fn put(&mut self, judged: Judged) {
        self.number += 1;
        self.deals.entry(judged.deal.id.clone()).or_default().push_back(judged);
    }

    fn take(&mut self, id: &str) -> Option<Judged> {
        let waiting = self.deals.get_mut(id)?;
        let judged = waiting.pop_front();
        if waiting.is_empty() {
            self.deals.remove(id);
        }
        self.number -= u64::from(judged.is_some());
        judged
    }
}

/// A check of either playbook.
struct Pair {
    old: Option<usize>,
    new: Option<usize>,
    shifts: BTreeMap<(Option<Verdict>, Option<Verdict>), Group>,
    still_wrong: u64,
    /// Whether either playbook was asked for it.
    asked: bool,
}

struct Comparing<'a> {
    old: &'a Playbook,
    new: &'a Playbook,
    language: &'a str,
    most: usize,
    pairs: IndexMap<&'a str, Pair>,
    deals: u64,
    worse: Group,
    better: Group,
}

impl<'a> Comparing<'a> {
    fn new(old: &'a Playbook, new: &'a Playbook, language: &'a str, most: usize) -> Comparing<'a> {
        let mut pairs: IndexMap<&str, Pair> = IndexMap::new();
        for (place, criterion) in new.criteria.iter().enumerate() {
            let pair = Pair { old: None, new: Some(place), shifts: BTreeMap::new(), still_wrong: 0, asked: false };
            pairs.insert(&criterion.name, pair);
        }
        for (place, criterion) in old.criteria.iter().enumerate() {
            let pair = || Pair { old: None, new: None, shifts: BTreeMap::new(), still_wrong: 0, asked: false };
            pairs.entry(&criterion.name).or_insert_with(pair).old = Some(place);
        }
        Comparing { old, new, language, most, pairs, deals: 0, worse: Group::default(), better: Group::default() }
    }

    fn deal(&mut self, was: &Judged, is: &Judged) {
        self.deals += 1;
        let changed = Changed { deal: is.deal.clone(), amount: is.amount.or(was.amount) };
        let (mut worse, mut better) = (false, false);
        for pair in self.pairs.values_mut() {
            let of = |judged: &Judged, place: Option<usize>| {
                place.and_then(|place| judged.verdicts.get(place).copied()).flatten()
            };
            let (from, to) = (of(was, pair.old), of(is, pair.new));
            pair.asked |= from.is_some() || to.is_some();
            if from == to {
                pair.still_wrong += u64::from(is_wrong(to));
                continue;
            }
            // That a new check does not apply, or holds, changes nothing.
            if !is_wrong(from) && !is_wrong(to) && (from.is_none() || to.is_none()) {
                continue;
            }
            pair.shifts.entry((from, to)).or_default().add(&changed, self.most);
            worse |= direction(from, to) == Direction::Worse;
            better |= direction(from, to) == Direction::Better;
        }
        if worse {
            self.worse.add(&changed, self.most);
        } else if better {
            self.better.add(&changed, self.most);
        }
    }

    fn impact(self, only_old: u64, only_new: u64) -> Impact {
        let Comparing { old, new, language, pairs, deals, worse, better, .. } = self;
        let mut checks = Vec::new();
        let mut unchanged = 0;
        for (name, pair) in pairs {
            if !pair.asked {
                continue;
            }
            let was = pair.old.and_then(|place| old.criteria.get(place));
            let is = pair.new.and_then(|place| new.criteria.get(place));
            let severity = |criterion: Option<&Criterion>| criterion.map(|criterion| criterion.severity);
            let standing = match (was, is) {
                (Some(_), None) => Standing::Removed,
                (None, Some(_)) => Standing::Added,
                _ => Standing::Kept,
            };
            if standing == Standing::Kept && pair.shifts.is_empty() && severity(was) == severity(is) {
                unchanged += 1;
                continue;
            }
            let shifts = pair.shifts.into_iter().map(|((from, to), group)| Shift { from, to, group });
            let mut shifts: Vec<Shift> = shifts.collect();
            shifts.sort_by_key(|shift| (shift.direction(), std::cmp::Reverse(shift.group.all.deals)));
            let title = is.or(was).and_then(|criterion| criterion.title.as_ref());
            checks.push(CheckImpact {
                name: name.to_owned(),
                title: title.map(|title| title.in_language(language).to_owned()),
                standing,
                old_severity: severity(was),
                new_severity: severity(is),
                shifts,
                still_wrong: pair.still_wrong,
            });
        }
        Impact { deals, only_old, only_new, checks, unchanged, worse, better }
    }
}
