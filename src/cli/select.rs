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
        let named =
            playbook.criteria().filter(|(_, criterion)| criterion.name == *word || criterion.tags.contains(word));
        let named: Vec<CriterionId> = named.map(|(id, _)| id).collect();
        if named.is_empty() {
            return Err(no_check(playbook, word));
        }
        chosen.extend(named);
    }
    Ok(Some(chosen))
}

/// No check and no tag has this name.
fn no_check(playbook: &Playbook, word: &str) -> Stop {
    let names = playbook.criteria.iter().flat_map(|criterion| {
        std::iter::once(criterion.name.as_str()).chain(criterion.tags.iter().map(String::as_str))
    });
    let help = did_you_mean(word, names)
        .map_or_else(|| format!("see the names in `{}`", file(playbook)), |near| format!("did you mean `{near}`?"));
    Stop::Usage { what: format!("the playbook has no check and no tag `{word}`"), help: Some(help) }
}

fn file(playbook: &Playbook) -> String {
    playbook.criteria.first().map(|criterion| criterion.declared.file.to_string()).unwrap_or_default()
}
