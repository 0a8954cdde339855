//! Tollgate judges sales deals by a playbook.
pub mod deals;
pub mod diagnostic;
pub mod expr;
pub mod source;
pub mod syntax;
pub mod value;
