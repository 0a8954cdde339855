use std::num::NonZero;
use std::path::Path;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;

use crate::assess::AsOf;
use crate::cli::Exit;
use crate::cli::Stop;
use crate::cli::args::date;
use crate::cli::draft;
use crate::cli::output::named;
use crate::cli::output::write;
use crate::cli::project::not_there;
use crate::cli::say;
use crate::diagnostic::Diagnostic;
use crate::model::Playbook;
use crate::report;
use crate::report::Style;
use crate::report::tests::Tested;
use crate::scenario::Prepared;
use crate::scenario::mutate;
use crate::scenario::prepare;
use crate::scenario::run as run_tests;
use crate::source::Sources;
use crate::workspace::Disk;
use crate::workspace::DiskTexts;
use crate::workspace::end_of_day;
use crate::workspace::find_playbook;
use crate::workspace::find_tested;
use crate::workspace::find_tests;
use crate::workspace::is_test_file;
use crate::workspace::load_with_tests;
use crate::workspace::now;
use crate::workspace::shipped::is_shipped;

const EXIT_CODES: &str = "Exit codes:
  0  every test passes, and they see as much as is asked
  1  a test fails, the tests see less than --min-coverage, or --mutate finds a change that no test notices
  2  wrong usage, or a file that cannot be opened
  3  the playbook or a test is invalid
  4  no test ran, or the file of a test's deal could not be read";

#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct TestArgs {
    /// The playbook, the folder that holds it, or one file of its tests
    #[arg(value_name = "PLAYBOOK")]
    pub playbook: Option<PathBuf>,
    /// Only tests whose title holds this text
    #[arg(long, value_name = "TEXT")]
    pub filter: Option<String>,
    /// The least share of pass and fail, over all criteria, that tests must see
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub min_coverage: Option<u8>,
    /// The day of tests that name none with `on`, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<NaiveDate>,
    /// Change the playbook in one place after the other, and report every change that no test notices
    #[arg(long)]
    pub mutate: bool,
    /// Write a test file to start from, NAME.test.playbook or FILE: a deal that just passes and one that just fails each criterion
    #[arg(long, value_name = "FILE", num_args = 0..=1, conflicts_with_all = ["mutate", "filter", "min_coverage"])]
    pub write: Option<Option<PathBuf>>,
    /// What to write, and where: human, json or junit, with =PATH for a file; may be repeated
    #[arg(short, long, value_name = "FORMAT[=PATH]", default_value = "human")]
    pub output: Vec<String>,
}

/// Threads that try changes of a playbook.
const THREADS: NonZero<usize> = NonZero::<usize>::MIN.saturating_add(1);

/// Runs the tests of a playbook.
pub(super) fn run(args: &TestArgs) -> Result<Exit, Stop> {
    let outputs = named(&args.output, FORMATS, "junit=tests.xml")?;
    let bench = Bench::open(args.playbook.as_deref())?;
    if let Some(file) = &args.write {
        return draft::write(&bench, file.as_deref(), bench.this_run(args.as_of));
    }
    let prepared = bench.prepare(args.as_of)?;
    let not_run = bench.playbook.tests.len() - prepared.scenarios.len();
    let broken = bench.show_problems(&prepared);
    let all = prepared.scenarios.len();
    let chosen = bench.chosen(prepared, args.filter.as_deref());
    if chosen.scenarios.is_empty() && not_run == 0 {
        return Err(bench.nothing_ran(args.filter.as_deref()));
    }
    let results = run_tests(&bench.playbook, &chosen.scenarios, &bench.sources);
    // Changes show nothing where the tests fail without them.
    let sound = results.failed() == 0 && !broken;
    let mutation = (args.mutate && sound).then(|| mutate(&bench.playbook, &chosen.scenarios, THREADS));
    let tested = Tested {
        playbook: &bench.playbook,
        playbook_file: &bench.file.to_string_lossy(),
        sources: &bench.sources,
        results: &results,
        not_run,
        left_out: all - chosen.scenarios.len(),
        mutates: args.mutate,
        mutation: mutation.as_ref(),
        least: args.min_coverage,
    };
    let style = Style { width: say::width(), ..Style::default() };
    for (format, path) in &outputs {
        write(path.as_ref(), |out| match format {
            Format::Human => report::tests::write(&tested, &style, out),
            Format::Json => report::tests::write_json(&tested, out),
            Format::Junit => report::tests::junit::write(&tested, out),
        })?;
    }
    Ok(if broken {
        Exit::Data
    } else if results.failed() > 0 || !tested.covers() || mutation.as_ref().is_some_and(|mutation| !mutation.is_clean())
    {
        Exit::Findings
    } else {
        Exit::Clean
    })
}

