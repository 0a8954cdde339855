//! Lint `unused-authority`.

use crate::lint::Advice;
use crate::lint::Ground;
use crate::lint::registry::declare_lint;
use crate::model::AuthorityId;
use crate::syntax::Item;

declare_lint! {
    /// ## What it does
    /// Finds matrices of authority that no approval is decided by.
    ///
    /// ## Why is this bad?
    /// The limits stand in the playbook and bind nobody.
    ///
    /// ## Example
    /// ```playbook
    /// role office "Office"
    /// role head   "Head office"
    /// authority sales "Sales" {
    ///     |        | office   | head |
    ///     |--------|----------|------|
    ///     | amount | < 5M CNY | any  |
    /// }
    /// approval BID "Bid" { by any of office, head }
    /// stage bid "Bid" { entry { require approval BID } }
    /// ```
    ///
    /// ## Use instead
    /// ```playbook
    /// role office "Office"
    /// role head   "Head office"
    /// authority sales "Sales" {
    ///     |        | office   | head |
    ///     |--------|----------|------|
    ///     | amount | < 5M CNY | any  |
    /// }
    /// approval BID "Bid" { by authority sales }
    /// stage bid "Bid" { entry { require approval BID } }
    /// ```
    UNUSED_AUTHORITY, "unused-authority", Warn, Unused, unused_authority
}

fn unused_authority(ground: &Ground<'_>, out: &mut Vec<Advice>) {
    for (id, authority) in (0..).map(AuthorityId).zip(&ground.playbook.authorities) {
        if !ground.uses.authorities.contains(&id) {
            let message = format!("no approval is decided by the authority `{}`", authority.name);
            let advice = UNUSED_AUTHORITY.on(&authority.name, message, authority.span, "declared, and not used");
            let advice = advice.help(format!("write `by authority {}` in an approval, or remove it", authority.name));
            let is_it = |item: &&Item| matches!(item, Item::Authority(written) if written.name.span == authority.span);
            let whole = ground.items().find(is_it).map(Item::span);
            out.push(advice.removing(whole, &format!("the authority `{}`", authority.name)));
        }
    }
}
