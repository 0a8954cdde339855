//! The canonical report, and problems that keep a run from being made, through every format for a CI; each is held against its standard.

use std::collections::BTreeSet;
use std::io;
use std::io::Write;

use serde_json::Value;
use tollgate::assess::Verdict;
use tollgate::report::Checkout;
use tollgate::report::Invalid;
use tollgate::report::Report;
use tollgate::report::Style;
use tollgate::report::github;
use tollgate::report::gitlab;
use tollgate::report::human;
use tollgate::report::json;
use tollgate::report::jsonl;
use tollgate::report::junit;
use tollgate::report::markdown;
use tollgate::report::sarif;
use tollgate::report::spreadsheet;

use super::BY_CHECK;
use super::canonical::Canonical;
use super::wrong::Wrong;

type WriteReport = fn(&Report<'_>, &Style, &mut dyn Write) -> io::Result<()>;
type WriteInvalid = fn(&Invalid<'_>, &Style, &mut dyn Write) -> io::Result<()>;

const FORMATS: [(&str, WriteReport, WriteInvalid); 9] = [
    ("human", human::write, human::write_invalid),
    ("json", json::write, json::write_invalid),
    ("jsonl", jsonl::write, jsonl::write_invalid),
    ("sarif", sarif::write, sarif::write_invalid),
    ("junit", junit::write, junit::write_invalid),
    ("github", github::write, github::write_invalid),
    ("gitlab", gitlab::write, gitlab::write_invalid),
    ("markdown", markdown::write, markdown::write_invalid),
    ("csv", spreadsheet::write, spreadsheet::write_invalid),
];

fn written(write: WriteReport, language: &'static str) -> String {
    let mut out = Vec::new();
    write(&Canonical::new(language).report(), &BY_CHECK, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn refused(write: WriteInvalid) -> String {
    let wrong = Wrong::new();
    let checkout = Checkout::new("/work/sales playbook", "");
    let invalid = Invalid { sources: &wrong.sources, diagnostics: &wrong.diagnostics, checkout: &checkout };
    let mut out = Vec::new();
    write(&invalid, &BY_CHECK, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn document(write: WriteReport) -> Value {
    serde_json::from_str(&written(write, "en")).unwrap()
}

/// The transcripts of text for people, JSON and JSON Lines are held elsewhere.
#[test]
fn a_report_in_every_format() {
    for (name, write, _) in &FORMATS[3..] {
        insta::assert_snapshot!(format!("format_{name}"), written(*write, "en"));
    }
    insta::assert_snapshot!("format_markdown_zh", written(markdown::write, "zh"));
}

#[test]
fn an_invalid_playbook_in_every_format() {
    for (name, _, write) in &FORMATS[2..] {
        insta::assert_snapshot!(format!("invalid_{name}"), refused(*write));
    }
}

/// What is wrong with the inputs is in every format, and so is every finding; where a page is cut, it says so.
#[test]
fn nothing_is_hidden() {
    for (name, write, write_invalid) in &FORMATS {
        let text = written(*write, "en");
        for said in ["is not a date", "no row of", "has no column", "Blister line"] {
            assert!(text.contains(said), "{name}: `{said}`\n{text}");
        }
        let text = refused(*write_invalid);
        for said in ["no stage is named", "money cannot be compared with text", "negotiation"] {
            assert!(text.contains(said), "{name}: `{said}`\n{text}");
        }
    }
}

/// Controls would steer a terminal, and `\u{202e}` turns text around; a table and a page keep their line breaks.
#[test]
fn data_steers_nothing() {
    for (name, write, write_invalid) in &FORMATS[1..] {
        for text in [written(*write, "en"), refused(*write_invalid)] {
            let steers = |letter: &char| {
                (letter.is_control() && !matches!(letter, '\n' | '\r')) || ('\u{202a}'..='\u{202e}').contains(letter)
            };
            assert_eq!(text.chars().find(steers), None, "{name}\n{text}");
        }
    }
}

#[track_caller]
fn valid_sarif(text: &str) -> Value {
    // One bracket too many; later editions of the schema have mended it.
    let schema = include_str!("../fixtures/formats/sarif-2.1.0.schema.json")
        .replace("^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$", "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let document: Value = serde_json::from_str(text).unwrap();
    let validator = jsonschema::draft7::new(&schema).unwrap();
    let wrong: Vec<String> =
        validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    document
}

#[test]
fn sarif_is_what_the_standard_says() {
    valid_sarif(&refused(sarif::write_invalid));
    let document = valid_sarif(&written(sarif::write, "en"));
    let run = &document["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    let findings = Canonical::new("en").findings;
    assert!(results.len() > findings.len(), "problems are results too");
    let mut prints = BTreeSet::new();
    for result in results {
        let at = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[at]["id"], result["ruleId"]);
        assert!(result["locations"][0]["physicalLocation"]["region"]["startLine"].as_u64().unwrap() > 0);
        assert!(prints.insert(result["partialFingerprints"]["primaryLocationLineHash"].to_string()), "{result:#}");
    }
    let suppressed = results.iter().filter(|result| !result["suppressions"].as_array().unwrap().is_empty());
    let waived = findings.iter().filter(|finding| finding.verdict == Verdict::Waived);
    assert_eq!(suppressed.count(), waived.count());
    let uri = &results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "%E9%94%80%E5%94%AE%202026/exports/opportunities.csv");
}

/// A wrong SARIF would be found: the schema is not one that takes everything.
#[test]
#[should_panic(expected = "startLine")]
fn a_wrong_sarif_is_found() {
    let text = written(sarif::write, "en").replace("\"startLine\": 4,", "\"startLine\": 0,");
    valid_sarif(&text);
}

#[test]
fn junit_counts_what_counts() {
    let canonical = Canonical::new("en");
    let report = canonical.report();
    let document = quick_junit::Report::deserialize_from_str(&written(junit::write, "en")).unwrap();
    let counted = report.failing();
    let errors = report.problems.iter().filter(|problem| problem.level == tollgate::diagnostic::Level::Error).count();
    assert_eq!(document.failures + document.errors, counted + errors);
    let cases: usize = document.test_suites.iter().map(|suite| suite.tests).sum();
    assert_eq!(cases, document.tests);
    let invalid = quick_junit::Report::deserialize_from_str(&refused(junit::write_invalid)).unwrap();
    assert!(invalid.errors > 0);
}

#[test]
fn gitlab_issues_have_a_print_of_their_own() {
    let issues = document(gitlab::write);
    let issues = issues.as_array().unwrap();
    let prints: BTreeSet<&str> = issues.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(prints.len(), issues.len());
    for issue in issues {
        let path = issue["location"]["path"].as_str().unwrap();
        assert!(path.starts_with("销售 2026/"), "{path}");
        assert!(issue["location"]["lines"]["begin"].as_u64().unwrap() > 0);
    }
}

/// GitHub drops the eleventh of a kind in silence, so it is not written, and counted instead.
#[test]
fn a_step_has_at_most_ten_annotations_of_a_kind() {
    let text = written(github::write, "en");
    for kind in ["error", "warning", "notice"] {
        let lines = text.lines().filter(|line| line.starts_with(&format!("::{kind} "))).count();
        assert!(lines <= 10, "{lines} {kind}");
    }
    let commands = regex::Regex::new("^::(error|warning|notice) ([a-z]+=[^,:]*(,[a-z]+=[^,:]*)*)::[^\r\n]*$").unwrap();
    for line in text.lines() {
        assert!(commands.is_match(line), "{line}");
    }
    assert!(text.lines().last().unwrap().contains("are not annotated"));
}

#[test]
fn a_page_is_cut_before_the_service_cuts_it() {
    let canonical = Canonical::new("en");
    for most in [3_000, 6_000, 65_000] {
        let mut out = Vec::new();
        markdown::write_within(most, &canonical.report(), &Style { shown: None, ..BY_CHECK }, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.len() <= most);
        assert_eq!(text.contains("left out here"), most < 65_000, "{text}");
        assert_eq!(text.matches("<details").count(), text.matches("</details>").count());
    }
}

#[test]
fn a_table_comes_back_as_it_was() {
    let text = written(spreadsheet::write, "en");
    let rest = text.strip_prefix('\u{feff}').expect("a byte order mark, for spreadsheets");
    let mut reader = csv::Reader::from_reader(rest.as_bytes());
    let header = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
    let column = |name: &str| header.iter().position(|header| header == name).unwrap();
    let findings: Vec<&csv::StringRecord> = rows.iter().filter(|row| &row[column("record")] == "finding").collect();
    let canonical = Canonical::new("en");
    assert_eq!(findings.len(), canonical.findings.len());
    assert!(rows.len() > findings.len(), "problems are rows too");
    for (row, finding) in findings.iter().zip(&canonical.findings) {
        assert_eq!(&row[column("fingerprint")], finding.fingerprint);
        assert_eq!(&row[column("severity")], finding.severity.name());
    }
    for cell in rows.iter().flat_map(csv::StringRecord::iter) {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
    }
}
