//! Tests to start from: for each criterion a deal that just passes and one that just fails.

mod approvals;
mod candidates;
mod conditions;
mod criteria;
mod distance;
mod literal;
mod sketch;
mod text;

pub use text::{Draft, Drafts};

use chrono::NaiveDate;

use crate::assess::AsOf;
use crate::model::Playbook;
use crate::model::Rule;
use crate::scenario::draft::sketch::Bench;

/// Drafts the tests of every criterion, in the order of the playbook; not of what every flow asks of a history.
///
/// `at` gives the moment at which a day is judged.
pub fn drafts(playbook: &Playbook, today: NaiveDate, at: &dyn Fn(NaiveDate) -> AsOf) -> Drafts {
    let mut drafts = Drafts::default();
    for (id, criterion) in playbook.criteria() {
        let bench = Bench::new(playbook, id, criterion, today, at);
        match &criterion.rule {
            Rule::History(_) => {}
            Rule::Filled(slots, name) => criteria::filled(&bench, slots, name, &mut drafts),
            Rule::Staffed(role) => criteria::staffed(&bench, *role, &mut drafts),
            Rule::AtMost(stage, _) => criteria::at_most(&bench, *stage, &mut drafts),
            Rule::Holds(that) => conditions::holds(&bench, that, &mut drafts),
            Rule::Approved(approval) => approvals::approved(&bench, *approval, &mut drafts),
        }
    }
    drafts
}
