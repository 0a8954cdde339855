use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::report::Invalid;
use crate::report::Report;
use crate::report::plain::prose;
use crate::source::Sources;

/// A problem of the inputs, as a program of a CI takes it: one line of text at one place.
pub(super) struct Trouble<'a> {
    /// The stable name of the kind of problem.
    pub code: &'a str,
    pub level: Level,
    /// Of the data, and not of the playbook.
    pub of_data: bool,
    /// What is wrong.
    pub message: String,
    /// Why, and what to do.
    pub advice: Vec<String>,
    /// Where it mainly stands; `None` where it is about no file.
    pub place: Option<Spot>,
    /// Where else.
    pub others: Vec<Spot>,
    /// How many places have it.
    pub places: usize,
}

/// A place in a file.
pub(super) struct Spot {
    pub file: String,
    /// From 1.
    pub line: u32,
    /// In characters, from 1, where known.
    pub column: Option<u32>,
    /// Where it ends, the last character not included.
    pub end: Option<(u32, u32)>,
    /// What is there; may be empty.
    pub note: String,
}

/// How many further places of one problem are told: a viewer lists them, and a reader has seen what it is about.
const OTHERS: usize = 20;

impl<'a> Trouble<'a> {
    /// Everything that is wrong with the inputs of a run: the playbook's before the data's, and last why the run counts for nothing.
    pub fn of_run(report: &Report<'a>) -> Vec<Trouble<'a>> {
        let playbook = report.doubts.iter().map(|problem| Trouble::of(problem, report.sources));
        let data = report.problems.iter().map(|problem| Trouble::of(problem, report.sources));
        playbook.chain(data).chain(report.refused.map(|why| Trouble::refused(why, report.playbook_file))).collect()
    }

    /// Everything that kept a run from being made.
    pub fn of_invalid(invalid: &Invalid<'a>) -> Vec<Trouble<'a>> {
        invalid.diagnostics.iter().map(|problem| Trouble::of(problem, invalid.sources)).collect()
    }

    /// Why a run counts for nothing.
    fn refused(why: &str, file: &str) -> Trouble<'a> {
        Trouble {
            code: "workspace/refused",
            level: Level::Error,
            of_data: true,
            message: prose(why).into_owned(),
            advice: Vec::new(),
            place: Some(Spot { file: file.to_owned(), line: 1, column: None, end: None, note: String::new() }),
            others: Vec::new(),
            places: 1,
        }
    }

    fn of(problem: &'a Diagnostic, sources: &Sources) -> Trouble<'a> {
        let mut spots = in_text(problem, sources);
        let places = problem.cells.as_ref().map_or(1, |cells| cells.lines.len().max(1));
        if let Some(cells) = &problem.cells {
            let file = &cells.file;
            let column = prose(&cells.column).into_owned();
            let spot = |line, at| Spot { file: file.to_string(), line, column: at, end: None, note: column.clone() };
            let mut lines = cells.lines.iter();
            let first = lines.next().map_or_else(|| spot(1, None), |line| spot(*line, cells.first_column));
            let rest = lines.take(OTHERS).map(|line| spot(*line, None));
            // A label of a problem of the data shows the clause that reads it.
            let labels = std::mem::take(&mut spots);
            spots = std::iter::once(first).chain(rest).chain(labels).collect();
        }
        let mut spots = spots.into_iter();
        Trouble {
            code: problem.code,
            level: problem.level,
            of_data: problem.cells.is_some() || problem.labels.is_empty(),
            message: prose(&problem.message).into_owned(),
            advice: problem.notes.iter().chain(&problem.help).map(|text| prose(text).into_owned()).collect(),
            place: spots.next(),
            others: spots.collect(),
            places,
        }
    }

    /// The message, how often it is met, and the advice, on one line.
    pub fn sentence(&self) -> String {
        let times = if self.places > 1 { format!(" ({} places)", self.places) } else { String::new() };
        let advice = self.advice.iter().map(|text| format!("; {text}"));
        format!("{}{times}{}", self.message, advice.collect::<String>())
    }
}

fn in_text(problem: &Diagnostic, sources: &Sources) -> Vec<Spot> {
    let spots = problem.labels.iter().filter_map(|label| {
        let file = sources.get(label.span.file)?;
        let (start, end) = (file.position(label.span.start), file.position(label.span.end));
        Some(Spot {
            file: file.name.to_string(),
            line: start.line,
            column: Some(start.column),
            end: Some((end.line, end.column)),
            note: prose(&label.text).into_owned(),
        })
    });
    spots.collect()
}
