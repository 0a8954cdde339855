use std::borrow::Cow;
use std::cmp::Reverse;

use indexmap::IndexMap;

use crate::assess::Finding;
use crate::assess::Verdict;
use crate::diagnostic::Level;
use crate::report::Checkout;
use crate::report::Report;
use crate::report::markdown::escape;
use crate::report::markdown::mark;
use crate::report::spots;
use crate::report::trouble::Spot;
use crate::report::trouble::Trouble;
use crate::report::words::Words;

/// The findings by criterion: the worst first, then the one that is found most often, then in the order of the playbook.
pub(super) fn groups<'a>(report: &Report<'a>) -> Vec<Vec<&'a Finding>> {
    let mut groups: IndexMap<Cow<'_, str>, Vec<&Finding>> = IndexMap::new();
    for finding in report.shown() {
        groups.entry(finding.criterion.rule()).or_default().push(finding);
    }
    let mut groups: Vec<Vec<&Finding>> = groups.into_values().collect();
    let weight = |group: &[&Finding]| group.iter().filter(|finding| report.limits.counts(finding)).count();
    groups.sort_by_key(|group| {
        let first = group.first();
        let rank = (first.map(|finding| finding.severity), weight(group), group.len());
        (Reverse(rank), first.map(|finding| finding.criterion.declared.clone()))
    });
    for group in &mut groups {
        let rank = |verdict| match verdict {
            Verdict::Fail => 0,
            Verdict::Error => 1,
            Verdict::Unknown => 2,
            _ => 3,
        };
        group.sort_by_key(|finding| (finding.baseline.is_some(), rank(finding.verdict)));
    }
    groups
}

/// A criterion with a table of its findings; the table folds.
pub(super) fn of_group(report: &Report<'_>, words: &Words, findings: &[&Finding], shown: Option<usize>) -> String {
    let Some(first) = findings.first() else { return String::new() };
    let count = |verdict| findings.iter().filter(|finding| finding.verdict == verdict).count();
    let counts = [Verdict::Fail, Verdict::Error, Verdict::Unknown, Verdict::Waived].into_iter();
    let counts = counts.filter(|verdict| count(*verdict) > 0);
    let counts: Vec<String> = counts.map(|verdict| format!("{} {}", words.verdict(verdict), count(verdict))).collect();
    let mut text = format!(
        "<details open><summary><b>{} · {}</b> · {}</summary>\n\n",
        words.severity(first.severity),
        escape(&first.criterion.title),
        counts.join(words.comma)
    );
    let about = [(words.because, &first.criterion.because), (words.policy, &first.criterion.policy)];
    for (label, said) in about {
        if let Some(said) = said {
            text.push_str(&format!("- {label}: {}\n", escape(said)));
        }
    }
    let rule = format!("{}:{}", report.checkout.path(&first.criterion.declared.file), first.criterion.declared.line);
    text.push_str(&format!("- {}: {} ({})\n\n", words.criterion, escape(&first.criterion.rule()), escape(&rule)));
    text.push_str(&format!(
        "| | {} | {} | {} | {} |\n| --- | --- | --- | --- | --- |\n",
        words.deal, words.message, words.place, words.fix
    ));
    let shown = shown.unwrap_or(findings.len()).min(findings.len());
    for finding in findings.iter().take(shown) {
        text.push_str(&row(report, words, finding));
    }
    if shown < findings.len() {
        text.push_str(&format!("\n{}\n", words.more_rows.of(findings.len() - shown)));
    }
    text.push_str("\n</details>\n\n");
    text
}

fn row(report: &Report<'_>, words: &Words, finding: &Finding) -> String {
    let aside = spots::aside(words, finding).map(|aside| format!("<br>{}", escape(&aside))).unwrap_or_default();
    let evidence =
        finding.evidence.iter().map(|seen| format!("<br><sub>{}</sub>", escape(&spots::evidence(words, seen))));
    let place = spots::main_place(finding).map(|place| {
        let header = place.header.as_deref().map(|header| format!(" ({})", escape(header))).unwrap_or_default();
        format!("{}:{}:{}{header}", escape(&report.checkout.path(&place.file)), place.line, place.column)
    });
    let todo = finding.fix.as_deref().map(escape);
    let todo: Vec<String> = todo.into_iter().chain(spots::who(words, finding).map(|who| escape(&who))).collect();
    format!(
        "| {} | {} | {}{aside}{} | {} | {} |\n",
        if finding.baseline.is_some() { mark(Verdict::Waived) } else { mark(finding.verdict) },
        escape(&spots::deal(words, finding)),
        escape(&finding.message),
        evidence.collect::<String>(),
        place.unwrap_or_default(),
        todo.join("<br>")
    )
}

/// What is wrong with the inputs, as a table of so many bytes; nothing where nothing is.
pub(super) fn troubles(troubles: &[Trouble<'_>], checkout: &Checkout, words: &Words, most: usize) -> String {
    if troubles.is_empty() {
        return String::new();
    }
    let mut text = format!("| | {} | {} |\n| --- | --- | --- |\n", words.problem, words.place);
    for (at, trouble) in troubles.iter().enumerate() {
        if text.len() > most {
            text.push_str(&format!("| | {} | |\n", words.more_rows.of(troubles.len() - at)));
            break;
        }
        let level = if trouble.level == Level::Error { mark(Verdict::Error) } else { "⚠️" };
        let place = trouble.place.as_ref().map(|spot| escape(&place(spot, checkout))).unwrap_or_default();
        let sentence = escape(&trouble.sentence());
        text.push_str(&format!("| {level} | {sentence} <sub>{}</sub> | {place} |\n", escape(trouble.code)));
    }
    text.push('\n');
    text
}

fn place(spot: &Spot, checkout: &Checkout) -> String {
    let column = spot.column.map(|column| format!(":{column}")).unwrap_or_default();
    format!("{}:{}{column}", checkout.path(&spot.file), spot.line)
}
