//! History, the values at the moment of a gate, and waivers: every fixture is a playbook and deals beside it; the snapshot
//! holds the verdicts that are not `pass`, and what is found.

use std::fs;
use std::path::Path;

use chrono::NaiveDate;

use tollgate::assess::AsOf;
use tollgate::assess::Finding;
use tollgate::assess::People;
use tollgate::assess::Settings;
use tollgate::assess::Verdict;
use tollgate::assess::assess;
use tollgate::assess::explain;
use tollgate::deals::Deal;
use tollgate::deals::Frame;
use tollgate::deals::Input;
use tollgate::deals::read;
use tollgate::model::Playbook;
use tollgate::report::Style;
use tollgate::report::diagnostics;
use tollgate::value::Decimal;
use tollgate::value::Money;
use tollgate::value::Record;
use tollgate::value::Value;
use tollgate::value::builtin;
use tollgate::value::builtin::changes;
use tollgate::value::people;
use tollgate::workspace::Disk;
use tollgate::workspace::DiskTexts;
use tollgate::workspace::end_of_day;
use tollgate::workspace::load;

#[test]
fn histories() {
    insta::glob!("fixtures/assess/history/*.playbook", judged);
}

/// What must never change unnoticed: days without a time, zones, edits, edges, moves, currencies, periods.
#[test]
fn behaviours() {
    insta::glob!("fixtures/assess/behaviour/*.playbook", judged);
}

#[test]
fn values_at_the_gate() {
    insta::glob!("fixtures/assess/rewind/*.playbook", judged);
}

#[test]
fn waivers() {
    insta::glob!("fixtures/assess/waivers/*.playbook", judged);
}

/// The second deal of an id is told in a run, and not where a deal is judged alone.
#[test]
fn a_deal_alone_has_no_twin() {
    let path = &Path::new("tests/fixtures/assess/history/one_id_twice.playbook").canonicalize().unwrap();
    let playbook = load(&DiskTexts, path).unwrap().playbook.unwrap();
    let settings = settings(&playbook, NaiveDate::from_ymd_opt(2026, 9, 30).unwrap(), "en", None);
    let deals = deals(&playbook, path);
    let explained = explain(&playbook, &deals[2], &settings);
    let twin = explained.iter().find(|explanation| explanation.check == "duplicate_id").unwrap();
    assert_eq!(
        (twin.verdict, twin.reason.as_str()),
        (Verdict::NotApplicable, "it is compared with the other deals of a run")
    );
}

/// What a rule can find is what a waiver may name.
#[test]
fn every_kind_that_a_waiver_may_name_is_one() {
    let source = fs::read_to_string("src/assess/finding.rs").unwrap();
    let criterion = fs::read_to_string("src/model/criterion.rs").unwrap();
    let kinds = criterion.split("pub fn kinds").nth(1).unwrap().split("/// What a history").next().unwrap();
    for kind in kinds.split('"').skip(1).step_by(2) {
        assert!(source.contains(&format!("=> \"{kind}\"")), "{kind}");
    }
}

fn judged(path: &Path) {
    let playbook = fs::read_to_string(path).unwrap();
    let deals = fs::read_to_string(path.with_extension("yaml")).unwrap();
    let mut text = String::new();
    for day in days(&playbook) {
        for language in ["en", "zh"] {
            text += &format!("== {day} {language}\n");
            text += &run(path, day, language);
        }
    }
    // A snapshot is the same on every machine.
    let text = text.replace(&format!("{}/", env!("CARGO_MANIFEST_DIR")), "");
    insta::with_settings!({ description => format!("{playbook}\n{deals}"), omit_expression => true }, {
        insta::assert_snapshot!(text.trim_end());
    });
}

/// `// on 2026-06-30, 2026-07-01` in the first line.
fn days(playbook: &str) -> Vec<NaiveDate> {
    let first = playbook.lines().next().unwrap();
    let named = first.strip_prefix("// on ").unwrap_or("2026-09-30");
    named.split(", ").map(|day| day.parse().unwrap()).collect()
}