/// A playbook with its tests.
pub(super) struct Bench {
    pub playbook: Playbook,
    pub file: PathBuf,
    pub sources: Sources,
    /// The file whose tests were asked for; `None` for all.
    only: Option<PathBuf>,
}

impl Bench {
    fn open(named: Option<&Path>) -> Result<Bench, Stop> {
        let named = named.unwrap_or(Path::new("."));
        if !named.exists() && !is_shipped(&find_playbook(named)?) {
            return Err(not_there(named));
        }
        let only = is_test_file(named).then(|| named.to_owned());
        let file = match &only {
            Some(tests) => find_tested(tests)?,
            None => find_playbook(named)?,
        };
        let tests = match &only {
            Some(tests) => vec![tests.clone()],
            None => find_tests(&file)?,
        };
        let loaded = load_with_tests(&DiskTexts, &file, &tests)?;
        show(&loaded.diagnostics, &loaded.sources);
        let playbook = loaded.playbook.ok_or(Stop::Playbook)?;
        Ok(Bench { playbook, file, sources: loaded.sources, only })
    }

    fn prepare(&self, as_of: Option<NaiveDate>) -> Result<Prepared<'_>, Stop> {
        let this_run = self.this_run(as_of);
        let on = |day: Option<NaiveDate>| day.map_or(this_run, |today| self.at(today));
        Ok(prepare(&self.playbook, &self.sources, &self.disk(), on)?)
    }

    /// The moment of the run: the end of a day that was named, or now.
    pub fn this_run(&self, named: Option<NaiveDate>) -> AsOf {
        named.map_or_else(
            || {
                let now = now(self.playbook.zone);
                AsOf { today: now.date_naive(), now }
            },
            |today| self.at(today),
        )
    }

    fn at(&self, today: NaiveDate) -> AsOf {
        AsOf { today, now: end_of_day(today, self.playbook.zone) }
    }

    /// Where the files of deals are.
    pub fn disk(&self) -> Disk {
        Disk { folder: self.file.parent().unwrap_or(Path::new("")).to_owned() }
    }

    /// Shows what is wrong with the files of deals; whether anything is.
    fn show_problems(&self, prepared: &Prepared<'_>) -> bool {
        let problems: Vec<&Diagnostic> = prepared.diagnostics.iter().chain(prepared.problems.iter()).collect();
        show(problems.iter().copied(), &self.sources);
        !prepared.diagnostics.is_empty() || prepared.problems.errors() > 0
    }

    /// The tests that were asked for.
    fn chosen<'a>(&self, prepared: Prepared<'a>, filter: Option<&str>) -> Prepared<'a> {
        let file = self.only.as_ref().map(|only| only.to_string_lossy().into_owned());
        let mut chosen = prepared;
        chosen.scenarios.retain(|scenario| {
            filter.is_none_or(|text| scenario.test.title.contains(text))
                && file.as_ref().is_none_or(|file| scenario.test.declared.file.as_ref() == file)
        });
        chosen
    }

    fn nothing_ran(&self, filter: Option<&str>) -> Stop {
        let stem = self.file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let what = match filter.filter(|_| !self.playbook.tests.is_empty()) {
            Some(text) => format!("no test has `{text}` in its title"),
            None => format!(
                "there is no test: write `test \"…\" {{ … }}` into `{}` or into `{stem}.test.playbook` beside it",
                self.file.display()
            ),
        };
        Stop::NoData { what }
    }
}

fn show<'a>(diagnostics: impl IntoIterator<Item = &'a Diagnostic>, sources: &Sources) {
    let style = Style { width: say::err_width(), ..Style::default() };
    let mut text = Vec::new();
    // Writing to memory does not fail.
    let _ = report::diagnostics::write(diagnostics, sources, &style, &mut text);
    if !text.is_empty() {
        say::err(&text);
    }
}

/// A format of `tollgate test`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Human,
    Json,
    Junit,
}

const FORMATS: [(&str, Format); 3] = [("human", Format::Human), ("json", Format::Json), ("junit", Format::Junit)];
