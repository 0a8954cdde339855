use crate::assess::DealRef;
use crate::assess::Finding;
use crate::assess::Settings;
use crate::assess::compose::describe;
use crate::assess::next::findings;
use crate::assess::next::targets;
use crate::assess::next::without_stage;
use crate::assess::next_moved::Moved;
use crate::assess::ruling::Cause;
use crate::assess::settings::Case;
use crate::assess::way::Reach;
use crate::assess::way::Way;
use crate::deals::Deal;
use crate::model::Criterion;
use crate::model::HistoryRule;
use crate::model::Place;
use crate::model::Playbook;
use crate::model::Rule;
use crate::model::Severity;
use crate::model::StageId;

/// Whether a deal may move to a stage, and what stands in the way.
#[derive(Clone, Debug)]
pub struct Gate {
    /// The deal.
    pub deal: DealRef,
    /// The stage it is in; `None` where that is not known.
    pub from: Option<StageId>,
    /// Where the flow lets it go from there.
    pub onward: Vec<StageId>,
    /// The move that was asked about.
    pub asked: MoveOwed,
    /// The mildest finding that stops the deal.
    pub fail_on: Severity,
    /// Whether it may move.
    pub may: bool,
}

/// What a deal owes for one move.
#[derive(Clone, Debug)]
pub struct MoveOwed {
    /// The stage it would move to.
    pub to: StageId,
    /// That stage in words.
    pub title: String,
    /// What the flow says to the move.
    pub passage: Passage,
    /// How bad it is to make a move that the flow does not have.
    pub passage_severity: Severity,
    /// Whether one of the findings says the same; it knows of waivers, so it decides.
    pub passage_told: bool,
    /// What keeps it from passing the gates: leaving its stage, entering the other, and those of the stages between.
    pub owed: Vec<Finding>,
    /// What it would owe as soon as it is there; it stops no move.
    pub then: Vec<Finding>,
}

/// What the flow says to a move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passage {
    /// It is a move of the flow.
    Allowed,
    /// It goes along the main line and leaves out these stages, which the flow does not allow.
    Skips(Vec<StageId>),
    /// It is no move of the flow.
    Illegal,
    /// The deal is there.
    AlreadyThere,
    /// Where the deal is, is not known.
    FromUnknown,
}

impl MoveOwed {
    /// Whether the deal may move: the flow lets it, and nothing at or above a severity is wrong or open.
    ///
    /// A move that the flow does not allow weighs as much as the findings that say so.
    pub fn may(&self, fail_on: Severity) -> bool {
        let flow = self.passage == Passage::Allowed || self.passage_told || fail_on > self.passage_severity;
        flow && self.passage != Passage::AlreadyThere && self.stops(fail_on).next().is_none()
    }

    /// What stops the deal.
    pub fn stops(&self, fail_on: Severity) -> impl Iterator<Item = &Finding> {
        self.owed.iter().filter(move |finding| finding.fails(fail_on))
    }
}

/// How bad a check of the flow finds a move; what is no question of it is as bad as what has no clause.
fn severity(playbook: &Playbook, passage: &Passage) -> Severity {
    let asked = match passage {
        Passage::Skips(_) => HistoryRule::Skipped,
        _ => HistoryRule::IllegalMove,
    };
    let criterion = playbook.criteria.iter().find(|known| matches!(known.rule, Rule::History(rule) if rule == asked));
    criterion.map(|criterion| criterion.severity).unwrap_or_default()
}

/// Judges whether a deal may move to a stage at this moment, as `check` would judge it after the move.
pub fn gate(playbook: &Playbook, deal: &Deal, to: StageId, fail_on: Severity, settings: &Settings<'_>) -> Gate {
    let way = Way::of(playbook, &deal.record);
    let case = Case::new(playbook, deal, settings, &way);
    let asked = match way.stage {
        Ok(from) => owed_for(&case, from, to),
        Err(_) => MoveOwed {
            owed: vec![without_stage(&case)],
            passage_told: true,
            ..nothing_owed(&case, to, Passage::FromUnknown)
        },
    };
    let from = way.stage.ok();
    let onward = from.map(|from| targets(playbook, from)).unwrap_or_default();
    Gate { deal: describe(playbook, deal), from, onward, may: asked.may(fail_on), asked, fail_on }
}

