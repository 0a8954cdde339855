//! Tollgate judges sales deals by a playbook: a text that says what a deal looks like, which stages it goes through,
//! and what must be true to enter, stay in and leave each.
//!
//! ```
//! let run = tollgate::check("examples/machines", "examples/machines", "2026-11-23".parse()?)?;
//!
//! for finding in &run.assessment.findings {
//!     println!("{} {}: {}", finding.severity.name(), finding.deal.id, finding.message);
//! }
//! assert_eq!(run.assessment.tally.deals, 12);
//! assert_eq!(run.data.problems.errors(), 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`check`](check()) is the short way.
//! The long way has four steps, and each can be called alone: [`workspace::load`] reads a playbook, [`deals::read`] reads
//! deals one after the other, [`assess::assess`] judges them, [`report`] writes the result.
//! [`assess::judge`] judges a single deal, and [`assess::explain`] shows every part of every condition with the value seen.
//!
//! Three kinds of wrong never share a type.
//! An *error* means that the work could not be done ([`check::Error`], [`workspace::Error`], [`deals::Error`]).
//! A [`diagnostic::Diagnostic`] means that the playbook or the data is wrong, at a place.
//! An [`assess::Finding`] means that a deal does not follow the playbook, or that it cannot be told.
//!
//! The clock is an argument: the same playbook, data and date give the same result.
pub mod assess;
pub mod baseline;
pub mod check;
pub mod cli;
pub mod codes;
pub mod deals;
pub mod diagnostic;
pub mod diff;
pub mod document;
pub mod draft;
pub mod expr;
pub mod format;
pub mod lint;
pub mod lower;
pub mod model;
pub mod record;
pub mod report;
pub mod scenario;
pub mod source;
pub mod syntax;
pub mod value;
pub mod workspace;

pub use crate::check::check;

#[doc = include_str!("../README.md")]
#[cfg(doctest)]
mod readme {}
