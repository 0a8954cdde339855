//! Problems as text, for snapshots.

use std::fmt::Write;

use tollgate::diagnostic::Diagnostic;
use tollgate::diagnostic::Level;
use tollgate::source::Sources;

/// Every problem with its places as line, column and text.
pub fn problems(sources: &Sources, diagnostics: &[Diagnostic]) -> String {
    let mut shown = String::new();
    for problem in diagnostics {
        let level = if problem.level == Level::Error { "error" } else { "warning" };
        writeln!(shown, "{level}[{}]: {}", problem.code, problem.message).unwrap();
        for label in &problem.labels {
            let (_, position) = sources.place(label.span).unwrap();
            let text = sources.text(label.span).lines().next().unwrap_or_default();
            writeln!(shown, "  {}:{} `{text}` {}", position.line, position.column, label.text).unwrap();
        }
        for note in &problem.notes {
            writeln!(shown, "  = note: {note}").unwrap();
        }
        if let Some(help) = &problem.help {
            writeln!(shown, "  = help: {help}").unwrap();
        }
    }
    shown
}
