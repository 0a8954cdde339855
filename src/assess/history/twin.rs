use crate::assess::Kind;
use crate::assess::Verdict;
use crate::assess::history::fails;
use crate::assess::history::words::Words;
use crate::assess::ruling::Basis;
use crate::assess::ruling::Ruling;
use crate::assess::settings::Case;

/// Whether another deal has the same id.
#[derive(Clone, Debug)]
pub(in crate::assess) enum Twin {
    /// The deal is judged alone, or has no id: that cannot be told.
    Alone,
    /// No deal before it has its id.
    First,
    /// A deal before it has its id; where that one stands.
    Of(String),
}

/// Judges a deal by whether it is the only one with its id: every one after the first is wrong.
pub(super) fn only_one(case: &Case<'_>, words: &Words<'_>) -> Ruling {
    match case.twin {
        Twin::Alone => Ruling::clear(Verdict::NotApplicable, Basis::Alone),
        Twin::First => Ruling::of(Vec::new()),
        Twin::Of(place) => Ruling::of(vec![fails(Kind::DuplicateId, words.duplicate(place))]),
    }
}
