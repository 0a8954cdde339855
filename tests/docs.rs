//! The language reference: its playbooks load, and its conditions come to what it says.

use std::fs;
use std::path::Path;

use tollgate::assess::AsOf;
use tollgate::assess::Finding;
use tollgate::assess::People;
use tollgate::assess::Settings;
use tollgate::assess::Verdict;
use tollgate::assess::assess;
use tollgate::deals::Frame;
use tollgate::deals::Input;
use tollgate::deals::read;
use tollgate::deals::read_people;
use tollgate::model::Playbook;
use tollgate::workspace::Error;
use tollgate::workspace::Loaded;
use tollgate::workspace::Texts;
use tollgate::workspace::end_of_day;
use tollgate::workspace::load;

use crate::deals::memory::Memory;

fn reference() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/language.md")).unwrap()
}

/// The blocks of a language, with the line they begin on.
fn blocks<'a>(text: &'a str, language: &str) -> Vec<(usize, &'a str)> {
    let opening = format!("```{language}\n");
    let mut found = Vec::new();
    for (at, _) in text.match_indices(&opening) {
        let inside = &text[at + opening.len()..];
        let end = inside.find("```").expect("a block that is opened is closed");
        found.push((text[..at].lines().count() + 1, &inside[..end]));
    }
    found
}

struct One(String);

impl Texts for One {
    fn read(&self, _path: &Path) -> Result<String, Error> {
        Ok(self.0.clone())
    }
}

fn loaded(text: String) -> Loaded {
    load(&One(text), Path::new("docs/language.md")).unwrap()
}

#[test]
fn playbooks_load() {
    let text = reference();
    let blocks = blocks(&text, "playbook");
    assert!(blocks.len() > 1);
    for (line, block) in blocks {
        let loaded = loaded(block.to_owned());
        assert!(loaded.diagnostics.is_empty(), "docs/language.md:{line}: {:#?}", loaded.diagnostics);
        assert!(loaded.playbook.is_some());
    }
}

/// Rows of the tables that say what a condition comes to: the line, the condition, what it comes to.
fn conditions(text: &str) -> Vec<(usize, String, String)> {
    let mut rows = Vec::new();
    let mut inside = false;
    for (line, row) in text.lines().enumerate() {
        let cells: Vec<String> =
            row.replace("\\|", "\u{1}").split('|').map(|cell| cell.replace('\u{1}', "|")).collect();
        let [_, condition, comes_to, _] = cells.as_slice() else {
            inside = false;
            continue;
        };
        let (condition, comes_to) = (condition.trim(), comes_to.trim());
        match (condition, comes_to) {
            ("condition", "comes to") => inside = true,
            ("---", _) => {}
            (condition, comes_to) if inside => {
                rows.push((line + 1, condition.trim_matches('`').to_owned(), comes_to.to_owned()));
            }
            _ => {}
        }
    }
    rows
}

