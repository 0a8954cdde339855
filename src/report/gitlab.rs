//! A GitLab code quality report: a list of issues, each with a path from the root of the repository and a line.
//!
//! A problem of the playbook or the data is an issue too. A waived finding is one of the mildest severity, and says who waived it.

use std::collections::HashMap;
use std::io;
use std::io::Write;

use serde::Serialize;

use crate::assess::Finding;
use crate::assess::Verdict;
use crate::assess::fingerprint;
use crate::diagnostic::Level;
use crate::model::Severity;
use crate::report::Checkout;
use crate::report::Invalid;
use crate::report::Report;
use crate::report::Style;
use crate::report::shape::write_document;
use crate::report::spots;
use crate::report::trouble::Trouble;
use crate::report::words::Words;

/// Writes the findings. How text for people is laid out changes nothing here.
pub fn write(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let words = Words::of(report.language);
    let mut prints = Prints::default();
    let troubles = Trouble::of_run(report);
    let mut issues: Vec<Issue> =
        troubles.iter().map(|trouble| of_trouble(trouble, report.checkout, &mut prints)).collect();
    issues.extend(report.shown().map(|finding| of_finding(finding, words, report.checkout, &mut prints)));
    write_document(&issues, out)
}

/// Writes what kept the run from being made.
pub fn write_invalid(invalid: &Invalid<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut prints = Prints::default();
    let troubles = Trouble::of_invalid(invalid);
    let issues = troubles.iter().map(|trouble| of_trouble(trouble, invalid.checkout, &mut prints));
    write_document(&issues.collect::<Vec<Issue>>(), out)
}

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
}

impl Location {
    fn new(path: String, line: u32) -> Location {
        Location { path, lines: Lines { begin: line.max(1) } }
    }
}

/// Fingerprints that were given: an issue must have one of its own.
#[derive(Default)]
struct Prints(HashMap<String, usize>);

impl Prints {
    fn give(&mut self, print: &str) -> String {
        let times = self.0.entry(print.to_owned()).or_default();
        *times += 1;
        if *times == 1 { print.to_owned() } else { format!("{print}-{times}") }
    }
}

fn of_finding(finding: &Finding, words: &Words, checkout: &Checkout, prints: &mut Prints) -> Issue {
    let (file, line) = match spots::main_place(finding) {
        Some(place) => (&*place.file, place.line),
        None => (&*finding.criterion.declared.file, finding.criterion.declared.line),
    };
    let severity = match finding.severity {
        _ if finding.verdict == Verdict::Waived => "info",
        Severity::Critical => "critical",
        Severity::Major => "major",
        Severity::Minor => "minor",
        Severity::Info => "info",
    };
    Issue {
        description: spots::sentence(words, finding),
        check_name: finding.criterion.name.clone(),
        fingerprint: prints.give(&finding.fingerprint),
        severity,
        location: Location::new(checkout.path(file), line),
    }
}

fn of_trouble(trouble: &Trouble<'_>, checkout: &Checkout, prints: &mut Prints) -> Issue {
    let (path, line) = match &trouble.place {
        Some(spot) => (checkout.path(&spot.file), spot.line),
        None => (".".to_owned(), 1),
    };
    Issue {
        description: trouble.sentence(),
        check_name: trouble.code.to_owned(),
        fingerprint: prints.give(&fingerprint(&[trouble.code, &path, &trouble.message])),
        severity: if trouble.level == Level::Error { "blocker" } else { "minor" },
        location: Location::new(path, line),
    }
}
