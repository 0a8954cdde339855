//! The playbook's own tests: deals that the playbook describes, and what it must say of them.
//!
//! In: a playbook with its tests, a store that opens the files they name, the day. Out: [`Results`]: what each test came to, and which verdicts the tests saw.
//! Not here: how tests are written (`syntax`, `lower`), how results are shown (`report`), the clock.
//! Start reading at [`prepare`] and [`run`].

mod coverage;
mod difference;
mod draft;
mod fixture;
mod mutants;
mod mutation;
mod outcome;
mod prepare;
mod why;

pub use coverage::{Coverage, Covered, SeatCovered};
pub use draft::{Draft, Drafts, drafts};
pub use mutants::{Mutant, mutants};
pub use mutation::{Mutation, mutate};
pub use outcome::{Outcome, Results, run};
pub use prepare::{Prepared, Scenario, prepare};
