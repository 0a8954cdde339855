use std::io;
use std::io::Write;

use crate::assess::Finding;
use crate::report::Report;
use crate::report::Style;

/// How a format writes one finding. It looks at nothing else, so any thread may do it at any time.
pub type Pen = fn(&Finding, &mut Vec<u8>) -> io::Result<()>;

/// Where the findings of a run go while it goes on, so that they need not all be held.
pub trait Sink {
    /// How it writes a finding, where it writes each by itself.
    fn pen(&self) -> Option<Pen> {
        None
    }

    /// Whether it looks at findings at all: where no sink does, they need not be put into words.
    fn reads(&self) -> bool {
        true
    }

    /// Takes the next findings to show, in the order of the run, and what the pen made of them one after the other.
    fn take(&mut self, findings: &[Finding], penned: &[u8]) -> io::Result<()>;

    /// Writes what is left to write. The report lists no findings; it counts all of them.
    fn end(&mut self, report: &Report<'_>) -> io::Result<()>;
}

/// A format of which only the whole can be written: the findings are held until the run ends.
pub struct Collected<F, W> {
    findings: Vec<Finding>,
    style: Style,
    format: F,
    out: W,
}

impl<F, W: Write> Collected<F, W>
where
    F: Fn(&Report<'_>, &Style, &mut dyn Write) -> io::Result<()>,
{
    /// Collects findings for a format, which writes to `out`.
    pub fn new(format: F, style: Style, out: W) -> Collected<F, W> {
        Collected { findings: Vec::new(), style, format, out }
    }
}

impl<F, W: Write> Sink for Collected<F, W>
where
    F: Fn(&Report<'_>, &Style, &mut dyn Write) -> io::Result<()>,
{
    fn take(&mut self, findings: &[Finding], _penned: &[u8]) -> io::Result<()> {
        self.findings.extend_from_slice(findings);
        Ok(())
    }

    fn end(&mut self, report: &Report<'_>) -> io::Result<()> {
        (self.format)(&Report { findings: &self.findings, ..*report }, &self.style, &mut self.out)?;
        self.out.flush()
    }
}
