use crate::assess::DealRef;
use crate::assess::Finding;
use crate::assess::MoveOwed;
use crate::assess::Settings;
use crate::assess::compose::describe;
use crate::assess::compose::stage_unknown;
use crate::assess::judge::verdict;
use crate::assess::next_gate::owed_for;
use crate::assess::ruling::Breach;
use crate::assess::settings::Case;
use crate::assess::waivers::Uses;
use crate::assess::way::Way;
use crate::deals::Deal;
use crate::model::Criterion;
use crate::model::Place;
use crate::model::Playbook;
use crate::model::StageId;

/// What a deal owes.
#[derive(Clone, Debug)]
pub struct Next {
    /// The deal.
    pub deal: DealRef,
    /// The stage it is in; `None` where that is not known.
    pub stage: Option<StageId>,
    /// What each move of the flow asks of it: the next stage of the main line first, then in the order of the text.
    pub moves: Vec<MoveOwed>,
    /// What it owes where it is.
    pub here: Vec<Finding>,
    /// What is wrong or open of the way behind it: gates of stages it has entered, moves it has made.
    pub behind: Vec<Finding>,
}

/// What a deal owes for every move that the flow allows, and where it is.
pub fn next(playbook: &Playbook, deal: &Deal, settings: &Settings<'_>) -> Next {
    let way = Way::of(playbook, &deal.record);
    let case = Case::new(playbook, deal, settings, &way);
    let described = describe(playbook, deal);
    let Ok(stage) = way.stage else {
        let here = vec![without_stage(&case)];
        return Next { deal: described, stage: None, moves: Vec::new(), here, behind: Vec::new() };
    };
    Next {
        deal: described,
        stage: Some(stage),
        moves: targets(playbook, stage).into_iter().map(|to| owed_for(&case, stage, to)).collect(),
        here: findings(&case, |criterion| binds_in(&criterion.place, stage), |_| true),
        behind: findings(&case, |criterion| !binds_in(&criterion.place, stage), |_| true),
    }
}

/// The finding that stands for all where the stage is not known.
pub(super) fn without_stage(case: &Case<'_>) -> Finding {
    let asked = case.playbook.criteria().filter(|(id, _)| case.settings.asks(*id)).count();
    stage_unknown(case, asked)
}

/// What is wrong or open on some of the criteria, as a run of `check` would say it.
pub(super) fn findings(
    case: &Case<'_>,
    asked: impl Fn(&Criterion) -> bool,
    meant: impl Fn(&Breach) -> bool,
) -> Vec<Finding> {
    let criteria = case.playbook.criteria().filter(|(id, _)| case.settings.asks(*id));
    let mut findings = Vec::new();
    for (id, criterion) in criteria.filter(|(_, criterion)| asked(criterion)) {
        let (ruling, found) = verdict(case, id, criterion, &mut Uses::default());
        let told = ruling.breaches.iter().zip(found).filter(|(breach, _)| meant(breach));
        findings.extend(told.map(|(_, finding)| finding));
    }
    findings
}

/// Whether a criterion is about being in a stage, and not about a gate.
fn binds_in(place: &Place, stage: StageId) -> bool {
    match place {
        Place::During(here) | Place::Whole(here) => *here == stage,
        Place::Stages(stages) => stages.contains(&stage),
        Place::Entry(_) | Place::Exit(_) | Place::Always => false,
    }
}

/// Where the flow lets a deal go from a stage.
pub(super) fn targets(playbook: &Playbook, from: StageId) -> Vec<StageId> {
    let flow = &playbook.flow;
    let on_line = flow.place(from).and_then(|place| flow.main.get(place + 1)).copied();
    let mut targets: Vec<StageId> = on_line.into_iter().collect();
    for allowed in flow.moves.iter().filter(|allowed| allowed.from == from && allowed.to != from) {
        if !targets.contains(&allowed.to) {
            targets.push(allowed.to);
        }
    }
    targets
}
