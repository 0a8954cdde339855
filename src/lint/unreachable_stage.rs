//! Lint `unreachable-stage`.

use crate::lint::Advice;
use crate::lint::Ground;
use crate::lint::graph;
use crate::lint::registry::declare_lint;

declare_lint! {
    /// ## What it does
    /// Finds stages that no deal can come to by the moves of the flow.
    /// A deal begins in the first stage of the main line, or in a stage that moves lead out of and none lead into.
    ///
    /// ## Why is this bad?
    /// No deal can follow the playbook into such a stage; usually a move was forgotten.
    ///
    /// ## Example
    /// ```playbook-whole
    /// playbook bids "Bids" { currency CNY }
    /// flow { lead -> bid -> won }
    /// stage lead "Lead" {}
    /// stage bid  "Bid"  {}
    /// stage won  "Won"  { outcome won }
    /// stage lost "Lost" { outcome lost }
    /// ```
    ///
    /// ## Use instead
    /// ```playbook-whole
    /// playbook bids "Bids" { currency CNY }
    /// flow {
    ///     lead -> bid -> won
    ///     lead, bid -> lost
    /// }
    /// stage lead "Lead" {}
    /// stage bid  "Bid"  {}
    /// stage won  "Won"  { outcome won }
    /// stage lost "Lost" { outcome lost }
    /// ```
    UNREACHABLE_STAGE, "unreachable-stage", Warn, Flow, unreachable_stage
}

fn unreachable_stage(ground: &Ground<'_>, out: &mut Vec<Advice>) {
    let playbook = ground.playbook;
    let first = playbook.flow.main.first().copied();
    let starts = graph::stages(playbook)
        .map(|(id, _)| id)
        .filter(|id| Some(*id) == first || (graph::leaves(playbook, *id) && !graph::enters(playbook, *id)));
    let reached = graph::reached(playbook, starts);
    for (id, stage) in graph::stages(playbook).filter(|(id, _)| !reached.contains(id)) {
        let message = format!("no deal can come to the stage `{}`", stage.name);
        let label = if graph::enters(playbook, id) {
            "moves lead here only from stages that no deal comes to"
        } else {
            "no move leads here"
        };
        let advice = UNREACHABLE_STAGE.on(&stage.name, message, stage.span, label);
        out.push(advice.help(format!("add a move to the flow (`… -> {}`), or remove the stage", stage.name)));
    }
}
