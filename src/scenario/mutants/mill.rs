use std::collections::BTreeMap;

use crate::model::CriterionId;
use crate::model::Playbook;
use crate::scenario::mutants::Change;
use crate::scenario::mutants::Edit;
use crate::scenario::mutants::Mutant;
use crate::scenario::mutants::Sight;
use crate::source::Span;

/// Collects changes and names them.
pub(super) struct Mill<'a> {
    pub playbook: &'a Playbook,
    pub mutants: Vec<Mutant>,
    named: BTreeMap<String, usize>,
}

/// What a change is about.
#[derive(Clone, Debug)]
pub(super) struct About {
    /// What its id begins with: `big_discount/that`.
    pub owner: String,
    /// Where it stands, unless the change knows better.
    pub span: Span,
    /// The criteria whose verdicts it may change.
    pub criteria: Vec<CriterionId>,
    /// Which tests may notice it.
    pub sight: Sight,
}

impl<'a> Mill<'a> {
    pub fn new(playbook: &'a Playbook) -> Mill<'a> {
        Mill { playbook, mutants: Vec::new(), named: BTreeMap::new() }
    }

    /// A change of the playbook.
    pub fn add(&mut self, about: &About, what: &str, change: String, edit: Change) {
        self.push(about, what, change, Edit::Changed(edit));
    }

    /// The playbook without a criterion.
    pub fn drop(&mut self, about: &About, id: CriterionId, change: String) {
        self.push(about, "dropped", change, Edit::Without(id));
    }

    fn push(&mut self, about: &About, what: &str, change: String, edit: Edit) {
        let plain = format!("{}: {what}", about.owner);
        let count = self.named.entry(plain.clone()).or_insert(0);
        *count += 1;
        // The second `<=` of a condition is told from the first.
        let id = if *count == 1 { plain } else { format!("{plain} #{count}") };
        self.mutants.push(Mutant {
            id,
            change,
            span: about.span,
            criteria: about.criteria.clone(),
            sight: about.sight,
            edit,
        });
    }
}
