//! Real exports, where they are at hand.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use tollgate::deals::Deal;
use tollgate::deals::Outcome;
use tollgate::value::Gap;
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
