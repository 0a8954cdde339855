//! Every integration test, in one binary: linking it is what costs.

mod report;
mod tidy;