#[test]
fn conditions_come_to_what_is_said() {
    let text = reference();
    let (_, whole) = blocks(&text, "playbook")[0];
    let (_, deal) = blocks(&text, "json")[0];
    let rows = conditions(&text);
    assert!(rows.len() > 50, "{}", rows.len());
    let mut wrong = Vec::new();
    for (line, condition, comes_to) in rows {
        let asked = match comes_to.strip_prefix('`') {
            Some(value) => format!("({condition}) == {}", value.trim_end_matches('`')),
            None => condition.clone(),
        };
        let expected = match comes_to.as_str() {
            "no" => "fail",
            "unknown" => "unknown",
            "an error" => "an error",
            _ => "pass",
        };
        let playbook =
            format!("{whole}\ncheck example \"An example\" {{\n    during lead .. lost\n    that {asked}\n}}\n");
        let found = match loaded(playbook) {
            Loaded { playbook: Some(playbook), .. } => verdict(&playbook, deal).name().to_owned(),
            Loaded { diagnostics, .. } if expected == "an error" => {
                assert!(diagnostics.iter().all(|problem| problem.code.starts_with("expr/")), "{diagnostics:#?}");
                "an error".to_owned()
            }
            Loaded { diagnostics, .. } => format!("{diagnostics:?}"),
        };
        if found != expected {
            wrong.push(format!("docs/language.md:{line}: `{condition}` should come to {comes_to}, but: {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn verdict(playbook: &Playbook, deal: &str) -> Verdict {
    let store = Memory::with(&[("deal.json", deal.as_bytes())]);
    let frame = Frame { schema: playbook.schema.clone(), currency: playbook.currency, zone: playbook.zone };
    let files = ["deal.json".to_owned()];
    let mut deals = read(&store, Input::Shaped { files: &files }, &frame).unwrap();
    let today = "2026-06-15".parse().unwrap();
    let as_of = AsOf { today, now: end_of_day(today, playbook.zone) };
    let tally = assess(playbook, &mut deals, &Settings { as_of, language: "en", people: None, only: None }).tally;
    let problems = deals.into_outcome().unwrap().problems;
    assert!(problems.is_empty(), "{problems:#?}");
    let (example, _) = playbook.criteria().find(|(_, criterion)| criterion.name == "example").unwrap();
    Verdict::ALL.into_iter().find(|verdict| tally.of(example).of(*verdict) == 1).unwrap()
}

/// The deals below "What can be wrong" have the findings that are said.
#[test]
fn deals_are_judged_as_is_said() {
    let text = reference();
    let section = text.split("\n## Approvals\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let block = |language| blocks(section, language)[0].1;
    let playbook = loaded(block("playbook").to_owned()).playbook.unwrap();
    let store =
        Memory::with(&[("deals.yaml", block("yaml").as_bytes()), ("people.csv", block("csv people").as_bytes())]);
    let frame = Frame { schema: playbook.schema.clone(), currency: playbook.currency, zone: playbook.zone };
    let people = read_people(&store, "people.csv", &frame).unwrap();
    assert!(people.problems.is_empty(), "{:#?}", people.problems);
    let people = People::of(&people.records);
    let files = ["deals.yaml".to_owned()];
    let mut deals = read(&store, Input::Shaped { files: &files }, &frame).unwrap();
    let today = "2026-06-30".parse().unwrap();
    let as_of = AsOf { today, now: end_of_day(today, playbook.zone) };
    let settings = Settings { as_of, language: "en", people: Some(&people), only: None };
    let found = assess(&playbook, &mut deals, &settings).findings;
    let problems = deals.into_outcome().unwrap().problems;
    assert!(problems.is_empty(), "{problems:#?}");
    let said: String = found.iter().map(line).collect();
    assert_eq!(said, block("text"), "the findings are\n{said}");
}

fn line(finding: &Finding) -> String {
    let Finding { deal, criterion, kind, verdict, message, .. } = finding;
    format!("{}  {} {} {verdict}: {message}\n", deal.id, criterion.name, kind.name())
}

/// Every function that conditions have is in the reference.
#[test]
fn every_function_is_there() {
    let text = reference();
    let table = include_str!("../src/expr/functions.rs");
    let names =
        table.lines().filter_map(|line| line.trim().strip_prefix("(\"")).filter_map(|rest| rest.split('"').next());
    let names: Vec<&str> = names.collect();
    assert!(names.len() > 30);
    for name in names {
        assert!(
            text.contains(&format!("`{name}`")) || text.contains(&format!("`{name}(")),
            "`{name}` is not described"
        );
    }
}

/// Every kind of finding is in the reference.
#[test]
fn every_kind_is_there() {
    let text = reference();
    let section = text.split("\n## Findings\n").nth(1).unwrap();
    let names = include_str!("../src/assess/finding.rs").lines().filter_map(|line| line.trim().strip_prefix("Kind::"));
    let names: Vec<&str> = names.filter_map(|line| line.split('"').nth(1)).collect();
    assert!(names.len() > 20);
    for name in names {
        assert!(section.contains(&format!("`{name}`")), "`{name}` is not described");
    }
}

/// Every declaration that is refused is said to be.
#[test]
fn what_is_not_judged_is_said() {
    let text = reference();
    let section = text.split("## What is not judged yet").nth(1).unwrap();
    let refused = include_str!("../src/lower/unjudged.rs").lines().filter_map(|line| {
        let (_, rest) = line.split_once("=> (\"").or_else(|| line.split_once("not_judged(\""))?;
        rest.split('"').next()
    });
    for word in refused.filter(|word| *word != "declaration") {
        assert!(section.contains(&format!("`{word}`")), "`{word}` is not judged, and the reference does not say so");
    }
}
