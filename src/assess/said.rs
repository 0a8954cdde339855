use crate::assess::wording::Wording;
use crate::model::Criterion;
use crate::model::Playbook;
use crate::value::Duration;

/// What a criterion asks, in a language: its title, or words made from its rule.
pub fn criterion_title(playbook: &Playbook, criterion: &Criterion, language: &str) -> String {
    Wording::of(language).title(playbook, criterion)
}

/// A length of time in a language.
pub fn length_in_words(length: Duration, language: &str) -> String {
    Wording::of(language).length(length)
}
