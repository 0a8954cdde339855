use std::fmt::Display;

use anstyle::AnsiColor;
use anstyle::Style;

use crate::assess::Verdict;
use crate::model::Severity;

pub(super) const BOLD: Style = Style::new().bold();
pub(super) const DIM: Style = Style::new().dimmed();
pub(super) const RED: Style = AnsiColor::Red.on_default();
pub(super) const GREEN: Style = AnsiColor::Green.on_default();
pub(super) const YELLOW: Style = AnsiColor::Yellow.on_default();

/// The text in a colour.
pub(super) fn paint(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}

/// The colour of a severity.
pub(super) fn severity(severity: Severity) -> Style {
    match severity {
        Severity::Critical => RED.bold(),
        Severity::Major => RED,
        Severity::Minor => AnsiColor::Magenta.on_default(),
        Severity::Info => AnsiColor::Blue.on_default(),
    }
}

/// The sign and colour of a verdict: an open question never looks like a fault.
pub(super) fn mark(verdict: Verdict) -> String {
    match verdict {
        Verdict::Pass => paint(GREEN, "✓"),
        Verdict::Fail => paint(RED, "✗"),
        Verdict::Unknown => paint(YELLOW, "?"),
        Verdict::NotApplicable => paint(DIM, "-"),
        Verdict::Waived => paint(DIM, "~"),
        Verdict::Error => paint(RED.bold(), "!"),
    }
}
