//! A table of the findings, for a spreadsheet: UTF-8 with a byte order mark, lines that end as RFC 4180 has it.
//!
//! A cell that a spreadsheet would take for a formula gets an apostrophe before it, and so does one that begins with an apostrophe:
//! the text comes back by taking one apostrophe from the beginning of each cell that has one.
//! Problems of the playbook and of the data follow the findings; the first column tells them apart.

use std::borrow::Cow;
use std::io;
use std::io::Write;

use crate::assess::Evidence;
use crate::assess::Finding;
use crate::diagnostic::Level;
use crate::report::Invalid;
use crate::report::Report;
use crate::report::Sink;
use crate::report::Style;
use crate::report::plain::prose;
use crate::report::spots;
use crate::report::trouble::Trouble;
use crate::report::words::Words;

const HEADER: [&str; 32] = [
    "record",
    "severity",
    "verdict",
    "check",
    "kind",
    "title",
    "deal",
    "name",
    "stage",
    "amount",
    "deal_owner",
    "element",
    "message",
    "because",
    "fix",
    "role",
    "person",
    "due",
    "policy",
    "tags",
    "evidence",
    "file",
    "line",
    "column",
    "header",
    "rule",
    "waived_by",
    "waived_until",
    "known_since",
    "as_of",
    "fingerprint",
    "health",
];

/// Writes the table. How text for people is laid out changes nothing here.
pub fn write(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(report.language, out);
    for finding in report.shown() {
        table.take(std::slice::from_ref(finding), &[])?;
    }
    table.end(report)
}

/// Writes what kept the run from being made.
pub fn write_invalid(invalid: &Invalid<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut table = rows(out);
    header(&mut table)?;
    for trouble in Trouble::of_invalid(invalid) {
        row(&mut table, &of_trouble(&trouble))?;
    }
    table.flush()
}

/// The table as a sink: each row is written as soon as its finding is there.
pub struct Table<W: Write> {
    out: csv::Writer<W>,
    words: &'static Words,
    has_begun: bool,
}

impl<W: Write> Table<W> {
    /// A table written to `out`, with what is said in a language.
    pub fn new(language: &str, out: W) -> Table<W> {
        Table { out: rows(out), words: Words::of(language), has_begun: false }
    }

    fn begin(&mut self) -> io::Result<()> {
        if !self.has_begun {
            self.has_begun = true;
            header(&mut self.out)?;
        }
        Ok(())
    }
}

impl<W: Write> Sink for Table<W> {
    fn take(&mut self, findings: &[Finding], _penned: &[u8]) -> io::Result<()> {
        self.begin()?;
        findings.iter().try_for_each(|finding| row(&mut self.out, &of_finding(finding, self.words)))
    }

    fn end(&mut self, report: &Report<'_>) -> io::Result<()> {
        self.begin()?;
        for trouble in Trouble::of_run(report) {
            row(&mut self.out, &of_trouble(&trouble))?;
        }
        self.out.flush()
    }
}

fn rows<W: Write>(out: W) -> csv::Writer<W> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out)
}

/// The first row, behind the byte order mark.
fn header<W: Write>(table: &mut csv::Writer<W>) -> io::Result<()> {
    let mut names: Vec<Cow<'_, str>> = HEADER.iter().map(|name| Cow::Borrowed(*name)).collect();
    if let Some(first) = names.first_mut() {
        *first = Cow::Owned(format!("\u{feff}{first}"));
    }
    table.write_record(names.iter().map(|name| name.as_bytes())).map_err(io::Error::from)
}

fn row<W: Write>(table: &mut csv::Writer<W>, cells: &[(&str, String)]) -> io::Result<()> {
    let cell = |header: &str| cells.iter().find(|(name, _)| *name == header).map_or("", |(_, text)| text.as_str());
    let cells: Vec<Cow<'_, str>> = HEADER.iter().map(|header| no_formula(cell(header))).collect();
    table.write_record(cells.iter().map(|cell| cell.as_bytes())).map_err(io::Error::from)
}

