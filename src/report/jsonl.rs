//! JSON Lines: one finding a line, as in the document of [`crate::report::json`], then a last line with the rest.
//!
//! The last line is the only one with a `summary`; without it the run did not come to its end.

use std::io;
use std::io::Write;

use crate::assess::Finding;
use crate::report::Invalid;
use crate::report::Pen;
use crate::report::Report;
use crate::report::Sink;
use crate::report::Style;
use crate::report::diagnostics;
use crate::report::shape::FindingShape;
use crate::report::shape::LastLineShape;
use crate::report::shape::append_finding;
use crate::report::shape::write_line;

/// Writes the lines. How text for people is laid out changes nothing here.
pub fn write(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut line = Vec::new();
    for finding in report.shown() {
        line.clear();
        append_finding(&FindingShape::of(finding), &mut line)?;
        out.write_all(&line)?;
    }
    write_line(&LastLineShape::of(report), out)
}

/// Writes what kept the run from being made, on one line: `"format": "tollgate-diagnostics"`.
pub fn write_invalid(invalid: &Invalid<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    write_line(&diagnostics::shape(invalid.diagnostics, invalid.sources), out)
}

/// The lines as a sink: each is written as soon as its finding is there.
pub struct Lines<W> {
    out: W,
}

impl<W: Write> Lines<W> {
    /// Lines written to `out`.
    pub fn new(out: W) -> Lines<W> {
        Lines { out }
    }
}

impl<W: Write> Sink for Lines<W> {
    fn pen(&self) -> Option<Pen> {
        Some(|finding: &Finding, out: &mut Vec<u8>| append_finding(&FindingShape::of(finding), out))
    }

    fn take(&mut self, _findings: &[Finding], penned: &[u8]) -> io::Result<()> {
        self.out.write_all(penned)
    }

    fn end(&mut self, report: &Report<'_>) -> io::Result<()> {
        write_line(&LastLineShape::of(report), &mut self.out)?;
        self.out.flush()
    }
}
