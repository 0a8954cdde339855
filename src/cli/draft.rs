use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use crate::assess::AsOf;
use crate::cli::Exit;
use crate::cli::Stop;
use crate::cli::laid_out::laid_out;
use crate::cli::test::Bench;
use crate::scenario::Drafts;
use crate::scenario::drafts;
use crate::scenario::prepare;
use crate::scenario::run;
use crate::workspace::DiskTexts;
use crate::workspace::Error;
use crate::workspace::Texts;
use crate::workspace::create;
use crate::workspace::end_of_day;
use crate::workspace::is_test_file;
use crate::workspace::load_with_tests;

/// Writes a file of tests to start from; a file that is there stays as it is.
pub(super) fn write(bench: &Bench, to: Option<&Path>, as_of: AsOf) -> Result<Exit, Stop> {
    let file = to.map_or_else(|| beside(&bench.file), Path::to_owned);
    if file.exists() {
        return Err(Stop::Usage {
            what: format!("`{}` is there already", file.display()),
            help: Some("name another file: `--write NAME.more.test.playbook`".to_owned()),
        });
    }
    let zone = bench.playbook.zone;
    let at = |today| AsOf { today, now: end_of_day(today, zone) };
    let mut drafts = drafts(&bench.playbook, as_of.today, &at);
    let passing = passing(bench, &drafts, as_of)?;
    drafts.keep(|draft| passing.contains(&draft.title));
    if drafts.tests.is_empty() {
        return Err(Stop::NoData { what: "no test could be drafted".to_owned() });
    }
    let failed = |source| Stop::Write { to: file.display().to_string(), source };
    let mut out = create(&file).map_err(failed)?;
    let name = bench.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    out.write_all(laid_out(&name, drafts.file(&name)).as_bytes()).map_err(failed)?;
    say(bench, &file, &drafts)
}

/// `machines.test.playbook` beside `machines.playbook`.
fn beside(playbook: &Path) -> PathBuf {
    let stem = playbook.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    playbook.with_file_name(format!("{stem}.test.playbook"))
}

/// The titles of the drafts that pass when they are read back.
fn passing(bench: &Bench, drafts: &Drafts, as_of: AsOf) -> Result<BTreeSet<String>, Stop> {
    let file = PathBuf::from("drafts.test.playbook");
    let texts = WithDraft { file: &file, text: drafts.file("") };
    let loaded = load_with_tests(&texts, &bench.file, std::slice::from_ref(&file))?;
    let Some(playbook) = loaded.playbook else { return Ok(BTreeSet::new()) };
    let zone = playbook.zone;
    let on = |day: Option<chrono::NaiveDate>| day.map_or(as_of, |today| AsOf { today, now: end_of_day(today, zone) });
    let prepared = prepare(&playbook, &loaded.sources, &bench.disk(), on)?;
    let results = run(&playbook, &prepared.scenarios, &loaded.sources);
    let passing = results.outcomes.iter().filter(|outcome| outcome.passes());
    Ok(passing.map(|outcome| outcome.test.title.clone()).collect())
}

/// The texts on disk, and one that is not written yet.
struct WithDraft<'a> {
    file: &'a Path,
    text: String,
}

impl Texts for WithDraft<'_> {
    fn read(&self, path: &Path) -> Result<String, Error> {
        if path == self.file { Ok(self.text.clone()) } else { DiskTexts.read(path) }
    }
}

/// Says what was written, and what has no test.
fn say(bench: &Bench, file: &Path, drafts: &Drafts) -> Result<Exit, Stop> {
    let checks: BTreeSet<&str> = drafts.tests.iter().map(|draft| draft.check.as_str()).collect();
    let lacking: BTreeSet<&str> = drafts.lacking.iter().map(|(check, _)| check.as_str()).collect();
    let mut text = format!(
        "{}: {} of {}\n",
        file.display(),
        counted(drafts.tests.len(), "test"),
        counted(checks.len(), "criterion")
    );
    if !lacking.is_empty() {
        text.push_str(&format!("{} without a test, or with one of the two:\n", counted(lacking.len(), "criterion")));
    }
    for (check, why) in &drafts.lacking {
        text.push_str(&format!("  {check}: {why}\n"));
    }
    if !is_test_file(file) || file.parent() != bench.file.parent() {
        text.push_str("`tollgate test` finds files named NAME.test.playbook beside the playbook NAME.playbook\n");
    }
    crate::cli::output::write(None, |out| out.write_all(text.as_bytes()))?;
    Ok(Exit::Clean)
}

fn counted(count: usize, what: &str) -> String {
    match (count, what) {
        (1, what) => format!("1 {what}"),
        (count, "criterion") => format!("{count} criteria"),
        (count, what) => format!("{count} {what}s"),
    }
}
