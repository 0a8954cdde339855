//! The record of a run: what was judged by what, and what came out, so that it can be shown again later, byte for byte.
//!
//! In: the parts of a run, or the text of a record. Out: a [`Record`], its text, and what is different in a second run.
//! Not here: reading files and hashing them (`workspace`), judging (`assess`), how a difference is shown (`report`).
//! Start reading at [`Record`].

mod difference;
mod error;
mod text;

pub use difference::{Difference, FileChange};
pub use error::Error;

use chrono::DateTime;
use chrono::FixedOffset;
use chrono::NaiveDate;
use serde::Deserialize;
use serde::Serialize;

/// The form of the text.
pub const FORMAT: &str = "tollgate-record";

/// It grows when a field changes its meaning or goes away.
pub const VERSION: u32 = 1;

/// Everything that a run depends on, and what it gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
    /// The version of the program.
    pub tollgate: String,
    /// The moment of the judgement.
    pub as_of: Moment,
    /// The command that makes the run again, without the program's name and without where results go.
    pub command: Vec<String>,
    /// What the deals were judged by.
    pub playbook: PlaybookPart,
    /// The files of data that were read, people among them.
    pub data: Vec<Hashed>,
    /// The baseline, where there was one.
    pub baseline: Option<Hashed>,
    /// The numbers of the run.
    pub counts: Counts,
    /// The exit code.
    pub exit: u8,
    /// What the run gives as JSON Lines.
    pub result: Outcome,
    /// The findings that are in it, in its order.
    pub fingerprints: Vec<String>,
}

/// The moment of a judgement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moment {
    /// Today, in the playbook's zone.
    pub today: NaiveDate,
    /// Now.
    pub now: DateTime<FixedOffset>,
}

/// The playbook of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaybookPart {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: Option<String>,
    /// Its files: itself, what it includes and is laid over, its modules.
    pub files: Vec<Hashed>,
}

/// A file, and what was in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hashed {
    /// The file, as the run named it.
    pub file: String,
    /// Its length.
    pub bytes: u64,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// The numbers of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Deals judged.
    pub deals: u64,
    /// Verdicts, by name.
    pub verdicts: std::collections::BTreeMap<String, u64>,
    /// Findings by severity, those that are not listed too.
    pub findings: std::collections::BTreeMap<String, u64>,
    /// Findings that make the run fail.
    pub failing: u64,
    /// Findings that the baseline holds.
    pub known: u64,
    /// Places in the data that have an error.
    pub data_errors: u64,
}

/// What a run gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Lines of it.
    pub lines: u64,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
}
