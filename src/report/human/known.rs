use std::cmp::Reverse;
use std::io;

use comfy_table::CellAlignment;
use indexmap::IndexMap;

use crate::assess::Verdict;
use crate::baseline::Entry;
use crate::baseline::Summary;
use crate::model::Severity;
use crate::report::human::Sheet;
use crate::report::human::by_check::rule;
use crate::report::human::summary::plain_table;
use crate::report::human::summary::table;
use crate::report::ink;
use crate::report::page::Page;
use crate::report::plain::datum;
use crate::report::plain::harmless;
use crate::report::words::digits;
use crate::report::words::filled;

/// Findings by check: how bad, and how many.
type ByCheck = IndexMap<String, (Severity, u64)>;

/// Writes what is known already, counted by check where findings are not all listed, and what is no longer there.
pub(super) fn write(sheet: &Sheet<'_>, known: Option<ByCheck>, page: &mut Page<'_>) -> io::Result<()> {
    let Some(baseline) = sheet.report.baseline else { return Ok(()) };
    if let Some(checks) = known.filter(|_| baseline.known > 0) {
        counted(sheet, baseline, checks, page)?;
    }
    if !baseline.gone.is_empty() {
        gone(sheet, baseline, page)?;
    }
    Ok(())
}

fn counted(sheet: &Sheet<'_>, baseline: &Summary, checks: ByCheck, page: &mut Page<'_>) -> io::Result<()> {
    let words = sheet.words;
    let since = baseline.since.map(|since| since.to_string()).unwrap_or_default();
    let headline = filled(&words.known.of(number(baseline.known)), &[&since]);
    rule(page, &ink::paint(ink::BOLD, headline))?;
    let mut checks: Vec<(String, (Severity, u64))> = checks.into_iter().collect();
    checks.sort_by_key(|(_, counted)| Reverse(*counted));
    if checks.is_empty() {
        return page.blank();
    }
    let mut rows = plain_table(&[words.check, words.severity, words.findings]);
    if let Some(severity) = rows.column_mut(1) {
        severity.set_cell_alignment(CellAlignment::Left);
    }
    let shown = sheet.shown(checks.len());
    for (check, (severity, count)) in checks.iter().take(shown) {
        let name = datum(check, words.characters).into_owned();
        rows.add_row([name, words.severity(*severity).to_owned(), digits(*count)]);
    }
    table(page, rows)?;
    page.text(2, &ink::paint(ink::DIM, words.see_all))?;
    page.blank()
}

fn gone(sheet: &Sheet<'_>, baseline: &Summary, page: &mut Page<'_>) -> io::Result<()> {
    let words = sheet.words;
    rule(page, &ink::paint(ink::BOLD, words.fixed.of(number(baseline.gone()))))?;
    let shown = sheet.shown(baseline.gone.len());
    for entry in baseline.gone.iter().take(shown) {
        page.labelled(&format!("  {} ", ink::mark(Verdict::Pass)), &line(sheet, entry))?;
    }
    if shown < baseline.gone.len() {
        page.text(4, &ink::paint(ink::DIM, words.more_fixed.of(baseline.gone.len() - shown)))?;
    }
    page.blank()
}

/// `M-1003  big_discount · failed · in the baseline since 2026-11-23`
fn line(sheet: &Sheet<'_>, entry: &Entry) -> String {
    let words = sheet.words;
    let id = ink::paint(ink::BOLD, datum(&entry.deal, words.characters));
    let element = entry.element.as_deref().map(|element| format!(" {}", harmless(element))).unwrap_or_default();
    let since = filled(words.known_since, &[&entry.since.to_string()]);
    format!("{id}{element}  {} · {} · {since}", harmless(&entry.check), harmless(&entry.kind))
}

fn number(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
