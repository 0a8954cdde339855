//! Lint `loosened-check`.

use crate::lint::Advice;
use crate::lint::Ground;
use crate::lint::registry::declare_lint;

declare_lint! {
    /// ## What it does
    /// Lists what a playbook asks less than the playbook that it extends, or may ask less: a check that is removed or milder, another condition, a longer stay, other approvers.
    ///
    /// ## Why is this bad?
    /// It need not be: a playbook that is laid over another one is there to change it.
    /// Whoever keeps the one below wants to see where.
    /// `never loosen` in a check forbids it.
    ///
    /// ## Example
    /// ```text
    /// // base.playbook
    /// check price "The price is kept" {
    ///     that     discount <= 20%
    ///     severity critical
    /// }
    ///
    /// // ours.playbook
    /// playbook ours "Ours" extends "base.playbook" {}
    /// check price { severity minor }
    /// ```
    ///
    /// ## Use instead
    /// ```text
    /// lint { allow loosened-check on price because "Agreed with the process owner in May" }
    /// ```
    LOOSENED_CHECK, "loosened-check", Warn, Extension, loosened_check
}

fn loosened_check(ground: &Ground<'_>, out: &mut Vec<Advice>) {
    let Some(extension) = &ground.playbook.extends else { return };
    for loosened in extension.loosened.iter().filter(|loosened| !loosened.forbidden) {
        let message = format!("`{}` {}", loosened.check, loosened.how);
        let advice = LOOSENED_CHECK.on(&loosened.check, message, loosened.at, "changed here");
        let advice = advice.at(loosened.below, format!("as `{}` has it", extension.name));
        out.push(advice.help("say why: `allow loosened-check on … because \"…\"` in `lint { … }`"));
    }
}
