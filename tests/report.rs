//! One canonical report through every format, and diagnostics and explanations as a person and a program read them.

mod canonical;
mod explained;
mod formats;
mod random;
mod sinks;
mod wrong;

use std::io;
use std::io::Write;

use tollgate::model::Severity;
use tollgate::report::Group;
use tollgate::report::Report;
use tollgate::report::Style;
use tollgate::report::diagnostics;
use tollgate::report::explain;
use tollgate::report::human;
use tollgate::report::json;
use tollgate::report::jsonl;

use canonical::Canonical;

type Writer = fn(&Report<'_>, &Style, &mut dyn Write) -> io::Result<()>;

const BY_CHECK: Style = Style { width: 80, group: Group::Check, shown: Some(4) };

fn coloured(canonical: &Canonical, writer: Writer, style: &Style) -> String {
    let mut out = Vec::new();
    writer(&canonical.report(), style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

#[track_caller]
fn fits(text: &str, width: usize) {
    for line in text.lines() {
        let columns = unicode_width::UnicodeWidthStr::width(line);
        assert!(columns <= width, "{columns} columns: {line}");
        assert_eq!(line.trim_end(), line, "spaces at the end");
    }
}

#[test]
fn people_read_findings_by_check() {
    for (name, language, width) in
        [("en_80", "en", 80), ("en_120", "en", 120), ("zh_80", "zh", 80), ("zh_120", "zh", 120)]
    {
        let text = plain(&coloured(&Canonical::new(language), human::write, &Style { width, ..BY_CHECK }));
        fits(&text, width);
        insta::assert_snapshot!(format!("by_check_{name}"), text);
    }
}

#[test]
fn people_read_findings_by_deal() {
    for (name, language, width) in [("en_80", "en", 80), ("en_120", "en", 120), ("zh_80", "zh", 80)] {
        let style = Style { width, group: Group::Deal, ..BY_CHECK };
        let text = plain(&coloured(&Canonical::new(language), human::write, &style));
        fits(&text, width);
        insta::assert_snapshot!(format!("by_deal_{name}"), text);
    }
}

#[test]
fn all_findings_are_there_on_request() {
    let canonical = Canonical::new("en");
    for group in [Group::Check, Group::Deal] {
        let text = plain(&coloured(&canonical, human::write, &Style { group, shown: None, ..BY_CHECK }));
        assert!(!text.contains("--all"), "{text}");
        for finding in &canonical.findings {
            let id = finding.deal.id.escape_default().to_string();
            assert!(text.contains(&id), "{id}");
        }
    }
}

#[test]
fn what_is_left_out_is_counted() {
    let canonical = Canonical::new("en");
    let report = Report { least: Severity::Critical, ..canonical.report() };
    let mut out = Vec::new();
    human::write(&report, &BY_CHECK, &mut out).unwrap();
    let text = plain(&String::from_utf8(out).unwrap());
    assert!(text.contains("milder findings are not shown"), "{text}");
    // A run fails for what it hides, too.
    assert_eq!(report.failing(), canonical.report().failing());
}

#[test]
fn no_page_is_too_narrow() {
    for language in ["en", "zh"] {
        for width in [0, 40, 53, 100, 400] {
            for group in [Group::Check, Group::Deal] {
                let style = Style { width, group, shown: None };
                let text = plain(&coloured(&Canonical::new(language), human::write, &style));
                fits(&text, width.clamp(40, 120));
            }
        }
    }
}

#[test]
fn data_does_not_steer_the_terminal() {
    // What is left after our own colours is what the data says.
    let colours = regex::Regex::new("\u{1b}\\[[0-9;]*m").unwrap();
    for group in [Group::Check, Group::Deal] {
        let text = coloured(&Canonical::new("en"), human::write, &Style { group, shown: None, ..BY_CHECK });
        let left = colours.replace_all(&text, "");
        assert!(!left.chars().any(|letter| letter.is_control() && letter != '\n'), "{left}");
        assert!(!text.contains("\u{1b}[5m"), "a blinking deal");
        assert!(!text.contains('\u{202e}'), "text that runs backwards");
    }
}

#[test]
fn nothing_wrong_reads_well() {
    let mut canonical = Canonical::new("en");
    canonical.findings.clear();
    canonical.problems = tollgate::diagnostic::Problems::default();
    canonical.tally = canonical::all_pass(&canonical.playbook);
    insta::assert_snapshot!("clean_en_80", plain(&coloured(&canonical, human::write, &BY_CHECK)));
    canonical.tally = tollgate::assess::Tally::new(&canonical.playbook);
    insta::assert_snapshot!("empty_en_80", plain(&coloured(&canonical, human::write, &BY_CHECK)));
}

#[test]
fn programs_read_one_document() {
    let text = coloured(&Canonical::new("en"), json::write, &BY_CHECK);
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["format"], "tollgate-report");
    assert_eq!(document["findings"].as_array().unwrap().len(), Canonical::new("en").findings.len());
    insta::assert_snapshot!("document", text);
}

#[test]
fn programs_read_lines() {
    let text = coloured(&Canonical::new("zh"), jsonl::write, &BY_CHECK);
    let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (last, findings) = lines.split_last().unwrap();
    assert!(findings.iter().all(|finding| finding["fingerprint"].is_string()));
    assert_eq!(last["summary"]["findings"]["total"], findings.len());
    insta::assert_snapshot!("lines", text);
}

#[test]
fn diagnostics_are_drawn() {
    for width in [80, 120] {
        let wrong = wrong::Wrong::new();
        let mut out = Vec::new();
        diagnostics::write(&wrong.diagnostics, &wrong.sources, &Style { width, ..BY_CHECK }, &mut out).unwrap();
        let coloured = String::from_utf8(out).unwrap();
        let text = plain(&coloured);
        assert!(!text.chars().any(|letter| letter.is_control() && letter != '\n'), "{text:?}");
        insta::assert_snapshot!(format!("diagnostics_{width}"), text);
    }
}

#[test]
fn diagnostics_are_a_document() {
    let wrong = wrong::Wrong::new();
    let mut out = Vec::new();
    diagnostics::write_json(&wrong.diagnostics, &wrong.sources, &mut out).unwrap();
    insta::assert_snapshot!("diagnostics_document", String::from_utf8(out).unwrap());
}

#[test]
fn explanations_are_drawn() {
    for (name, language, width, only) in [
        ("all_en_80", "en", 80, None),
        ("all_en_120", "en", 120, None),
        ("one_en_80", "en", 80, Some(2)),
        ("all_zh_80", "zh", 80, None),
    ] {
        let canonical = explained::Explained::new(only);
        let explained = explain::Explained { language, ..canonical.explained() };
        let mut out = Vec::new();
        explain::write(&explained, &Style { width, ..BY_CHECK }, &mut out).unwrap();
        let text = plain(&String::from_utf8(out).unwrap());
        fits(&text, width);
        insta::assert_snapshot!(format!("explanation_{name}"), text);
    }
}

#[test]
fn explanations_are_a_document() {
    let canonical = explained::Explained::new(None);
    let mut out = Vec::new();
    explain::write_json(&canonical.explained(), &mut out).unwrap();
    insta::assert_snapshot!("explanation_document", String::from_utf8(out).unwrap());
}
