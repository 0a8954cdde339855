//! What the tests of a playbook came to, for people and for programs.

mod coverage;
pub mod junit;
mod mutants;
mod shape;

use std::io;
use std::io::Write;

use crate::diagnostic::Diagnostic;
use crate::model::Playbook;
use crate::report::Style;
use crate::report::diagnostics::draw;
use crate::report::ink;
use crate::report::page::Page;
use crate::report::plain::harmless;
use crate::report::plain::prose;
use crate::report::shape::write_document;
use crate::report::words::Count;
use crate::report::words::digits;
use crate::scenario::Mutation;
use crate::scenario::Outcome;
use crate::scenario::Results;
use crate::source::Sources;

/// Everything a run of `tollgate test` has to say.
#[derive(Clone, Copy, Debug)]
pub struct Tested<'a> {
    /// The playbook.
    pub playbook: &'a Playbook,
    /// The file it was read from, as the user named it.
    pub playbook_file: &'a str,
    /// Its texts and those of its tests.
    pub sources: &'a Sources,
    /// What each test came to, and what they saw.
    pub results: &'a Results<'a>,
    /// Tests that could not be run, because their deal could not be read.
    pub not_run: usize,
    /// Tests of the playbook that were not asked for.
    pub left_out: usize,
    /// Whether it was asked which changes of the playbook the tests notice.
    pub mutates: bool,
    /// Which they notice; `None` where that was not asked, or a test fails without a change.
    pub mutation: Option<&'a Mutation>,
    /// The least share of pass and fail that tests must see, in percent.
    pub least: Option<u8>,
}

impl Tested<'_> {
    /// Whether the tests saw as much as is asked.
    pub fn covers(&self) -> bool {
        self.least.is_none_or(|least| self.results.coverage.percent() >= usize::from(least))
    }
}

const TESTS: Count = Count { one: "1 test", many: "{n} tests" };

/// Draws each test that fails with what is different, then what the tests saw, and last how many passed.
pub fn write(tested: &Tested<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    head(tested, style, out)?;
    for outcome in tested.results.outcomes.iter().filter(|outcome| !outcome.passes()) {
        failure(tested, outcome, style, out)?;
    }
    if !tested.results.outcomes.is_empty() {
        coverage::write(tested, &mut Page::new(out, style.width))?;
    }
    if let Some(mutation) = tested.mutation {
        mutants::write(tested, mutation, &mut Page::new(out, style.width))?;
    }
    last_lines(tested, &mut Page::new(out, style.width))
}

/// Writes the results as one JSON document: `"format": "tollgate-tests"`.
pub fn write_json(tested: &Tested<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_document(&shape::TestedShape::of(tested), out)
}

fn head(tested: &Tested<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let playbook = tested.playbook;
    let version = playbook.version.as_ref().map(|version| format!(" {version}")).unwrap_or_default();
    let title = ink::paint(ink::BOLD, format!("{}{version}", prose(&playbook.title.text)));
    let mut page = Page::new(out, style.width);
    page.text(0, &format!("{title} · {}", TESTS.of(tested.results.outcomes.len())))?;
    page.blank()
}

fn failure(tested: &Tested<'_>, outcome: &Outcome<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(out, style.width);
    let test = outcome.test;
    let mark = format!("{} ", ink::paint(ink::RED, "✗"));
    let place = format!("{}:{}", harmless(&test.declared.file), test.declared.line);
    page.labelled(&mark, &ink::paint(ink::BOLD, prose(&test.title)))?;
    page.text(2, &ink::paint(ink::DIM, place))?;
    page.blank()?;
    let differences: Vec<&Diagnostic> = outcome.differences.iter().collect();
    draw(&differences, tested.sources, style, out)
}

fn last_lines(tested: &Tested<'_>, page: &mut Page<'_>) -> io::Result<()> {
    let (run, failed) = (tested.results.outcomes.len(), tested.results.failed());
    let left_out = (tested.left_out > 0).then(|| format!("{} not asked for", digits(tested.left_out as u64)));
    let broken = (tested.not_run > 0).then(|| format!("{} could not be run", digits(tested.not_run as u64)));
    let tail: String = broken.into_iter().chain(left_out).map(|part| format!(", {part}")).collect();
    if failed > 0 {
        let failed = Count { one: "1 test fails", many: "{n} tests fail" }.of(failed);
        let text = ink::paint(ink::RED.bold(), format!("{failed} of {}", digits(run as u64)));
        page.labelled(&format!("{} ", ink::paint(ink::RED, "✗")), &format!("{text}{tail}."))?;
    } else if tested.not_run > 0 || run == 0 {
        let text = ink::paint(ink::RED.bold(), Count { one: "1 test passes", many: "{n} tests pass" }.of(run));
        page.labelled(&format!("{} ", ink::paint(ink::RED.bold(), "!")), &format!("{text}{tail}."))?;
    } else {
        let text = ink::paint(ink::GREEN.bold(), Count { one: "1 test passes", many: "{n} tests pass" }.of(run));
        page.labelled(&format!("{} ", ink::paint(ink::GREEN, "✓")), &format!("{text}{tail}."))?;
    }
    if let Some(least) = tested.least.filter(|_| !tested.covers()) {
        let seen = tested.results.coverage.percent();
        bad(page, &format!("The tests see {seen} % of pass and fail, {least} % are asked."))?;
    }
    if tested.mutates && tested.mutation.is_none() {
        page.text(2, "Changes of the playbook are tried once every test passes.")?;
    }
    if let Some(mutation) = tested.mutation {
        if !mutation.survivors.is_empty() {
            let count = Count { one: "1 change is noticed by no test.", many: "{n} changes are noticed by no test." };
            bad(page, &count.of(mutation.survivors.len()))?;
        }
        if !mutation.stale.is_empty() {
            let count = Count { one: "1 explained survivor is none.", many: "{n} explained survivors are none." };
            bad(page, &count.of(mutation.stale.len()))?;
        }
    }
    Ok(())
}

fn bad(page: &mut Page<'_>, text: &str) -> io::Result<()> {
    page.labelled(&format!("{} ", ink::paint(ink::RED, "✗")), &ink::paint(ink::RED.bold(), text))
}
