//! A report for people, on a terminal.
//!
//! First what is wrong with the deals, then what is wrong with the data, then the numbers, and last the verdict on the run:
//! the line above the prompt is the one that is read.

pub(super) mod actor;
mod alike;
pub(super) mod by_check;
mod by_deal;
pub(super) mod evidence;
mod known;
pub(super) mod place;
mod problems;
mod summary;

use std::io;
use std::io::Write;

use crate::assess::Finding;
use crate::report::Figures;
use crate::report::Group;
use crate::report::Report;
use crate::report::Style;
use crate::report::ink;
use crate::report::page::Page;
use crate::report::plain::prose;
use crate::report::words::Words;
use crate::report::words::filled;

/// Writes the report with its colours.
pub fn write(report: &Report<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let words = Words::of(report.language);
    let figures = Figures::of(report);
    let mut page = Page::new(out, style.width);
    let sheet = Sheet { report, words, style };
    headline(&sheet, &mut page)?;
    match style.group {
        Group::Check => by_check::write(&sheet, &mut page)?,
        Group::Deal => by_deal::write(&sheet, &mut page)?,
    }
    if report.findings.iter().all(|finding| finding.baseline.is_some()) && !figures.checks.is_empty() {
        let none = if report.findings.is_empty() { words.no_findings } else { words.no_new_findings };
        page.raw(&ink::paint(ink::GREEN, none))?;
        page.blank()?;
    }
    if figures.hidden > 0 {
        page.raw(&ink::paint(ink::DIM, words.hidden.of(figures.hidden)))?;
        page.blank()?;
    }
    known::write(&sheet, &mut page)?;
    problems::write(&sheet, &mut page)?;
    summary::write(&sheet, &figures, &mut page)
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

    /// Whether findings that are known already are listed among the others; else they are counted.
    fn lists_known(&self) -> bool {
        self.style.shown.is_none()
    }

    /// The findings to list, in order.
    fn listed(&self) -> impl Iterator<Item = &'a Finding> {
        let known = self.lists_known();
        self.report.shown().filter(move |finding| known || finding.baseline.is_none())
    }

    /// A stage in words, where the playbook has some.
    fn stage(&self, name: &'a str) -> &'a str {
        let stage = self.report.playbook.stages.iter().find(|stage| stage.name == name);
        stage.map_or(name, |stage| stage.title.in_language(self.report.language))
    }
}
