//! Turns results into bytes for people and for programs, one file per format.
//!
//! In: an assessment, an explanation, what a deal owes, or problems of the inputs. Out: text.
//! Not here: how a playbook is written (`syntax`), where bytes go and whether they keep their colours (`cli`).
//! Text for people carries ANSI colours; what comes from the data is made harmless before it is written.
//! A format writes a whole [`Report`] at once, or is a [`Sink`] that findings go to while the run goes on.
//! Start reading at [`Report`] and [`human::write`].

mod checkout;
pub mod code;
mod conclusion;
mod counts;

pub mod diagnostics;
pub mod diff;
pub mod explain;
mod figures;
pub mod gate;
pub mod github;
pub mod gitlab;
pub mod human;
mod ink;
pub mod json;
pub mod jsonl;
pub mod junit;
pub mod markdown;
pub mod next;
mod page;
mod plain;
pub mod record;
pub mod sarif;
pub mod schema;
mod shape;
mod sink;
mod spots;
pub mod spreadsheet;
mod style;
pub mod summary;
pub mod tests;
mod trouble;
mod words;

pub use checkout::Checkout;
pub use counts::FindingCounts;
pub use figures::Figures;
pub use sink::{Collected, Pen, Sink};
pub use style::{Group, Style};

use crate::assess::Finding;
use crate::assess::Limits;
use crate::assess::Tally;
use crate::baseline;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Problems;
use crate::model::Playbook;
use crate::model::Severity;
use crate::source::Sources;

use chrono::NaiveDate;

/// Everything a run of `tollgate check` has to say.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The playbook.
    pub playbook: &'a Playbook,
    /// The file it was read from, as the user named it.
    pub playbook_file: &'a str,
    /// The texts of the playbook: problems of the data may point into them.
    pub sources: &'a Sources,
    /// The date of the judgement.
    pub as_of: NaiveDate,
    /// The language of titles and messages.
    pub language: &'a str,
    /// All findings, in the order of the deals, then of the criteria; none where a [`Sink`] has taken them.
    pub findings: &'a [Finding],
    /// All findings, counted.
    pub counts: FindingCounts,
    /// Findings milder than this are counted and not shown.
    pub least: Severity,
    /// What makes a run fail.
    pub limits: Limits,
    /// The verdicts, counted.
    pub tally: &'a Tally,
    /// What the baseline meant for the run; `None` where there is none.
    pub baseline: Option<&'a baseline::Summary>,
    /// The files of data that were read.
    pub inputs: &'a [InputFile],
    /// What is wrong with the data.
    pub problems: &'a Problems,
    /// What is doubtful about the playbook.
    pub doubts: &'a [Diagnostic],
    /// Why the run counts for nothing although it was made: there was no deal.
    pub refused: Option<&'a str>,
    /// Where the run stands in a repository.
    pub checkout: &'a Checkout,
}

/// What kept a run from being made.
#[derive(Clone, Copy, Debug)]
pub struct Invalid<'a> {
    /// The texts of the playbook: problems may point into them.
    pub sources: &'a Sources,
    /// What is wrong with the playbook, or why no run could be made.
    pub diagnostics: &'a [Diagnostic],
    /// Where the run stands in a repository.
    pub checkout: &'a Checkout,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The findings that count are no more than allowed.
    Clean,
    /// They are more.
    Findings,
    /// The data could not be read in full, or there was nothing to judge.
    Incomplete,
}

impl<'a> Report<'a> {
    /// The findings to show, in order.
    pub fn shown(&self) -> impl Iterator<Item = &'a Finding> {
        let least = self.least;
        self.findings.iter().filter(move |finding| finding.severity >= least)
    }

    /// How many findings count.
    pub fn failing(&self) -> usize {
        self.counts.failing(&self.limits)
    }

    /// How the run ended: data that could not be read in full comes before findings, because the findings are then not all.
    pub fn ending(&self) -> Ending {
        if self.problems.errors() > 0 || self.refused.is_some() {
            Ending::Incomplete
        } else if self.limits.fail(self.failing()) {
            Ending::Findings
        } else {
            Ending::Clean
        }
    }
}

/// One file of data that was read.
#[derive(Clone, Debug)]
pub struct InputFile {
    /// Its name as the user gave it.
    pub name: String,
    /// Rows, lines or documents in it.
    pub rows: u64,
    /// How many of them the source leaves out.
    pub left_out: u64,
    /// The encoding it was read in, where that is not UTF-8.
    pub encoding: Option<String>,
    /// Fields that the source fills from optional columns which the file does not have.
    pub away: Vec<String>,
    /// Optional tables of the source that no file was found for, told with the file of the deals.
    pub away_tables: Vec<String>,
    /// Columns that are not read because another one fills their field: the field, the one that is read, the other.
    pub passed_over: Vec<[String; 3]>,
}
