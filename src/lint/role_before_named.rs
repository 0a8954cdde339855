//! Lint `role-before-named`.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::expr::Expr;
use crate::lint::Advice;
use crate::lint::Ground;
use crate::lint::registry::declare_lint;
use crate::model::Barred;
use crate::model::Criterion;
use crate::model::Owner;
use crate::model::Party;
use crate::model::Place;
use crate::model::Playbook;
use crate::model::RoleId;
use crate::model::Rule;
use crate::model::StageId;
use crate::source::Span;
use crate::value::Step;
use crate::value::builtin;

declare_lint! {
    /// ## What it does
    /// Finds criteria on the main line that speak of the holder of a role (`holder(AR)`, `team.AR`, `owner AR`, `not by AR`) before the first stage that asks for the role to be staffed (`needs AR`, `require role AR`).
    ///
    /// ## Why is this bad?
    /// Nobody has to be named by then, so the condition is unknown, the finding has nobody to act on it, and the separation of duties cannot be told.
    ///
    /// ## Example
    /// ```playbook
    /// role AR "Account responsible"
    /// stage lead "Lead" {
    ///     exit {
    ///         check contacts "Contacts are known" {
    ///             that  present(contacts)
    ///             owner AR
    ///         }
    ///     }
    /// }
    /// stage bid "Bid" {
    ///     needs AR
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```playbook
    /// role AR "Account responsible"
    /// stage lead "Lead" {
    ///     needs AR
    ///     exit {
    ///         check contacts "Contacts are known" {
    ///             that  present(contacts)
    ///             owner AR
    ///         }
    ///     }
    /// }
    /// ```
    ROLE_BEFORE_NAMED, "role-before-named", Warn, Approvals, role_before_named
}

fn role_before_named(ground: &Ground<'_>, out: &mut Vec<Advice>) {
    let playbook = ground.playbook;
    let named = first_named(playbook);
    for criterion in &playbook.criteria {
        let Some(at) = latest(playbook, &criterion.place) else { continue };
        for (role, how) in spoken_of(playbook, criterion) {
            let Some((first, span)) = named.get(&role).filter(|(first, _)| at < *first) else { continue };
            let name = playbook.role(role).map_or("", |role| role.name.as_str());
            let place = playbook.flow.main.get(first.stage).and_then(|id| playbook.stage(*id));
            let place = place.map_or("", |stage| stage.name.as_str());
            let message = format!("`{}` speaks of `{name}`, which is asked for only in `{place}`", criterion.name);
            let advice = ROLE_BEFORE_NAMED.on(&criterion.name, message, criterion.span, how);
            let advice = advice.at(*span, "asked for from here on");
            out.push(advice.help(format!("ask for it earlier (`needs {name}`), or name another role")));
        }
    }
}

/// A moment on the main line: a stage, and whether it is entered, lasts, or is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct When {
    stage: usize,
    part: u8,
}

/// The first moment on the main line at which each role must be staffed.
fn first_named(playbook: &Playbook) -> BTreeMap<RoleId, (When, Span)> {
    let mut named: BTreeMap<RoleId, (When, Span)> = BTreeMap::new();
    let mut unsure: BTreeSet<RoleId> = BTreeSet::new();
    for criterion in &playbook.criteria {
        let Rule::Staffed(role) = &criterion.rule else { continue };
        let Some(when) = first(playbook, &criterion.place) else {
            // Asked for off the main line, too: whether that is before or after cannot be told.
            unsure.insert(*role);
            continue;
        };
        let known = named.entry(*role).or_insert((when, criterion.span));
        if when < known.0 {
            *known = (when, criterion.span);
        }
    }
    named.retain(|role, _| !unsure.contains(role));
    named
}

fn first(playbook: &Playbook, place: &Place) -> Option<When> {
    let at = |stage: &StageId, part| playbook.flow.place(*stage).map(|stage| When { stage, part });
    match place {
        Place::Entry(stage) => at(stage, 0),
        Place::During(stage) | Place::Whole(stage) => at(stage, 0),
        Place::Exit(stage) => at(stage, 2),
        Place::Always | Place::Stages(_) => None,
    }
}

/// The last moment at which a criterion of one stage is judged; checks over several stages are left alone.
fn latest(playbook: &Playbook, place: &Place) -> Option<When> {
    let at = |stage: &StageId, part| playbook.flow.place(*stage).map(|stage| When { stage, part });
    match place {
        Place::Entry(stage) => at(stage, 0),
        Place::During(stage) => at(stage, 1),
        Place::Exit(stage) => at(stage, 2),
        Place::Whole(_) | Place::Always | Place::Stages(_) => None,
    }
}

/// The roles whose holder matters to a criterion, and how.
fn spoken_of(playbook: &Playbook, criterion: &Criterion) -> Vec<(RoleId, &'static str)> {
    let mut roles = Vec::new();
    let owners = criterion.owners().filter_map(|owner| match owner {
        Owner::Role(role) => Some(role),
        Owner::DealOwner => None,
    });
    roles.extend(owners.map(|role| (role, "its owner is nobody yet")));
    let conditions = criterion.when.iter().chain(match &criterion.rule {
        Rule::Holds(that) => Some(that),
        _ => None,
    });
    for expr in conditions {
        roles.extend(held(expr).into_iter().map(|role| (role, "asks who holds it")));
    }
    if let Rule::Approved(id) = &criterion.rule
        && let Some(approval) = playbook.approval(*id)
    {
        let barred = approval.not_by.iter().filter_map(|barred| match barred {
            Barred::Person(Party::Of(Owner::Role(role))) | Barred::Reports(Party::Of(Owner::Role(role))) => Some(*role),
            _ => None,
        });
        roles.extend(barred.map(|role| (role, "bars whoever holds it")));
    }
    roles.sort_unstable();
    roles.dedup_by_key(|(role, _)| *role);
    roles
}

/// The roles whose holder a condition asks for.
fn held(expr: &Expr) -> Vec<RoleId> {
    let of_team = expr.reads().iter().filter_map(|path| match path.as_slice() {
        [Step::Field(builtin::TEAM), Step::Field(role), ..] => u16::try_from(*role).ok().map(RoleId),
        _ => None,
    });
    of_team.chain(expr.mentions().held.into_iter().map(RoleId)).collect()
}
