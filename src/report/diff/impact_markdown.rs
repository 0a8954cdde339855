use std::io;
use std::io::Write;

use crate::diff::Group;
use crate::diff::Line;
use crate::report::Style;
use crate::report::diff::Impacted;
use crate::report::diff::impact::number;
use crate::report::diff::impact::reservations;
use crate::report::diff::impact::severity_words;
use crate::report::diff::impact::standing;
use crate::report::diff::line::about;
use crate::report::diff::line::money;
use crate::report::diff::line::stage;
use crate::report::diff::line::titles;
use crate::report::diff::line::verdict;
use crate::report::diff::markdown::code;
use crate::report::diff::markdown::row;
use crate::report::diff::markdown::text;
use crate::report::diff::terms::Terms;
use crate::report::words::Words;
use crate::report::words::digits;
use crate::report::words::filled;

/// Writes the same as Markdown, for the review of the change.
pub fn write(impacted: &Impacted<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let sheet = Sheet { impacted, words: Words::of(impacted.language), terms: Terms::of(impacted.language), style };
    sheet.head(out)?;
    if !impacted.impact.checks.is_empty() {
        sheet.changes(out)?;
    }
    let terms = sheet.terms;
    for (title, group) in [(terms.worse_title, &impacted.impact.worse), (terms.better_title, &impacted.impact.better)] {
        if group.all.deals > 0 {
            sheet.group(title, group, out)?;
        }
    }
    Ok(())
}

struct Sheet<'a> {
    impacted: &'a Impacted<'a>,
    words: &'static Words,
    terms: &'static Terms,
    style: &'a Style,
}

impl Sheet<'_> {
    fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        let (impact, terms, words) = (self.impacted.impact, self.terms, self.words);
        let deals = terms.deals.of(number(impact.deals));
        let date = filled(words.as_of, &[&self.impacted.as_of.to_string()]);
        writeln!(out, "## {}\n\n{deals} · {date}\n", text(&titles(self.impacted.old, self.impacted.new)))?;
        if impact.checks.iter().all(|check| check.shifts.is_empty()) {
            writeln!(out, "**{}**", terms.no_impact)?;
        } else {
            let worse = self.told(&impact.worse.all, &terms.worse);
            let better = self.told(&impact.better.all, &terms.better);
            writeln!(out, "**{worse}{}{better}{}**", words.comma, terms.stop)?;
        }
        if impact.unchanged > 0 {
            writeln!(out, "{}", terms.unchanged.of(impact.unchanged))?;
        }
        if self.impacted.amount.is_none() {
            writeln!(out, "\n{}", terms.no_field)?;
        }
        for sentence in reservations(self.impacted, terms, words) {
            writeln!(out, "\n> {sentence}")?;
        }
        Ok(())
    }

    fn told(&self, line: &Line, words: &crate::report::words::Count) -> String {
        let money = self.money(line);
        let told = words.of(number(line.deals));
        if money.is_empty() { told } else { format!("{told} ({money})") }
    }

    fn money(&self, line: &Line) -> String {
        if self.impacted.amount.is_none() { String::new() } else { money(line, self.terms) }
    }

    fn changes(&self, out: &mut dyn Write) -> io::Result<()> {
        let (words, terms) = (self.words, self.terms);
        let header = [terms.check, terms.severity, terms.change, terms.column_deals, terms.column_amount];
        writeln!(out, "\n{}\n|---|---|---|--:|--:|", row(&header.map(str::to_owned)))?;
        for check in &self.impacted.impact.checks {
            let title = check.title.as_deref().map(|title| format!("{} ", text(title))).unwrap_or_default();
            let added = standing(check.standing, terms).map(|word| format!(" ({word})")).unwrap_or_default();
            let name = format!("{title}{}{added}", code(&check.name));
            let severity = severity_words(check, words);
            if check.shifts.is_empty() {
                let word = standing(check.standing, terms).unwrap_or(terms.kept).to_owned();
                writeln!(out, "{}", row(&[name, severity, word, digits(0), String::new()]))?;
                continue;
            }
            for shift in &check.shifts {
                let way = format!("{} → {}", verdict(shift.from, words, terms), verdict(shift.to, words, terms));
                let line = &shift.group.all;
                let cells = [name.clone(), severity.clone(), way, digits(line.deals), self.money(line)];
                writeln!(out, "{}", row(&cells))?;
            }
        }
        Ok(())
    }

    /// Deals by stage, by owner, and those with the largest amounts.
    fn group(&self, title: &str, group: &Group, out: &mut dyn Write) -> io::Result<()> {
        let terms = self.terms;
        writeln!(out, "\n### {title}")?;
        let named = |name: &str| stage(name, Some(self.impacted.playbook), self.impacted.language).to_owned();
        self.lines(terms.by_stage, &group.stages(), named, terms.no_stage, out)?;
        self.lines(terms.by_owner, &group.owners(), str::to_owned, terms.nobody, out)?;
        writeln!(out, "\n{}{}\n", terms.largest, terms.colon.trim_end())?;
        for changed in &group.largest {
            let about = about(&changed.deal, changed.deal.stage.as_deref().map(named).as_deref(), self.words);
            let about = if about.is_empty() { String::new() } else { format!(" · {}", text(&about)) };
            writeln!(out, "- **{}**{about}", text(&changed.deal.id))?;
        }
        let rest = number(group.all.deals).saturating_sub(group.largest.len());
        if rest > 0 {
            writeln!(out, "- {}", terms.more.of(rest))?;
        }
        Ok(())
    }

    fn lines(
        &self,
        title: &str,
        lines: &[(Option<&str>, &Line)],
        named: impl Fn(&str) -> String,
        none: &str,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let terms = self.terms;
        let header = [title, terms.column_deals, terms.column_amount].map(str::to_owned);
        writeln!(out, "\n{}\n|---|--:|--:|", row(&header))?;
        let shown = self.style.shown.map_or(lines.len(), |most| most.min(lines.len()));
        for (name, line) in lines.iter().take(shown) {
            let name = name.map_or_else(|| none.to_owned(), |name| text(&named(name)));
            writeln!(out, "{}", row(&[name, digits(line.deals), self.money(line)]))?;
        }
        if shown < lines.len() {
            let rest = [terms.and_more.of(lines.len() - shown), String::new(), String::new()];
            writeln!(out, "{}", row(&rest))?;
        }
        Ok(())
    }
}
