use std::io;

use comfy_table::CellAlignment;
use comfy_table::Table;
use comfy_table::presets;

use crate::assess::Verdict;
use crate::baseline::Summary;
use crate::model::Severity;
use crate::report::Figures;
use crate::report::conclusion::conclusion;
use crate::report::human::Sheet;
use crate::report::human::by_check::labels;
use crate::report::human::by_check::rule;
use crate::report::ink;
use crate::report::page::Page;
use crate::report::plain::datum;
use crate::report::plain::harmless;
use crate::report::plain::prose;
use crate::report::words::Words;
use crate::report::words::digits;
use crate::report::words::filled;

/// Writes the numbers, and last the verdict on the run.
pub(super) fn write(sheet: &Sheet<'_>, figures: &Figures<'_>, page: &mut Page<'_>) -> io::Result<()> {
    rule(page, &ink::paint(ink::BOLD, sheet.words.summary))?;
    labels(page, 2, &facts(sheet, figures))?;
    if !figures.checks.is_empty() {
        page.blank()?;
        table(page, verdicts(sheet, figures))?;
        undecided(sheet, figures, page)?;
        most_broken(sheet, figures, page)?;
    }
    page.blank()?;
    last_line(sheet, figures, page)
}

/// What was judged, by what, on which date.
fn facts<'w>(sheet: &Sheet<'_>, figures: &Figures<'_>) -> Vec<(&'w str, Option<String>)> {
    let (report, words) = (sheet.report, sheet.words);
    let playbook = report.playbook;
    let version = playbook.version.as_deref().map(|version| format!(" {}", prose(version))).unwrap_or_default();
    let title = prose(playbook.title.in_language(report.language)).into_owned();
    let named = format!("{title}{version} · {}", harmless(report.playbook_file));
    let mut facts = vec![(words.playbook, Some(named)), (words.judged_on, Some(report.as_of.to_string()))];
    for (at, input) in report.inputs.iter().enumerate() {
        let label = if at == 0 { words.data } else { "" };
        let encoding = input.encoding.as_deref().map(|encoding| filled(words.read_as, &[&harmless(encoding)]));
        let encoding = encoding.map(|encoding| format!("{}{encoding}", words.comma)).unwrap_or_default();
        let rows = words.rows.of(usize::try_from(input.rows).unwrap_or(usize::MAX));
        let left_out = filled(words.left_out, &[&digits(input.left_out)]);
        let left_out = if input.left_out > 0 { format!("{}{left_out}", words.comma) } else { String::new() };
        facts.push((label, Some(format!("{} · {rows}{left_out}{encoding}", harmless(&input.name)))));
        for (missing, said) in [(&input.away, words.no_column), (&input.away_tables, words.no_file)] {
            let listed = missing.iter().map(|name| harmless(name)).collect::<Vec<_>>().join(words.comma);
            facts.push(("", (!missing.is_empty()).then(|| filled(said, &[&listed]))));
        }
        for [field, read, other] in &input.passed_over {
            let names = [harmless(field), harmless(read), harmless(other)];
            facts.push(("", Some(filled(words.passed_over, &[&names[0], &names[1], &names[2]]))));
        }
    }
    facts.push((words.deals, Some(digits(report.tally.deals))));
    let stages = figures.stages.iter().map(|stage| {
        let name = stage.title.or(stage.name).unwrap_or(words.stage_unknown);
        format!("{} {}", datum(name, words.characters), digits(stage.deals))
    });
    let stages = stages.collect::<Vec<String>>().join(" · ");
    facts.push((words.stages, Some(stages).filter(|stages| !stages.is_empty())));
    let (asked, all) = (figures.checks.len(), playbook.criteria.len());
    // Where there is no deal, none was asked.
    let criteria = if asked == all || report.tally.deals == 0 {
        digits(all as u64)
    } else {
        filled(words.of_all, &[&digits(asked as u64), &digits(all as u64)])
    };
    facts.push((words.criteria, Some(criteria)));
    let severities = Severity::ALL.iter().rev().map(|severity| (*severity, figures.of_severity(*severity)));
    let severities = severities.filter(|(_, findings)| *findings > 0);
    let severities = severities.map(|(severity, findings)| {
        ink::paint(ink::severity(severity), format!("{} {}", words.severity(severity), digits(findings as u64)))
    });
    let severities = severities.collect::<Vec<String>>().join(" · ");
    let findings = digits(report.counts.total() as u64);
    let findings = if severities.is_empty() { findings } else { format!("{findings}{}{severities}", words.colon) };
    facts.push((words.findings, Some(findings)));
    facts.push((words.baseline, report.baseline.map(|baseline| held(words, baseline))));
    facts
}

