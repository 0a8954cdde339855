//! Tollgate judges sales deals by a playbook.
pub mod assess;
pub mod cli;
pub mod deals;
pub mod diagnostic;
pub mod expr;
pub mod lower;
pub mod model;
pub mod report;
pub mod source;
pub mod syntax;
pub mod value;
pub mod workspace;
