//! Judges deals by a playbook: verdicts, findings, evidence. Pure: the clock is an argument.
//!
//! In: a resolved playbook, deals, a date. Out: one verdict for every criterion on every deal, and findings for those that are wrong or open.
//! Not here: problems of the inputs (what reaches this room is valid), how a finding is shown (`report`).
//! Start reading at [`judge`].

mod finding;
mod tally;

pub use finding::{DealRef, Evidence, Finding, Kind, Responsible, Verdict};
pub use tally::{Counts, Tally};
