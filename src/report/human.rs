//! A report for people, on a terminal.
//!
//! First what is wrong with the deals, then what is wrong with the data, then the numbers, and last the verdict on the run:
//! the line above the prompt is the one that is read.

pub(super) mod actor;
mod alike;
pub(super) mod by_check;
mod by_deal;
pub(super) mod evidence;
mod gathered;
mod health;
mod known;
pub(super) mod place;
mod problems;
pub(super) mod summary;
mod untold;

use std::borrow::Borrow;
use std::io;
use std::io::Write;

use crate::assess::Finding;
use crate::report::Figures;
use crate::report::Invalid;
use crate::report::Report;
use crate::report::Sink;
use crate::report::Style;
use crate::report::diagnostics;
use crate::report::human::gathered::Gathered;
use crate::report::human::gathered::Listed;
use crate::report::ink;
use crate::report::page::Page;
use crate::report::plain::prose;
use crate::report::words::Words;
use crate::report::words::filled;

/// Writes the report with its colours.
///
/// Where not all findings are shown, of each criterion the first 500 different sentences are told apart;
/// a sentence that is said later for the first time is counted, and not listed.
pub fn write(report: &Report<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut gathered = Gathered::new(style);
    for finding in report.shown() {
        gathered.add(finding, || finding);
    }
    write_gathered(report, style, gathered, out)
}

/// The report as a sink: of the findings only those are kept that it will show.
pub struct People<W> {
    gathered: Option<Gathered<Finding>>,
    style: Style,
    out: W,
}

impl<W: Write> People<W> {
    /// A report of this style, written to `out` at the end.
    pub fn new(style: Style, out: W) -> People<W> {
        People { gathered: Some(Gathered::new(&style)), style, out }
    }
}

impl<W: Write> Sink for People<W> {
    fn take(&mut self, findings: &[Finding], _penned: &[u8]) -> io::Result<()> {
        for finding in findings {
            if let Some(gathered) = &mut self.gathered {
                gathered.add(finding, || finding.clone());
            }
        }
        Ok(())
    }

    fn end(&mut self, report: &Report<'_>) -> io::Result<()> {
        if let Some(gathered) = self.gathered.take() {
            write_gathered(report, &self.style, gathered, &mut self.out)?;
        }
        self.out.flush()
    }
}

fn write_gathered<F: Borrow<Finding>>(
    report: &Report<'_>,
    style: &Style,
    gathered: Gathered<F>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let words = Words::of(report.language);
    let figures = Figures::of(report);
    let mut page = Page::new(out, style.width);
    let sheet = Sheet { report, words, style };
    headline(&sheet, &mut page)?;
    match gathered.listed {
        Listed::Checks(checks) => by_check::write(&sheet, &checks.into_sorted(), &mut page)?,
        Listed::Deals(deals) => {
            let (deals, count) = deals.into_sorted();
            by_deal::write(&sheet, &deals, count, &mut page)?;
        }
    }
    let found = report.counts.total();
    if report.counts.known() == found && !figures.checks.is_empty() {
        let none = if found == 0 { words.no_findings } else { words.no_new_findings };
        page.raw(&ink::paint(ink::GREEN, none))?;
        page.blank()?;
    }
    if figures.hidden > 0 {
        page.raw(&ink::paint(ink::DIM, words.hidden.of(figures.hidden)))?;
        page.blank()?;
    }
    known::write(&sheet, gathered.known, &mut page)?;
    problems::write(&sheet, &mut page)?;
    health::write(&sheet, &figures, &mut page)?;
    summary::write(&sheet, &figures, &mut page)
}

/// Draws what kept the run from being made.
pub fn write_invalid(invalid: &Invalid<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    diagnostics::write(invalid.diagnostics, invalid.sources, style, out)
}

/// What this is, for who opens the file later: playbook, deals, date.
fn headline(sheet: &Sheet<'_>, page: &mut Page<'_>) -> io::Result<()> {
    let (report, words) = (sheet.report, sheet.words);
    let title = ink::paint(ink::BOLD, prose(report.playbook.title.in_language(report.language)));
    let version = report.playbook.version.as_deref().map(|version| format!(" {}", prose(version))).unwrap_or_default();
    let deals = words.deals_alike.of(usize::try_from(report.tally.deals).unwrap_or(usize::MAX));
    let date = filled(words.as_of, &[&report.as_of.to_string()]);
    page.text(0, &format!("{title}{version} · {deals} · {date}"))?;
    page.blank()
}

/// What every part of the report looks at.
struct Sheet<'a> {
    report: &'a Report<'a>,
    words: &'static Words,
    style: &'a Style,
}

impl<'a> Sheet<'a> {
    /// How many of so many are shown.
    fn shown(&self, all: usize) -> usize {
        self.style.shown.map_or(all, |most| most.min(all))
    }

    /// A stage in words, where the playbook has some.
    fn stage(&self, name: &'a str) -> &'a str {
        let stage = self.report.playbook.stages.iter().find(|stage| stage.name == name);
        stage.map_or(name, |stage| stage.title.in_language(self.report.language))
    }
}
