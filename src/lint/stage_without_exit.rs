//! Lint `stage-without-exit`.

use crate::lint::Advice;
use crate::lint::Ground;
use crate::lint::graph;
use crate::lint::registry::declare_lint;

declare_lint! {
    /// ## What it does
    /// Finds open stages that no move leads out of.
    ///
    /// ## Why is this bad?
    /// A deal that is there can never move by the playbook, and it never counts as closed.
    /// A stage in which deals end needs an `outcome`.
    ///
    /// ## Example
    /// ```playbook-whole
    /// playbook bids "Bids" { currency CNY }
    /// flow {
    ///     lead -> bid -> won
    ///     bid -> on_hold
    /// }
    /// stage lead    "Lead"    {}
    /// stage bid     "Bid"     {}
    /// stage won     "Won"     { outcome won }
    /// stage on_hold "On hold" {}
    /// ```
    ///
    /// ## Use instead
    /// ```playbook-whole
    /// playbook bids "Bids" { currency CNY }
    /// flow {
    ///     lead -> bid -> won
    ///     bid -> on_hold -> bid
    /// }
    /// stage lead    "Lead"    {}
    /// stage bid     "Bid"     {}
    /// stage won     "Won"     { outcome won }
    /// stage on_hold "On hold" {}
    /// ```
    STAGE_WITHOUT_EXIT, "stage-without-exit", Warn, Flow, stage_without_exit
}

fn stage_without_exit(ground: &Ground<'_>, out: &mut Vec<Advice>) {
    let playbook = ground.playbook;
    let stuck = graph::stages(playbook).filter(|(id, stage)| {
        // A stage that nothing leads to either is reported as unreachable.
        stage.outcome.is_none() && !graph::leaves(playbook, *id) && graph::enters(playbook, *id)
    });
    for (_, stage) in stuck {
        let message = format!("no deal can leave the stage `{}`", stage.name);
        let advice = STAGE_WITHOUT_EXIT.on(&stage.name, message, stage.span, "open, and no move leads out of it");
        out.push(advice.help("say how it ends (`outcome won`, `outcome lost`), or add a move to the flow"));
    }
}
