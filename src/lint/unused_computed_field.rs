//! Lint `unused-computed-field`.

use crate::lint::Advice;
use crate::lint::Ground;
use crate::lint::registry::declare_lint;
use crate::syntax::Item;

declare_lint! {
    /// ## What it does
    /// Finds computed fields (`let`) that no condition, message, table or other computed field reads.
    ///
    /// ## Why is this bad?
    /// Nobody sees what is computed, and the next reader looks for the check that rests on it.
    ///
    /// ## Example
    /// ```playbook
    /// deal {
    ///     amount:     money
    ///     list_price: money
    ///     let discount = 1 - amount / list_price
    /// }
    /// check price "The price is kept": amount >= list_price * 80%
    /// ```
    ///
    /// ## Use instead
    /// ```playbook
    /// deal {
    ///     amount:     money
    ///     list_price: money
    ///     let discount = 1 - amount / list_price
    /// }
    /// check price "The price is kept": discount <= 20%
    /// ```
    UNUSED_COMPUTED_FIELD, "unused-computed-field", Warn, Unused, unused_computed_field
}

fn unused_computed_field(ground: &Ground<'_>, out: &mut Vec<Advice>) {
    let written = ground.items().filter_map(|item| match item {
        Item::Deal(deal) => Some(&deal.lets),
        _ => None,
    });
    for computed in written.flatten() {
        let name = &computed.name;
        let Some((at, _)) = ground.playbook.lets.find(&name.value) else { continue };
        if !ground.uses.lets.contains(&at) {
            let message = format!("nothing reads the computed field `{}`", name.value);
            let advice = UNUSED_COMPUTED_FIELD.on(&name.value, message, name.span, "computed, and not used");
            let advice = advice.help("use it in a condition or a message, or remove it");
            out.push(advice.removing(Some(computed.span), &format!("the computed field `{}`", name.value)));
        }
    }
}
