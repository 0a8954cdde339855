//! Findings that are known already: only new ones make a run fail.
//!
//! In: the text of a baseline file, the findings of a run, one after the other. Out: findings marked as known, what is no longer found, the text of the next baseline.
//! Not here: reading and writing files (`workspace`), how a known finding is shown (`report`).
//! A finding is the same if its fingerprint is: playbook, check, kind, deal and element. Rows may change their order, files their place.
//! Start reading at [`Baseline`].

mod entry;
mod error;
mod parse;
mod summary;
mod write;

pub use entry::Entry;
pub use error::Error;
pub use summary::Summary;

use std::collections::BTreeMap;

use crate::assess::BaselineNote;
use crate::assess::Finding;
use crate::assess::Verdict;

use chrono::NaiveDate;

/// The findings of a playbook that are known, and which of them a run has met so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// The name of the playbook; part of every fingerprint.
    pub playbook: String,
    held: BTreeMap<String, Held>,
    /// Findings marked so far, and since when the oldest of them is known.
    known: u64,
    since: Option<NaiveDate>,
    /// Findings met so far that were not known before.
    new: u64,
}

/// An entry, and how many findings with its fingerprint were met.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Held {
    entry: Entry,
    met: u32,
    /// Those of them that a waiver covers: they are neither known nor fixed.
    waived: u32,
}

impl Held {
    /// How many of its findings are no longer there.
    fn gone(&self) -> u32 {
        self.entry.count.saturating_sub(self.met)
    }
}

impl Baseline {
    /// A baseline in which nothing is known yet.
    pub fn new(playbook: &str) -> Baseline {
        Baseline { playbook: playbook.to_owned(), ..Baseline::default() }
    }

    /// How many entries it holds.
    pub fn len(&self) -> usize {
        self.held.len()
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// Marks a finding that is known. Of several with one fingerprint as many are known as the entry counts.
    ///
    /// What is waived is left to its waiver.
    pub fn mark(&mut self, finding: &mut Finding) {
        let waived = finding.verdict == Verdict::Waived;
        let since = self.held.get_mut(finding.fingerprint.as_str()).and_then(|held| {
            held.met += 1;
            held.waived += u32::from(waived);
            (held.met <= held.entry.count).then_some(held.entry.since)
        });
        match since {
            _ if waived => {}
            Some(since) => self.note(finding, since),
            None => self.new += 1,
        }
    }

    /// Marks a finding, and takes it in as known from its own day on where it was not known yet.
    pub fn learn(&mut self, finding: &mut Finding) {
        self.mark(finding);
        if finding.verdict == Verdict::Waived {
            return;
        }
        let held = self.held.entry(finding.fingerprint.to_string());
        let held = held.or_insert_with(|| Held { entry: Entry::of(finding), met: 1, waived: 0 });
        held.entry.severity = finding.severity;
        if finding.baseline.is_none() {
            self.note(finding, finding.as_of);
        }
    }

    fn note(&mut self, finding: &mut Finding, since: NaiveDate) {
        finding.baseline = Some(BaselineNote { since });
        self.known += 1;
        self.since = Some(self.since.map_or(since, |oldest| oldest.min(since)));
    }

    /// Counts what was met, after a run that learned: of entries that it asked for, what is gone or waived is dropped.
    pub fn settle(&mut self, asked: impl Fn(&Entry) -> bool) {
        self.held.retain(|_, held| {
            let open = held.met - held.waived;
            held.entry.count = if asked(&held.entry) { open } else { open.max(held.entry.count) };
            held.entry.count > 0
        });
    }

    /// What a run that came to its end says of the entries that it asked for.
    pub fn summary(&self, file: &str, asked: impl Fn(&Entry) -> bool) -> Summary {
        let gone = self.held.values().filter(|held| asked(&held.entry) && held.gone() > 0);
        let gone = gone.map(|held| Entry { count: held.gone(), ..held.entry.clone() });
        let mut gone: Vec<Entry> = gone.collect();
        gone.sort();
        Summary { file: file.to_owned(), known: self.known, new: self.new, since: self.since, gone }
    }
}
