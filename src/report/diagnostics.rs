//! Problems of the inputs for people, drawn as rustc draws them, and for programs.
//!
//! Those of the playbook show the text with the place underlined; those of the data show file, line and column.

use std::io;
use std::io::Write;

use annotate_snippets::Annotation;
use annotate_snippets::AnnotationKind;
use annotate_snippets::Element;
use annotate_snippets::Group;
use annotate_snippets::Level as Rank;
use annotate_snippets::Origin;
use annotate_snippets::Renderer;
use annotate_snippets::Snippet;

use crate::diagnostic::Cells;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Label;
use crate::diagnostic::Level;
use crate::report::Style;
use crate::report::figures::places;
use crate::report::ink;
use crate::report::plain::harmless;
use crate::report::plain::is_harmful;
use crate::report::plain::prose;
use crate::report::shape::DiagnosticsShape;
use crate::report::shape::ProblemShape;
use crate::report::shape::write_document;
use crate::report::words::Words;
use crate::report::words::digits;
use crate::source::FileId;
use crate::source::Sources;

/// How many lines of one problem of the data are named.
const LINES: usize = 3;

/// Draws all problems, by file and place, and then says how many there are. Writes nothing where there are none.
pub fn write<'a>(
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    sources: &Sources,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let diagnostics = in_order(diagnostics, sources);
    draw(&diagnostics, sources, style, out)?;
    if diagnostics.is_empty() { Ok(()) } else { writeln!(out, "{}", count_line(&diagnostics)) }
}

/// Draws problems one after the other, an empty line behind each.
pub(super) fn draw(
    diagnostics: &[&Diagnostic],
    sources: &Sources,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    draw_by(&Renderer::styled().term_width(style.width.clamp(40, 140)), diagnostics, sources, out)
}

/// The same without colours, for a document.
pub(super) fn draw_plain(diagnostics: &[&Diagnostic], sources: &Sources, out: &mut dyn Write) -> io::Result<()> {
    draw_by(&Renderer::plain().term_width(100), diagnostics, sources, out)
}

fn draw_by(renderer: &Renderer, diagnostics: &[&Diagnostic], sources: &Sources, out: &mut dyn Write) -> io::Result<()> {
    for diagnostic in diagnostics {
        writeln!(out, "{}\n", renderer.render(&[drawn(diagnostic, sources)]))?;
    }
    Ok(())
}

/// Writes all problems as one JSON document: `"format": "tollgate-diagnostics"`, in the order of [`write()`].
pub fn write_json<'a>(
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    sources: &'a Sources,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_document(&shape(diagnostics, sources), out)
}

/// All problems, for a program.
pub(super) fn shape<'a>(
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    sources: &'a Sources,
) -> DiagnosticsShape<'a> {
    let diagnostics = in_order(diagnostics, sources);
    DiagnosticsShape {
        format: "tollgate-diagnostics",
        version: 1,
        errors: count(&diagnostics, Level::Error),
        warnings: count(&diagnostics, Level::Warning),
        diagnostics: diagnostics.iter().map(|problem| ProblemShape::of(problem, sources)).collect(),
    }
}

/// The playbook's problems in the order of its text, then the data's in the order of the files.
fn in_order<'a>(diagnostics: impl IntoIterator<Item = &'a Diagnostic>, sources: &Sources) -> Vec<&'a Diagnostic> {
    let mut diagnostics: Vec<&Diagnostic> = diagnostics.into_iter().collect();
    diagnostics.sort_by_key(|diagnostic| {
        let span = diagnostic.span().filter(|span| sources.get(span.file).is_some());
        let cell = diagnostic.cells.as_ref().map(|cells| {
            let line = cells.lines.first().copied();
            (cells.file.clone(), line, cells.first_column)
        });
        (span.is_none(), span.map(|span| (span.file, span.start)), cell)
    });
    diagnostics
}

fn count(diagnostics: &[&Diagnostic], level: Level) -> usize {
    diagnostics.iter().filter(|problem| problem.level == level).map(|problem| places(problem)).sum()
}

fn count_line(diagnostics: &[&Diagnostic]) -> String {
    let words = Words::of("en");
    let (errors, warnings) = (count(diagnostics, Level::Error), count(diagnostics, Level::Warning));
    let errors = (errors > 0).then(|| ink::paint(ink::RED.bold(), words.errors.of(errors)));
    let warnings = (warnings > 0).then(|| ink::paint(ink::YELLOW.bold(), words.warnings.of(warnings)));
    [errors, warnings].into_iter().flatten().collect::<Vec<String>>().join(", ")
}

