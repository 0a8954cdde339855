use std::io;
use std::io::Write;

use comfy_table::CellAlignment;

use crate::assess::Verdict;
use crate::diff::CheckImpact;
use crate::diff::Direction;
use crate::diff::Group;
use crate::diff::Line;
use crate::diff::Shift;
use crate::diff::Standing;
use crate::model::Severity;
use crate::report::Style;
use crate::report::diff::Impacted;
use crate::report::diff::line::about;
use crate::report::diff::line::money;
use crate::report::diff::line::stage;
use crate::report::diff::line::titles;
use crate::report::diff::line::verdict;
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

/// How many owners and stages are named in a line.
const NAMED: usize = 5;

/// Writes which verdicts change, for which deals and how much money, with its colours.
pub fn write(impacted: &Impacted<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let (words, terms) = (Words::of(impacted.language), Terms::of(impacted.language));
    let mut page = Page::new(out, style.width);
    let sheet = Sheet { impacted, words, terms, style };
    sheet.head(&mut page)?;
    for check in &impacted.impact.checks {
        sheet.check(check, &mut page)?;
    }
    sheet.summary(&mut page)
}

struct Sheet<'a> {
    impacted: &'a Impacted<'a>,
    words: &'static Words,
    terms: &'static Terms,
    style: &'a Style,
}

impl Sheet<'_> {
    fn head(&self, page: &mut Page<'_>) -> io::Result<()> {
        let (old, new) = (self.impacted.old, self.impacted.new);
        let title = ink::paint(ink::BOLD, prose(&titles(old, new)));
        let deals = self.terms.deals.of(number(self.impacted.impact.deals));
        let date = filled(self.words.as_of, &[&self.impacted.as_of.to_string()]);
        page.text(0, &format!("{title} · {deals} · {date}"))?;
        let file = |file: &str| Some(harmless(file).into_owned());
        labels(page, 2, &[(self.terms.old, file(&old.file)), (self.terms.new, file(&new.file))])?;
        page.blank()
    }

    fn check(&self, check: &CheckImpact, page: &mut Page<'_>) -> io::Result<()> {
        let terms = self.terms;
        let severity = self.severity(check.old_severity, check.new_severity);
        let standing = standing(check.standing, terms).map(|word| format!(" · {word}")).unwrap_or_default();
        let title = ink::paint(ink::BOLD, prose(check.title.as_deref().unwrap_or(&check.name)));
        rule(page, &format!("{severity} · {title}{standing}"))?;
        let name = harmless(&check.name);
        let still = (check.still_wrong > 0).then(|| terms.still_wrong.of(number(check.still_wrong)));
        page.text(2, &still.map_or_else(|| name.to_string(), |still| format!("{name} · {still}")))?;
        for shift in &check.shifts {
            page.blank()?;
            self.shift(shift, page)?;
        }
        page.blank()
    }

    /// `MAJOR`, or `MAJOR → CRITICAL`
    fn severity(&self, old: Option<Severity>, new: Option<Severity>) -> String {
        let shown = |severity| ink::paint(ink::severity(severity), self.words.severity(severity).to_uppercase());
        match (old, new) {
            (Some(old), Some(new)) if old != new => format!("{} → {}", shown(old), shown(new)),
            (old, new) => new.or(old).map(shown).unwrap_or_default(),
        }
    }

    fn shift(&self, shift: &Shift, page: &mut Page<'_>) -> io::Result<()> {
        let (words, terms) = (self.words, self.terms);
        let way = format!("{} → {}", verdict(shift.from, words, terms), verdict(shift.to, words, terms));
        let all = self.counted(&shift.group.all);
        page.labelled(&format!("  {} ", mark(shift)), &format!("{} · {all}", ink::paint(ink::BOLD, way)))?;
        let lines =
            [(terms.by_stage, Some(self.stages(&shift.group))), (terms.by_owner, Some(self.owners(&shift.group)))];
        // Of one deal all is said below.
        if shift.group.all.deals > 1 {
            labels(page, 4, &lines)?;
        }
        self.largest(&shift.group, page)
    }

    fn stages(&self, group: &Group) -> String {
        let named = |name: &str| stage(name, Some(self.impacted.playbook), self.impacted.language).to_owned();
        self.named(&group.stages(), named, self.terms.no_stage)
    }

    fn owners(&self, group: &Group) -> String {
        self.named(&group.owners(), str::to_owned, self.terms.nobody)
    }

    /// `Won 74 · 1,200,000 USD; Lost 2 · no amount; and 3 more`
    fn named(&self, lines: &[(Option<&str>, &Line)], named: impl Fn(&str) -> String, none: &str) -> String {
        let shown = if self.style.shown.is_none() { lines.len() } else { NAMED.min(lines.len()) };
        let mut parts: Vec<String> = Vec::new();
        for (name, line) in lines.iter().take(shown) {
            let name = name.map_or_else(|| none.to_owned(), &named);
            let money = self.money(line);
            let money = if money.is_empty() { money } else { format!(" ({money})") };
            parts.push(format!("{} {}{money}", datum(&name, self.words.characters), digits(line.deals)));
        }
        if shown < lines.len() {
            parts.push(self.terms.and_more.of(lines.len() - shown));
        }
        parts.join(" · ")
    }

    /// The deals with the largest amounts, a line each.
    fn largest(&self, group: &Group, page: &mut Page<'_>) -> io::Result<()> {
        for changed in &group.largest {
            let id = ink::paint(ink::BOLD, datum(&changed.deal.id, self.words.characters));
            let named = changed.deal.stage.as_deref();
            let named = named.map(|name| stage(name, Some(self.impacted.playbook), self.impacted.language));
            let about = about(&changed.deal, named, self.words);
            page.labelled("      ", &format!("{id}  {about}"))?;
        }
        let rest = number(group.all.deals).saturating_sub(group.largest.len());
        if rest > 0 {
            page.text(6, &ink::paint(ink::DIM, self.terms.more.of(rest)))?;
        }
        Ok(())
    }

    /// `74 deals · 1,200,000 USD`
    fn counted(&self, line: &Line) -> String {
        let money = self.money(line);
        let deals = self.terms.deals.of(number(line.deals));
        if money.is_empty() { deals } else { format!("{deals} · {money}") }
    }

    fn money(&self, line: &Line) -> String {
        if self.impacted.amount.is_none() { String::new() } else { money(line, self.terms) }
    }

    fn summary(&self, page: &mut Page<'_>) -> io::Result<()> {
        let (impact, terms) = (self.impacted.impact, self.terms);
        rule(page, &ink::paint(ink::BOLD, terms.summary))?;
        if !impact.checks.is_empty() {
            self.changes(page)?;
            page.blank()?;
        }
        for (group, title) in [(&impact.worse, terms.worse_title), (&impact.better, terms.better_title)] {
            if group.all.deals > 0 {
                page.text(2, &ink::paint(ink::BOLD, format!("{title} · {}", self.counted(&group.all))))?;
                let lines = [(terms.by_stage, Some(self.stages(group))), (terms.by_owner, Some(self.owners(group)))];
                labels(page, 2, &lines)?;
                page.blank()?;
            }
        }
        if impact.unchanged > 0 {
            page.text(2, &terms.unchanged.of(impact.unchanged))?;
        }
        if self.impacted.amount.is_none() {
            page.text(2, terms.no_field)?;
        }
        for sentence in reservations(self.impacted, terms, self.words) {
            page.labelled(&format!("{} ", ink::mark(Verdict::Error)), &ink::paint(ink::RED, sentence))?;
        }
        self.last_line(page)
    }

    /// A line for every change of a verdict.
    fn changes(&self, page: &mut Page<'_>) -> io::Result<()> {
        let (words, terms) = (self.words, self.terms);
        let header = [terms.check, terms.severity, terms.change, terms.column_deals, terms.column_amount];
        let mut rows = plain_table(&header);
        for place in [1, 2] {
            if let Some(column) = rows.column_mut(place) {
                column.set_cell_alignment(CellAlignment::Left);
            }
        }
        for check in &self.impacted.impact.checks {
            let name = datum(&check.name, words.characters).into_owned();
            let severity = severity_words(check, words);
            if check.shifts.is_empty() {
                let standing = standing(check.standing, terms).unwrap_or(terms.kept).to_owned();
                rows.add_row([name, severity, standing, digits(0), String::new()]);
                continue;
            }
            for shift in &check.shifts {
                let way = format!("{} → {}", verdict(shift.from, words, terms), verdict(shift.to, words, terms));
                let line = &shift.group.all;
                rows.add_row([name.clone(), severity.clone(), way, digits(line.deals), self.money(line)]);
            }
        }
        table(page, rows)
    }

    fn last_line(&self, page: &mut Page<'_>) -> io::Result<()> {
        let (impact, terms) = (self.impacted.impact, self.terms);
        let (worse, better) = (&impact.worse.all, &impact.better.all);
        if worse.deals + better.deals == 0 && impact.checks.iter().all(|check| check.shifts.is_empty()) {
            let text = ink::paint(ink::GREEN.bold(), terms.no_impact);
            return page.labelled(&format!("{} ", ink::mark(Verdict::Pass)), &text);
        }
        let told = |line: &Line, words: &crate::report::words::Count| {
            let money = self.money(line);
            let text = words.of(number(line.deals));
            if money.is_empty() { text } else { format!("{text} ({money})") }
        };
        let text =
            format!("{}{}{}{}", told(worse, &terms.worse), self.words.comma, told(better, &terms.better), terms.stop);
        let (sign, colour) = if worse.deals > 0 { (Verdict::Fail, ink::RED) } else { (Verdict::Pass, ink::GREEN) };
        page.labelled(&format!("{} ", ink::mark(sign)), &ink::paint(colour.bold(), text))
    }
}

