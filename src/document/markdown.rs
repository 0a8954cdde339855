use std::io;
use std::io::Write;

use crate::document::Document;
use crate::document::beside::BESIDE;
use crate::document::contents::ApprovalPart;
use crate::document::contents::Entry;
use crate::document::contents::Line;
use crate::document::contents::Matrix;
use crate::document::contents::Note;
use crate::document::contents::Term;
use crate::document::words::Words;

/// Writes the document as Markdown, the flow as a Mermaid diagram.
pub fn markdown(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    let mut text = Vec::new();
    whole(document, &mut text)?;
    // Each section ends with an empty line, the last one too.
    out.write_all(text.trim_ascii_end())?;
    writeln!(out)
}

fn whole(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    let words = &document.words;
    writeln!(out, "# {}\n", plain(&document.title))?;
    writeln!(out, "{}\n", noted(&document.facts))?;
    heading(&words.flow, out)?;
    writeln!(out, "```mermaid\n{}\n```\n", document.flow.mermaid)?;
    stages(document, out)?;
    if !document.checks.is_empty() {
        heading(&words.checks, out)?;
        document.checks.iter().try_for_each(|entry| criterion(words, entry, out))?;
        writeln!(out)?;
    }
    list(&words.history, &document.history, out)?;
    if !document.approvals.is_empty() {
        heading(&words.approvals, out)?;
        document.approvals.iter().try_for_each(|approval| self::approval(words, approval, out))?;
    }
    matrices(&words.matrices, &document.matrices, out)?;
    if !document.roles.is_empty() {
        heading(&words.roles, out)?;
        for role in &document.roles {
            writeln!(out, "- **{}** {}", plain(&role.title), code(&role.name))?;
            role.tasks.iter().try_for_each(|task| writeln!(out, "  - {}", labelled(task)))?;
        }
        writeln!(out)?;
    }
    matrices(&words.scores, &document.scores, out)?;
    for (title, terms) in [
        (&words.figures, &document.figures),
        (&words.thresholds, &document.thresholds),
        (&words.computed, &document.computed),
    ] {
        self::terms(words, title, terms, out)?;
    }
    fields(document, out)?;
    waivers(document, out)?;
    if !document.calendar.is_empty() {
        heading(&words.calendar, out)?;
        document.calendar.iter().try_for_each(|note| writeln!(out, "- {}", labelled(note)))?;
        writeln!(out)?;
    }
    list(&words.rates, &document.rates, out)
}

fn stages(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    let words = &document.words;
    heading(&words.stages, out)?;
    for stage in &document.stages {
        let outcome = match stage.outcome_word.as_str() {
            "" => String::new(),
            word => format!(" ({})", plain(word)),
        };
        writeln!(out, "### {}{outcome} · {}\n", plain(&stage.title), code(&stage.name))?;
        if !stage.facts.is_empty() {
            writeln!(out, "{}\n", noted(&stage.facts))?;
        }
        for (title, entries) in
            [(&words.entry, &stage.entry), (&words.during, &stage.during), (&words.exit, &stage.exit)]
        {
            if !entries.is_empty() {
                writeln!(out, "**{}**\n", plain(title))?;
                entries.iter().try_for_each(|entry| criterion(words, entry, out))?;
                writeln!(out)?;
            }
        }
    }
    Ok(())
}

fn criterion(words: &Words, entry: &Entry, out: &mut dyn Write) -> io::Result<()> {
    let stages = match entry.stages.as_str() {
        "" => String::new(),
        stages => format!(" · {}", plain(stages)),
    };
    writeln!(out, "- **{}** · {}{stages}", plain(&entry.title), plain(&entry.severity_word))?;
    lines(&entry.asks, 1, out)?;
    reasons(words, &entry.when, &entry.because, &entry.fix, out)?;
    if !entry.notes.is_empty() {
        writeln!(out, "  - {}", noted(&entry.notes))?;
    }
    let when = written("when", &entry.when_condition);
    let that = written("that", &entry.condition);
    if !that.is_empty() {
        writeln!(out, "  - {}: {}", plain(&words.as_written), [when, that].concat().trim_end_matches(", "))?;
    }
    Ok(())
}

/// `that` with its condition as code.
fn written(clause: &str, condition: &str) -> String {
    if condition.is_empty() { String::new() } else { format!("{}, ", code(&format!("{clause} {condition}"))) }
}

fn reasons(words: &Words, when: &[Line], because: &str, fix: &str, out: &mut dyn Write) -> io::Result<()> {
    match when {
        [] => {}
        [only] => writeln!(out, "  - {}: {}", plain(&words.when), plain(&only.text))?,
        several => {
            writeln!(out, "  - {}:", plain(&words.when))?;
            lines(several, 2, out)?;
        }
    }
    for (title, text) in [(&words.because, because), (&words.fix, fix)] {
        if !text.is_empty() {
            writeln!(out, "  - {}: {}", plain(title), plain(text))?;
        }
    }
    Ok(())
}

fn lines(lines: &[Line], depth: usize, out: &mut dyn Write) -> io::Result<()> {
    let indent = |line: &Line| "  ".repeat(depth + line.depth);
    lines.iter().try_for_each(|line| writeln!(out, "{}- {}", indent(line), plain(&line.text)))
}

