use std::collections::BTreeSet;

use crate::cli::Stop;
use crate::diagnostic::did_you_mean;
use crate::model::CriterionId;
use crate::model::Playbook;

/// The criteria that `--only` names, by name or tag; `None` where it names none.
pub(super) fn only(playbook: &Playbook, wanted: &[String]) -> Result<Option<BTreeSet<CriterionId>>, Stop> {
    if wanted.is_empty() {
        return Ok(None);
    }
    let mut chosen = BTreeSet::new();
    for word in wanted {
        let named = criteria_named(playbook, word);
        if named.is_empty() {
            return Err(no_check(playbook, word));
        }
        chosen.extend(named);
    }
    Ok(Some(chosen))
}

/// The criteria of this name, or with this tag.
pub(super) fn criteria_named(playbook: &Playbook, word: &str) -> Vec<CriterionId> {
    let named = playbook
        .criteria()
        .filter(|(_, criterion)| criterion.name == word || criterion.all_tags().any(|tag| tag == word));
    named.map(|(id, _)| id).collect()
}

/// No check and no tag has this name.
pub(super) fn no_check(playbook: &Playbook, word: &str) -> Stop {
    let names = playbook
        .criteria
        .iter()
        .flat_map(|criterion| std::iter::once(criterion.name.as_str()).chain(criterion.all_tags()));
    let help = did_you_mean(word, names)
        .map_or_else(|| format!("see the names in `{}`", file(playbook)), |near| format!("did you mean `{near}`?"));
    Stop::Usage { what: format!("the playbook has no check and no tag `{word}`"), help: Some(help) }
}

fn file(playbook: &Playbook) -> String {
    playbook.criteria.first().map(|criterion| criterion.declared.file.to_string()).unwrap_or_default()
}

/// Ids met on the way to one that was asked for: what may have been meant where it is not there.
#[derive(Default)]
pub(super) struct NearIds(Vec<String>);

impl NearIds {
    /// Enough to guess from; a million ids are not needed for that.
    const MOST: usize = 10_000;

    /// Remembers an id.
    pub fn note(&mut self, id: &str) {
        if self.0.len() < NearIds::MOST {
            self.0.push(id.to_owned());
        }
    }

    /// No deal has this id.
    pub fn no_deal(&self, wanted: &str) -> Stop {
        let near = did_you_mean(wanted, self.0.iter().map(String::as_str));
        let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        Stop::NoData { what: format!("the data has no deal `{wanted}`{near}") }
    }
}