fn run(path: &Path, day: NaiveDate, language: &str) -> String {
    let loaded = load(&DiskTexts, path).unwrap();
    let mut problems = Vec::new();
    diagnostics::write(&loaded.diagnostics, &loaded.sources, &Style::default(), &mut problems).unwrap();
    let playbook = loaded.playbook.unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&problems)));
    let people = people_of(&playbook, &fs::read_to_string(path).unwrap());
    let settings = settings(&playbook, day, language, people.as_ref());
    let deals = deals(&playbook, path);
    let assessment = assess(&playbook, deals.iter().cloned(), &settings);
    let mut text = String::new();
    if language == "en" {
        for deal in &deals {
            let verdicts = explain(&playbook, deal, &settings);
            let told = verdicts.iter().filter(|one| one.verdict != Verdict::Pass && one.check != "duplicate_id");
            let told = told.map(|one| format!("{} {}", one.check, one.verdict));
            text += &format!("{}: {}\n", deal.label(), told.collect::<Vec<String>>().join(", "));
        }
        text += "\n";
    }
    for finding in &assessment.findings {
        text += &line(finding);
    }
    text + "\n"
}

fn settings<'a>(playbook: &Playbook, day: NaiveDate, language: &'a str, people: Option<&'a People>) -> Settings<'a> {
    Settings { as_of: AsOf { today: day, now: end_of_day(day, playbook.zone) }, language, people, only: None }
}

fn deals(playbook: &Playbook, path: &Path) -> Vec<Deal> {
    let data = path.with_extension("yaml");
    let disk = Disk { folder: data.parent().unwrap().to_owned() };
    let frame = Frame { schema: playbook.schema.clone(), currency: playbook.currency, zone: playbook.zone };
    let files = [data.to_string_lossy().into_owned()];
    let mut reading = read(&disk, Input::Shaped { files: &files }, &frame).unwrap();
    let deals: Vec<Deal> = reading.by_ref().collect();
    reading.into_outcome().unwrap();
    assert!(!deals.is_empty());
    deals.into_iter().map(|deal| typed_changes(playbook, deal)).collect()
}

/// Amounts of a change that were read as text (`8M CNY`), as amounts.
fn typed_changes(playbook: &Playbook, mut deal: Deal) -> Deal {
    let Value::List(entries) = &mut deal.record.values[builtin::CHANGES] else { return deal };
    for entry in entries {
        let Value::Record(entry) = entry else { continue };
        for slot in [changes::FROM, changes::TO] {
            if let Value::Text(text) = &entry.values[slot]
                && let Some(millions) = text.strip_suffix("M CNY")
            {
                let amount = millions.parse::<Decimal>().unwrap() * Decimal::from(1_000_000);
                entry.values[slot] = Value::Money(Money { amount, currency: playbook.currency.unwrap() });
            }
        }
    }
    deal
}

/// `// people li CFO 2026-01-01 .. 2026-06-30, wang CFO 2026-07-01 ..` in the second line.
fn people_of(playbook: &Playbook, text: &str) -> Option<People> {
    let rows = text.lines().nth(1)?.strip_prefix("// people ")?;
    let row = |row: &str| {
        let mut words = row.split(' ');
        let mut record = Record::empty(playbook.schema.people().fields.len());
        record.values[people::PERSON] = Value::Text(words.next().unwrap().into());
        let role = words.next().unwrap();
        record.values[people::ROLE] = Value::Choice(playbook.schema.names.roles.place(role).unwrap());
        record.values[people::FROM] = Value::Date(words.next().unwrap().parse().unwrap());
        if let Some(until) = words.nth(1).filter(|until| !until.is_empty()) {
            record.values[people::UNTIL] = Value::Date(until.parse().unwrap());
        }
        record
    };
    Some(People::of(&rows.split(", ").map(row).collect::<Vec<Record>>()))
}

fn line(finding: &Finding) -> String {
    let about = finding.element.as_ref().map(|element| format!(" [{element}]")).unwrap_or_default();
    let (id, check, kind) = (&finding.deal.id, &finding.criterion.name, finding.kind.name());
    let mut text =
        format!("{id} {check}.{kind}{about} {} {}: {}\n", finding.severity, finding.verdict, finding.message);
    text += &finding.fix.as_ref().map(|fix| format!("    -> {fix}\n")).unwrap_or_default();
    for evidence in &finding.evidence {
        let place = evidence.place.as_ref().map(|place| format!(" at {}:{}", place.line, place.column));
        let value = evidence.value.as_deref().unwrap_or("-");
        let expected = evidence.expected.as_ref().map(|expected| format!(" asked {expected}")).unwrap_or_default();
        let note = evidence.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
        text += &format!("    {} = {value}{expected}{note}{}\n", evidence.path, place.unwrap_or_default());
    }
    if let Some(waiver) = &finding.waiver {
        let line = waiver.declared.line;
        text += &format!("    waived by {} until {}: {} (line {line})\n", waiver.by, waiver.until, waiver.because);
    }
    text
}
