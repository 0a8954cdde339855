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
mod cli;
mod columns;
mod deals;
mod diff;
mod docs;
mod expr;
mod history;
mod judging;
mod lint;
mod lower;
mod next;
mod own_tests;
mod problems;
mod readme;
mod real;
mod report;
mod scenarios;
mod syntax;
mod tidy;
mod twelve;
mod value;
