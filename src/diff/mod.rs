//! What is different: between two results of a playbook, and between two playbooks on the same deals.
//!
//! In: two results as `tollgate check` writes them, or the verdicts of two playbooks, deal by deal. Out: a [`Comparison`] or an [`Impact`].
//! Not here: reading files (`workspace`), judging (`assess`), how a difference is shown (`report`).
//! Start reading at [`compare`] and [`impact`].

mod compare;
mod group;
mod impact;
mod judged;
mod result;
mod side;

pub use compare::{CheckLine, Comparison, Head, compare};
pub use group::{Changed, Group, Line, Sums};
pub use impact::{CheckImpact, Direction, Impact, Shift, Standing, impact};
pub use judged::{Judged, Judging};
pub use result::{ResultError, ResultFile, Told};
pub use side::Side;
