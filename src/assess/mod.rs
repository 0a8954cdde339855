//! Judges deals by a playbook: verdicts, findings, evidence. Pure: the clock is an argument.
//!
//! In: a resolved playbook, deals, a date. Out: one verdict for every criterion on every deal, and findings for those that are wrong or open.
//! Not here: problems of the inputs (what reaches this room is valid), how a finding is shown (`report`).
//! Start reading at [`judge`].

mod approvals;
mod columns;
mod compose;
mod evidence;
mod explain;
mod figures;
mod finding;
mod fingerprint;
mod health;
mod history;
mod judge;
mod judging;
mod lengths;
mod limits;
mod next;
mod next_gate;
mod next_moved;
mod people;
mod privacy;
mod refs;
mod rewind;
mod ruling;
mod said;
mod settings;
mod stays;
mod tally;
mod title;
mod waivers;
mod way;
mod wording;
mod wording_lengths;

pub use approvals::{Seat, SeatPart, seats};
pub use compose::describe;
pub use explain::{Explanation, Node, Part, explain};
pub use figures::Figures;
pub use figures::MOST_OTHERS;
pub use figures::Untold;
pub use finding::{BaselineNote, CriterionRef, DealRef, Evidence, Finding, Kind, Responsible, Verdict, WaiverNote};
pub use fingerprint::fingerprint;
pub use health::HealthGroup;
pub use health::HealthTally;
pub use judge::{Assessment, assess, count, judge};
pub use judging::{Batch, Judging};
pub use limits::Limits;
pub use next::{Next, next};
pub use next_gate::{Gate, MoveOwed, Passage, gate};
pub use people::{People, Right};
pub use said::criterion_title;
pub use said::length_in_words;
pub use settings::{AsOf, Settings};
pub use tally::{Counts, Tally};
pub use title::{title_of, title_of_kind};
