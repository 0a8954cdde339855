//! Which findings are waived, and what is wrong with the waivers themselves.

mod own;
mod standing;
mod words;

pub(super) use own::findings;

use std::collections::BTreeSet;

use crate::assess::Verdict;
use crate::assess::WaiverNote;
use crate::assess::ruling::Breach;
use crate::assess::settings::Case;
use crate::assess::waivers::standing::Standing;
use crate::assess::waivers::standing::standing;
use crate::expr::decide;
use crate::model::Covered;
use crate::model::Criterion;
use crate::model::CriterionId;
use crate::model::Playbook;
use crate::model::Waiver;
use crate::value::Truth;
use crate::value::Value;
use crate::value::builtin;

/// What the waivers of a playbook met in a run, in the order of the playbook.
#[derive(Debug, Default)]
pub(super) struct Uses {
    uses: Vec<Use>,
}

/// What one waiver met.
#[derive(Clone, Debug, Default)]
struct Use {
    /// Deals of which it covers, or would cover, a failure. Of `all where …` no more than one is kept.
    deals: BTreeSet<String>,
    /// Deals that it names and that were judged.
    judged: BTreeSet<String>,
}

impl Uses {
    fn of(&mut self, waiver: usize) -> Option<&mut Use> {
        if self.uses.len() <= waiver {
            self.uses.resize_with(waiver + 1, Use::default);
        }
        self.uses.get_mut(waiver)
    }

    /// Adds what the waivers met among other deals of the run.
    pub(super) fn add(&mut self, other: Uses, playbook: &Playbook) {
        for (place, met) in other.uses.into_iter().enumerate() {
            let names_deals = playbook.waivers.get(place).is_some_and(|it| matches!(it.covered, Covered::Deals(_)));
            let Some(found) = self.of(place) else { continue };
            if found.deals.is_empty() || names_deals {
                found.deals.extend(met.deals);
            }
            found.judged.extend(met.judged);
        }
    }

    fn get(&self, waiver: usize) -> Use {
        self.uses.get(waiver).cloned().unwrap_or_default()
    }
}

/// Notes that a deal is judged, so that a waiver can tell a deal that is not there.
pub(super) fn meet(case: &Case<'_>, uses: &mut Uses) {
    let id = id(case);
    for (place, waiver) in case.playbook.waivers.iter().enumerate() {
        if let Covered::Deals(ids) = &waiver.covered
            && ids.iter().any(|named| named == id)
            && let Some(found) = uses.of(place)
        {
            found.judged.insert(id.to_owned());
        }
    }
}

/// The waiver that covers a failure; its verdict is then [`Verdict::Waived`]. What is open or could not be judged is not waived.
pub(super) fn waive(
    case: &Case<'_>,
    id: CriterionId,
    criterion: &Criterion,
    breach: &mut Breach,
    uses: &mut Uses,
) -> Option<WaiverNote> {
    if breach.verdict != Verdict::Fail {
        return None;
    }
    let mut covered = None;
    for (place, waiver) in case.playbook.waivers.iter().enumerate() {
        let of_kind = waiver.kind.as_deref().is_none_or(|kind| kind == breach.kind.name());
        if !waiver.criteria.contains(&id) || !of_kind || !covers(case, waiver) {
            continue;
        }
        if let Some(found) = uses.of(place)
            && (found.deals.is_empty() || matches!(waiver.covered, Covered::Deals(_)))
        {
            found.deals.insert(self::id(case).to_owned());
        }
        if covered.is_none() && standing(case.playbook, case.settings, waiver, criterion) == Standing::Holds {
            covered = Some(waiver);
        }
    }
    let waiver = covered?;
    breach.verdict = Verdict::Waived;
    Some(WaiverNote {
        by: waiver.by.clone(),
        until: waiver.until,
        because: waiver.because.clone(),
        declared: waiver.declared.clone(),
    })
}

/// Whether a waiver is for a deal; `all where …` asks today's values, and a deal of which it cannot be told is not covered.
fn covers(case: &Case<'_>, waiver: &Waiver) -> bool {
    match &waiver.covered {
        Covered::Deals(ids) => ids.iter().any(|named| named == id(case)),
        Covered::Where(condition) => decide(condition, &case.today().env()).is_ok_and(|holds| holds == Truth::Yes),
    }
}

fn id<'c>(case: &'c Case<'_>) -> &'c str {
    match case.deal.record.get(builtin::ID) {
        Value::Text(id) => id,
        _ => "",
    }
}
