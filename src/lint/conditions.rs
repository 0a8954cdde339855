//! What the criteria claim of a deal.

use crate::expr::Expr;
use crate::expr::reason::Claim;
use crate::expr::reason::Known;
use crate::lint::Ground;
use crate::model::Criterion;
use crate::model::Place;
use crate::model::Rule;
use crate::model::StageId;
use crate::value::Step;
use crate::value::builtin;

impl Ground<'_> {
    /// What claims come to.
    pub(super) fn known(&self, claims: &[Claim<'_>]) -> Known {
        Known::of(claims, &self.playbook.schema, &self.playbook.lets)
    }

    /// Whether claims may be true of one deal at one moment; `true` also where that cannot be told.
    pub(super) fn possible(&self, claims: &[Claim<'_>]) -> bool {
        self.known(claims).is_possible()
    }

    /// Whether the answer of a condition hangs on when it is asked, and on what happened until then.
    pub(super) fn hangs_on_the_moment(&self, expr: &Expr) -> bool {
        let named = expr.mentions();
        let is_of_stage = expr.reads().iter().any(|path| path.first() == Some(&Step::Field(builtin::STAGE)));
        let computed = named.lets.iter().filter_map(|at| self.playbook.lets.get(*at));
        named.moment || is_of_stage || computed.into_iter().any(|expr| self.hangs_on_the_moment(expr))
    }
}

/// The stages that a deal is in when a criterion is judged, where the criterion says it of the present.
pub(super) fn stages(criterion: &Criterion) -> Option<Vec<u16>> {
    match &criterion.place {
        Place::During(stage) => Some(vec![stage.0]),
        Place::Stages(stages) => Some(stages.iter().map(|stage| stage.0).collect()),
        _ => None,
    }
}

/// What is true of every deal to which a criterion applies.
pub(super) fn setting(criterion: &Criterion) -> Vec<Claim<'_>> {
    let stage = stages(criterion).map(Claim::Stage);
    stage.into_iter().chain(criterion.when.as_ref().map(Claim::Holds)).collect()
}

/// What a criterion asks, where that is a condition or a field that is filled.
pub(super) fn asked(criterion: &Criterion) -> Option<Claim<'_>> {
    match &criterion.rule {
        Rule::Holds(that) => Some(Claim::Holds(that)),
        Rule::Filled(slots, _) => Some(Claim::Filled(slots)),
        _ => None,
    }
}

/// Whether a criterion is judged in a stage while the deal is there.
pub(super) fn is_during(criterion: &Criterion, stage: StageId) -> bool {
    match &criterion.place {
        Place::During(known) => *known == stage,
        Place::Stages(stages) => stages.contains(&stage),
        _ => false,
    }
}
