//! Approvals: every fixture is a playbook and deals beside it; the snapshot holds what is found.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use chrono::NaiveDate;

use tollgate::assess::AsOf;
use tollgate::assess::Finding;
use tollgate::assess::People;
use tollgate::assess::Settings;
use tollgate::assess::assess;
use tollgate::deals::Frame;
use tollgate::deals::Input;
use tollgate::deals::read;
use tollgate::deals::read_people;
use tollgate::model::CriterionId;
use tollgate::model::Rule;
use tollgate::report::Style;
use tollgate::report::diagnostics;
use tollgate::workspace::Disk;
use tollgate::workspace::DiskTexts;
use tollgate::workspace::end_of_day;
use tollgate::workspace::load;

#[test]
fn findings() {
    insta::glob!("fixtures/assess/approvals/*.playbook", |path| {
        let playbook = fs::read_to_string(path).unwrap();
        let data = path.with_extension("yaml");
        let deals = fs::read_to_string(&data).unwrap();
        let mut text = String::new();
        for language in ["en", "zh"] {
            text += &judged(path, &data, language);
        }
        insta::with_settings!({ description => format!("{playbook}\n{deals}"), omit_expression => true }, {
            insta::assert_snapshot!(text);
        });
    });
}

fn judged(path: &Path, data: &Path, language: &str) -> String {
    let loaded = load(&DiskTexts, path).unwrap();
    let mut problems = Vec::new();
    diagnostics::write(&loaded.diagnostics, &loaded.sources, &Style::default(), &mut problems).unwrap();
    let playbook = loaded.playbook.unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&problems)));
    let day = NaiveDate::from_ymd_opt(2026, 9, 30).unwrap();
    let as_of = AsOf { today: day, now: end_of_day(day, playbook.zone) };
    // The way through the stages has fixtures of its own.
    let asked = playbook.criteria().filter(|(_, criterion)| matches!(criterion.rule, Rule::Approved(_)));
    let asked: BTreeSet<CriterionId> = asked.map(|(id, _)| id).collect();
    let disk = Disk { folder: data.parent().unwrap().to_owned() };
    let frame = Frame { schema: playbook.schema.clone(), currency: playbook.currency, zone: playbook.zone };
    let people = people(&disk, &data.with_extension("csv"), &frame);
    let settings = Settings { as_of, language, people: people.as_ref(), only: Some(&asked) };
    let files = [data.to_string_lossy().into_owned()];
    let mut deals = read(&disk, Input::Shaped { files: &files }, &frame).unwrap();
    let assessment = assess(&playbook, &mut deals, &settings);
    let outcome = deals.into_outcome().unwrap();
    let mut text = String::new();
    for problem in outcome.problems.iter() {
        text += &format!("problem: {}\n", problem.message);
    }
    for finding in &assessment.findings {
        text += &line(finding);
    }
    text
}

/// The people beside the deals, where there are any.
fn people(disk: &Disk, file: &Path, frame: &Frame) -> Option<People> {
    if !file.exists() {
        return None;
    }
    let read = read_people(disk, &file.to_string_lossy(), frame).unwrap();
    let unreadable = file.to_string_lossy().contains("unreadable");
    assert_eq!(read.problems.is_empty(), !unreadable, "{:?}", read.problems);
    Some(People::of(&read.records))
}

fn line(finding: &Finding) -> String {
    let about = finding.element.as_ref().map(|element| format!(" [{element}]")).unwrap_or_default();
    let mut text = format!(
        "{} {}.{}{about} {}: {}\n",
        finding.deal.id,
        finding.criterion.name,
        finding.kind.name(),
        finding.verdict,
        finding.message
    );
    for evidence in &finding.evidence {
        let place = evidence.place.as_ref().map(|place| format!(" at {}:{}", place.line, place.column));
        let value = evidence.value.as_deref().unwrap_or("-");
        text += &format!("    {} = {value}{}\n", evidence.path, place.unwrap_or_default());
    }
    text
}
