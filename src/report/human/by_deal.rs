use std::borrow::Borrow;
use std::io;

use crate::assess::DealRef;
use crate::assess::Finding;
use crate::report::human::Sheet;
use crate::report::human::actor::actor;
use crate::report::human::actor::known;
use crate::report::human::actor::waived;
use crate::report::human::by_check::labels;
use crate::report::human::by_check::rule;
use crate::report::human::evidence;
use crate::report::human::gathered::DealFindings;
use crate::report::human::place::about;
use crate::report::human::place::declared;
use crate::report::ink;
use crate::report::page::Page;
use crate::report::plain::datum;
use crate::report::plain::harmless;
use crate::report::plain::prose;

/// Writes the findings by deal: the deal with the worst finding first, then the one with the most.
pub(super) fn write<F: Borrow<Finding>>(
    sheet: &Sheet<'_>,
    deals: &[DealFindings<F>],
    count: usize,
    page: &mut Page<'_>,
) -> io::Result<()> {
    for deal in deals {
        let Some(first) = deal.findings().next() else { continue };
        head(sheet, &first.deal, page)?;
        for finding in deal.findings() {
            page.blank()?;
            one(sheet, finding, page)?;
        }
        page.blank()?;
    }
    if deals.len() < count {
        page.text(0, &ink::paint(ink::DIM, sheet.words.more_deals.of(count - deals.len())))?;
        page.blank()?;
    }
    Ok(())
}

fn head(sheet: &Sheet<'_>, deal: &DealRef, page: &mut Page<'_>) -> io::Result<()> {
    rule(page, &ink::paint(ink::BOLD, datum(&deal.id, sheet.words.characters)))?;
    let about = about(sheet, deal);
    if about.is_empty() { Ok(()) } else { page.text(2, &about) }
}

fn one(sheet: &Sheet<'_>, finding: &Finding, page: &mut Page<'_>) -> io::Result<()> {
    let words = sheet.words;
    let severity = ink::paint(ink::severity(finding.severity), words.severity(finding.severity).to_uppercase());
    let title = ink::paint(ink::BOLD, prose(&finding.criterion.title));
    let element = finding.element.as_deref().map(|element| format!(" · {}", harmless(element))).unwrap_or_default();
    page.labelled(&format!("  {} ", ink::mark(finding.verdict)), &format!("{severity} {title}{element}"))?;
    page.text(4, &prose(&finding.message))?;
    evidence::write(words, 6, &finding.evidence, page)?;
    let plain = |text: Option<&str>| text.map(|text| prose(text).into_owned());
    let lines = [
        (words.fix, plain(finding.fix.as_deref())),
        (words.who, Some(actor(words, finding))),
        (words.waiver, waived(sheet, finding)),
        (words.baseline, known(words, finding)),
        (words.because, plain(finding.criterion.because.as_deref())),
        (words.policy, plain(finding.criterion.policy.as_deref())),
        (
            words.criterion,
            Some(format!("{} · {}", harmless(&finding.criterion.rule()), declared(&finding.criterion.declared))),
        ),
    ];
    labels(page, 4, &lines)
}
