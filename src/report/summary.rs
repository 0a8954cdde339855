//! The figures of a run without its findings, as JSON: the last line of [`crate::report::jsonl`], laid out.
//!
//! Where nothing else is asked for, no finding is put into words, and a run takes about half the time.

use std::io;
use std::io::Write;

use crate::assess::Finding;
use crate::report::Invalid;
use crate::report::Report;
use crate::report::Sink;
use crate::report::Style;
use crate::report::diagnostics;
use crate::report::shape::LastLineShape;
use crate::report::shape::write_document;

/// Writes the figures. How text for people is laid out changes nothing here.
pub fn write(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    write_document(&LastLineShape::of(report), out)
}

/// Writes what kept the run from being made: `"format": "tollgate-diagnostics"`.
pub fn write_invalid(invalid: &Invalid<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    diagnostics::write_json(invalid.diagnostics, invalid.sources, out)
}

/// The figures as a sink.
pub struct Figures<W> {
    out: W,
}

impl<W: Write> Figures<W> {
    /// Figures written to `out` at the end.
    pub fn new(out: W) -> Figures<W> {
        Figures { out }
    }
}

impl<W: Write> Sink for Figures<W> {
    fn reads(&self) -> bool {
        false
    }

    fn take(&mut self, _findings: &[Finding], _penned: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn end(&mut self, report: &Report<'_>) -> io::Result<()> {
        write(report, &Style::default(), &mut self.out)?;
        self.out.flush()
    }
}
