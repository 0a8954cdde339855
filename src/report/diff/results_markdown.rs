use std::io;
use std::io::Write;

use crate::diff::Comparison;
use crate::diff::Told;
use crate::report::Style;
use crate::report::diff::line::about;
use crate::report::diff::line::titles;
use crate::report::diff::markdown::code;
use crate::report::diff::markdown::row;
use crate::report::diff::markdown::text;
use crate::report::diff::results::reservations;
use crate::report::diff::terms::Terms;
use crate::report::words::Words;
use crate::report::words::digits;
use crate::report::words::filled;

/// Writes the same as Markdown, for a review or a message.
pub fn write(comparison: &Comparison, language: &str, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let (words, terms) = (Words::of(language), Terms::of(language));
    let (old, new) = (&comparison.old, &comparison.new);
    let dates = filled(terms.from_to, &[&old.as_of.to_string(), &new.as_of.to_string()]);
    writeln!(out, "## {} · {dates}\n", text(&titles(&old.side, &new.side)))?;
    let moved: Vec<_> = comparison.checks.iter().filter(|line| line.new + line.gone > 0).collect();
    let sum = |of: fn(&crate::diff::CheckLine) -> u64| comparison.checks.iter().map(of).sum::<u64>();
    let (appeared, gone) = (sum(|line| line.new), sum(|line| line.gone));
    let stayed = digits(comparison.stayed);
    if appeared + gone == 0 {
        writeln!(out, "{}", filled(terms.nothing, &[&stayed]))?;
    } else {
        writeln!(out, "**{}**", filled(terms.last, &[&digits(appeared), &digits(gone), &stayed]))?;
    }
    for sentence in reservations(comparison, terms) {
        writeln!(out, "\n> {}", text(&sentence))?;
    }
    if moved.is_empty() {
        return Ok(());
    }
    let header = [terms.check, terms.severity, terms.column_was, terms.column_gone, terms.column_new, terms.column_is];
    writeln!(out, "\n{}\n|---|---|--:|--:|--:|--:|", row(&header.map(str::to_owned)))?;
    for line in moved {
        let mut cells = vec![format!("{} {}", text(&line.title), code(&line.check))];
        cells.push(words.severity(line.severity).to_owned());
        cells.extend([line.was, line.gone, line.new, line.is].map(digits));
        writeln!(out, "{}", row(&cells))?;
    }
    let changed: Vec<Told> = comparison.changed.iter().map(|(_, now)| now.clone()).collect();
    for (title, findings) in [
        (terms.appeared, &comparison.appeared),
        (terms.changed, &changed),
        (terms.unwaived, &comparison.unwaived),
        (terms.gone, &comparison.gone),
        (terms.waived, &comparison.waived),
    ] {
        section(title, findings, (words, terms), style, out)?;
    }
    Ok(())
}

/// Findings as a list under a headline, the worst first.
fn section(
    title: &str,
    findings: &[Told],
    (words, terms): (&Words, &Terms),
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    if findings.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n### {title} · {}\n", digits(findings.len() as u64))?;
    let mut sorted: Vec<&Told> = findings.iter().collect();
    sorted.sort_by_key(|told| std::cmp::Reverse(told.severity));
    let shown = style.shown.map_or(sorted.len(), |most| most.min(sorted.len()));
    for told in sorted.iter().take(shown) {
        let element = told.element.as_deref().map(|element| format!(" {}", code(element))).unwrap_or_default();
        let about = about(&told.deal, told.deal.stage.as_deref(), words);
        let about = if about.is_empty() { String::new() } else { format!(" ({})", text(&about)) };
        let severity = words.severity(told.severity);
        writeln!(
            out,
            "- {severity} · **{}**{element}{about}: {} {}",
            text(&told.deal.id),
            text(&told.message),
            code(&told.check)
        )?;
    }
    if shown < sorted.len() {
        writeln!(out, "- {}", terms.more.of(sorted.len() - shown))?;
    }
    Ok(())
}
