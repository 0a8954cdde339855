//! The playbook that speed is measured with finds what the rules written by hand in `benches/` find.
//!
//! `deals.jsonl` holds the first deals that `bench generate` writes, `counts.txt` what `peer hand-sonic` counts in them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chrono::NaiveDate;

use tollgate::assess::Verdict;

#[test]
fn as_many_deals_break_each_rule_as_by_hand() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let data = root.join("tests/fixtures/twelve/deals.jsonl");
    let today = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap();
    let run = tollgate::check(root.join("benches/twelve.playbook"), data, today).unwrap();

    assert_eq!(run.assessment.tally.deals, 80);
    assert_eq!(run.data.problems.errors(), 0);
    assert!(run.assessment.findings.iter().all(|finding| finding.verdict == Verdict::Fail), "nothing is undecided");
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for finding in &run.assessment.findings {
        *counts.entry(rule(&finding.criterion.name)).or_default() += 1;
    }
    let counts: String = counts.iter().map(|(rule, count)| format!("{rule} {count}\n")).collect();
    assert_eq!(counts, fs::read_to_string(root.join("tests/fixtures/twelve/counts.txt")).unwrap());
}

/// The flow finds R08 by itself, and the stages R09.
fn rule(check: &str) -> &str {
    match check {
        "skipped" | "illegal_move" => "R08",
        other if other.ends_with(".at_most") => "R09",
        other => other,
    }
}
