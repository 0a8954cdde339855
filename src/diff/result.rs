use std::io;
use std::io::BufRead;
use std::io::Read;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::assess::DealRef;
use crate::assess::Verdict;
use crate::diff::Side;
use crate::model::Severity;

/// A result that `tollgate check` wrote as JSON or as JSON Lines, as far as a comparison needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultFile {
    /// The playbook it was judged by, and the file of the result.
    pub side: Side,
    /// The date of the judgement.
    pub as_of: NaiveDate,
    /// How many deals were judged.
    pub deals: u64,
    /// Errors in the data; where there are any, the findings are not all.
    pub errors: u64,
    /// Findings that are only counted (`--severity`).
    pub not_listed: u64,
    /// The findings, in the order of the result.
    pub findings: Vec<Told>,
}

/// A finding as a result tells it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Told {
    /// What it is known by.
    pub fingerprint: String,
    /// The criterion's name.
    pub check: String,
    /// What kind of wrong.
    pub kind: String,
    /// Fail, unknown, error or waived.
    pub verdict: Verdict,
    /// How bad.
    pub severity: Severity,
    /// The criterion in words.
    pub title: String,
    /// What is wrong, in one sentence.
    pub message: String,
    /// The deal.
    pub deal: DealRef,
    /// The element of a list that is meant.
    #[serde(default)]
    pub element: Option<String>,
    /// Since when a baseline holds it.
    #[serde(default)]
    pub baseline: Option<Known>,
}

/// The note of a baseline.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Known {
    /// The day of the judgement that found it first.
    pub since: NaiveDate,
}

impl Told {
    /// Whether it makes a run fail whose limit is this severity.
    pub fn fails(&self, fail_on: Severity) -> bool {
        self.severity >= fail_on && self.verdict != Verdict::Waived && self.baseline.is_none()
    }
}

/// Why a file is no result to compare.
#[derive(Debug, thiserror::Error)]
pub enum ResultError {
    /// It cannot be read.
    #[error("it cannot be read")]
    Read(#[from] io::Error),
    /// It is something else.
    #[error("it is not a result of `tollgate check`: {why}")]
    NotAResult {
        /// What is wrong with it.
        why: String,
    },
    /// It was written in a form that this version does not know.
    #[error("it is a result of version {version}, and this program reads version {VERSION}")]
    Version {
        /// What it says.
        version: u32,
    },
    /// Its last line is missing.
    #[error(
        "it is cut off: its last line, with the summary, is missing; the run that wrote it did not come to its end"
    )]
    CutOff,
}

const FORMAT: &str = "tollgate-report";
const VERSION: u32 = 1;

/// The parts of a document, or of the last line.
#[derive(Deserialize)]
struct Document {
    format: String,
    version: u32,
    playbook: PlaybookPart,
    as_of: NaiveDate,
    summary: SummaryPart,
    #[serde(default)]
    findings: Vec<Told>,
}

#[derive(Deserialize)]
struct PlaybookPart {
    name: String,
    title: String,
    version: Option<String>,
}

#[derive(Deserialize)]
struct SummaryPart {
    deals: u64,
    findings: FindingsPart,
    data: DataPart,
}

#[derive(Deserialize)]
struct FindingsPart {
    not_listed: u64,
}

#[derive(Deserialize)]
struct DataPart {
    errors: u64,
}

impl ResultFile {
    /// Reads a result: a document, or lines of which the last is the summary. Lines are read one by one.
    pub fn read(file: &str, mut from: impl BufRead) -> Result<ResultFile, ResultError> {
        let mut first = String::new();
        while first.trim().is_empty() {
            first.clear();
            if from.read_line(&mut first)? == 0 {
                return Err(ResultError::NotAResult { why: "it is empty".to_owned() });
            }
        }
        // The first line of a document over many lines is no document of its own.
        match serde_json::from_str::<serde_json::Value>(&first) {
            Ok(line) if line.get("fingerprint").is_some() => lines(file, &first, from),
            Ok(_) => document(file, serde_json::from_str(&first)),
            Err(_) => document(file, serde_json::from_reader(first.as_bytes().chain(from))),
        }
    }
}

fn lines(file: &str, first: &str, from: impl BufRead) -> Result<ResultFile, ResultError> {
    let mut findings: Vec<Told> = Vec::new();
    let rest = from.lines();
    for (number, line) in (1..).zip(std::iter::once(Ok(first.to_owned())).chain(rest)) {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let wrong = |error: serde_json::Error| ResultError::NotAResult { why: format!("line {number}: {error}") };
        if line.starts_with("{\"summary\"") {
            let last: Document = serde_json::from_str(&line).map_err(wrong)?;
            return whole(file, Document { findings, ..last });
        }
        findings.push(serde_json::from_str(&line).map_err(wrong)?);
    }
    Err(ResultError::CutOff)
}

fn document(file: &str, read: serde_json::Result<Document>) -> Result<ResultFile, ResultError> {
    match read {
        Ok(document) => whole(file, document),
        Err(error) => Err(ResultError::NotAResult { why: error.to_string() }),
    }
}

fn whole(file: &str, document: Document) -> Result<ResultFile, ResultError> {
    if document.format != FORMAT {
        return Err(ResultError::NotAResult { why: format!("its format is `{}`", document.format) });
    }
    if document.version != VERSION {
        return Err(ResultError::Version { version: document.version });
    }
    let PlaybookPart { name, title, version } = document.playbook;
    Ok(ResultFile {
        side: Side { file: file.to_owned(), name, title, version },
        as_of: document.as_of,
        deals: document.summary.deals,
        errors: document.summary.data.errors,
        not_listed: document.summary.findings.not_listed,
        findings: document.findings,
    })
}
