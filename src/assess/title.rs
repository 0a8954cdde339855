use crate::assess::wording::Wording;
use crate::model::Criterion;
use crate::model::Playbook;

/// What a criterion asks, in words: the author's title, or a sentence made of the rule.
pub fn title_of(playbook: &Playbook, criterion: &Criterion, language: &str) -> String {
    match &criterion.title {
        Some(title) => title.in_language(language).to_owned(),
        None => Wording::of(language).title(playbook, criterion),
    }
}
