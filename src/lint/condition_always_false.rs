//! Lint `condition-always-false`.

use crate::expr::reason::Claim;
use crate::expr::reason::parts;
use crate::lint::Advice;
use crate::lint::Ground;
use crate::lint::conditions::setting;
use crate::lint::registry::declare_lint;
use crate::model::Rule;

declare_lint! {
    /// ## What it does
    /// Finds checks that no deal can pass, and parts of conditions that hold for no deal to which the check applies.
    ///
    /// ## Why is this bad?
    /// Every deal gets a finding, and soon nobody reads any.
    /// Usually `&&` stands for `||`, a bound is turned round, or `when` asks for the opposite.
    ///
    /// ## Example
    /// ```playbook
    /// check tier "A or B": account.tier == "A" && account.tier == "B"
    /// check price "The price is kept": discount > 20% && discount < 10%
    /// ```
    ///
    /// ## Use instead
    /// ```playbook
    /// check tier "A or B": account.tier == "A" || account.tier == "B"
    /// check price "The price is kept": discount > 10% && discount < 20%
    /// ```
    CONDITION_ALWAYS_FALSE, "condition-always-false", Warn, Conditions, condition_always_false
}

fn condition_always_false(ground: &Ground<'_>, out: &mut Vec<Advice>) {
    for criterion in &ground.playbook.criteria {
        let Rule::Holds(that) = &criterion.rule else { continue };
        let setting = setting(criterion);
        // A check that never applies is reported as that; `that false` says on purpose that what `when` says must not be.
        if that.text().trim() == "false" || !ground.possible(&setting) {
            continue;
        }
        let with = |claim| setting.iter().cloned().chain([claim]).collect::<Vec<Claim<'_>>>();
        let name = &criterion.name;
        if !ground.possible(&with(Claim::Holds(that))) {
            let message = format!("no deal can pass the check `{name}`");
            let advice = CONDITION_ALWAYS_FALSE.on(name, message, that.span(), "holds for no deal");
            let on_its_own = !ground.possible(&[Claim::Holds(that)]);
            let advice = match &criterion.when {
                Some(when) if !on_its_own => advice.at(when.span(), "holds for none for which this does"),
                _ => advice,
            };
            out.push(advice.help("say what a deal can be so that it passes"));
            continue;
        }
        for part in parts(that).into_iter().filter(|part| !part.all_asked) {
            if !ground.possible(&with(Claim::PartHolds(part))) {
                let message = format!("a part of the check `{name}` never holds");
                let advice = CONDITION_ALWAYS_FALSE.on(name, message, part.span(), "holds for no deal");
                out.push(advice.help("correct it, or remove this part"));
            }
        }
    }
}
