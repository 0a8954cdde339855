//! Approvals of a layer, laid over those of the same name below.

use crate::lower::overlay_check::about_over;
use crate::syntax::Approval;
use crate::syntax::Item;

/// Lays an approval over the one of its name; `false` where there is none.
///
/// What it does not say stays as it is below.
pub(super) fn approval(below: &mut [Item], own: &Approval) -> bool {
    let known = below.iter_mut().find_map(|item| match item {
        Item::Approval(known) if known.name.value == own.name.value => Some(known),
        _ => None,
    });
    let Some(known) = known else { return false };
    *known = over(known.clone(), own.clone());
    true
}

fn over(base: Approval, own: Approval) -> Approval {
    Approval {
        name: own.name,
        title: own.title.or(base.title),
        when: own.when.or(base.when),
        by: own.by.or(base.by),
        not_by: if own.not_by.is_empty() { base.not_by } else { own.not_by },
        valid: own.valid.or(base.valid),
        covers: if own.covers.is_empty() { base.covers } else { own.covers },
        conditions: own.conditions.or(base.conditions),
        broken: own.broken || base.broken,
        about: about_over(base.about, own.about),
        span: own.span,
    }
}
