//! Tollgate judges sales deals by a playbook.
pub mod diagnostic;
pub mod expr;
pub mod source;
pub mod value;