/// `ci/baseline.jsonl · 12 known · 1 new · 2 fixed`
fn held(words: &Words, baseline: &Summary) -> String {
    let number = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    let counts = [
        words.known_number.of(number(baseline.known)),
        words.new_number.of(number(baseline.new)),
        words.fixed_number.of(number(baseline.gone())),
    ];
    format!("{} · {}", harmless(&baseline.file), counts.join(" · "))
}

/// The verdicts by kind. Those that nobody got are left out, but for the two that a reader looks for.
fn verdicts(sheet: &Sheet<'_>, figures: &Figures<'_>) -> Table {
    let words = sheet.words;
    let mut table = plain_table(&[words.verdict, words.number, words.share]);
    let total = figures.verdicts.total();
    for verdict in Verdict::ALL {
        let number = figures.verdicts.of(verdict);
        if number > 0 || matches!(verdict, Verdict::Pass | Verdict::Fail) {
            table.add_row([words.verdict(verdict).to_owned(), digits(number), percent(number, total)]);
        }
    }
    table.add_row([words.total.to_owned(), digits(total), String::new()]);
    table
}

fn undecided(sheet: &Sheet<'_>, figures: &Figures<'_>, page: &mut Page<'_>) -> io::Result<()> {
    let (open, asked) = (figures.verdicts.undecided(), figures.verdicts.applicable());
    if open == 0 {
        return Ok(());
    }
    let values = [digits(open), digits(asked), percent(open, asked)];
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let sentence = filled(sheet.words.could_not_decide, &values);
    page.blank()?;
    page.labelled(&format!("  {} ", ink::mark(Verdict::Unknown)), &sentence)
}

fn most_broken(sheet: &Sheet<'_>, figures: &Figures<'_>, page: &mut Page<'_>) -> io::Result<()> {
    let words = sheet.words;
    let broken = figures.most_broken();
    if broken.is_empty() {
        return Ok(());
    }
    let columns = [Verdict::Fail, Verdict::Unknown, Verdict::Error, Verdict::Waived, Verdict::Pass];
    let total = figures.verdicts;
    let told = |verdict: &Verdict| matches!(verdict, Verdict::Fail | Verdict::Pass) || total.of(*verdict) > 0;
    let columns: Vec<Verdict> = columns.into_iter().filter(told).collect();
    let mut header = vec![words.most_broken, words.severity];
    header.extend(columns.iter().map(|verdict| words.verdict(*verdict)));
    let mut rows = plain_table(&header);
    if let Some(severity) = rows.column_mut(1) {
        severity.set_cell_alignment(CellAlignment::Left);
    }
    let shown = sheet.shown(broken.len());
    for check in broken.iter().take(shown) {
        let name = datum(&check.criterion.name, words.characters).into_owned();
        let severities = check.criterion.severities().into_iter().map(|severity| words.severity(severity));
        let mut row = vec![name, severities.collect::<Vec<&str>>().join("/")];
        row.extend(columns.iter().map(|verdict| digits(check.counts.of(*verdict))));
        rows.add_row(row);
    }
    page.blank()?;
    table(page, rows)?;
    if shown < broken.len() {
        page.text(2, &ink::paint(ink::DIM, words.more_checks.of(broken.len() - shown)))?;
    }
    Ok(())
}

/// What the run came to: the line above the prompt.
fn last_line(sheet: &Sheet<'_>, figures: &Figures<'_>, page: &mut Page<'_>) -> io::Result<()> {
    for (mark, text) in conclusion(sheet.report, figures, sheet.words) {
        let colour = match mark {
            Verdict::Pass => ink::GREEN.bold(),
            Verdict::Unknown => ink::YELLOW.bold(),
            Verdict::Error => ink::RED,
            _ => ink::RED.bold(),
        };
        page.labelled(&format!("{} ", ink::mark(mark)), &ink::paint(colour, prose(&text)))?;
    }
    Ok(())
}

/// A table without lines: the first column left, the numbers right.
pub(in crate::report) fn plain_table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(header.iter().copied());
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

pub(in crate::report) fn table(page: &mut Page<'_>, mut table: Table) -> io::Result<()> {
    table.set_width(u16::try_from(page.width() - 1).unwrap_or(u16::MAX));
    table.set_content_arrangement(comfy_table::ContentArrangement::Dynamic);
    for (at, line) in table.lines().enumerate() {
        let line = if at == 0 { ink::paint(ink::BOLD, line.trim_end()) } else { line };
        page.raw(&format!(" {line}"))?;
    }
    Ok(())
}

/// A share with one place after the point, `<0.1 %` for what is not nothing, and no 100 % that is not all.
fn percent(part: u64, all: u64) -> String {
    if all == 0 {
        return String::new();
    }
    let (part, all) = (u128::from(part), u128::from(all));
    let tenths = (part * 1000 + all / 2) / all;
    let tenths = if part == all { 1000 } else { tenths.min(999) };
    if part > 0 && tenths == 0 {
        return "<0.1 %".to_owned();
    }
    format!("{}.{} %", tenths / 10, tenths % 10)
}
