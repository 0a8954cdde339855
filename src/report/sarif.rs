//! SARIF 2.1.0, for code scanning and other viewers of results: a rule for each criterion, a result for each finding.
//!
//! Columns are counted in characters (`columnKind`), as everywhere in Tollgate.
//! A finding that could not be decided is a result of its severity, and its `verdict` says so:
//! viewers hide the results that SARIF calls `open`.
//! A waived finding is a result that is suppressed. Problems of the playbook and of the data are results of their own rules.

mod log;
mod results;
mod rules;

use std::collections::BTreeMap;
use std::io;
use std::io::Write;

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::report::Ending;
use crate::report::Invalid;
use crate::report::Report;
use crate::report::Style;
use crate::report::sarif::log::Automation;
use crate::report::sarif::log::Driver;
use crate::report::sarif::log::Invocation;
use crate::report::sarif::log::Log;
use crate::report::sarif::log::Run;
use crate::report::sarif::log::Tool;
use crate::report::sarif::results::Results;
use crate::report::sarif::rules::Rules;
use crate::report::shape::write_document;
use crate::report::trouble::Trouble;

/// Writes the run. How text for people is laid out changes nothing here.
pub fn write(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let troubles = Trouble::of_run(report);
    let mut rules = Rules::of(report);
    rules.extend(&troubles);
    let mut results = Results::new(&rules, report.checkout, report.language);
    results.findings(report);
    results.troubles(&troubles);
    let summary = json!({
        "deals": report.tally.deals,
        "as_of": report.as_of.to_string(),
        "findings_not_listed": report.counts.below(report.least),
        "findings_that_count": report.failing(),
    });
    let run = Run {
        automation_details: Some(Automation { id: format!("tollgate/{}/", report.playbook.name) }),
        properties: summary,
        ..run(&rules, results, report.ending() != Ending::Incomplete)
    };
    write_document(&Log::of(run), out)
}

/// Writes what kept the run from being made.
pub fn write_invalid(invalid: &Invalid<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    write_advice(invalid, false, &|_| None, out)
}

/// Writes what is said of a playbook by itself; `complete` where it is valid, and everything was looked at.
///
/// `meaning` tells in Markdown what a code means.
pub fn write_advice(
    invalid: &Invalid<'_>,
    complete: bool,
    meaning: &dyn Fn(&str) -> Option<String>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let troubles = Trouble::of_invalid(invalid);
    let mut rules = Rules::default();
    rules.extend(&troubles);
    rules.explain(meaning);
    let mut results = Results::new(&rules, invalid.checkout, "en");
    results.troubles(&troubles);
    write_document(&Log::of(run(&rules, results, complete)), out)
}

fn run(rules: &Rules, results: Results<'_>, complete: bool) -> Run {
    let root = json!({ "description": { "text": "the root of the repository" } });
    Run {
        tool: Tool {
            driver: Driver {
                name: "Tollgate",
                semantic_version: env!("CARGO_PKG_VERSION"),
                short_description: json!({ "text": env!("CARGO_PKG_DESCRIPTION") }),
                rules: rules.listed(),
            },
        },
        automation_details: None,
        invocations: vec![Invocation { execution_successful: complete }],
        original_uri_base_ids: BTreeMap::from([(log::ROOT, root)]),
        column_kind: "unicodeCodePoints",
        results: results.into_listed(),
        properties: Value::Object(Map::new()),
    }
}
