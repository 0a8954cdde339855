//! Turns results into bytes for people and for programs, one file per format.
//!
//! In: an assessment, an explanation, or problems of the inputs. Out: text.
//! Not here: how a playbook is written (`syntax`), where bytes go (`cli`).
//! Start reading at [`Report`].

use crate::assess::Finding;
use crate::assess::Tally;
use crate::diagnostic::Problems;
use crate::model::Playbook;

use chrono::NaiveDate;

/// Everything a run of `tollgate check` has to say.
#[derive(Debug)]
pub struct Report<'a> {
    /// The playbook.
    pub playbook: &'a Playbook,
    /// The file it was read from, as the user named it.
    pub playbook_file: &'a str,
    /// The date of the judgement.
    pub as_of: NaiveDate,
    /// The language of titles and messages.
    pub language: &'a str,
    /// The findings, in the order of the deals, then of the criteria.
    pub findings: &'a [Finding],
    /// The verdicts, counted.
    pub tally: &'a Tally,
    /// The files of data that were read.
    pub inputs: &'a [InputFile],
    /// What is wrong with the data.
    pub problems: &'a Problems,
}

/// One file of data that was read.
#[derive(Clone, Debug)]
pub struct InputFile {
    /// Its name as the user gave it.
    pub name: String,
    /// Rows, lines or documents in it.
    pub rows: u64,
    /// The encoding it was read in, where that is not UTF-8.
    pub encoding: Option<String>,
}
