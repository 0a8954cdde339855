//! What is different between two results, and what a change of the playbook does: for people, for programs, and as Markdown for a review.

mod impact;
mod impact_markdown;
mod line;
mod markdown;
mod results;
mod results_markdown;
mod shape;
mod terms;

pub use impact::write as write_impact;
pub use impact_markdown::write as write_impact_markdown;
pub use results::write as write_results;
pub use results_markdown::write as write_results_markdown;

use std::io;
use std::io::Write;

use chrono::NaiveDate;

use crate::diff::Comparison;
use crate::diff::Impact;
use crate::diff::Side;
use crate::model::Playbook;
use crate::report::shape::write_document;

/// Everything that is to be said of a change of the playbook.
#[derive(Clone, Copy, Debug)]
pub struct Impacted<'a> {
    /// The playbook as it was.
    pub old: &'a Side,
    /// The playbook as it is to be.
    pub new: &'a Side,
    /// The same, for the titles of its stages.
    pub playbook: &'a Playbook,
    /// What changes for the deals.
    pub impact: &'a Impact,
    /// The field whose amounts are summed; `None` where there is none.
    pub amount: Option<&'a str>,
    /// Errors in the data; where there are any, not every deal was compared as it is.
    pub errors: usize,
    /// The date of the judgement.
    pub as_of: NaiveDate,
    /// The language of titles.
    pub language: &'a str,
}

/// Writes a comparison of two results as one JSON document: `"format": "tollgate-diff"`.
pub fn write_results_json(comparison: &Comparison, out: &mut dyn Write) -> io::Result<()> {
    write_document(&shape::ComparisonShape::of(comparison), out)
}

/// Writes the impact of a change as one JSON document: `"format": "tollgate-impact"`.
pub fn write_impact_json(impacted: &Impacted<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_document(&shape::ImpactShape::of(impacted), out)
}