/// A cell that no spreadsheet computes.
fn no_formula(text: &str) -> Cow<'_, str> {
    let begins =
        |letter: char| matches!(letter, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\'' | '＝' | '＋' | '－' | '＠');
    if text.starts_with(begins) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

fn of_finding<'a>(finding: &Finding, words: &Words) -> Vec<(&'a str, String)> {
    let text = |text: Option<&str>| text.map(|text| prose(text).into_owned()).unwrap_or_default();
    let evidence = |seen: &Evidence| spots::evidence(words, seen);
    let mut cells = vec![
        ("record", "finding".to_owned()),
        ("severity", finding.severity.name().to_owned()),
        ("verdict", finding.verdict.name().to_owned()),
        ("check", finding.criterion.name.clone()),
        ("kind", finding.kind.name().to_owned()),
        ("title", prose(&finding.criterion.title).into_owned()),
        ("deal", prose(&finding.deal.id).into_owned()),
        ("name", text(finding.deal.name.as_deref())),
        ("stage", text(finding.deal.stage.as_deref())),
        ("amount", text(finding.deal.amount.as_deref())),
        ("deal_owner", text(finding.deal.owner.as_deref())),
        ("element", text(finding.element.as_deref())),
        ("message", prose(&finding.message).into_owned()),
        ("because", text(finding.criterion.because.as_deref())),
        ("fix", text(finding.fix.as_deref())),
        ("role", text(finding.owner.role.as_deref())),
        ("person", text(finding.owner.person.as_deref())),
        ("due", finding.due.map(|due| due.to_string()).unwrap_or_default()),
        ("policy", text(finding.criterion.policy.as_deref())),
        ("tags", finding.criterion.tags.join(" ")),
        ("evidence", finding.evidence.iter().map(evidence).collect::<Vec<String>>().join("; ")),
        ("rule", format!("{}:{}", prose(&finding.criterion.declared.file), finding.criterion.declared.line)),
        ("as_of", finding.as_of.to_string()),
        ("fingerprint", finding.fingerprint.to_string()),
    ];
    if let Some(place) = spots::main_place(finding) {
        let header = place.header.as_deref().map(|header| prose(header).into_owned()).unwrap_or_default();
        cells.push(("header", header));
        cells.extend(at(&place.file, place.line, Some(place.column)));
    }
    if let Some(health) = finding.health {
        cells.push(("health", health.to_string()));
    }
    if let Some(known) = &finding.baseline {
        cells.push(("known_since", known.since.to_string()));
    }
    if let Some(waiver) = &finding.waiver {
        cells.push(("waived_by", prose(&waiver.by).into_owned()));
        cells.push(("waived_until", waiver.until.to_string()));
    }
    cells
}

fn of_trouble<'a>(trouble: &Trouble<'_>) -> Vec<(&'a str, String)> {
    let level = if trouble.level == Level::Error { "error" } else { "warning" };
    let mut cells = vec![
        ("record", if trouble.of_data { "data" } else { "playbook" }.to_owned()),
        ("severity", level.to_owned()),
        ("check", trouble.code.to_owned()),
        ("message", trouble.sentence()),
    ];
    if let Some(spot) = &trouble.place {
        cells.extend(at(&spot.file, spot.line, spot.column));
        cells.push(("header", if trouble.of_data { spot.note.clone() } else { String::new() }));
    }
    cells
}

fn at<'a>(file: &str, line: u32, column: Option<u32>) -> [(&'a str, String); 3] {
    let column = column.map(|column| column.to_string()).unwrap_or_default();
    [("file", prose(file).into_owned()), ("line", line.to_string()), ("column", column)]
}

#[cfg(test)]
mod tests {
    use super::no_formula;

    #[test]
    fn no_cell_is_a_formula() {
        for (text, cell) in [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("+49 30", "'+49 30"),
            ("-5", "'-5"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("'quoted'", "''quoted'"),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(no_formula(text), cell);
            assert_eq!(cell.strip_prefix('\'').unwrap_or(cell), text, "the text comes back");
        }
    }
}
