//! JSON Lines: one finding a line, as in the document of [`crate::report::json`], then a last line with the rest.
//!
//! The last line is the only one with a `summary`; without it the run did not come to its end.

use std::io;
use std::io::Write;

use crate::report::Report;
use crate::report::Style;
use crate::report::shape::FindingShape;
use crate::report::shape::LastLineShape;
use crate::report::shape::write_line;

/// Writes the lines. How text for people is laid out changes nothing here.
pub fn write(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    for finding in report.shown() {
        write_line(&FindingShape::of(finding), out)?;
    }
    write_line(&LastLineShape::of(report), out)
}
