//! Lint `unused-role`.

use crate::lint::Advice;
use crate::lint::Ground;
use crate::lint::registry::declare_lint;
use crate::model::RoleId;
use crate::syntax::Item;

declare_lint! {
    /// ## What it does
    /// Finds roles that nothing asks for: no `needs`, no `require role`, no approval, no owner of a finding, no condition.
    ///
    /// ## Why is this bad?
    /// Whoever reads the playbook believes that the role matters.
    /// Often the line that asks for it was forgotten, or a role was renamed in one place only.
    ///
    /// ## Example
    /// ```playbook
    /// role legal "Legal"
    /// role tax   "Tax"
    /// stage bid "Bid" { needs legal }
    /// ```
    ///
    /// ## Use instead
    /// ```playbook
    /// role legal "Legal"
    /// role tax   "Tax"
    /// stage bid "Bid" { needs legal, tax }
    /// ```
    UNUSED_ROLE, "unused-role", Warn, Unused, unused_role
}

fn unused_role(ground: &Ground<'_>, out: &mut Vec<Advice>) {
    for (id, role) in (0..).map(RoleId).zip(&ground.playbook.roles) {
        if !ground.uses.roles.contains(&id) {
            let message = format!("nothing asks for the role `{}`", role.name);
            let advice = UNUSED_ROLE.on(&role.name, message, role.span, "declared, and not used");
            let advice = advice.help("ask for it (`needs`, `require role`, `by`, `owner`), or remove it");
            let whole =
                ground.items().find(|item| matches!(item, Item::Role(written) if written.name.span == role.span));
            out.push(advice.removing(whole.map(Item::span), &format!("the role `{}`", role.name)));
        }
    }
}
