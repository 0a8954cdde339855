use std::borrow::Borrow;
use std::io;

use indexmap::IndexMap;

use crate::assess::Evidence;
use crate::assess::Finding;
use crate::assess::Verdict;
use crate::report::human::Sheet;
use crate::report::human::by_check::labels;
use crate::report::human::by_check::rule;
use crate::report::human::gathered::Check;
use crate::report::ink;
use crate::report::page::Page;
use crate::report::plain::prose;
use crate::report::words::digits;

/// Whether a finding is open because the export has no column for a value.
pub(super) fn not_exported(finding: &Finding) -> bool {
    finding.verdict == Verdict::Unknown && finding.evidence.iter().any(is_nowhere)
}

fn is_nowhere(evidence: &Evidence) -> bool {
    evidence.value.is_none() && evidence.place.is_none()
}

/// Whether a criterion is open for several deals, and for each of them because the export has no column for a value.
pub(super) fn is_untold<F: Borrow<Finding>>(check: &Check<F>) -> bool {
    let blocks = || check.sections.iter().flat_map(|section| section.blocks());
    let count: usize = check.sections.iter().map(|section| section.count).sum();
    let told: usize = blocks().map(|block| block.count).sum();
    count > 1 && told == count && blocks().all(|block| block.kept().next().is_some_and(not_exported))
}

/// Writes the criteria that an export cannot answer, by the column that it has not: once, and not for every deal.
pub(super) fn write<F: Borrow<Finding>>(
    sheet: &Sheet<'_>,
    checks: &[&Check<F>],
    page: &mut Page<'_>,
) -> io::Result<()> {
    let mut fields: IndexMap<String, Vec<String>> = IndexMap::new();
    for check in checks {
        let first: &Finding = check.first.borrow();
        let away: Vec<&str> = first
            .evidence
            .iter()
            .filter(|evidence| is_nowhere(evidence))
            .map(|evidence| evidence.path.as_str())
            .collect();
        let deals: usize = check.sections.iter().map(|section| section.deals.number).sum();
        let named = format!("{} ({})", prose(&first.criterion.name), digits(deals as u64));
        fields.entry(away.join(sheet.words.comma)).or_default().push(named);
    }
    if fields.is_empty() {
        return Ok(());
    }
    rule(page, &ink::paint(ink::BOLD, sheet.words.not_exported))?;
    page.text(2, sheet.words.export_these)?;
    page.blank()?;
    let listed: Vec<(&str, Option<String>)> =
        fields.iter().map(|(field, checks)| (field.as_str(), Some(checks.join(sheet.words.comma)))).collect();
    labels(page, 2, &listed)?;
    page.blank()
}
