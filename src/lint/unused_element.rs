//! Lint `unused-element`.

use crate::lint::Advice;
use crate::lint::Ground;
use crate::lint::registry::declare_lint;
use crate::model::Rule;

declare_lint! {
    /// ## What it does
    /// Finds checks with `for x in xs` that never speak of `x`.
    ///
    /// ## Why is this bad?
    /// Every element gets the same verdict, so that one mistake makes as many findings as the list is long.
    ///
    /// ## Example
    /// ```playbook
    /// deal {
    ///     accepted:   bool
    ///     milestones: list of { accepted: bool }
    /// }
    /// check acceptance "Every milestone is accepted" {
    ///     for  m in milestones
    ///     that accepted
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```playbook
    /// deal {
    ///     milestones: list of { accepted: bool }
    /// }
    /// check acceptance "Every milestone is accepted" {
    ///     for  m in milestones
    ///     that m.accepted
    /// }
    /// ```
    UNUSED_ELEMENT, "unused-element", Warn, Unused, unused_element
}

fn unused_element(ground: &Ground<'_>, out: &mut Vec<Advice>) {
    for criterion in &ground.playbook.criteria {
        let (Some(each), Rule::Holds(that)) = (&criterion.each, &criterion.rule) else { continue };
        // A message may name the element and be the only one to do so; the verdicts are alike all the same.
        let asked = std::iter::once(that).chain(&criterion.when);
        if asked.into_iter().all(|expr| !expr.mentions().locals) {
            let message = format!("`{}` goes through a list and never asks for `{}`", criterion.name, each.name);
            let advice = UNUSED_ELEMENT.on(&criterion.name, message, that.span(), "the same for every element");
            let advice = advice.at(each.list.span(), "this list");
            out.push(advice.help(format!("ask for a field of `{0}` (`{0}.…`), or remove `for`", each.name)));
        }
    }
}
