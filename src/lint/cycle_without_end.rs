//! Lint `cycle-without-end`.

use std::collections::BTreeSet;

use crate::diagnostic::list_of;
use crate::lint::Advice;
use crate::lint::Ground;
use crate::lint::graph;
use crate::lint::registry::declare_lint;
use crate::model::StageId;

declare_lint! {
    /// ## What it does
    /// Finds stages that lead round in a circle and from which no move ever leads to a closed stage.
    ///
    /// ## Why is this bad?
    /// A deal that comes into the circle can be neither won nor lost.
    ///
    /// ## Example
    /// ```playbook-whole
    /// playbook bids "Bids" { currency CNY }
    /// flow {
    ///     lead -> won
    ///     lead -> offer -> review -> offer
    /// }
    /// stage lead   "Lead"   {}
    /// stage offer  "Offer"  {}
    /// stage review "Review" {}
    /// stage won    "Won"    { outcome won }
    /// ```
    ///
    /// ## Use instead
    /// ```playbook-whole
    /// playbook bids "Bids" { currency CNY }
    /// flow {
    ///     lead -> won
    ///     lead -> offer -> review -> offer
    ///     review -> won
    /// }
    /// stage lead   "Lead"   {}
    /// stage offer  "Offer"  {}
    /// stage review "Review" {}
    /// stage won    "Won"    { outcome won }
    /// ```
    CYCLE_WITHOUT_END, "cycle-without-end", Warn, Flow, cycle_without_end
}

fn cycle_without_end(ground: &Ground<'_>, out: &mut Vec<Advice>) {
    let playbook = ground.playbook;
    let is_closed = |id: &StageId| {
        playbook.stage(*id).is_some_and(|stage| stage.outcome.is_some()) || !graph::leaves(playbook, *id)
    };
    let mut told: BTreeSet<StageId> = BTreeSet::new();
    for (id, stage) in graph::stages(playbook) {
        let from_here = graph::reached(playbook, [id]);
        let after = playbook.flow.moves.iter().filter(|step| step.from == id && step.to != id).map(|step| step.to);
        let is_in_circle = graph::reached(playbook, after).contains(&id);
        if !is_in_circle || from_here.iter().any(is_closed) || told.contains(&id) {
            continue;
        }
        let circle: Vec<&str> =
            from_here.iter().filter_map(|id| playbook.stage(*id)).map(|stage| stage.name.as_str()).collect();
        told.extend(&from_here);
        let message = format!("no deal comes out of {}", list_of(circle));
        let advice = CYCLE_WITHOUT_END.on(&stage.name, message, stage.span, "leads round in a circle");
        out.push(advice.help("add a move to a stage with an `outcome`"));
    }
}
