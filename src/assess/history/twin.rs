use std::collections::HashMap;

use crate::assess::Kind;
use crate::assess::Verdict;
use crate::assess::history::fails;
use crate::assess::history::words::Words;
use crate::assess::ruling::Basis;
use crate::assess::ruling::Ruling;
use crate::assess::settings::Case;
use crate::deals::Deal;
use crate::value::Value;
use crate::value::builtin;

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

/// The ids of the deals of a run: of each deal no more than its id and its place are kept.
#[derive(Debug, Default)]
pub(in crate::assess) struct Ids {
    seen: HashMap<String, (std::sync::Arc<str>, u32)>,
}

impl Ids {
    /// What is known of a deal's id, which is known from then on.
    pub fn meet(&mut self, deal: &Deal) -> Twin {
        let Value::Text(id) = deal.record.get(builtin::ID) else { return Twin::Alone };
        match self.seen.get(id.as_str()) {
            Some((file, line)) => Twin::Of(format!("{file}:{line}")),
            None => {
                self.seen.insert(id.to_string(), (deal.file().clone(), deal.line()));
                Twin::First
            }
        }
    }
}

/// Judges a deal by whether it is the only one with its id: every one after the first is wrong.
pub(super) fn only_one(case: &Case<'_>, words: &Words<'_>) -> Ruling {
    match case.twin {
        Twin::Alone => Ruling::clear(Verdict::NotApplicable, Basis::Alone),
        Twin::First => Ruling::of(Vec::new()),
        Twin::Of(place) => Ruling::of(vec![fails(Kind::DuplicateId, words.duplicate(place))]),
    }
}
