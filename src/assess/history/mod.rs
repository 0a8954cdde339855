//! What the flow says of a deal's history, without further words of the author.

mod entries;
mod ids;
mod moves;
mod order;
mod twin;
mod words;

pub(super) use entries::{Entries, Entry, entries, who};
pub(super) use ids::{Ids, hash_of, id_of};
pub(super) use moves::keeps_to_the_flow;
pub(super) use twin::Twin;

use crate::assess::Kind;
use crate::assess::Verdict;
use crate::assess::history::words::Words;
use crate::assess::ruling::Basis;
use crate::assess::ruling::Breach;
use crate::assess::ruling::Cause;
use crate::assess::ruling::Fault;
use crate::assess::ruling::Ruling;
use crate::assess::settings::Case;
use crate::model::HistoryRule;
use crate::value::Gap;
use crate::value::Value;
use crate::value::builtin;

/// Judges a deal's history by what the flow says.
pub(super) fn follows(case: &Case<'_>, asked: HistoryRule) -> Ruling {
    let words = Words::of(case);
    if asked == HistoryRule::DuplicateId {
        return twin::only_one(case, &words);
    }
    let list = case.deal.record.get(builtin::HISTORY);
    match list {
        Value::Missing(Gap::Absent) => return Ruling::clear(Verdict::NotApplicable, Basis::NoHistory),
        Value::Missing(gap) => return Ruling::of(vec![open(words.history_gap(*gap))]),
        _ => {}
    }
    let entries = case.way.entries.as_slice();
    if entries.is_empty() {
        return Ruling::clear(Verdict::NotApplicable, Basis::NoHistory);
    }
    match asked {
        HistoryRule::Skipped | HistoryRule::IllegalMove if case.way.keeps_to_the_flow => Ruling::of(Vec::new()),
        HistoryRule::Skipped => moves::skipped(case, &words, entries),
        HistoryRule::IllegalMove => moves::illegal(case, &words, entries),
        HistoryRule::Mismatch => order::mismatch(case, &words, entries),
        HistoryRule::Unordered => order::unordered(&words, entries),
        HistoryRule::Backdated => order::backdated(case, &words, entries),
        HistoryRule::DuplicateId => Ruling::of(Vec::new()),
    }
}

fn fails(kind: Kind, fault: Fault) -> Breach {
    Breach { verdict: Verdict::Fail, kind, cause: Cause::Fault(fault), element: None }
}

fn open(fault: Fault) -> Breach {
    Breach { verdict: Verdict::Unknown, kind: Kind::Undecided, cause: Cause::Fault(fault), element: None }
}
