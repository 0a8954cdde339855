use std::collections::BTreeSet;
use std::num::NonZero;
use std::thread;

use crate::assess::Settings;
use crate::assess::Tally;
use crate::assess::Verdict;
use crate::assess::judge;
use crate::model::CriterionId;
use crate::model::Playbook;
use crate::model::Survivor;
use crate::scenario::Mutant;
use crate::scenario::Scenario;
use crate::scenario::mutants;
use crate::scenario::mutants::Edit;
use crate::scenario::mutants::Sight;
use crate::scenario::outcome::see;

/// Which changes of a playbook its tests notice.
#[derive(Clone, Debug)]
pub struct Mutation {
    /// How many changes were tried.
    pub tried: usize,
    /// Those that no test notices and nobody explained, in the order of the playbook.
    pub survivors: Vec<Mutant>,
    /// Those that no test notices, each with the reason the playbook's tests give.
    pub explained: Vec<(Mutant, String)>,
    /// Reasons for changes that some test does notice, or that are none.
    pub stale: Vec<Survivor>,
}

impl Mutation {
    /// Whether some test notices every change, or it is explained why none can.
    pub fn is_clean(&self) -> bool {
        self.survivors.is_empty() && self.stale.is_empty()
    }

    /// How many changes some test notices.
    pub fn noticed(&self) -> usize {
        self.tried - self.survivors.len() - self.explained.len()
    }
}

/// A test, and the criteria that apply to its deal.
struct Watcher<'a, 's> {
    scenario: &'s Scenario<'a>,
    applies: BTreeSet<CriterionId>,
}

/// Makes every change of a playbook and runs the tests that may notice it; all of them pass on the playbook itself.
pub fn mutate(playbook: &Playbook, scenarios: &[Scenario<'_>], threads: NonZero<usize>) -> Mutation {
    let mutants = mutants(playbook);
    let watchers: Vec<Watcher<'_, '_>> = scenarios.iter().map(|scenario| watcher(playbook, scenario)).collect();
    // A change is made on a copy; the tests themselves are not changed.
    let bare = Playbook { tests: Vec::new(), survivors: Vec::new(), ..playbook.clone() };
    let noticed = in_parallel(&mutants, threads, |mutant| notices(&bare, mutant, &watchers));
    let tried = mutants.len();
    let mut mutation = Mutation { tried, survivors: Vec::new(), explained: Vec::new(), stale: Vec::new() };
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for (mutant, noticed) in mutants.into_iter().zip(noticed) {
        if noticed {
            continue;
        }
        match playbook.survivors.iter().find(|known| known.id.value == mutant.id) {
            Some(known) => {
                used.insert(&known.id.value);
                mutation.explained.push((mutant, known.because.clone()));
            }
            None => mutation.survivors.push(mutant),
        }
    }
    let stale = playbook.survivors.iter().filter(|known| !used.contains(known.id.value.as_str()));
    mutation.stale = stale.cloned().collect();
    mutation
}

fn watcher<'a, 's>(playbook: &Playbook, scenario: &'s Scenario<'a>) -> Watcher<'a, 's> {
    let mut tally = Tally::new(playbook);
    judge(playbook, &scenario.deal, &scenario.settings(), &mut tally);
    let applies = playbook.criteria().map(|(id, _)| id).filter(|id| {
        let counts = tally.of(*id);
        Verdict::ALL.iter().any(|verdict| *verdict != Verdict::NotApplicable && counts.of(*verdict) > 0)
    });
    Watcher { scenario, applies: applies.collect() }
}

/// Whether some test notices a change.
fn notices(playbook: &Playbook, mutant: &Mutant, watchers: &[Watcher<'_, '_>]) -> bool {
    let changed;
    let playbook = match &mutant.edit {
        Edit::Without(_) => playbook,
        Edit::Changed(edit) => {
            let mut copy = playbook.clone();
            edit(&mut copy);
            changed = copy;
            &changed
        }
    };
    let sees = |watcher: &&Watcher<'_, '_>| {
        mutant.criteria.iter().any(|id| match mutant.sight {
            Sight::Applying => watcher.applies.contains(id),
            Sight::Judging => watcher.scenario.settings().asks(*id),
        })
    };
    watchers.iter().filter(sees).any(|watcher| differs(playbook, mutant, watcher.scenario))
}

/// Whether a test fails on a changed playbook: only what the change may touch is judged.
fn differs(playbook: &Playbook, mutant: &Mutant, scenario: &Scenario<'_>) -> bool {
    let touched = |ids: &[CriterionId]| ids.iter().any(|id| mutant.criteria.contains(id));
    let mut judged: BTreeSet<CriterionId> = mutant.criteria.iter().copied().collect();
    for asked in scenario.test.expects.iter().filter_map(|expect| expect.what.asked()) {
        if touched(&asked.criteria) {
            judged.extend(asked.criteria.iter().copied());
        }
    }
    let own = scenario.settings();
    judged.retain(|id| own.asks(*id));
    if let Edit::Without(id) = &mutant.edit {
        judged.remove(id);
    }
    let settings = Settings { only: Some(&judged), ..own };
    let seen = see(playbook, scenario, &settings);
    let unmet = seen.unmet.iter().filter_map(|expect| expect.what.asked());
    unmet.into_iter().any(|asked| touched(&asked.criteria)) || seen.unexpected().next().is_some()
}

/// Asks the same of all, on several threads; the answers are in order.
fn in_parallel<T: Sync>(items: &[T], threads: NonZero<usize>, ask: impl Fn(&T) -> bool + Sync) -> Vec<bool> {
    let share = items.len().div_ceil(threads.get()).max(1);
    let ask = &ask;
    thread::scope(|scope| {
        let parts: Vec<_> =
            items.chunks(share).map(|part| scope.spawn(move || part.iter().map(ask).collect::<Vec<bool>>())).collect();
        // A thread that stopped noticed nothing, and is told as survivors.
        let answers = parts.into_iter().zip(items.chunks(share));
        answers.flat_map(|(part, items)| part.join().unwrap_or_else(|_| vec![false; items.len()])).collect()
    })
}
