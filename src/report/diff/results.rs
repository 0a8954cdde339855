use std::cmp::Reverse;
use std::io;
use std::io::Write;

use comfy_table::CellAlignment;
use indexmap::IndexMap;

use crate::assess::Verdict;
use crate::diff::Comparison;
use crate::diff::Head;
use crate::diff::Told;
use crate::report::Style;
use crate::report::diff::line::about;
use crate::report::diff::line::titles;
use crate::report::diff::terms::Terms;
use crate::report::human::by_check::labels;
use crate::report::human::by_check::rule;
use crate::report::human::summary::plain_table;
use crate::report::human::summary::table;
use crate::report::ink;
use crate::report::page::Page;
use crate::report::plain::datum;
use crate::report::plain::harmless;
use crate::report::plain::prose;
use crate::report::words::Words;
use crate::report::words::digits;
use crate::report::words::filled;

/// Writes what is new, what is fixed and how much is still there, with its colours.
pub fn write(comparison: &Comparison, language: &str, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let (words, terms) = (Words::of(language), Terms::of(language));
    let mut page = Page::new(out, style.width);
    let sheet = Sheet { words, terms, style };
    sheet.head(comparison, &mut page)?;
    let changed = comparison.changed.iter().map(|(was, now)| {
        let was = format!("{} ({})", was.kind, words.verdict(was.verdict));
        (now, Some(filled(terms.was, &[&was])))
    });
    sheet.section(terms.appeared, plain(&comparison.appeared), &mut page)?;
    sheet.section(terms.changed, changed.collect(), &mut page)?;
    sheet.section(terms.unwaived, plain(&comparison.unwaived), &mut page)?;
    sheet.section(terms.gone, plain(&comparison.gone), &mut page)?;
    sheet.section(terms.waived, plain(&comparison.waived), &mut page)?;
    sheet.summary(comparison, &mut page)
}

/// A finding, and what is to be said of it besides.
type Noted<'a> = (&'a Told, Option<String>);

fn plain(told: &[Told]) -> Vec<Noted<'_>> {
    told.iter().map(|told| (told, None)).collect()
}

struct Sheet<'a> {
    words: &'static Words,
    terms: &'static Terms,
    style: &'a Style,
}

