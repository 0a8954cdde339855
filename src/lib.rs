//! Tollgate judges sales deals by a playbook.
pub mod diagnostic;
pub mod source;
pub mod syntax;
pub mod value;
