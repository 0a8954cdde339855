//! Lint `unused-calendar`.

use crate::lint::Advice;
use crate::lint::Ground;
use crate::lint::registry::declare_lint;
use crate::syntax::Item;

declare_lint! {
    /// ## What it does
    /// Finds calendars that the header of the playbook does not name.
    ///
    /// ## Why is this bad?
    /// Its holidays count for nothing: working days follow the calendar that the header names, and without one every Monday to Friday is worked.
    ///
    /// ## Example
    /// ```playbook-whole
    /// playbook bids "Bids" { currency CNY }
    /// calendar china { holidays 2026-10-01 .. 2026-10-08 }
    /// flow { lead -> won }
    /// stage lead "Lead" { at most 30 working days }
    /// stage won  "Won"  { outcome won }
    /// ```
    ///
    /// ## Use instead
    /// ```playbook-whole
    /// playbook bids "Bids" {
    ///     currency CNY
    ///     calendar china
    /// }
    /// calendar china { holidays 2026-10-01 .. 2026-10-08 }
    /// flow { lead -> won }
    /// stage lead "Lead" { at most 30 working days }
    /// stage won  "Won"  { outcome won }
    /// ```
    UNUSED_CALENDAR, "unused-calendar", Warn, Unused, unused_calendar
}

fn unused_calendar(ground: &Ground<'_>, out: &mut Vec<Advice>) {
    let named = ground.items().find_map(|item| match item {
        Item::Playbook(header) => header.calendar.as_ref(),
        _ => None,
    });
    for item in ground.items() {
        let Item::Calendar(calendar) = item else { continue };
        let name = &calendar.name;
        if named.is_none_or(|used| used.value != name.value) {
            let message = format!("the playbook does not work by the calendar `{}`", name.value);
            let advice = UNUSED_CALENDAR.on(&name.value, message, name.span, "declared, and not named in the header");
            let advice = match named {
                Some(used) => advice.at(used.span, "the one that counts"),
                None => advice.note("without a calendar every Monday to Friday is a working day"),
            };
            let advice = advice.help(format!("write `calendar {}` in the header, or remove it", name.value));
            out.push(advice.removing(Some(calendar.span), &format!("the calendar `{}`", name.value)));
        }
    }
}
