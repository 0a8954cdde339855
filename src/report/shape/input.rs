use serde::Serialize;

use crate::report::InputFile;
use crate::report::shape::is_none;

/// A file of data.
#[derive(Serialize)]
pub(super) struct InputShape<'a> {
    file: &'a str,
    rows: u64,
    #[serde(skip_serializing_if = "is_none")]
    left_out: u64,
    encoding: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    away: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    away_tables: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    passed_over: Vec<PassedOverShape<'a>>,
}

#[derive(Serialize)]
pub(super) struct PassedOverShape<'a> {
    field: &'a str,
    read: &'a str,
    other: &'a str,
}

impl<'a> InputShape<'a> {
    pub(super) fn of(input: &'a InputFile) -> InputShape<'a> {
        let passed_over = |[field, read, other]: &'a [String; 3]| PassedOverShape { field, read, other };
        InputShape {
            file: &input.name,
            rows: input.rows,
            left_out: input.left_out,
            encoding: input.encoding.as_deref(),
            away: &input.away,
            away_tables: &input.away_tables,
            passed_over: input.passed_over.iter().map(passed_over).collect(),
        }
    }
}
