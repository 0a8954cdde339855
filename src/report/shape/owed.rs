use serde::Serialize;

use crate::assess::DealRef;
use crate::assess::Finding;
use crate::assess::MoveOwed;
use crate::assess::Passage;
use crate::model::Playbook;
use crate::model::StageId;
use crate::report::gate::Asked;
use crate::report::next::Owed;
use crate::report::shape::FindingShape;

/// What a deal owes for every possible next stage.
#[derive(Serialize)]
pub(in crate::report) struct NextShape<'a> {
    format: &'static str,
    version: u32,
    deal: &'a DealRef,
    as_of: String,
    language: &'a str,
    stage: Option<StageShape<'a>>,
    moves: Vec<MoveShape<'a>>,
    here: Vec<FindingShape<'a>>,
    behind: Vec<FindingShape<'a>>,
}

#[derive(Serialize)]
struct MoveShape<'a> {
    to: StageShape<'a>,
    owed: Vec<FindingShape<'a>>,
    then: Vec<FindingShape<'a>>,
}

#[derive(Serialize)]
struct StageShape<'a> {
    name: &'a str,
    title: &'a str,
}

/// Whether a deal may move.
#[derive(Serialize)]
pub(in crate::report) struct GateShape<'a> {
    format: &'static str,
    version: u32,
    deal: &'a DealRef,
    as_of: String,
    language: &'a str,
    from: Option<StageShape<'a>>,
    to: StageShape<'a>,
    may: bool,
    fail_on: &'static str,
    flow: FlowShape<'a>,
    stops: usize,
    owed: Vec<FindingShape<'a>>,
    then: Vec<FindingShape<'a>>,
}

/// What the flow says to the move.
#[derive(Serialize)]
struct FlowShape<'a> {
    /// `allowed`, `skips`, `illegal`, `already_there`, `from_unknown`.
    passage: &'static str,
    leaves_out: Vec<&'a str>,
    leads_to: Vec<&'a str>,
}

impl<'a> NextShape<'a> {
    pub fn of(owed: &Owed<'a>) -> NextShape<'a> {
        let next = owed.next;
        let asked = |asked: &'a MoveOwed| MoveShape {
            to: StageShape::of(owed.playbook, asked.to, owed.language),
            owed: findings(&asked.owed),
            then: findings(&asked.then),
        };
        NextShape {
            format: "tollgate-next",
            version: 1,
            deal: &next.deal,
            as_of: owed.as_of.to_string(),
            language: owed.language,
            stage: next.stage.map(|stage| StageShape::of(owed.playbook, stage, owed.language)),
            moves: next.moves.iter().map(asked).collect(),
            here: findings(&next.here),
            behind: findings(&next.behind),
        }
    }
}

impl<'a> GateShape<'a> {
    pub fn of(asked: &Asked<'a>) -> GateShape<'a> {
        let gate = asked.gate;
        let name = |stage: &StageId| asked.playbook.stage(*stage).map(|stage| stage.name.as_str()).unwrap_or_default();
        let (passage, leaves_out) = match &gate.asked.passage {
            Passage::Allowed => ("allowed", Vec::new()),
            Passage::Skips(stages) => ("skips", stages.iter().map(name).collect()),
            Passage::Illegal => ("illegal", Vec::new()),
            Passage::AlreadyThere => ("already_there", Vec::new()),
            Passage::FromUnknown => ("from_unknown", Vec::new()),
        };
        GateShape {
            format: "tollgate-gate",
            version: 1,
            deal: &gate.deal,
            as_of: asked.as_of.to_string(),
            language: asked.language,
            from: gate.from.map(|from| StageShape::of(asked.playbook, from, asked.language)),
            to: StageShape::of(asked.playbook, gate.asked.to, asked.language),
            may: gate.may,
            fail_on: gate.fail_on.name(),
            flow: FlowShape { passage, leaves_out, leads_to: gate.onward.iter().map(name).collect() },
            stops: gate.asked.stops(gate.fail_on).count(),
            owed: findings(&gate.asked.owed),
            then: findings(&gate.asked.then),
        }
    }
}

impl<'a> StageShape<'a> {
    fn of(playbook: &'a Playbook, stage: StageId, language: &str) -> StageShape<'a> {
        let stage = playbook.stage(stage);
        StageShape {
            name: stage.map(|stage| stage.name.as_str()).unwrap_or_default(),
            title: stage.map(|stage| stage.title.in_language(language)).unwrap_or_default(),
        }
    }
}

fn findings(findings: &[Finding]) -> Vec<FindingShape<'_>> {
    findings.iter().map(FindingShape::of).collect()
}
