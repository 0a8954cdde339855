use std::borrow::Borrow;
use std::io;

use textwrap::core::display_width;

use crate::assess::Evidence;
use crate::assess::Finding;
use crate::assess::Verdict;
use crate::deals::Place;
use crate::report::human::Sheet;
use crate::report::human::actor::known;
use crate::report::human::actor::task;
use crate::report::human::actor::waived;
use crate::report::human::evidence;
use crate::report::human::gathered::Block;
use crate::report::human::place::cell;
use crate::report::human::place::deal_line;
use crate::report::human::place::short_cell;
use crate::report::ink;
use crate::report::page::Page;
use crate::report::plain::datum;
use crate::report::plain::prose;

/// Writes several deals of which the same is said: it is said once, then the deals are listed.
///
/// `told` is the remedy that stands above already.
pub(super) fn write<F: Borrow<Finding>>(
    sheet: &Sheet<'_>,
    block: &Block<F>,
    shown: usize,
    told: Option<&str>,
    page: &mut Page<'_>,
) -> io::Result<()> {
    let Some(first) = block.kept().next() else { return Ok(()) };
    let mark = format!("  {} ", ink::mark(first.verdict));
    let number = ink::paint(ink::BOLD, sheet.words.deals_alike.of(block.deals.number));
    page.labelled(&mark, &format!("{number}{}{}", sheet.words.colon, prose(&first.message)))?;
    if let Some(known) = known(sheet.words, first) {
        page.text(4, &ink::paint(ink::DIM, known))?;
    }
    if let Some(waived) = waived(sheet, first) {
        page.text(4, &waived)?;
    } else if let Some(fix) = first.fix.as_deref().filter(|fix| Some(*fix) != told) {
        page.labelled("    → ", &prose(fix))?;
    }
    let entries: Vec<Entry<'_>> = block.kept().take(shown).map(|finding| Entry::of(sheet, finding)).collect();
    let fits = |form: fn(&Place) -> String| entries.iter().all(|entry| entry.width(sheet, form) <= page.width());
    // All of a list in one form: behind the deal if that fits, without the column's name if that helps, else below.
    let form =
        if fits(cell) { Some(cell as fn(&Place) -> String) } else { fits(short_cell).then_some(short_cell as _) };
    entries.iter().try_for_each(|entry| entry.write(sheet, form, page))
}

/// A deal in a list, with what it rests on.
struct Entry<'a> {
    line: String,
    /// Where the only gap is: the sentence above says the rest.
    gap: Option<&'a Place>,
    evidence: Vec<&'a Evidence>,
}

/// Columns before a deal in a list, and between it and its place.
const INDENT: usize = 6;
const BETWEEN: usize = 2;

impl<'a> Entry<'a> {
    fn of(sheet: &Sheet<'_>, finding: &'a Finding) -> Entry<'a> {
        let mut line = deal_line(sheet, &finding.deal, finding.element.as_deref());
        if let Some(task) = task(sheet, finding, finding.fix.as_deref()) {
            line = format!("{line} → {task}");
        }
        // Of a finding that is open only the gaps are of interest.
        let open = finding.verdict == Verdict::Unknown;
        let gaps: Vec<&Evidence> = finding.evidence.iter().filter(|evidence| evidence.value.is_none()).collect();
        let evidence = if open && !gaps.is_empty() { gaps } else { finding.evidence.iter().collect() };
        let gap = match evidence.as_slice() {
            [only] if only.value.is_none() => only.place.as_ref(),
            _ => None,
        };
        Entry { line, gap, evidence }
    }

    fn width(&self, sheet: &Sheet<'_>, form: fn(&Place) -> String) -> usize {
        let Some(gap) = self.gap else { return 0 };
        INDENT + display_width(&self.line) + BETWEEN + display_width(&tail(sheet, gap, form))
    }

    fn write(&self, sheet: &Sheet<'_>, form: Option<fn(&Place) -> String>, page: &mut Page<'_>) -> io::Result<()> {
        let indent = " ".repeat(INDENT);
        let Some(gap) = self.gap else {
            page.labelled(&indent, &self.line)?;
            return evidence::write(sheet.words, INDENT + 2, self.evidence.iter().copied(), page);
        };
        let Some(form) = form else {
            page.labelled(&indent, &self.line)?;
            return page.text(INDENT + 2, &tail(sheet, gap, cell));
        };
        let between = " ".repeat(page.width().saturating_sub(self.width(sheet, form)) + BETWEEN);
        page.raw(&format!("{indent}{}{between}{}", self.line, tail(sheet, gap, form)))
    }
}

/// What stands where the value is missing, and where that is.
fn tail(sheet: &Sheet<'_>, gap: &Place, form: fn(&Place) -> String) -> String {
    let raw = gap.raw.as_deref().filter(|raw| !raw.trim().is_empty());
    let raw = raw.map(|raw| ink::paint(ink::YELLOW, format!("\"{}\" ", datum(raw, sheet.words.characters))));
    format!("{}{}", raw.unwrap_or_default(), ink::paint(ink::DIM, form(gap)))
}
