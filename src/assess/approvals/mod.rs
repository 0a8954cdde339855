//! Who had to approve, who did, and what is wrong with it.

mod decision;
mod faults;
mod need;
mod outgrown;
mod own;
mod seats;
mod standing;
mod unsure;
mod words;

pub(in crate::assess) use need::{Open, asked};
pub use seats::{Seat, SeatPart, seats};

use crate::assess::Kind;
use crate::assess::Verdict;
use crate::assess::approvals::decision::Decision;
use crate::assess::approvals::decision::decisions;
use crate::assess::approvals::faults::Guard;
use crate::assess::approvals::faults::leaf_faults;
use crate::assess::approvals::need::Leaf;
use crate::assess::approvals::need::Need;
use crate::assess::approvals::need::need;
use crate::assess::approvals::words::Words;
use crate::assess::ruling::Basis;
use crate::assess::ruling::Breach;
use crate::assess::ruling::Cause;
use crate::assess::ruling::Fault;
use crate::assess::ruling::Ruling;
use crate::assess::settings::Case;
use crate::model::Approval;
use crate::model::ApprovalId;
use crate::model::Criterion;
use crate::model::Place;
use crate::value::Moment;

/// Judges a deal by an approval that is required at a moment.
pub(super) fn approved(case: &Case<'_>, criterion: &Criterion, id: ApprovalId, moment: Option<Moment>) -> Ruling {
    let Some(approval) = case.playbook.approval(id) else { return Ruling::of(Vec::new()) };
    let guard = Guard::of(case, &criterion.place, moment);
    let words = Words::of(case, approval, &guard);
    let need = match need(case, approval, &guard) {
        Ok(Some(need)) => need,
        Ok(None) => return Ruling::clear(Verdict::NotApplicable, Basis::OutOfPeriod),
        Err(open) => return Ruling::of(vec![breach(words.undecidable(&open))]),
    };
    let decisions = decisions(case, id, &guard);
    let asked = Asked { case, approval, guard: &guard, words: &words, decisions: &decisions };
    let several = need.leaves().len() > 1;
    let mut wrong = asked.wrong_with(&need);
    if !several {
        // One body is asked: its name says nothing that the approval's does not.
        wrong.iter_mut().filter(|wrong| wrong.kind != Kind::Outgrown).for_each(|wrong| wrong.fault.about = None);
    }
    Ruling::of(wrong.into_iter().map(breach).collect())
}

fn breach(wrong: Wrong) -> Breach {
    Breach { verdict: wrong.verdict, kind: wrong.kind, cause: Cause::Fault(wrong.fault), element: None }
}

/// One thing that is wrong with an approval, or that cannot be told.
struct Wrong {
    pub kind: Kind,
    pub verdict: Verdict,
    pub fault: Fault,
}

/// An approval that is required, and the decisions there are on it.
struct Asked<'a> {
    pub case: &'a Case<'a>,
    pub approval: &'a Approval,
    pub guard: &'a Guard,
    pub words: &'a Words<'a>,
    pub decisions: &'a [Decision],
}

