//! Changes of a playbook that its tests should notice, one at a time.

mod approvals;
mod cells;
mod conditions;
mod criteria;
mod kinds;
mod lengths;
mod mill;

use std::fmt;
use std::sync::Arc;

use crate::model::CriterionId;
use crate::model::Playbook;
use crate::scenario::mutants::mill::Mill;
use crate::source::Span;

/// One change of a playbook.
#[derive(Clone)]
pub struct Mutant {
    /// Its name, the same while what it changes stays: `big_discount/that: <= -> <`.
    pub id: String,
    /// What is changed: `` `discount <= 20%` → `discount < 20%` ``.
    pub change: String,
    /// Where.
    pub span: Span,
    /// The criteria whose verdicts it may change.
    pub(super) criteria: Vec<CriterionId>,
    /// Which tests may notice it.
    pub(super) sight: Sight,
    pub(super) edit: Edit,
}

/// Which tests may notice a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sight {
    /// Those in which the criterion applies.
    Applying,
    /// Those that judge it at all: the change may make it apply.
    Judging,
}

/// How a playbook is changed.
#[derive(Clone)]
pub(super) enum Edit {
    /// The criterion is not judged.
    Without(CriterionId),
    /// Something of it is another.
    Changed(Change),
}

/// Changes a playbook in place.
pub(super) type Change = Arc<dyn Fn(&mut Playbook) + Send + Sync>;

impl fmt::Debug for Mutant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.id, self.change)
    }
}

/// All changes of a playbook, in the order of its criteria, then its approvals, then its computed fields.
///
/// What every flow asks of a history is nobody's text, and scores and waivers are left alone.
pub fn mutants(playbook: &Playbook) -> Vec<Mutant> {
    let mut mill = Mill::new(playbook);
    criteria::all(&mut mill);
    approvals::all(&mut mill);
    conditions::computed(&mut mill);
    mill.mutants
}