fn drawn<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let rank = match diagnostic.level {
        Level::Error => Rank::ERROR,
        Level::Warning => Rank::WARNING,
    };
    let title = rank.primary_title(prose(&diagnostic.message)).id(diagnostic.code);
    let mut elements: Vec<Element<'_>> = Vec::new();
    for file in files_of(&diagnostic.labels) {
        let main = diagnostic.labels.first();
        let labels: Vec<&Label> = diagnostic.labels.iter().filter(|label| label.span.file == file).collect();
        elements.extend(snippet(file, &labels, main, sources).map(Element::from));
    }
    if let Some(cells) = &diagnostic.cells {
        elements.push(origin(cells).into());
        elements.extend(cells_note(cells).map(|note| Rank::NOTE.message(note).into()));
    }
    elements.extend(diagnostic.notes.iter().map(|note| Rank::NOTE.message(prose(note)).into()));
    elements.extend(diagnostic.help.iter().map(|help| Rank::HELP.message(prose(help)).into()));
    Group::with_title(title).elements(elements)
}

/// The files that labels point into, the main one first.
fn files_of(labels: &[Label]) -> Vec<FileId> {
    let mut files: Vec<FileId> = Vec::new();
    for label in labels {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    files
}

/// The lines from the first label to the last; long stretches between them are folded away.
fn snippet<'a>(
    file: FileId,
    labels: &[&'a Label],
    main: Option<&Label>,
    sources: &'a Sources,
) -> Option<Snippet<'a, Annotation<'a>>> {
    let file = sources.get(file)?;
    let clamp = |byte: u32| floor(&file.text, byte as usize);
    let first = labels.iter().map(|label| clamp(label.span.start)).min()?;
    let last = labels.iter().map(|label| clamp(label.span.end)).max()?;
    let before = file.text.get(..first)?;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let end = file.text.get(last..)?.find('\n').map_or(file.text.len(), |newline| last + newline);
    let line = before.matches('\n').count() + 1;
    let annotations = labels.iter().map(|label| {
        let kind = if main.is_some_and(|main| std::ptr::eq(main, *label)) {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        let text = Some(prose(&label.text)).filter(|text| !text.is_empty());
        kind.span(clamp(label.span.start) - start..clamp(label.span.end) - start).label(text)
    });
    let text = visible(file.text.get(start..end)?);
    Some(Snippet::source(text).line_start(line).path(harmless(&file.name)).annotations(annotations))
}

/// The nearest start of a character at or before a byte.
fn floor(text: &str, byte: usize) -> usize {
    let byte = byte.min(text.len());
    (0..=byte).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The text with characters that could steer the terminal replaced by others of the same length, so that places stay.
fn visible(text: &str) -> String {
    let shown = text.chars().map(|letter| match (is_harmful(letter), letter.len_utf8()) {
        (false, _) | (true, 1) => letter,
        (true, 2) => '·',
        (true, _) => '\u{fffd}',
    });
    shown.collect()
}

fn origin(cells: &Cells) -> Origin<'_> {
    let origin = Origin::path(harmless(&cells.file));
    match (cells.lines.first(), cells.first_column) {
        (Some(line), Some(column)) => origin.line(*line as usize).char_column(column as usize),
        (Some(line), None) => origin.line(*line as usize),
        (None, _) => origin,
    }
}

/// "1,480 lines: 2, 5, 9 and 1,477 more, column `product`".
fn cells_note(cells: &Cells) -> Option<String> {
    let column = (!cells.column.is_empty()).then(|| format!("column `{}`", harmless(&cells.column)));
    if cells.lines.len() < 2 {
        return column;
    }
    let named: Vec<String> = cells.lines.iter().take(LINES).map(u32::to_string).collect();
    let more = cells.lines.len().saturating_sub(LINES);
    let more = if more > 0 { format!(" and {} more", digits(more as u64)) } else { String::new() };
    let column = column.map(|column| format!("{column}, ")).unwrap_or_default();
    Some(format!("{column}{} lines: {}{more}", digits(cells.lines.len() as u64), named.join(", ")))
}
