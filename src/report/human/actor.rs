use crate::assess::Finding;
use crate::report::human::Sheet;
use crate::report::plain::datum;
use crate::report::plain::prose;
use crate::report::words::Words;
use crate::report::words::filled;

/// What is to be done about a finding, by whom and until when; `None` where that says nothing new.
///
/// `told` is the remedy that stands above already.
pub(super) fn task(sheet: &Sheet<'_>, finding: &Finding, told: Option<&str>) -> Option<String> {
    // Somebody decided that nothing is to be done.
    if finding.waiver.is_some() {
        return None;
    }
    let fix = finding.fix.as_deref().filter(|fix| Some(*fix) != told).map(|fix| prose(fix).into_owned());
    // The line of the deal ends with its owner, where it has one.
    let owner_acts = finding.owner.role.is_none() && finding.owner.person.as_deref() == finding.deal.owner.as_deref();
    let known = owner_acts && finding.due.is_none();
    let who = (!known).then(|| actor(sheet.words, finding));
    let parts = [fix, who];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// Who decided to live with a finding, until when and why; `None` where nobody did.
pub(super) fn waived(sheet: &Sheet<'_>, finding: &Finding) -> Option<String> {
    let waiver = finding.waiver.as_ref()?;
    let by = datum(&waiver.by, sheet.words.characters);
    Some(filled(sheet.words.waived_by, &[&by, &waiver.until.to_string(), &prose(&waiver.because)]))
}

/// Who acts and until when: `Sales engineer Ines Kramer, by 2026-11-30`.
pub(in crate::report) fn actor(words: &Words, finding: &Finding) -> String {
    let role = finding.owner.role.as_deref().map(prose);
    let person = finding.owner.person.as_deref().map(|person| datum(person, words.characters));
    let who = match (role, person) {
        (Some(role), Some(person)) => format!("{role} {person}"),
        (Some(role), None) => filled(words.nobody, &[&role]),
        (None, Some(person)) => person.into_owned(),
        (None, None) => words.someone.to_owned(),
    };
    match finding.due {
        Some(due) => format!("{who}{}{}", words.comma, filled(words.by_day, &[&due.to_string()])),
        None => who,
    }
}

/// Since when the baseline holds a finding; `None` where it does not.
pub(super) fn known(words: &Words, finding: &Finding) -> Option<String> {
    finding.baseline.map(|known| filled(words.known_since, &[&known.since.to_string()]))
}
