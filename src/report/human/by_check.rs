use std::cmp::Reverse;
use std::io;

use indexmap::IndexMap;
use textwrap::core::display_width;

use crate::assess::BaselineNote;
use crate::assess::Finding;
use crate::assess::Verdict;
use crate::assess::WaiverNote;
use crate::report::human::Sheet;
use crate::report::human::actor::known;
use crate::report::human::actor::task;
use crate::report::human::actor::waived;
use crate::report::human::alike;
use crate::report::human::evidence;
use crate::report::human::place::deal_line;
use crate::report::human::place::declared;
use crate::report::ink;
use crate::report::page::Page;
use crate::report::plain::columns;
use crate::report::plain::padded;
use crate::report::plain::prose;
use crate::report::words::Count;

/// Findings that are wrong come before those that are open; a waived one is only kept in sight.
const ORDER: [Verdict; 4] = [Verdict::Fail, Verdict::Error, Verdict::Unknown, Verdict::Waived];

/// Writes the findings by criterion: the worst first, then the one most often broken.
pub(super) fn write(sheet: &Sheet<'_>, page: &mut Page<'_>) -> io::Result<()> {
    for findings in groups(sheet) {
        let Some(first) = findings.first() else { continue };
        let told = shared_fix(&findings);
        head(sheet, first, &findings, told, page)?;
        for verdict in ORDER {
            section(
                sheet,
                &of(&findings, |finding| finding.baseline.is_none() && finding.verdict == verdict),
                told,
                page,
            )?;
        }
        section(sheet, &of(&findings, |finding| finding.baseline.is_some()), told, page)?;
        page.blank()?;
    }
    Ok(())
}

fn of<'a>(findings: &[&'a Finding], wanted: impl Fn(&Finding) -> bool) -> Vec<&'a Finding> {
    findings.iter().copied().filter(|finding| wanted(finding)).collect()
}

fn groups<'a>(sheet: &Sheet<'a>) -> Vec<Vec<&'a Finding>> {
    let mut groups: IndexMap<&str, Vec<&Finding>> = IndexMap::new();
    for finding in sheet.listed() {
        groups.entry(&finding.check).or_default().push(finding);
    }
    let mut groups: Vec<Vec<&Finding>> = groups.into_values().collect();
    let count = |group: &[&Finding], verdict| group.iter().filter(|finding| finding.verdict == verdict).count();
    groups.sort_by_key(|group| {
        let first = group.first();
        let severity = first.map(|finding| finding.severity);
        let fails = count(group, Verdict::Fail) + count(group, Verdict::Error);
        // Equally bad and equally often: in the order of the playbook.
        (Reverse((severity, fails, group.len())), first.map(|finding| finding.criterion.clone()))
    });
    groups
}

/// What to do, if it is the same for every deal that fails.
fn shared_fix<'a>(findings: &[&'a Finding]) -> Option<&'a str> {
    let mut fixes = findings.iter().filter(|finding| finding.verdict == Verdict::Fail).map(|finding| &finding.fix);
    let first = fixes.next()?;
    fixes.all(|fix| fix == first).then_some(first.as_deref()).flatten()
}

fn head(
    sheet: &Sheet<'_>,
    first: &Finding,
    findings: &[&Finding],
    told: Option<&str>,
    page: &mut Page<'_>,
) -> io::Result<()> {
    let words = sheet.words;
    let severity = ink::paint(ink::severity(first.severity), words.severity(first.severity).to_uppercase());
    rule(page, &format!("{severity} · {}", ink::paint(ink::BOLD, prose(&first.title))))?;
    let told_of = |some: Vec<&Finding>, count: &Count| (!some.is_empty()).then(|| count.of(deals(&some)));
    let count = |verdict, count: &Count| {
        told_of(of(findings, |finding| finding.baseline.is_none() && finding.verdict == verdict), count)
    };
    let counts = [
        count(Verdict::Fail, &words.fail),
        count(Verdict::Error, &words.stopped),
        count(Verdict::Unknown, &words.undecided),
        count(Verdict::Waived, &words.waived),
        told_of(of(findings, |finding| finding.baseline.is_some()), &words.known_deals),
    ];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    page.text(2, &format!("{} · {}", prose(&first.check), counts.join(words.comma)))?;
    let lines = [
        (words.because, first.because.as_deref().map(|text| prose(text).into_owned())),
        (words.fix, told.map(|text| prose(text).into_owned())),
        (words.policy, first.policy.as_deref().map(|text| prose(text).into_owned())),
        (words.criterion, Some(declared(&first.criterion))),
    ];
    labels(page, 2, &lines)
}

/// A line across the page that begins with a headline.
pub(super) fn rule(page: &mut Page<'_>, headline: &str) -> io::Result<()> {
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

/// What makes two findings say the same: verdict, message, remedy, waiver and since when they are known.
type Said<'a> = (Verdict, &'a str, Option<&'a str>, Option<&'a WaiverNote>, Option<BaselineNote>);

/// The findings of one verdict. Those that say the same are put together, the most frequent first,
/// and every thing that is said is shown for one deal before anything is shown for many.
fn section(sheet: &Sheet<'_>, findings: &[&Finding], told: Option<&str>, page: &mut Page<'_>) -> io::Result<()> {
    let mut said: IndexMap<Said<'_>, Vec<&Finding>> = IndexMap::new();
    for finding in findings {
        let fix = finding.fix.as_deref();
        let said_of = (finding.verdict, finding.message.as_str(), fix, finding.waiver.as_ref(), finding.baseline);
        said.entry(said_of).or_default().push(finding);
    }
    let mut blocks: Vec<Vec<&Finding>> = said.into_values().collect();
    blocks.sort_by_key(|block| Reverse(block.len()));
    let mut left = sheet.shown(findings.len());
    let blocks_shown = left.min(blocks.len());
    for (block, waiting) in blocks.iter().zip((0..blocks_shown).rev()) {
        let shown = block.len().min(left - waiting);
        left -= shown;
        page.blank()?;
        match block.as_slice() {
            [only] => single(sheet, only, told, page)?,
            many => alike::write(sheet, many, shown, told, page)?,
        }
    }
    let shown = sheet.shown(findings.len()) - left;
    if shown == findings.len() {
        return Ok(());
    }
    // Below a list it is the list's last line.
    if blocks.iter().take(blocks_shown).next_back().is_some_and(|block| block.len() == 1) {
        page.blank()?;
    }
    let more = match findings.first().map(|finding| finding.verdict) {
        Some(Verdict::Fail) => &sheet.words.more_failing,
        Some(Verdict::Unknown) => &sheet.words.more_undecided,
        _ => &sheet.words.more,
    };
    page.text(6, &ink::paint(ink::DIM, more.of(findings.len() - shown)))
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

/// How many deals findings are about; the findings of a deal follow each other.
pub(super) fn deals(findings: &[&Finding]) -> usize {
    let mut ids: Vec<&str> = findings.iter().map(|finding| finding.deal.id.as_str()).collect();
    ids.dedup();
    ids.len()
}
