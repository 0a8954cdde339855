//! Who had to approve, who did, and what is wrong with it.

mod decision;
mod faults;
mod need;
mod outgrown;
mod standing;
mod unsure;
mod words;

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

    /// Decisions that came before the ones they had to follow.
    fn out_of_order(&self, parts: &[Need]) -> Vec<Wrong> {
        let mut wrong = Vec::new();
        let mut before: Option<&Decision> = None;
        for leaf in parts.iter().flat_map(Need::leaves) {
            let chosen = leaf_faults(self, leaf, &[leaf]).0;
            let Some(chosen) = chosen.filter(|one| one.will_do(leaf)) else { continue };
            if let Some(before) = before
                && let (Some(first), Some(second)) = (before.at, chosen.at)
            {
                match second.order(first) {
                    Some(order) if order.is_lt() => wrong.push(self.words.out_of_order(before, chosen)),
                    Some(_) => {}
                    None => wrong.push(self.words.same_day(before, chosen)),
                }
            }
            before = Some(chosen);
        }
        wrong
    }
}

/// Whether the moment that an approval guards lies behind the deal: then a decision can come too late.
fn guards_a_move(place: &Place) -> bool {
    matches!(place, Place::Entry(_) | Place::Exit(_))
}
