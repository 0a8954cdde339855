//! Lint `waiver-without-match`.

use crate::expr::reason::Claim;
use crate::lint::Advice;
use crate::lint::Ground;
use crate::lint::conditions::setting;
use crate::lint::registry::declare_lint;
use crate::model::Covered;
use crate::model::Criterion;
use crate::model::Waiver;
use crate::source::Span;
use crate::syntax::Item;

declare_lint! {
    /// ## What it does
    /// Finds waivers that can cover no finding: their condition holds for no deal, or for none to which the check applies; the check begins to bind only after their last day; or it may never be waived.
    ///
    /// ## Why is this bad?
    /// Somebody decided to live with a finding, and it is reported all the same.
    ///
    /// ## Example
    /// ```playbook
    /// check price "The price of large deals is kept" {
    ///     when amount >= 5M CNY
    ///     that discount <= 20%
    /// }
    /// waive price for all where amount < 1M CNY until 2026-12-31 by "CFO" because "Small deals are free"
    /// ```
    ///
    /// ## Use instead
    /// ```playbook
    /// check price "The price of large deals is kept" {
    ///     when amount >= 5M CNY
    ///     that discount <= 20%
    /// }
    /// waive price for all where amount < 8M CNY until 2026-12-31 by "CFO" because "Up to 8 million they are free"
    /// ```
    WAIVER_WITHOUT_MATCH, "waiver-without-match", Warn, Conditions, waiver_without_match
}

fn waiver_without_match(ground: &Ground<'_>, out: &mut Vec<Advice>) {
    for waiver in &ground.playbook.waivers {
        let ids = waiver.criteria.iter();
        let criteria: Vec<&Criterion> = ids.filter_map(|id| ground.playbook.criteria.get(id.0 as usize)).collect();
        if criteria.is_empty() {
            continue;
        }
        let Some(why) = why_not(ground, waiver, &criteria) else { continue };
        let span = match &waiver.covered {
            Covered::Where(condition) if why.of_condition => condition.span(),
            _ => place(ground, waiver).unwrap_or_default(),
        };
        let message = format!("the waiver of `{}` covers no finding", waiver.target);
        let advice = WAIVER_WITHOUT_MATCH.on(&waiver.target, message, span, why.label);
        let advice = match criteria.first() {
            Some(criterion) if !why.of_condition || why.of_check => advice.at(criterion.span, why.about_check),
            _ => advice,
        };
        out.push(advice.help("correct it, or remove it"));
    }
}

/// Why a waiver covers nothing.
struct Reason {
    label: &'static str,
    of_condition: bool,
    of_check: bool,
    about_check: &'static str,
}

fn why_not(ground: &Ground<'_>, waiver: &Waiver, criteria: &[&Criterion]) -> Option<Reason> {
    if criteria.iter().all(|criterion| criterion.never_waive) {
        let about_check = "`never waive` stands here";
        return Some(Reason { label: "no waiver covers this", of_condition: false, of_check: true, about_check });
    }
    if criteria.iter().all(|criterion| criterion.from.is_some_and(|from| waiver.until < from)) {
        let about_check = "binds only deals that come after that";
        return Some(Reason { label: "ends too early", of_condition: false, of_check: true, about_check });
    }
    let Covered::Where(condition) = &waiver.covered else { return None };
    if !ground.possible(&[Claim::Holds(condition)]) {
        return Some(Reason { label: "holds for no deal", of_condition: true, of_check: false, about_check: "" });
    }
    // Of an element of a list nothing is known here.
    let is_apart = |criterion: &&Criterion| {
        criterion.each.is_none() && {
            let mut claims = setting(criterion);
            claims.push(Claim::Holds(condition));
            !ground.possible(&claims) && ground.possible(&setting(criterion))
        }
    };
    let about_check = "applies to none of them";
    criteria.iter().all(is_apart).then_some(Reason {
        label: "holds for no deal to which it applies",
        of_condition: true,
        of_check: true,
        about_check,
    })
}

/// Where a waiver names what it waives.
fn place(ground: &Ground<'_>, waiver: &Waiver) -> Option<Span> {
    ground.items().find_map(|item| match item {
        Item::Waive(written)
            if written.check.text() == waiver.target
                && written.until.as_ref().is_some_and(|until| until.value == waiver.until)
                && written.because.as_ref().is_some_and(|because| because.text.value == waiver.because) =>
        {
            Some(written.check.span)
        }
        _ => None,
    })
}
