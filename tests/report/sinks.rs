//! What is written while a run goes on is, byte for byte, what is written at once at its end.

use std::io::Cursor;

use tollgate::assess::Finding;
use tollgate::model::Severity;
use tollgate::report::Collected;
use tollgate::report::FindingCounts;
use tollgate::report::Group;
use tollgate::report::Report;
use tollgate::report::Sink;
use tollgate::report::Style;
use tollgate::report::human;
use tollgate::report::json;
use tollgate::report::jsonl;
use tollgate::report::summary;

use super::Writer;
use super::canonical::Canonical;

/// Feeds a sink in portions, as a run does.
fn fed(mut sink: impl Sink, report: &Report<'_>, portion: usize) {
    let mut counts = FindingCounts::default();
    let pen = sink.pen();
    for findings in report.findings.chunks(portion) {
        findings.iter().for_each(|finding| counts.add(finding));
        let shown: Vec<Finding> = findings.iter().filter(|finding| finding.severity >= report.least).cloned().collect();
        let mut penned = Vec::new();
        if let Some(pen) = pen {
            shown.iter().for_each(|finding| pen(finding, &mut penned).unwrap());
        }
        sink.take(&shown, &penned).unwrap();
    }
    sink.end(&Report { findings: &[], counts, ..*report }).unwrap();
}

#[track_caller]
fn same(report: &Report<'_>, style: Style) {
    let whole = |writer: Writer| {
        let mut out = Vec::new();
        writer(report, &style, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    for portion in [1, 2, 1000] {
        let mut out = Vec::new();
        fed(human::People::new(style, &mut out), report, portion);
        assert_eq!(String::from_utf8(out).unwrap(), whole(human::write));
        let mut out = Vec::new();
        fed(jsonl::Lines::new(&mut out), report, portion);
        assert_eq!(String::from_utf8(out).unwrap(), whole(jsonl::write));
        let mut out = Vec::new();
        fed(json::Document::new(Cursor::new(Vec::new()), &mut out), report, portion);
        assert_eq!(String::from_utf8(out).unwrap(), whole(json::write));
        let mut out = Vec::new();
        fed(summary::Figures::new(&mut out), report, portion);
        assert_eq!(String::from_utf8(out).unwrap(), whole(summary::write));
        let mut out = Vec::new();
        fed(Collected::new(human::write, style, &mut out), report, portion);
        assert_eq!(String::from_utf8(out).unwrap(), whole(human::write));
    }
}

#[test]
fn a_sink_writes_what_is_written_at_once() {
    for language in ["en", "zh"] {
        let mut canonical = Canonical::new(language);
        for group in [Group::Check, Group::Deal] {
            for shown in [None, Some(0), Some(1), Some(4), Some(100)] {
                let style = Style { width: 80, group, shown };
                same(&canonical.report(), style);
                same(&Report { least: Severity::Critical, ..canonical.report() }, style);
            }
        }
        canonical.findings.clear();
        same(&canonical.report(), Style::default());
    }
}

#[test]
fn of_many_findings_few_are_kept_and_all_are_counted() {
    let mut canonical = Canonical::new("en");
    let findings = std::mem::take(&mut canonical.findings);
    for (at, mut finding) in findings.into_iter().cycle().take(2_000).enumerate() {
        std::sync::Arc::make_mut(&mut finding.deal).id = format!("D-{}", at / 3).into();
        // Every second one says something of its own.
        if at % 2 == 0 {
            finding.message = format!("{} {at}", finding.message);
        }
        canonical.findings.push(finding);
    }
    for group in [Group::Check, Group::Deal] {
        let style = Style { width: 80, group, shown: Some(10) };
        same(&canonical.report(), style);
        let mut out = Vec::new();
        human::write(&canonical.report(), &style, &mut out).unwrap();
        let text = super::plain(&String::from_utf8(out).unwrap());
        assert!(text.contains("2,000: critical"), "{text}");
        assert!(text.lines().count() < 700, "{text}");
    }
}
