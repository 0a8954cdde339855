use chrono::NaiveDate;

use crate::baseline::Entry;

/// What a baseline meant for a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// The file, as the user named it.
    pub file: String,
    /// Findings of the run that were known, or are known from now on.
    pub known: u64,
    /// Findings of the run that were not known before; what is waived counts as neither.
    pub new: u64,
    /// Since when the oldest of the known ones is known.
    pub since: Option<NaiveDate>,
    /// Entries, or parts of them, that the run asked for and did not find again, in order.
    pub gone: Vec<Entry>,
}

impl Summary {
    /// How many findings are gone.
    pub fn gone(&self) -> u64 {
        self.gone.iter().map(|entry| u64::from(entry.count)).sum()
    }
}
