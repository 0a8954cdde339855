use serde::Serialize;

use crate::baseline::Entry;
use crate::baseline::Summary;

/// What the baseline meant for a run.
#[derive(Serialize)]
pub(in crate::report) struct BaselineShape<'a> {
    file: &'a str,
    known: u64,
    new: u64,
    since: Option<String>,
    fixed: u64,
    no_longer_found: &'a [Entry],
}

impl<'a> BaselineShape<'a> {
    pub fn of(summary: &'a Summary) -> BaselineShape<'a> {
        BaselineShape {
            file: &summary.file,
            known: summary.known,
            new: summary.new,
            since: summary.since.map(|since| since.to_string()),
            fixed: summary.gone(),
            no_longer_found: &summary.gone,
        }
    }
}