impl Sheet<'_> {
    fn head(&self, comparison: &Comparison, page: &mut Page<'_>) -> io::Result<()> {
        let (old, new) = (&comparison.old, &comparison.new);
        let title = ink::paint(ink::BOLD, prose(&titles(&old.side, &new.side)));
        let dates = filled(self.terms.from_to, &[&old.as_of.to_string(), &new.as_of.to_string()]);
        page.text(0, &format!("{title} · {dates}"))?;
        let of = |head: &Head| {
            let deals = self.terms.deals.of(usize::try_from(head.deals).unwrap_or(usize::MAX));
            Some(format!("{} · {deals}", harmless(&head.side.file)))
        };
        labels(page, 2, &[(self.terms.old, of(old)), (self.terms.new, of(new))])?;
        page.blank()
    }

    /// Findings under a headline, by check: the worst first, then the most frequent.
    fn section(&self, title: &str, findings: Vec<Noted<'_>>, page: &mut Page<'_>) -> io::Result<()> {
        if findings.is_empty() {
            return Ok(());
        }
        rule(page, &ink::paint(ink::BOLD, format!("{title} · {}", digits(findings.len() as u64))))?;
        let mut checks: IndexMap<&str, Vec<Noted<'_>>> = IndexMap::new();
        for (told, note) in findings {
            checks.entry(&told.check).or_default().push((told, note));
        }
        let mut checks: Vec<Vec<Noted<'_>>> = checks.into_values().collect();
        checks.sort_by_key(|of_check| Reverse((of_check.first().map(|(told, _)| told.severity), of_check.len())));
        for of_check in checks {
            let Some((first, _)) = of_check.first() else { continue };
            let severity =
                ink::paint(ink::severity(first.severity), self.words.severity(first.severity).to_uppercase());
            page.text(2, &format!("{severity} {} · {}", prose(&first.title), harmless(&first.check)))?;
            let shown = self.style.shown.map_or(of_check.len(), |most| most.min(of_check.len()));
            for (told, note) in of_check.iter().take(shown) {
                self.finding(told, note.as_deref(), page)?;
            }
            if shown < of_check.len() {
                page.text(6, &ink::paint(ink::DIM, self.terms.more.of(of_check.len() - shown)))?;
            }
            page.blank()?;
        }
        Ok(())
    }

    fn finding(&self, told: &Told, note: Option<&str>, page: &mut Page<'_>) -> io::Result<()> {
        let id = ink::paint(ink::BOLD, datum(&told.deal.id, self.words.characters));
        let element = told.element.as_deref().map(|element| format!(" {}", harmless(element))).unwrap_or_default();
        let about = about(&told.deal, told.deal.stage.as_deref(), self.words);
        let line = if about.is_empty() { format!("{id}{element}") } else { format!("{id}{element}  {about}") };
        page.labelled(&format!("    {} ", ink::mark(told.verdict)), &line)?;
        page.text(6, &prose(&told.message))?;
        if let Some(known) = &told.baseline {
            page.text(6, &ink::paint(ink::DIM, filled(self.terms.known, &[&known.since.to_string()])))?;
        }
        match note {
            Some(note) => page.text(6, &ink::paint(ink::DIM, note)),
            None => Ok(()),
        }
    }

    fn summary(&self, comparison: &Comparison, page: &mut Page<'_>) -> io::Result<()> {
        let (words, terms) = (self.words, self.terms);
        rule(page, &ink::paint(ink::BOLD, terms.summary))?;
        let moved = comparison.checks.iter().filter(|line| line.new + line.gone > 0);
        let header =
            [terms.check, terms.severity, terms.column_was, terms.column_gone, terms.column_new, terms.column_is];
        let mut rows = plain_table(&header);
        if let Some(severity) = rows.column_mut(1) {
            severity.set_cell_alignment(CellAlignment::Left);
        }
        let mut any = false;
        for line in moved {
            any = true;
            let numbers = [line.was, line.gone, line.new, line.is].map(digits);
            let mut row = vec![datum(&line.check, words.characters).into_owned()];
            row.push(words.severity(line.severity).to_owned());
            row.extend(numbers);
            rows.add_row(row);
        }
        if any {
            let sum = |of: fn(&crate::diff::CheckLine) -> u64| digits(comparison.checks.iter().map(of).sum());
            let mut total = vec![terms.total.to_owned(), String::new()];
            total.extend([sum(|line| line.was), sum(|line| line.gone), sum(|line| line.new), sum(|line| line.is)]);
            rows.add_row(total);
            table(page, rows)?;
            page.blank()?;
        }
        self.reservations(comparison, page)?;
        let sum = |of: fn(&crate::diff::CheckLine) -> u64| comparison.checks.iter().map(of).sum::<u64>();
        let (new, gone) = (sum(|line| line.new), sum(|line| line.gone));
        let stayed = digits(comparison.stayed);
        if new + gone == 0 {
            let text = filled(terms.nothing, &[&stayed]);
            return page.labelled(&format!("{} ", ink::mark(Verdict::Pass)), &ink::paint(ink::GREEN.bold(), text));
        }
        let text = filled(terms.last, &[&digits(new), &digits(gone), &stayed]);
        let (mark, colour) = if new > 0 { (Verdict::Fail, ink::RED) } else { (Verdict::Pass, ink::GREEN) };
        page.labelled(&format!("{} ", ink::mark(mark)), &ink::paint(colour.bold(), text))
    }

    /// What keeps the comparison from being whole.
    fn reservations(&self, comparison: &Comparison, page: &mut Page<'_>) -> io::Result<()> {
        for sentence in reservations(comparison, self.terms) {
            page.labelled(&format!("{} ", ink::mark(Verdict::Error)), &ink::paint(ink::RED, sentence))?;
        }
        Ok(())
    }
}

/// What keeps a comparison from being whole, a sentence each.
pub(super) fn reservations(comparison: &Comparison, terms: &Terms) -> Vec<String> {
    let mut sentences = Vec::new();
    for head in [&comparison.old, &comparison.new] {
        for (number, words) in [(head.errors, &terms.in_part), (head.not_listed, &terms.not_listed)] {
            if number > 0 {
                let sentence = words.of(usize::try_from(number).unwrap_or(usize::MAX));
                sentences.push(filled(&sentence, &[&harmless(&head.side.file)]));
            }
        }
    }
    sentences
}
