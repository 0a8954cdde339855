use std::io;

use indexmap::IndexMap;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::report::figures::places;
use crate::report::human::Sheet;
use crate::report::ink;
use crate::report::page::Page;
use crate::report::plain::harmless;
use crate::report::plain::prose;
use crate::report::shape::level_name;
use crate::report::words::Words;

/// How many places of one problem are named: three are enough to open the file and see.
const PLACES: usize = 3;

/// Writes what is wrong with the data: errors first, then the most frequent; a problem that several files share is said once.
pub(super) fn write(sheet: &Sheet<'_>, page: &mut Page<'_>) -> io::Result<()> {
    let problems = sheet.report.problems;
    if problems.is_empty() {
        return Ok(());
    }
    let words = sheet.words;
    let headline = format!("{} · {}", ink::paint(ink::BOLD, words.problems), counts(sheet));
    super::by_check::rule(page, &headline)?;
    let mut alike: IndexMap<(&str, &str), Vec<&Diagnostic>> = IndexMap::new();
    for problem in problems.iter() {
        alike.entry((problem.code, &problem.message)).or_default().push(problem);
    }
    let mut alike: Vec<Vec<&Diagnostic>> = alike.into_values().collect();
    let number = |group: &[&Diagnostic]| group.iter().map(|problem| places(problem)).sum::<usize>();
    alike.sort_by_key(|group| (group.first().map(|problem| problem.level), std::cmp::Reverse(number(group))));
    let shown = sheet.shown(alike.len());
    for group in alike.iter().take(shown) {
        page.blank()?;
        one(sheet, group, page)?;
    }
    if shown < alike.len() {
        page.blank()?;
        page.text(2, &ink::paint(ink::DIM, words.more.of(alike.len() - shown)))?;
    }
    page.blank()
}

fn counts(sheet: &Sheet<'_>) -> String {
    let of = |level| {
        let problems = sheet.report.problems.iter().filter(|problem| problem.level == level);
        problems.map(places).sum::<usize>()
    };
    let (errors, warnings) = (of(Level::Error), of(Level::Warning));
    let errors = (errors > 0).then(|| sheet.words.errors.of(errors));
    let warnings = (warnings > 0).then(|| sheet.words.warnings.of(warnings));
    [errors, warnings].into_iter().flatten().collect::<Vec<String>>().join(sheet.words.comma)
}

fn one(sheet: &Sheet<'_>, group: &[&Diagnostic], page: &mut Page<'_>) -> io::Result<()> {
    let Some(first) = group.first() else { return Ok(()) };
    let colour = if first.level == Level::Error { ink::RED } else { ink::YELLOW };
    let level = ink::paint(colour.bold(), format!("{}[{}]", level_name(first.level), first.code));
    page.hanging("  ", "    ", &format!("{level}: {}", ink::paint(ink::BOLD, prose(&first.message))))?;
    for problem in group {
        if let Some(places) = places_of(sheet.words, problem) {
            page.hanging("    --> ", "        ", &places)?;
        }
        for label in &problem.labels {
            if let Some((file, at)) = sheet.report.sources.place(label.span) {
                let text = if label.text.is_empty() { String::new() } else { format!(" · {}", prose(&label.text)) };
                page.hanging("    --> ", "        ", &format!("{}:{}:{}{text}", harmless(&file), at.line, at.column))?;
            }
        }
    }
    for note in &first.notes {
        page.labelled("    note: ", &prose(note))?;
    }
    match &first.help {
        Some(help) => page.labelled("    help: ", &prose(help)),
        None => Ok(()),
    }
}

/// `sales_pipeline.csv:2:6, :5, :9 and 1,477 more · column `product``
fn places_of(words: &Words, problem: &Diagnostic) -> Option<String> {
    let cells = problem.cells.as_ref()?;
    let column = if cells.column.is_empty() {
        String::new()
    } else {
        format!(" · {} `{}`", words.column, harmless(&cells.column))
    };
    let mut lines = cells.lines.iter();
    let Some(first) = lines.next() else { return Some(format!("{}{column}", harmless(&cells.file))) };
    let at = cells.first_column.map(|column| format!(":{column}")).unwrap_or_default();
    let mut text = format!("{}:{first}{at}", harmless(&cells.file));
    for line in lines.take(PLACES - 1) {
        text.push_str(&format!(", :{line}"));
    }
    if cells.lines.len() > PLACES {
        text = format!("{text} {}", words.more_places.of(cells.lines.len() - PLACES));
    }
    Some(format!("{text}{column}"))
}
