//! Every integration test, in one binary: linking it is what costs.

mod syntax;
mod tidy;
mod value;
