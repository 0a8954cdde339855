//! One JSON document of a whole run: `"format": "tollgate-report"`, `"version": 1`.
//!
//! Every field is always there and in the same order; a value that there is not is `null`.
//! The share that could not be decided is two whole numbers, so that nobody meets a rounded figure.

use std::io;
use std::io::Write;

use crate::report::Report;
use crate::report::Style;
use crate::report::shape::ReportShape;
use crate::report::shape::write_document;

/// Writes the document. How text for people is laid out changes nothing here.
pub fn write(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    write_document(&ReportShape::of(report), out)
}
