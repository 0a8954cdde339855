//! Real exports, where they are at hand.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use tollgate::deals::Deal;
use tollgate::deals::Outcome;
use tollgate::value::Gap;
use tollgate::value::Step;
use tollgate::value::Value;
use tollgate::value::builtin;

use super::memory::Memory;
use super::memory::Playbook;

/// The deals of one export by the playbook of the same test; `None` where the export is not there.
fn real(folder: &str, playbook: &str) -> Option<(Playbook, Vec<Deal>, Outcome)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(folder);
    let Ok(entries) = fs::read_dir(&folder) else {
        println!("skipped: {} is not there", folder.display());
        return None;
    };
    let mut store = Memory::default();
    for entry in entries {
        let path = entry.unwrap().path();
        store.files.insert(path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap());
    }
    let playbook = Playbook::new(playbook);
    let (deals, outcome) = playbook.read(&store, &[]);
    Some((playbook, deals, outcome))
}

fn slot(playbook: &Playbook, field: &str) -> usize {
    playbook.frame.schema.deal.find(field).unwrap().0
}

fn places(outcome: &Outcome) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for problem in outcome.problems.iter() {
        *counts.entry(problem.code).or_default() += problem.cells.as_ref().map_or(1, |cells| cells.lines.len().max(1));
    }
    counts
}

#[test]
fn maven_joins_four_tables() {
    let Some((playbook, deals, outcome)) = real("maven-crm", include_str!("../fixtures/real/maven.playbook")) else {
        return;
    };
    assert_eq!(deals.len(), 8_800);
    assert_eq!(places(&outcome), BTreeMap::from([("deals/no-match", 1_480)]));
    let product = slot(&playbook, "product");
    let account = slot(&playbook, "account");
    let unmatched = |deal: &&Deal| *deal.record.get(product) == Value::Missing(Gap::Unmatched);
    assert_eq!(deals.iter().filter(unmatched).count(), 1_480);
    assert_eq!(deals.iter().filter(|deal| *deal.record.get(account) == Value::ABSENT).count(), 1_425);
    assert_eq!(outcome.files.iter().map(|file| file.rows).collect::<Vec<_>>()[0], 8_800);
}

#[test]
fn maven_reads_a_key_in_its_other_spelling() {
    let mapped = include_str!("../fixtures/real/maven_mapped.playbook");
    let Some((_, deals, outcome)) = real("maven-crm", mapped) else { return };
    assert_eq!(deals.len(), 8_800);
    assert!(outcome.problems.is_empty());
}

#[test]
fn powerbi_joins_the_history() {
    let Some((_, deals, outcome)) = real("sf-powerbi", include_str!("../fixtures/real/powerbi.playbook")) else {
        return;
    };
    let entries = |deal: &Deal| match deal.record.get(builtin::HISTORY) {
        Value::List(items) => items.len(),
        _ => 0,
    };
    assert_eq!(deals.len(), 36);
    assert_eq!(deals.iter().map(entries).sum::<usize>(), 48);
    assert!(deals.iter().all(|deal| entries(deal) > 0));
    assert!(outcome.problems.is_empty(), "{:#?}", outcome.problems);
}

#[test]
fn salesforce_json_leaves_keys_out() {
    let Some((playbook, deals, _)) = real("sfdc-json", include_str!("../fixtures/real/sfdc.playbook")) else {
        return;
    };
    assert_eq!(deals.len(), 278);
    let source = slot(&playbook, "lead_source");
    assert_eq!(deals.iter().filter(|deal| *deal.record.get(source) == Value::ABSENT).count(), 106);
}

/// How many deals have an entry of each stage in their history.
fn visits(playbook: &Playbook, deals: &[Deal]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for deal in deals {
        let Value::List(entries) = deal.record.get(builtin::HISTORY) else { continue };
        let stage = |entry: &Value| match entry {
            Value::Record(entry) => match entry.get(builtin::history::STAGE) {
                Value::Choice(stage) => *stage,
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        };
        for stage in entries.iter().map(stage).collect::<BTreeSet<u16>>() {
            *counts.entry(playbook.frame.schema.names.stages.member(stage).to_owned()).or_default() += 1;
        }
    }
    counts
}

fn list(deal: &Deal, slot: usize) -> &[Value] {
    match deal.record.get(slot) {
        Value::List(items) => items,
        _ => &[],
    }
}

#[test]
fn a_loan_log_gives_a_deal_for_each_case() {
    let Some((playbook, deals, outcome)) = real("bpic2012", include_str!("../fixtures/real/bpic2012.playbook")) else {
        return;
    };
    assert!(outcome.problems.is_empty(), "{:#?}", outcome.problems);
    assert_eq!(deals.len(), 13_087);
    let expected = [
        ("submitted", 13_087),
        ("preaccepted", 7_367),
        ("accepted", 5_113),
        ("finalized", 5_015),
        ("approved", 2_246),
        ("declined", 7_635),
        ("cancelled", 2_807),
    ];
    let expected: BTreeMap<String, usize> = expected.map(|(stage, count)| (stage.to_owned(), count)).into();
    assert_eq!(visits(&playbook, &deals), expected);
    let counts = |fills: &str| {
        let file = outcome.files.iter().find(|file| file.fills == fills).unwrap();
        (file.rows, file.left_out)
    };
    assert_eq!(counts("deals"), (13_087, 0));
    let events: usize = deals.iter().map(|deal| list(deal, builtin::EVENTS).len()).sum();
    assert_eq!((counts("events").0, counts("events").0 - counts("events").1), (262_200, events as u64));
    assert_eq!((counts("history").0, counts("history").1), (262_200, 262_200 - 43_270));
    let first = &deals[0];
    assert_eq!(first.label(), "173688");
    let last = list(first, builtin::HISTORY).len() - 1;
    let stage = first.locate(&[Step::Field(builtin::STAGE)]).unwrap();
    let path = [Step::Field(builtin::HISTORY), Step::Item(last), Step::Field(builtin::history::STAGE)];
    assert_eq!(first.locate(&path).unwrap(), stage);
    assert_eq!(stage.raw.as_deref(), Some("A_APPROVED"));
}

#[test]
fn a_zipped_log_of_rows_gives_a_deal_for_each_case() {
    let playbook = include_str!("../fixtures/real/onboarding.playbook");
    let Some((playbook, deals, outcome)) = real("client-onboarding", playbook) else { return };
    assert!(outcome.problems.is_empty(), "{:#?}", outcome.problems);
    assert_eq!((outcome.rows, outcome.deals, outcome.further), (54_224, 6_838, 54_224 - 6_838));
    let visits = visits(&playbook, &deals);
    assert_eq!((visits["double_checked"], visits["set_up"], visits["notified"]), (5_675, 5_675, 6_838));
    assert_eq!(deals.iter().map(|deal| list(deal, builtin::EVENTS).len()).sum::<usize>(), 54_224);
    let notified = playbook.frame.schema.names.stages.place("notified").unwrap();
    assert!(deals.iter().all(|deal| *deal.record.get(builtin::STAGE) == Value::Choice(notified)));
}
