//! Workflow commands that GitHub Actions turns into annotations at the very row of the data.
//!
//! A step shows ten of each kind and drops the others in silence: so the worst are written, and the last notice says how many are not.
//! What makes the run fail is an `error`; other findings are a `warning`, the mildest and the waived a `notice`.

use std::cmp::Reverse;
use std::io;
use std::io::Write;

use crate::assess::Finding;
use crate::assess::Verdict;
use crate::diagnostic::Level;
use crate::model::Severity;
use crate::report::Checkout;
use crate::report::Figures;
use crate::report::Invalid;
use crate::report::Report;
use crate::report::Style;
use crate::report::conclusion::conclusion;
use crate::report::plain::harmless;
use crate::report::plain::prose;
use crate::report::spots;
use crate::report::trouble::Trouble;
use crate::report::words::Words;

/// How many annotations of a kind a step shows.
const MOST: usize = 10;

/// Writes the annotations. How text for people is laid out changes nothing here.
pub fn write(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let words = Words::of(report.language);
    let mut notes: Vec<Note> =
        Trouble::of_run(report).iter().map(|trouble| Note::of_trouble(trouble, report.checkout)).collect();
    let mut findings: Vec<&Finding> = report.shown().collect();
    findings.sort_by_key(|finding| (Reverse(report.limits.counts(finding)), Reverse(finding.severity)));
    notes.extend(findings.into_iter().map(|finding| Note::of_finding(finding, words, report)));
    let said = conclusion(report, &Figures::of(report), words);
    let said = said.into_iter().map(|(_, text)| prose(&text).into_owned()).collect::<Vec<String>>().join(" ");
    let title = prose(report.playbook.title.in_language(report.language)).into_owned();
    annotate(&notes, &title, &said, out)
}

/// Writes what kept the run from being made.
pub fn write_invalid(invalid: &Invalid<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let notes: Vec<Note> =
        Trouble::of_invalid(invalid).iter().map(|trouble| Note::of_trouble(trouble, invalid.checkout)).collect();
    annotate(&notes, "Tollgate", Words::of("en").not_made, out)
}

/// The worst of each kind, and last what the run came to and what is not annotated.
fn annotate(notes: &[Note], title: &str, said: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut left_out = 0;
    for (kind, most) in [(Kind::Error, MOST), (Kind::Warning, MOST), (Kind::Notice, MOST - 1)] {
        let of_kind = notes.iter().filter(|note| note.kind == kind);
        left_out += of_kind.clone().count().saturating_sub(most);
        for note in of_kind.take(most) {
            note.write(out)?;
        }
    }
    let left_out = match left_out {
        0 => String::new(),
        _ => format!(
            " {left_out} of {} findings and problems are not annotated: a step shows ten of each kind.",
            notes.len()
        ),
    };
    let text = format!("{said}{left_out}");
    Note { kind: Kind::Notice, place: None, title: title.to_owned(), text }.write(out)
}

/// How an annotation looks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Error,
    Warning,
    Notice,
}

struct Note {
    kind: Kind,
    /// File from the root of the repository, line, column.
    place: Option<(String, u32, Option<u32>)>,
    title: String,
    text: String,
}

impl Note {
    fn of_finding(finding: &Finding, words: &Words, report: &Report<'_>) -> Note {
        let kind = match finding.verdict {
            Verdict::Waived => Kind::Notice,
            _ if finding.baseline.is_some() => Kind::Notice,
            _ if report.limits.counts(finding) => Kind::Error,
            _ if finding.severity == Severity::Info => Kind::Notice,
            _ => Kind::Warning,
        };
        let place = match spots::main_place(finding) {
            Some(place) => (&*place.file, place.line, Some(place.column)),
            None => (&*finding.criterion.declared.file, finding.criterion.declared.line, None),
        };
        let (file, line, column) = place;
        let mut text = spots::sentence(words, finding);
        let todo = finding.fix.as_deref().map(|fix| prose(fix).into_owned());
        let todo: Vec<String> = todo.into_iter().chain(spots::who(words, finding)).collect();
        if !todo.is_empty() {
            text.push_str(&format!("\n→ {}", todo.join(" · ")));
        }
        Note {
            kind,
            place: Some((report.checkout.path(file), line, column)),
            title: format!("{} · {}", words.severity(finding.severity), prose(&finding.criterion.title)),
            text,
        }
    }

    fn of_trouble(trouble: &Trouble<'_>, checkout: &Checkout) -> Note {
        Note {
            kind: if trouble.level == Level::Error { Kind::Error } else { Kind::Warning },
            place: trouble.place.as_ref().map(|spot| (checkout.path(&spot.file), spot.line, spot.column)),
            title: trouble.code.to_owned(),
            text: trouble.sentence(),
        }
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let kind = match self.kind {
            Kind::Error => "error",
            Kind::Warning => "warning",
            Kind::Notice => "notice",
        };
        let place = self.place.as_ref().map(|(file, line, column)| {
            let column = column.map(|column| format!(",col={column}")).unwrap_or_default();
            format!("file={},line={line}{column},", property(&harmless(file)))
        });
        writeln!(out, "::{kind} {}title={}::{}", place.unwrap_or_default(), property(&self.title), data(&self.text))
    }
}

/// A text of a command: what would end its line is escaped.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command: what would end it is escaped too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