/// What keeps a comparison from being whole, a sentence each.
pub(super) fn reservations(impacted: &Impacted<'_>, terms: &Terms, words: &Words) -> Vec<String> {
    let impact = impacted.impact;
    let mut sentences = Vec::new();
    for (count, of) in [(impact.only_old, &terms.only_old), (impact.only_new, &terms.only_new)] {
        if count > 0 {
            sentences.push(of.of(number(count)));
        }
    }
    if impacted.errors > 0 {
        sentences.push(words.not_read_in_full.of(impacted.errors));
    }
    sentences
}

/// `major`, or `major → critical`
pub(super) fn severity_words(check: &CheckImpact, words: &Words) -> String {
    match (check.old_severity, check.new_severity) {
        (Some(old), Some(new)) if old != new => format!("{} → {}", words.severity(old), words.severity(new)),
        (old, new) => new.or(old).map(|severity| words.severity(severity).to_owned()).unwrap_or_default(),
    }
}

/// The word for a check that is in one playbook only.
pub(super) fn standing(standing: Standing, terms: &Terms) -> Option<&'static str> {
    match standing {
        Standing::Kept => None,
        Standing::Added => Some(terms.added),
        Standing::Removed => Some(terms.removed),
    }
}

fn mark(shift: &Shift) -> String {
    match shift.direction() {
        Direction::Worse => ink::mark(shift.to.unwrap_or(Verdict::Fail)),
        Direction::Better => ink::mark(Verdict::Pass),
        Direction::Other => ink::mark(Verdict::NotApplicable),
    }
}

pub(super) fn number(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
