use crate::assess::DealRef;
use crate::assess::Verdict;
use crate::diff::Line;
use crate::diff::Side;
use crate::model::Playbook;
use crate::report::diff::terms::Terms;
use crate::report::plain::datum;
use crate::report::words::Words;

/// `Pipeline 2026.1`, and only the version of the other where the title is the same.
pub(super) fn titles(old: &Side, new: &Side) -> String {
    let titled = |side: &Side| match &side.version {
        Some(version) => format!("{} {version}", side.title),
        None => side.title.clone(),
    };
    match (&old.version, &new.version) {
        _ if old.title != new.title => format!("{} → {}", titled(old), titled(new)),
        (Some(was), Some(is)) if was != is => format!("{} {was} → {is}", old.title),
        _ => titled(new),
    }
}

/// The money of some deals: `1,200,000 EUR + 50,000 USD, 2 without an amount`.
pub(super) fn money(line: &Line, terms: &Terms) -> String {
    let sums: Vec<String> = line.sums.iter().map(|sum| sum.to_string()).collect();
    let without = usize::try_from(line.without_amount).unwrap_or(usize::MAX);
    match (sums.is_empty(), without) {
        (true, 0) => String::new(),
        (true, _) => terms.without_any.to_owned(),
        (false, 0) => sums.join(" + "),
        (false, _) => format!("{}, {}", sums.join(" + "), terms.without_amount.of(without)),
    }
}

/// A verdict, or that the check was not there.
pub(super) fn verdict(verdict: Option<Verdict>, words: &'static Words, terms: &'static Terms) -> &'static str {
    verdict.map_or(terms.not_there, |verdict| words.verdict(verdict))
}

/// A stage in words, where a playbook has some.
pub(super) fn stage<'a>(name: &'a str, playbook: Option<&'a Playbook>, language: &str) -> &'a str {
    let stage = playbook.and_then(|playbook| playbook.stages.iter().find(|stage| stage.name == name));
    stage.map_or(name, |stage| stage.title.in_language(language))
}

/// What is known of a deal besides its id, with its stage in words.
pub(super) fn about(deal: &DealRef, stage: Option<&str>, words: &Words) -> String {
    let known = [deal.name.as_deref(), stage, deal.amount.as_deref(), deal.owner.as_deref()];
    let shown = known.into_iter().flatten().map(|text| datum(text, words.characters).into_owned());
    shown.collect::<Vec<String>>().join(" · ")
}