fn approval(words: &Words, approval: &ApprovalPart, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "### {} · {}\n", plain(&approval.title), code(&approval.name))?;
    for fact in &approval.facts {
        writeln!(out, "- {}", labelled(fact))?;
    }
    if !approval.severity_word.is_empty() {
        writeln!(out, "- {}: {}", plain(&words.severity), plain(&approval.severity_word))?;
    }
    for line in &approval.when {
        match line.depth {
            0 => writeln!(out, "- {}: {}", plain(&words.when), plain(&line.text))?,
            depth => writeln!(out, "{}- {}", "  ".repeat(depth), plain(&line.text))?,
        }
    }
    for (title, text) in [(&words.because, &approval.because), (&words.fix, &approval.fix)] {
        if !text.is_empty() {
            writeln!(out, "- {}: {}", plain(title), plain(text))?;
        }
    }
    writeln!(out)?;
    approval.table.iter().try_for_each(|table| matrix(table, out))
}

fn matrices(title: &str, tables: &[Matrix], out: &mut dyn Write) -> io::Result<()> {
    if !tables.is_empty() {
        heading(title, out)?;
    }
    for table in tables {
        writeln!(out, "### {} · {}\n", plain(&table.title), code(&table.name))?;
        matrix(table, out)?;
    }
    Ok(())
}

fn matrix(table: &Matrix, out: &mut dyn Write) -> io::Result<()> {
    rows(&table.head, &table.rows, out)?;
    writeln!(out, "\n{}\n", plain(&table.note))
}

fn rows(head: &[String], rows: &[Vec<String>], out: &mut dyn Write) -> io::Result<()> {
    let row = |cells: &[String]| cells.iter().map(|text| plain(text)).collect::<Vec<String>>().join(" | ");
    writeln!(out, "| {} |\n|{}", row(head), "---|".repeat(head.len()))?;
    rows.iter().try_for_each(|cells| writeln!(out, "| {} |", row(cells)))
}

fn terms(words: &Words, title: &str, terms: &[Term], out: &mut dyn Write) -> io::Result<()> {
    if terms.is_empty() {
        return Ok(());
    }
    heading(title, out)?;
    writeln!(
        out,
        "| {} | {} | {} |\n|---|---|---|",
        plain(&words.term),
        plain(&words.meaning),
        plain(&words.as_written)
    )?;
    for term in terms {
        let written = if term.condition.is_empty() { String::new() } else { code(&term.condition) };
        writeln!(out, "| {} {} | {} | {written} |", plain(&term.title), code(&term.name), plain(&term.words))?;
    }
    writeln!(out)
}

fn fields(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    let words = &document.words;
    if document.fields.is_empty() {
        return Ok(());
    }
    heading(&words.fields, out)?;
    let columns = document.fields.iter().any(|field| !field.columns.is_empty());
    let head = [&words.field, &words.ty, &words.columns].map(Clone::clone);
    let head = if columns { head.as_slice() } else { head.get(..2).unwrap_or_default() };
    let row = |field: &crate::document::contents::FieldPart| {
        let mut cells = vec![format!("`{}`", field.path), field.ty.clone()];
        cells.extend(columns.then(|| field.columns.clone()));
        cells
    };
    rows(head, &document.fields.iter().map(row).collect::<Vec<Vec<String>>>(), out)?;
    writeln!(out)
}

fn waivers(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    let words = &document.words;
    if document.waivers.is_empty() {
        return list(&words.waivers, &document.waiver_rules, out);
    }
    heading(&words.waivers, out)?;
    document.waiver_rules.iter().try_for_each(|line| writeln!(out, "- {}", plain(line)))?;
    if !document.waiver_rules.is_empty() {
        writeln!(out)?;
    }
    let head = [&words.check, &words.deals, &words.until, &words.decided_by, &words.reason].map(Clone::clone);
    let all: Vec<Vec<String>> = document
        .waivers
        .iter()
        .map(|waiver| {
            let target = format!("`{}`", waiver.target);
            vec![target, waiver.deals.clone(), waiver.until.clone(), waiver.by.clone(), waiver.because.clone()]
        })
        .collect();
    rows(&head, &all, out)?;
    writeln!(out)
}

fn heading(title: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "## {}\n", plain(title))
}

fn list(title: &str, lines: &[String], out: &mut dyn Write) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    heading(title, out)?;
    lines.iter().try_for_each(|line| writeln!(out, "- {}", plain(line)))?;
    writeln!(out)
}

fn labelled(note: &Note) -> String {
    format!("{}: {}", plain(&note.label), plain(&note.text))
}

fn noted(notes: &[Note]) -> String {
    notes.iter().map(labelled).collect::<Vec<String>>().join(" · ")
}

/// Text in which no sign means anything to Markdown; what stands in backticks is shown as code.
///
/// A text in two languages stands on two lines, or on one where both are short.
fn plain(text: &str) -> String {
    /// Letters of a heading or a label.
    const SHORT: usize = 40;
    let texts: Vec<&str> = text.split(BESIDE).collect();
    let between = if texts.iter().all(|text| text.chars().count() <= SHORT) { " / " } else { "<br>" };
    texts.into_iter().map(escaped).collect::<Vec<String>>().join(between)
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    let sound = text.matches('`').count().is_multiple_of(2);
    for (at, part) in text.split('`').enumerate() {
        if at % 2 == 1 && sound {
            out.push_str(&code(part));
            continue;
        }
        if at > 0 && !sound {
            out.push_str("\\`");
        }
        for letter in part.chars() {
            match letter {
                '\\' | '*' | '_' | '<' | '>' | '|' | '[' | ']' | '#' | '~' | '&' => {
                    out.push('\\');
                    out.push(letter);
                }
                letter if letter.is_control() => out.push(' '),
                other => out.push(other),
            }
        }
    }
    out
}

/// Text as code on one line.
fn code(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<&str>>().join(" ").replace('|', "\\|");
    let mut fence = "`".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    let blank = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{blank}{text}{blank}{fence}")
}
