//! One JSON document of a whole run: `"format": "tollgate-report"`, `"version": 1`.
//!
//! Every field is always there and in the same order; a value that there is not is `null`.
//! The share that could not be decided is two whole numbers, so that nobody meets a rounded figure.

use std::io;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;
use std::io::Write;

use crate::assess::Finding;
use crate::report::Invalid;
use crate::report::Pen;
use crate::report::Report;
use crate::report::Sink;
use crate::report::Style;
use crate::report::diagnostics;
use crate::report::shape::FindingShape;
use crate::report::shape::ReportShape;
use crate::report::shape::append_item;
use crate::report::shape::write_around;
use crate::report::shape::write_document;

/// Writes the document. How text for people is laid out changes nothing here.
pub fn write(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    write_document(&ReportShape::of(report), out)
}

/// Writes what kept the run from being made: `"format": "tollgate-diagnostics"`.
pub fn write_invalid(invalid: &Invalid<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    diagnostics::write_json(invalid.diagnostics, invalid.sources, out)
}

/// The document as a sink. The findings are the last of its fields, so they wait as they will be written:
/// in `spool`, which is best a file that goes away by itself.
pub struct Document<S, W> {
    spool: S,
    is_empty: bool,
    out: W,
}

impl<S: Read + Write + Seek, W: Write> Document<S, W> {
    /// A document written to `out` at the end.
    pub fn new(spool: S, out: W) -> Document<S, W> {
        Document { spool, is_empty: true, out }
    }
}

impl<S: Read + Write + Seek, W: Write> Sink for Document<S, W> {
    fn pen(&self) -> Option<Pen> {
        Some(|finding: &Finding, out: &mut Vec<u8>| append_item(&FindingShape::of(finding), out))
    }

    fn take(&mut self, _findings: &[Finding], penned: &[u8]) -> io::Result<()> {
        // Each item begins with the comma behind the one before.
        let items = penned.strip_prefix(b",").filter(|_| self.is_empty).unwrap_or(penned);
        self.is_empty &= items.is_empty();
        self.spool.write_all(items)
    }

    fn end(&mut self, report: &Report<'_>) -> io::Result<()> {
        let shape = ReportShape::of(report);
        if self.is_empty {
            write_document(&shape, &mut self.out)?;
            return self.out.flush();
        }
        self.spool.flush()?;
        self.spool.seek(SeekFrom::Start(0))?;
        write_around(&shape, &mut self.spool, &mut self.out)?;
        self.out.flush()
    }
}
