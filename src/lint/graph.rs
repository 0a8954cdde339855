//! Stages and the moves between them.

use std::collections::BTreeSet;

use crate::model::Playbook;
use crate::model::StageId;

/// All stages, by id.
pub(super) fn stages(playbook: &Playbook) -> impl Iterator<Item = (StageId, &crate::model::Stage)> {
    (0..).map(StageId).zip(&playbook.stages)
}

/// Whether a move leads from a stage to another one.
pub(super) fn leaves(playbook: &Playbook, stage: StageId) -> bool {
    playbook.flow.moves.iter().any(|step| step.from == stage && step.to != stage)
}

/// Whether a move leads to a stage from another one.
pub(super) fn enters(playbook: &Playbook, stage: StageId) -> bool {
    playbook.flow.moves.iter().any(|step| step.to == stage && step.from != stage)
}

/// Every stage that moves lead to from some stages, these among them.
pub(super) fn reached(playbook: &Playbook, from: impl IntoIterator<Item = StageId>) -> BTreeSet<StageId> {
    let mut open: Vec<StageId> = from.into_iter().collect();
    let mut seen: BTreeSet<StageId> = open.iter().copied().collect();
    while let Some(stage) = open.pop() {
        for step in playbook.flow.moves.iter().filter(|step| step.from == stage) {
            if seen.insert(step.to) {
                open.push(step.to);
            }
        }
    }
    seen
}
