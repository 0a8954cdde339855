//! Every integration test, in one binary: linking it is what costs.

mod lower;
mod problems;
mod syntax;
mod tidy;
mod value;
