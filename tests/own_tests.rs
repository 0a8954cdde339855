//! The playbook's own tests: every fixture gives the recorded results.

use std::fs;
use std::num::NonZero;
use std::path::Path;

use chrono::NaiveDate;

use tollgate::assess::AsOf;
use tollgate::diagnostic::Diagnostic;
use tollgate::model::Playbook;
use tollgate::report;
use tollgate::report::Style;
use tollgate::report::tests::Tested;
use tollgate::scenario::Mutant;
use tollgate::scenario::Results;
use tollgate::scenario::Scenario;
use tollgate::scenario::drafts;
use tollgate::scenario::mutants;
use tollgate::scenario::mutate;
use tollgate::scenario::prepare;
use tollgate::scenario::run;
use tollgate::workspace::Disk;
use tollgate::workspace::DiskTexts;
use tollgate::workspace::Error;
use tollgate::workspace::Texts;
use tollgate::workspace::end_of_day;
use tollgate::workspace::find_tests;
use tollgate::workspace::load;
use tollgate::workspace::load_with_tests;

#[test]
fn results() {
    insta::glob!("fixtures/scenario/*.playbook", |path| {
        let input = fs::read_to_string(path).unwrap();
        insta::with_settings!({ description => input.trim_end(), omit_expression => true }, {
            insta::assert_snapshot!(told(path));
        });
    });
}

/// Shipped playbooks and what their tests see at least, in percent.
const EXAMPLES: &[(&str, usize)] =
    &[("examples/machines/machines.playbook", 100), ("examples/gated/gated.playbook", 100)];

/// The tests of the shipped examples pass, and see nearly all there is to see.
#[test]
fn examples_are_tested() {
    for (playbook, least) in EXAMPLES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(playbook);
        passing(&path, |playbook, scenarios, results| {
            assert_eq!(scenarios.len(), playbook.tests.len());
            assert!(results.coverage.percent() >= *least, "{}", results.coverage.percent());
            let mutation = mutate(playbook, scenarios, NonZero::new(2).unwrap());
            assert!(mutation.tried > 40, "{}", mutation.tried);
            assert!(mutation.is_clean(), "{:#?} {:#?}", mutation.survivors, mutation.stale);
        });
    }
}

/// Runs the tests of a playbook, all of which must pass, and asks something of what they came to.
pub fn passing<T>(path: &Path, ask: impl FnOnce(&Playbook, &[Scenario<'_>], &Results<'_>) -> T) -> T {
    let loaded = load_with_tests(&DiskTexts, path, &find_tests(path).unwrap()).unwrap();
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    let playbook = loaded.playbook.unwrap();
    let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let on = |today: Option<NaiveDate>| {
        let today = today.unwrap_or(day);
        AsOf { today, now: end_of_day(today, playbook.zone) }
    };
    let disk = Disk { folder: path.parent().unwrap().to_owned() };
    let prepared = prepare(&playbook, &loaded.sources, &disk, on).unwrap();
    assert!(prepared.diagnostics.is_empty() && prepared.problems.is_empty(), "{}", path.display());
    assert!(!prepared.scenarios.is_empty(), "{}", path.display());
    let results = run(&playbook, &prepared.scenarios, &loaded.sources);
    let failed: Vec<&str> =
        results.outcomes.iter().filter(|test| !test.passes()).map(|test| test.test.title.as_str()).collect();
    assert!(failed.is_empty(), "{}: {failed:?}", path.display());
    ask(&playbook, &prepared.scenarios, &results)
}

/// What `tollgate test` says, and before it what is wrong with the files of deals.
fn told(path: &Path) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).canonicalize().unwrap();
    let path = path.canonicalize().unwrap().strip_prefix(&root).unwrap().to_owned();
    let loaded = load(&DiskTexts, &path).unwrap();
    let mut text = Vec::new();
    let style = Style { width: 100, ..Style::default() };
    report::diagnostics::write(&loaded.diagnostics, &loaded.sources, &style, &mut text).unwrap();
    let Some(playbook) = loaded.playbook else { return plain(&text) };
    let day = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap();
    let on = |today: Option<NaiveDate>| {
        let today = today.unwrap_or(day);
        AsOf { today, now: end_of_day(today, playbook.zone) }
    };
    let disk = Disk { folder: path.parent().unwrap().to_owned() };
    let prepared = prepare(&playbook, &loaded.sources, &disk, on).unwrap();
    let problems: Vec<&Diagnostic> = prepared.diagnostics.iter().chain(prepared.problems.iter()).collect();
    report::diagnostics::write(problems, &loaded.sources, &style, &mut text).unwrap();
    let results = run(&playbook, &prepared.scenarios, &loaded.sources);
    let tested = Tested {
        playbook: &playbook,
        playbook_file: &path.to_string_lossy(),
        sources: &loaded.sources,
        results: &results,
        not_run: playbook.tests.len() - prepared.scenarios.len(),
        left_out: 0,
        mutates: false,
        mutation: None,
        least: Some(80),
    };
    report::tests::write(&tested, &style, &mut text).unwrap();
    plain(&text)
}

fn plain(text: &[u8]) -> String {
    anstream::adapter::strip_str(std::str::from_utf8(text).unwrap()).to_string()
}

/// A file of tests that is drafted passes, and has a test for both sides of every criterion.
#[test]
fn drafts_do_what_they_say() {
    for playbook in [
        "examples/machines/machines.playbook",
        "examples/gated/gated.playbook",
        "tests/fixtures/mutants/changes.playbook",
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(playbook);
        let loaded = load(&DiskTexts, &path).unwrap();
        let playbook = loaded.playbook.unwrap();
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let at = |today: NaiveDate| AsOf { today, now: end_of_day(today, playbook.zone) };
        let drafts = drafts(&playbook, today, &at);
        assert!(drafts.lacking.is_empty(), "{:?}", drafts.lacking);
        assert!(drafts.tests.len() >= 12, "{}", drafts.tests.len());
        let text = format!("{}\n{}", fs::read_to_string(&path).unwrap(), drafts.file("it"));
        let loaded = load(&Beside { path: &path, text }, &path).unwrap();
        assert!(loaded.diagnostics.is_empty(), "{:#?}", loaded.diagnostics);
        let playbook = loaded.playbook.unwrap();
        let disk = Disk { folder: path.parent().unwrap().to_owned() };
        let prepared = prepare(&playbook, &loaded.sources, &disk, |on| at(on.unwrap())).unwrap();
        let results = run(&playbook, &prepared.scenarios, &loaded.sources);
        assert_eq!(results.outcomes.len(), drafts.tests.len());
        assert_eq!(results.failed(), 0);
        assert_eq!(results.coverage.percent(), 100);
    }
}

/// A playbook with more text than the disk has; what it uses is on the disk.
struct Beside<'a> {
    path: &'a Path,
    text: String,
}

impl Texts for Beside<'_> {
    fn read(&self, path: &Path) -> Result<String, Error> {
        if path == self.path { Ok(self.text.clone()) } else { DiskTexts.read(path) }
    }
}

/// Every change that is made of a playbook, with its name.
#[test]
fn changes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/mutants/changes.playbook");
    let loaded = load(&DiskTexts, &path).unwrap();
    assert!(loaded.playbook.is_some(), "{:#?}", loaded.diagnostics);
    let told = |mutant: &Mutant| {
        let (_, at) = loaded.sources.place(mutant.span).unwrap();
        format!("{}:{} {}\n    {}\n", at.line, at.column, mutant.id, mutant.change)
    };
    let all: String = mutants(&loaded.playbook.unwrap()).iter().map(told).collect();
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(all) });
}
