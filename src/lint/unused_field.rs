//! Lint `unused-field`.

use crate::lint::Advice;
use crate::lint::Ground;
use crate::lint::registry::declare_lint;
use crate::syntax;
use crate::syntax::Item;

declare_lint! {
    /// ## What it does
    /// Finds fields of the deal that nothing reads and no source fills.
    /// `amount` is never reported: every report shows it.
    ///
    /// ## Why is this bad?
    /// The field looks like a part of the process and decides nothing.
    /// Often a check was planned and never written, or its condition reads another field by mistake.
    ///
    /// ## Example
    /// ```playbook
    /// deal {
    ///     margin:      percent
    ///     list_margin: percent
    /// }
    /// check margin_kept "The margin is kept": margin >= 20%
    /// ```
    ///
    /// ## Use instead
    /// ```playbook
    /// deal { margin: percent }
    /// check margin_kept "The margin is kept": margin >= 20%
    /// ```
    UNUSED_FIELD, "unused-field", Warn, Unused, unused_field
}

fn unused_field(ground: &Ground<'_>, out: &mut Vec<Advice>) {
    let fields = ground.items().filter_map(|item| match item {
        Item::Deal(deal) => Some(&deal.fields),
        _ => None,
    });
    for field in fields.flatten().filter(|field| field.name.value != "amount") {
        look(ground, field, &[], out);
    }
}

/// Reports a field that nothing reads; of a record that is read, its parts are looked at.
fn look(ground: &Ground<'_>, field: &syntax::Field, above: &[&str], out: &mut Vec<Advice>) {
    let path: Vec<&str> = above.iter().copied().chain([field.name.value.as_str()]).collect();
    if !ground.uses.reads_below(&path) {
        let name = path.join(".");
        let message = format!("nothing reads the field `{name}`, and no source fills it");
        let removed = format!("the field `{name}`");
        let advice = UNUSED_FIELD.on(name, message, field.name.span, "declared, and not used");
        let advice = advice.help("ask for it in a criterion, or remove it");
        out.push(advice.removing(Some(field.span), &removed));
        return;
    }
    for part in parts(&field.ty).iter().filter(|_| !ground.uses.reads_whole(&path)) {
        look(ground, part, &path, out);
    }
}

fn parts(ty: &syntax::TypeRef) -> &[syntax::Field] {
    match &ty.kind {
        syntax::TypeKind::Record(fields) => fields,
        syntax::TypeKind::ListOf(item) => parts(item),
        _ => &[],
    }
}
