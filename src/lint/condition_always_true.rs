//! Lint `condition-always-true`.

use crate::expr::reason::Claim;
use crate::expr::reason::parts;
use crate::lint::Advice;
use crate::lint::Ground;
use crate::lint::conditions::setting;
use crate::lint::registry::declare_lint;
use crate::model::Rule;

declare_lint! {
    /// ## What it does
    /// Finds checks that can never fail, and parts of conditions that hold for every deal to which the check applies.
    ///
    /// ## Why is this bad?
    /// The check finds nothing, and everybody believes that the rule is kept.
    /// Usually a sign is turned round, `||` stands for `&&`, or `when` already asks for the same.
    ///
    /// ## Example
    /// ```playbook
    /// check size "The deal has a size that we sell": amount > 100k CNY || amount < 5M CNY
    /// check known "The customer is known": contacts.len() >= 0
    /// ```
    ///
    /// ## Use instead
    /// ```playbook
    /// check size "The deal has a size that we sell": amount > 100k CNY && amount < 5M CNY
    /// check known "The customer is known": contacts.len() >= 1
    /// ```
    CONDITION_ALWAYS_TRUE, "condition-always-true", Warn, Conditions, condition_always_true
}

fn condition_always_true(ground: &Ground<'_>, out: &mut Vec<Advice>) {
    for criterion in &ground.playbook.criteria {
        let Rule::Holds(that) = &criterion.rule else { continue };
        let setting = setting(criterion);
        // A check that never applies is reported as that.
        if !ground.possible(&setting) {
            continue;
        }
        let with = |claim| setting.iter().cloned().chain([claim]).collect::<Vec<Claim<'_>>>();
        let name = &criterion.name;
        if !ground.possible(&with(Claim::Fails(that))) {
            let message = format!("the check `{name}` can never fail");
            let advice =
                CONDITION_ALWAYS_TRUE.on(name, message, that.span(), "holds for every deal whose values are known");
            let on_its_own = !ground.possible(&[Claim::Fails(that)]);
            let advice = match &criterion.when {
                Some(when) if !on_its_own => advice.at(when.span(), "holds wherever this does"),
                _ => advice,
            };
            out.push(advice.help("say what must be different for it to fail, or remove the check"));
            continue;
        }
        for part in parts(that) {
            if !ground.possible(&with(Claim::PartFails(part))) {
                let message = format!("a part of the check `{name}` always holds");
                let advice =
                    CONDITION_ALWAYS_TRUE.on(name, message, part.span(), "holds for every deal whose values are known");
                out.push(advice.help("correct it, or remove this part"));
            }
        }
    }
}
