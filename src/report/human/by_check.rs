use std::borrow::Borrow;
use std::io;

use textwrap::core::display_width;

use crate::assess::Finding;
use crate::assess::Verdict;
use crate::report::human::Sheet;
use crate::report::human::actor::known;
use crate::report::human::actor::task;
use crate::report::human::actor::waived;
use crate::report::human::alike;
use crate::report::human::evidence;
use crate::report::human::gathered::Check;
use crate::report::human::gathered::Section;
use crate::report::human::place::deal_line;
use crate::report::human::place::declared;
use crate::report::human::untold;
use crate::report::human::untold::not_exported;
use crate::report::ink;
use crate::report::page::Page;
use crate::report::plain::columns;
use crate::report::plain::padded;
use crate::report::plain::prose;

/// Writes the findings by criterion: the worst first, then the one most often broken.
pub(super) fn write<F: Borrow<Finding>>(sheet: &Sheet<'_>, checks: &[Check<F>], page: &mut Page<'_>) -> io::Result<()> {
    // What the export has no column for is told once, at the end, where not all is shown.
    let (untold, told): (Vec<&Check<F>>, Vec<&Check<F>>) =
        checks.iter().partition(|check| sheet.style.shown.is_some() && untold::is_untold(check));
    for check in told {
        let told = check.shared_fix();
        head(sheet, check, told, page)?;
        for of_verdict in &check.sections {
            section(sheet, of_verdict, told, page)?;
        }
        page.blank()?;
    }
    untold::write(sheet, &untold, page)
}

fn head<F: Borrow<Finding>>(
    sheet: &Sheet<'_>,
    check: &Check<F>,
    told: Option<&str>,
    page: &mut Page<'_>,
) -> io::Result<()> {
    let (words, first) = (sheet.words, check.first.borrow());
    let severity = ink::paint(ink::severity(first.severity), words.severity(first.severity).to_uppercase());
    rule(page, &format!("{severity} · {}", ink::paint(ink::BOLD, prose(&first.criterion.title))))?;
    let counts = check.sections.iter().filter(|section| section.count > 0).map(|section| {
        let count = match section.verdict {
            Some(Verdict::Error) => &words.stopped,
            Some(Verdict::Unknown) => &words.undecided,
            Some(Verdict::Waived) => &words.waived,
            Some(_) => &words.fail,
            None => &words.known_deals,
        };
        count.of(section.deals.number)
    });
    let counts: Vec<String> = counts.collect();
    page.text(2, &format!("{} · {}", prose(&first.criterion.rule()), counts.join(words.comma)))?;
    let lines = [
        (words.because, first.criterion.because.as_deref().map(|text| prose(text).into_owned())),
        (words.fix, told.map(|text| prose(text).into_owned())),
        (words.policy, first.criterion.policy.as_deref().map(|text| prose(text).into_owned())),
        (words.criterion, Some(declared(&first.criterion.declared))),
    ];
    labels(page, 2, &lines)
}

/// A line across the page that begins with a headline.
pub(in crate::report) fn rule(page: &mut Page<'_>, headline: &str) -> io::Result<()> {
    let start = format!("{} ", ink::paint(ink::DIM, "━━"));
    let left = page.width().saturating_sub(display_width(headline) + 4);
    let end = if left > 0 { ink::paint(ink::DIM, "━".repeat(left)) } else { String::new() };
    page.hanging(&start, "   ", &format!("{headline} {end}"))
}

/// Lines that begin with a word; the words stand under each other.
pub(in crate::report) fn labels(
    page: &mut Page<'_>,
    indent: usize,
    lines: &[(&str, Option<String>)],
) -> io::Result<()> {
    let width = lines.iter().filter(|(_, text)| text.is_some()).map(|(label, _)| columns(label)).max().unwrap_or(0);
    for (label, text) in lines {
        let Some(text) = text else { continue };
        let label = format!("{}{}  ", " ".repeat(indent), ink::paint(ink::DIM, padded(label, width)));
        page.labelled(&label, text)?;
    }
    Ok(())
}

/// The findings of one section. Those that say the same are put together, the most frequent first,
/// and every thing that is said is shown for one deal before anything is shown for many.
fn section<F: Borrow<Finding>>(
    sheet: &Sheet<'_>,
    section: &Section<F>,
    told: Option<&str>,
    page: &mut Page<'_>,
) -> io::Result<()> {
    let blocks = section.blocks();
    let mut left = sheet.shown(section.count);
    // Of what no deal can have, the sentence says all; the deals are listed where all findings are.
    let mut unlisted = 0;
    let blocks_shown = left.min(blocks.len());
    for (block, waiting) in blocks.iter().zip((0..blocks_shown).rev()) {
        let mut shown = block.kept.len().min(left - waiting);
        left -= shown;
        if sheet.style.shown.is_some() && block.count > 1 && block.kept().next().is_some_and(not_exported) {
            (shown, unlisted) = (0, unlisted + block.count - shown);
        }
        page.blank()?;
        match block.kept().next() {
            Some(only) if block.count == 1 => single(sheet, only, told, page)?,
            _ => alike::write(sheet, block, shown, told, page)?,
        }
    }
    let shown = sheet.shown(section.count) - left + unlisted;
    if shown == section.count {
        return Ok(());
    }
    // Below a list it is the list's last line.
    if blocks.iter().take(blocks_shown).next_back().is_some_and(|block| block.count == 1) {
        page.blank()?;
    }
    let more = match section.first {
        Some(Verdict::Fail) => &sheet.words.more_failing,
        Some(Verdict::Unknown) => &sheet.words.more_undecided,
        _ => &sheet.words.more,
    };
    page.text(6, &ink::paint(ink::DIM, more.of(section.count - shown)))
}

/// One deal: the deal, what is wrong, what that rests on, what to do.
fn single(sheet: &Sheet<'_>, finding: &Finding, told: Option<&str>, page: &mut Page<'_>) -> io::Result<()> {
    let mark = format!("  {} ", ink::mark(finding.verdict));
    page.labelled(&mark, &deal_line(sheet, &finding.deal, finding.element.as_deref()))?;
    page.text(4, &prose(&finding.message))?;
    if let Some(waived) = waived(sheet, finding) {
        return page.text(4, &waived);
    }
    if let Some(known) = known(sheet.words, finding) {
        page.text(4, &ink::paint(ink::DIM, known))?;
    }
    evidence::write(sheet.words, 6, &finding.evidence, page)?;
    match task(sheet, finding, told) {
        Some(task) => page.labelled("    → ", &task),
        None => Ok(()),
    }
}
