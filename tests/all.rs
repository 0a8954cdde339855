//! Every integration test, in one binary: linking it is what costs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test that meets what it does not expect stops"
)]

mod approvals;
mod baseline;
mod ci;
mod cli;
mod columns;
mod deals;
mod diff;
mod docs;
mod document;
mod draft;
mod exit_codes;
mod expr;
mod figures;
mod format;
mod guide;
mod history;
mod judging;
mod lint;
mod lower;
mod next;
mod own_tests;
mod places;
mod privacy;
mod problems;
mod readme;
mod real;
mod report;
mod rules;
mod scenarios;
mod schema;
mod sources;
mod start_guide;
mod summary;
mod syntax;
mod tidy;
mod twelve;
mod value;
