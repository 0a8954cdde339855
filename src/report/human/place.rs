use crate::assess::DealRef;
use crate::deals::Place;
use crate::model::TextPlace;
use crate::report::human::Sheet;
use crate::report::ink;
use crate::report::plain::datum;
use crate::report::plain::harmless;

/// `machines.playbook:98`
pub(in crate::report) fn declared(place: &TextPlace) -> String {
    format!("{}:{}", harmless(&place.file), place.line)
}

/// `opportunities.csv:4:37 (Amount)`
pub(super) fn cell(place: &Place) -> String {
    let at = short_cell(place);
    match &place.header {
        Some(header) => format!("{at} ({})", harmless(header)),
        None => at,
    }
}

/// `opportunities.csv:4:37`
pub(super) fn short_cell(place: &Place) -> String {
    format!("{}:{}:{}", harmless(&place.file), place.line, place.column)
}

/// What is known of a deal besides its id: `Blister line · Proposal · 1,250,000 EUR · Tomas Brandt`.
pub(super) fn about(sheet: &Sheet<'_>, deal: &DealRef) -> String {
    let stage = deal.stage.as_deref().map(|stage| sheet.stage(stage));
    let known = [deal.name.as_deref(), stage, deal.amount.as_deref(), deal.owner.as_deref()];
    let shown = known.into_iter().flatten().map(|text| datum(text, sheet.words.characters).into_owned());
    shown.collect::<Vec<String>>().join(" · ")
}

/// A deal in one line, its id first, and the element of it that is meant.
pub(super) fn deal_line(sheet: &Sheet<'_>, deal: &DealRef, element: Option<&str>) -> String {
    let id = ink::paint(ink::BOLD, datum(&deal.id, sheet.words.characters));
    let element = element.map(|element| format!(" {}", harmless(element))).unwrap_or_default();
    let about = about(sheet, deal);
    if about.is_empty() { format!("{id}{element}") } else { format!("{id}{element}  {about}") }
}