impl Asked<'_> {
    /// What is wrong with the decisions, as far as they are needed.
    pub fn wrong_with(&self, need: &Need) -> Vec<Wrong> {
        match need {
            Need::Leaf(leaf) => leaf_faults(self, leaf, &need.leaves()).1,
            Need::All(parts) => parts.iter().flat_map(|part| self.part(part, need)).collect(),
            Need::Then(parts) => {
                let mut wrong: Vec<Wrong> = parts.iter().flat_map(|part| self.part(part, need)).collect();
                wrong.extend(self.out_of_order(parts));
                wrong
            }
            Need::Count(wanted, leaves) => self.too_few(*wanted, leaves),
            Need::Nobody(why) => vec![self.words.nobody_may(why)],
        }
    }

    /// A part of a requirement; other parts may explain decisions that it has no use for.
    fn part(&self, part: &Need, whole: &Need) -> Vec<Wrong> {
        match part {
            Need::Leaf(leaf) => leaf_faults(self, leaf, &whole.leaves()).1,
            other => self.wrong_with(other),
        }
    }

    /// The faults of as many roles as are lacking, those that came nearest.
    fn too_few(&self, wanted: usize, leaves: &[Leaf]) -> Vec<Wrong> {
        let mut open: Vec<Vec<Wrong>> = Vec::new();
        let all: Vec<&Leaf> = leaves.iter().collect();
        for leaf in leaves {
            let wrong = leaf_faults(self, leaf, &all).1;
            if !wrong.is_empty() {
                open.push(wrong);
            }
        }
        let good = leaves.len() - open.len();
        let lacking = wanted.saturating_sub(good);
        if lacking == 0 {
            return Vec::new();
        }
        // With no decision at all, one sentence says it for all roles.
        if self.decisions.is_empty() {
            return vec![self.words.missing_count(wanted, leaves)];
        }
        let missing = |wrong: &Vec<Wrong>| usize::from(wrong.iter().any(|wrong| wrong.kind == Kind::Missing));
        open.sort_by_key(missing);
        open.into_iter().take(lacking).flatten().collect()
    }

    /// Decisions that came before the ones they had to follow: each of a part after those of the part before it.
    ///
    /// Within a part there is no order; of several that will do, those count that are in order.
    fn out_of_order(&self, parts: &[Need]) -> Vec<Wrong> {
        let mut wrong = Vec::new();
        for pair in parts.windows(2) {
            let [earlier, later] = pair else { continue };
            let before = self.rests_on(earlier, true);
            for second in self.rests_on(later, false) {
                let others = || before.iter().filter(|first| first.item != second.item);
                let is_first = |first: &&&Decision| {
                    second.at.zip(first.at).and_then(|(second, first)| second.order(first)).is_some_and(|it| it.is_lt())
                };
                let same_day = |first: &&&Decision| {
                    second.at.zip(first.at).is_some_and(|(second, first)| second.order(first).is_none())
                };
                if let Some(first) = others().rfind(is_first) {
                    wrong.push(self.words.out_of_order(first, second));
                } else if let Some(first) = others().rfind(same_day) {
                    wrong.push(self.words.same_day(first, second));
                }
            }
        }
        wrong
    }

    /// The decisions that a part rests on, by their moments; of more than are needed the first ones, or the last.
    fn rests_on(&self, part: &Need, first: bool) -> Vec<&Decision> {
        let of_leaf = |leaf: &Leaf| {
            let (chosen, wrong) = leaf_faults(self, leaf, &[leaf]);
            chosen.filter(|one| one.will_do(leaf)).map(|one| (one, wrong.is_empty()))
        };
        let place = |one: &&Decision| self.decisions.iter().position(|known| known.item == one.item);
        match part {
            Need::Leaf(leaf) => of_leaf(leaf).map(|(one, _)| one).into_iter().collect(),
            Need::All(parts) | Need::Then(parts) => {
                let mut all: Vec<&Decision> = parts.iter().flat_map(|part| self.rests_on(part, first)).collect();
                all.sort_by_key(place);
                all
            }
            Need::Count(wanted, leaves) => {
                let found: Vec<(&Decision, bool)> = leaves.iter().filter_map(of_leaf).collect();
                let good = || found.iter().filter(|(_, is_good)| *is_good).map(|(one, _)| *one);
                let mut all: Vec<&Decision> = if good().count() < *wanted {
                    found.iter().map(|(one, _)| *one).collect()
                } else {
                    good().collect()
                };
                all.sort_by_key(place);
                let spare = all.len().saturating_sub(*wanted);
                if first { all.into_iter().take(*wanted).collect() } else { all.into_iter().skip(spare).collect() }
            }
            Need::Nobody(_) => Vec::new(),
        }
    }
}

/// Whether the moment that an approval guards lies behind the deal: then a decision can come too late.
fn guards_a_move(place: &Place) -> bool {
    matches!(place, Place::Entry(_) | Place::Exit(_))
}
