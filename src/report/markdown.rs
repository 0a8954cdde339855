//! Markdown, for the comment on a pull request and for the summary of a job.
//!
//! The verdict on the run comes first, then what is wrong with the inputs, then the findings by criterion, the worst first.
//! Services cut or refuse what is too long: a page stops before that, and says how many findings it leaves out.
//! What comes from the data is text: it makes no HTML, no link, no mention and no reference.

mod blocks;
mod escape;

pub(super) use escape::escape;

use std::io;
use std::io::Write;

use crate::assess::Verdict;
use crate::model::Severity;
use crate::report::Figures;
use crate::report::Invalid;
use crate::report::Report;
use crate::report::Style;
use crate::report::conclusion::conclusion;
use crate::report::markdown::blocks::groups;
use crate::report::markdown::blocks::of_group;
use crate::report::markdown::blocks::troubles;
use crate::report::trouble::Trouble;
use crate::report::words::Words;
use crate::report::words::digits;
use crate::report::words::filled;

/// What a comment on a pull request may hold: GitHub takes 65,536 characters.
pub const COMMENT: usize = 65_000;

/// What the summaries of a step may hold together on GitHub: 1 MiB.
pub const STEP_SUMMARY: usize = 1024 * 1024;

/// Writes a comment. Of a criterion so many findings are shown as `style` says.
pub fn write(report: &Report<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    write_within(COMMENT, report, style, out)
}

/// Writes a page of at most so many bytes.
pub fn write_within(most: usize, report: &Report<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let words = Words::of(report.language);
    let mut page = Page { text: head(report, words), most };
    let mut left_out = 0;
    page.add(&troubles(&Trouble::of_run(report), report.checkout, words, most / 2), 0);
    for group in groups(report) {
        if !page.add(&of_group(report, words, &group, style.shown), ROOM) {
            left_out += group.len();
        }
    }
    if left_out > 0 {
        page.add(&format!("*{}*\n", words.left_out_findings.of(left_out)), 0);
    }
    let hidden = report.counts.below(report.least);
    if hidden > 0 {
        page.add(&format!("*{}*\n", words.hidden.of(hidden)), 0);
    }
    out.write_all(page.text.as_bytes())
}

/// Writes what kept the run from being made.
pub fn write_invalid(invalid: &Invalid<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let words = Words::of("en");
    let mut page = Page { text: format!("## {} {}\n\n", mark(Verdict::Error), words.not_made), most: COMMENT };
    page.add(&troubles(&Trouble::of_invalid(invalid), invalid.checkout, words, COMMENT / 2), 0);
    out.write_all(page.text.as_bytes())
}

/// Room for the sentences at the end.
const ROOM: usize = 1000;

struct Page {
    text: String,
    most: usize,
}

impl Page {
    /// Adds a block if it fits and leaves so much room.
    fn add(&mut self, block: &str, room: usize) -> bool {
        let fits = self.text.len() + block.len() + room <= self.most;
        if fits {
            self.text.push_str(block);
        }
        fits
    }
}

fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "✅",
        Verdict::Fail => "❌",
        Verdict::Unknown => "❔",
        Verdict::NotApplicable => "➖",
        Verdict::Waived => "☑️",
        Verdict::Error => "⛔",
    }
}

/// What was judged, what it came to, and the numbers.
fn head(report: &Report<'_>, words: &Words) -> String {
    let figures = Figures::of(report);
    let title = escape(report.playbook.title.in_language(report.language));
    let version = report.playbook.version.as_deref().map(|version| format!(" {}", escape(version))).unwrap_or_default();
    let said = conclusion(report, &figures, words);
    let worst = said.iter().map(|(verdict, _)| *verdict).find(|verdict| *verdict != Verdict::Pass);
    let sign = mark(worst.unwrap_or(Verdict::Pass));
    let deals = words.deals_alike.of(usize::try_from(report.tally.deals).unwrap_or(usize::MAX));
    let date = filled(words.as_of, &[&report.as_of.to_string()]);
    let mut text = format!("## {sign} {title}{version}\n\n{deals} · {date}\n\n");
    for (verdict, sentence) in &said {
        text.push_str(&format!("- {} **{}**\n", mark(*verdict), escape(sentence)));
    }
    let severities = Severity::ALL.iter().rev().map(|severity| (*severity, figures.of_severity(*severity)));
    let severities = severities.filter(|(_, findings)| *findings > 0);
    let severities = severities.map(|(severity, findings)| format!("{} {findings}", words.severity(severity)));
    let severities: Vec<String> = severities.collect();
    if !severities.is_empty() {
        text.push_str(&format!("- {}{}{}\n", words.findings, words.colon, severities.join(" · ")));
    }
    if figures.verdicts.total() > 0 {
        let told = Verdict::ALL.iter().filter(|verdict| figures.verdicts.of(**verdict) > 0);
        let told: Vec<&Verdict> = told.collect();
        let names: Vec<&str> = told.iter().map(|verdict| words.verdict(**verdict)).collect();
        let numbers: Vec<String> = told.iter().map(|verdict| digits(figures.verdicts.of(**verdict))).collect();
        let rule = vec!["---:"; names.len()].join(" | ");
        text.push_str(&format!("\n| {} |\n| {rule} |\n| {} |\n", names.join(" | "), numbers.join(" | ")));
    }
    text.push('\n');
    text
}