/// What a deal owes for one move, judged on the deal as it would be.
pub(super) fn owed_for(case: &Case<'_>, from: StageId, to: StageId) -> MoveOwed {
    let passage = passage(case.playbook, from, to);
    if passage == Passage::AlreadyThere {
        return nothing_owed(case, to, passage);
    }
    let moved = Moved::of(case.deal, from, to, case.settings.as_of.now);
    let way = Way::of(case.playbook, &moved.deal.record);
    let after = Case::new(case.playbook, &moved.deal, case.settings, &way);
    let gates = findings(&after, |criterion| is_gate(case.way, &way, criterion, to), |_| true);
    let flow = findings(&after, is_of_flow, |breach| match &breach.cause {
        Cause::Fault(fault) => moved.is_about(&fault.rests_on),
        _ => false,
    });
    let then = findings(&after, |criterion| begins_in(&criterion.place, from, to), |_| true);
    let real = |finding| moved.told_of_the_real_one(&after, finding);
    MoveOwed {
        passage_told: !flow.is_empty(),
        owed: flow.into_iter().chain(gates).map(real).collect(),
        then: then.into_iter().map(real).collect(),
        ..nothing_owed(case, to, passage)
    }
}

fn nothing_owed(case: &Case<'_>, to: StageId, passage: Passage) -> MoveOwed {
    let stage = case.playbook.stage(to);
    let title = stage.map(|stage| stage.title.in_language(case.settings.language).to_owned()).unwrap_or_default();
    let passage_severity = severity(case.playbook, &passage);
    MoveOwed { to, title, passage, passage_severity, passage_told: false, owed: Vec::new(), then: Vec::new() }
}

fn passage(playbook: &Playbook, from: StageId, to: StageId) -> Passage {
    let flow = &playbook.flow;
    if from == to {
        return Passage::AlreadyThere;
    }
    if flow.allows(from, to) {
        return Passage::Allowed;
    }
    let between = flow.place(from).zip(flow.place(to)).and_then(|(from, to)| flow.main.get(from + 1..to));
    match between {
        Some(between) if !between.is_empty() => Passage::Skips(between.to_vec()),
        _ => Passage::Illegal,
    }
}

/// Whether a criterion is a gate of the move: the deal comes to where it is asked only by moving, or comes there again.
fn is_gate(before: &Way, after: &Way, criterion: &Criterion, to: StageId) -> bool {
    let is_new = |place: &Place| reaches(after, place) && !reaches(before, place);
    match &criterion.place {
        Place::Entry(stage) => *stage == to || is_new(&criterion.place),
        Place::Exit(_) => is_new(&criterion.place),
        // A stay that was too long is not cured by staying longer.
        Place::Whole(_) if matches!(criterion.rule, Rule::AtMost(..)) => false,
        Place::Whole(stage) => *stage == to || is_new(&criterion.place) || is_new(&Place::Exit(*stage)),
        Place::During(_) | Place::Stages(_) | Place::Always => false,
    }
}

fn reaches(way: &Way, place: &Place) -> bool {
    matches!(way.reach(place), Reach::Yes(_))
}

fn is_of_flow(criterion: &Criterion) -> bool {
    matches!(criterion.rule, Rule::History(HistoryRule::Skipped | HistoryRule::IllegalMove))
}

/// Whether a criterion binds in one stage, and did not in the other.
fn begins_in(place: &Place, from: StageId, to: StageId) -> bool {
    match place {
        Place::During(stage) => *stage == to,
        Place::Stages(stages) => stages.contains(&to) && !stages.contains(&from),
        Place::Entry(_) | Place::Exit(_) | Place::Whole(_) | Place::Always => false,
    }
}
