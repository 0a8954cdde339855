//! Lint `check-never-applies`.

use std::collections::BTreeSet;

use crate::expr::reason::Claim;
use crate::lint::Advice;
use crate::lint::Ground;
use crate::lint::conditions::setting;
use crate::lint::registry::declare_lint;
use crate::model::Place;

declare_lint! {
    /// ## What it does
    /// Finds checks and approvals whose `when` holds for no deal, and checks that are judged in no stage.
    ///
    /// ## Why is this bad?
    /// It is never judged, and everybody believes that the rule is kept.
    ///
    /// ## Example
    /// ```playbook
    /// check board "Large deals name a close date" {
    ///     when amount > 50M CNY && amount < 5M CNY
    ///     that present(close_date)
    /// }
    /// check lost "Lost deals have a reason" {
    ///     during lead .. bid
    ///     when   stage == "lost"
    ///     that   present(loss_reason)
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```playbook
    /// check board "Large deals name a close date" {
    ///     when amount > 50M CNY
    ///     that present(close_date)
    /// }
    /// check lost "Lost deals have a reason" {
    ///     during lost
    ///     that   present(loss_reason)
    /// }
    /// ```
    CHECK_NEVER_APPLIES, "check-never-applies", Warn, Conditions, check_never_applies
}

fn check_never_applies(ground: &Ground<'_>, out: &mut Vec<Advice>) {
    let mut told = BTreeSet::new();
    for criterion in &ground.playbook.criteria {
        if matches!(&criterion.place, Place::Stages(stages) if stages.is_empty()) {
            let message = format!("the check `{}` is judged in no stage", criterion.name);
            let advice = CHECK_NEVER_APPLIES.on(&criterion.name, message, criterion.span, "every stage is closed");
            out.push(advice.help("say in which stages it holds: `during won`"));
            continue;
        }
        let Some(when) = &criterion.when else { continue };
        // An approval that several gates require has one `when`.
        if !ground.possible(&setting(criterion)) && told.insert(when.span()) {
            let message = format!("`{}` applies to no deal", criterion.name);
            let on_its_own = !ground.possible(&[Claim::Holds(when)]);
            let label = if on_its_own { "holds for no deal" } else { "holds for no deal in the stages of the check" };
            let advice = CHECK_NEVER_APPLIES.on(&criterion.name, message, when.span(), label);
            out.push(advice.help("say for which deals it is meant, or remove it"));
        }
    }
}
