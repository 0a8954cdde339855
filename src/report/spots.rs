//! How programs of a CI tell of a finding in one line of text: its deal, its values, who acts.

use crate::assess::Evidence;
use crate::assess::Finding;
use crate::deals::Place;
use crate::report::plain::datum;
use crate::report::plain::prose;
use crate::report::words::Words;
use crate::report::words::filled;

/// Where a finding mainly stands in the data: the first value of its evidence that stands somewhere.
pub(super) fn main_place(finding: &Finding) -> Option<&Place> {
    finding.evidence.iter().find_map(|evidence| evidence.place.as_ref())
}

/// `M-1003 Blister line`, with the element that is meant.
pub(super) fn deal(words: &Words, finding: &Finding) -> String {
    let parts = [Some(finding.deal.id.as_str()), finding.deal.name.as_deref(), finding.element.as_deref()];
    let parts = parts.into_iter().flatten().map(|part| datum(part, words.characters)).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

/// `M-1003 Blister line: 1,250,000 EUR is …`, and what sets it aside.
pub(super) fn sentence(words: &Words, finding: &Finding) -> String {
    let said = format!("{}: {}", deal(words, finding), prose(&finding.message));
    match aside(words, finding) {
        Some(aside) => format!("{said} ({aside})"),
        None => said,
    }
}

/// `amount = 1,250,000 EUR`, or why there is no value.
pub(super) fn evidence(words: &Words, evidence: &Evidence) -> String {
    let path = prose(&evidence.path);
    let asked = evidence.expected.as_deref().map(prose);
    let asked = asked.map(|asked| format!("{}{}{asked}", words.comma, words.expected)).unwrap_or_default();
    match (&evidence.value, &evidence.note) {
        (Some(value), _) => format!("{path} = {}{asked}", datum(value, words.characters)),
        (None, Some(note)) => format!("{path} {}{asked}", prose(note)),
        (None, None) => format!("{path}{asked}"),
    }
}

/// Who acts and until when: `Sales engineer Mira Osei, by 2026-11-30`.
pub(super) fn who(words: &Words, finding: &Finding) -> Option<String> {
    let owner = [finding.owner.role.as_deref(), finding.owner.person.as_deref()];
    let owner = owner.into_iter().flatten().map(|text| prose(text).into_owned()).collect::<Vec<String>>().join(" ");
    let due = finding.due.map(|due| filled(words.by_day, &[&due.to_string()]));
    let told: Vec<String> = [Some(owner).filter(|owner| !owner.is_empty()), due].into_iter().flatten().collect();
    (!told.is_empty()).then(|| told.join(words.comma))
}

/// `waived by Karin Vogt until 2026-12-31: …`, or since when it is known.
pub(super) fn aside(words: &Words, finding: &Finding) -> Option<String> {
    let waived = finding.waiver.as_ref().map(|waiver| {
        filled(words.waived_by, &[&prose(&waiver.by), &waiver.until.to_string(), &prose(&waiver.because)])
    });
    let known = finding.baseline.map(|known| filled(words.known_since, &[&known.since.to_string()]));
    let told: Vec<String> = waived.into_iter().chain(known).collect();
    (!told.is_empty()).then(|| told.join(words.comma))
}
