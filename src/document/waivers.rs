use crate::assess::length_in_words;
use crate::document::contents::WaiverPart;
use crate::document::terms;
use crate::document::terms::Terms;
use crate::model::Covered;
use crate::model::Playbook;

/// What waivers the playbook allows.
pub(super) fn rules(playbook: &Playbook, terms: Terms) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(longest) = playbook.waiver_policy.longest {
        let longest = length_in_words(longest, terms.code());
        lines.push(terms.pick(format!("A waiver runs for at most {longest}."), format!("豁免最长 {longest}。")));
    }
    if !playbook.waiver_policy.by.is_empty() {
        let by = terms.choice(&playbook.waiver_policy.by);
        lines.push(terms.pick(format!("A waiver is decided by {by}."), format!("豁免由{by}决定。")));
    }
    lines
}

pub(super) fn all(playbook: &Playbook, terms: Terms) -> Vec<WaiverPart> {
    let part = |waiver: &crate::model::Waiver| WaiverPart {
        target: waiver.target.clone(),
        deals: match &waiver.covered {
            Covered::Deals(ids) => ids.join(", "),
            Covered::Where(condition) => terms.capital(&terms::within(playbook, terms, condition)),
        },
        until: waiver.until.to_string(),
        by: waiver.by.clone(),
        because: waiver.because.clone(),
    };
    playbook.waivers.iter().map(part).collect()
}
