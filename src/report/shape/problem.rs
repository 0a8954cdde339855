use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::source::Sources;

/// Problems of the inputs, without a judgement.
#[derive(Serialize)]
pub(in crate::report) struct DiagnosticsShape<'a> {
    pub format: &'static str,
    pub version: u32,
    pub errors: usize,
    pub warnings: usize,
    pub diagnostics: Vec<ProblemShape<'a>>,
}

/// One problem of the inputs.
#[derive(Serialize)]
pub(in crate::report) struct ProblemShape<'a> {
    code: &'static str,
    level: &'static str,
    message: &'a str,
    labels: Vec<LabelShape<'a>>,
    cells: Option<CellsShape<'a>>,
    notes: &'a [String],
    help: Option<&'a str>,
    /// A change of the text that mends it; only where one is sure.
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<FixShape<'a>>,
}

/// A stretch of the author's text, and what to put there.
#[derive(Serialize)]
struct FixShape<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    /// Empty where the stretch is removed.
    text: &'a str,
}

/// A place in the author's text.
#[derive(Serialize)]
struct LabelShape<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    text: &'a str,
}

/// Places in the data.
#[derive(Serialize)]
struct CellsShape<'a> {
    file: &'a str,
    /// The header, or the path inside a document; `null` where the whole row is meant.
    header: Option<&'a str>,
    /// The character column of the first place.
    column: Option<u32>,
    lines: &'a [u32],
}

impl<'a> ProblemShape<'a> {
    pub fn of(problem: &'a Diagnostic, sources: &'a Sources) -> ProblemShape<'a> {
        let labels = problem.labels.iter().filter_map(|label| {
            let file = sources.get(label.span.file)?;
            let (start, end) = (file.position(label.span.start), file.position(label.span.end));
            Some(LabelShape {
                file: &file.name,
                line: start.line,
                column: start.column,
                end_line: end.line,
                end_column: end.column,
                text: &label.text,
            })
        });
        ProblemShape {
            code: problem.code,
            level: level_name(problem.level),
            message: &problem.message,
            labels: labels.collect(),
            cells: problem.cells.as_ref().map(|cells| CellsShape {
                file: &cells.file,
                header: Some(cells.column.as_str()).filter(|column| !column.is_empty()),
                column: cells.first_column,
                lines: &cells.lines,
            }),
            notes: &problem.notes,
            help: problem.help.as_deref(),
            fix: problem.fix.as_ref().and_then(|fix| {
                let file = sources.get(fix.span.file)?;
                let (start, end) = (file.position(fix.span.start), file.position(fix.span.end));
                Some(FixShape {
                    file: &file.name,
                    line: start.line,
                    column: start.column,
                    end_line: end.line,
                    end_column: end.column,
                    text: &fix.text,
                })
            }),
        }
    }
}

pub(in crate::report) fn level_name(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
    }
}
