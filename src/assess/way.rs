use std::sync::Arc;
use std::sync::OnceLock;

use smallvec::SmallVec;
use smallvec::smallvec;

use crate::assess::DealRef;
use crate::assess::history::Entries;
use crate::assess::history::Entry;
use crate::assess::history::entries;
use crate::assess::history::keeps_to_the_flow;
use crate::assess::rewind::Past;
use crate::deals::Index;
use crate::expr::Memo;
use crate::model::Outcome;
use crate::model::Place;
use crate::model::Playbook;
use crate::model::StageId;
use crate::value::Gap;
use crate::value::Moment;
use crate::value::Record;
use crate::value::Value;
use crate::value::builtin;

/// The way a deal took through the stages: its history, or without one the main line up to its stage.
#[derive(Clone, Debug)]
pub(super) struct Way {
    /// The stage the deal is in, or why that is not known.
    pub stage: Result<StageId, Gap>,
    /// The stays, in the order of the history; empty without one.
    pub spells: Spells,
    /// The history, read; empty without one.
    pub entries: Entries,
    /// Whether the history takes nothing but moves of the flow: then nothing is left to ask of them.
    pub keeps_to_the_flow: bool,
    /// The deal's values along the way.
    pub past: Past,
    /// The computed fields of today's values that were asked for.
    pub memo: Memo,
    /// Where the deal's values stand.
    pub index: Index,
    /// The deal in the words of the user, once a finding needed it.
    pub described: OnceLock<Arc<DealRef>>,
    entered: Stages,
    passed: Stages,
    /// The stages of the main line that a move left out.
    left_out: SmallVec<[LeftOut; 2]>,
}

/// A stage that a move left out.
#[derive(Clone, Copy, Debug)]
pub(super) struct LeftOut {
    stage: StageId,
    /// The stage that was entered instead.
    pub instead: StageId,
    /// When that was.
    at: Moment,
}

/// Stays in stages; most deals have room on the stack, because every one of them is asked for its way.
pub(super) type Spells = SmallVec<[Spell; 8]>;

/// A yes or no for each stage.
type Stages = SmallVec<[bool; 24]>;

/// One stay in a stage.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spell {
    /// The stage.
    pub stage: StageId,
    /// Its place in the history.
    pub item: usize,
    /// When it began.
    pub entered: Option<Moment>,
    /// When it ended; `None` while it lasts, and where the data does not say.
    pub left: Option<Moment>,
    /// Whether it lasts.
    pub open: bool,
}

/// Whether a deal has come to where a criterion is asked.
pub(super) enum Reach {
    /// It has; when, if the history says so.
    Yes(Option<Moment>),
    /// It has not.
    No,
}

impl Way {
    /// The way of one deal.
    pub fn of(playbook: &Playbook, deal: &Record) -> Way {
        let stage = match deal.get(builtin::STAGE) {
            Value::Choice(place) => Ok(StageId(*place)),
            Value::Missing(gap) => Err(*gap),
            _ => Err(Gap::Unreadable),
        };
        let entries = entries(deal);
        let mut way = Way {
            stage,
            spells: spells(&entries, stage.ok()),
            keeps_to_the_flow: keeps_to_the_flow(&playbook.flow, &entries),
            entries,
            past: Past::default(),
            memo: Memo::new(),
            index: Index::default(),
            described: OnceLock::new(),
            entered: smallvec![false; playbook.stages.len()],
            passed: smallvec![false; playbook.stages.len()],
            left_out: SmallVec::new(),
        };
        way.follow_history();
        way.follow_main_line(playbook);
        if let Value::List(_) = deal.get(builtin::CHANGES) {
            let gates = way.spells.iter().flat_map(|spell| [spell.entered, spell.left]).flatten();
            way.past = Past::of(&playbook.schema, deal, &gates.collect::<Vec<Moment>>());
        }
        way
    }

    /// Whether the deal came to the moment of a criterion.
    pub fn reach(&self, place: &Place) -> Reach {
        let known = self.stage.ok();
        match place {
            Place::Always => Reach::Yes(None),
            Place::Entry(stage) | Place::Whole(stage) if is(&self.entered, *stage) => {
                Reach::Yes(self.entered_at(*stage))
            }
            Place::Exit(stage) if is(&self.passed, *stage) && known != Some(*stage) => Reach::Yes(self.left_at(*stage)),
            Place::During(stage) if known == Some(*stage) => Reach::Yes(self.entered_at(*stage)),
            Place::Stages(stages) if known.is_some_and(|stage| stages.contains(&stage)) => {
                Reach::Yes(known.and_then(|stage| self.entered_at(stage)))
            }
            _ => Reach::No,
        }
    }

    /// When the deal last entered a stage, or left it out, where the history says so.
    pub fn entered_at(&self, stage: StageId) -> Option<Moment> {
        match self.spells.iter().rev().find(|spell| spell.stage == stage) {
            Some(spell) => spell.entered,
            None => self.left_out(stage).map(|left_out| left_out.at),
        }
    }

    /// When the deal last left a stage, or left it out, where the history says so.
    pub fn left_at(&self, stage: StageId) -> Option<Moment> {
        match self.spells.iter().rev().find(|spell| spell.stage == stage) {
            Some(spell) => spell.left,
            None => self.left_out(stage).map(|left_out| left_out.at),
        }
    }

    /// The move that left out a stage that the deal never was in.
    pub fn left_out(&self, stage: StageId) -> Option<&LeftOut> {
        self.left_out.iter().find(|left_out| left_out.stage == stage)
    }

    fn follow_history(&mut self) {
        for spell in &self.spells {
            mark(&mut self.entered, spell.stage);
        }
        if let Ok(stage) = self.stage {
            mark(&mut self.entered, stage);
        }
    }

    /// Every stage of the main line before the furthest one the deal was in counts as passed: skipping does not evade a gate.
    fn follow_main_line(&mut self, playbook: &Playbook) {
        let line = &playbook.flow.main;
        let Some(furthest) = line.iter().rposition(|stage| is(&self.entered, *stage)) else { return };
        for (place, stage) in line.iter().enumerate().take(furthest) {
            if !is(&self.entered, *stage) {
                self.left_out.extend(left_out(playbook, &self.spells, *stage, place));
            }
            mark(&mut self.entered, *stage);
            mark(&mut self.passed, *stage);
        }
        // A stage off the main line was passed when the deal went on to one that is not a loss.
        for pair in self.spells.windows(2) {
            let [from, to] = pair else { continue };
            let lost = playbook.stage(to.stage).is_some_and(|stage| stage.outcome == Some(Outcome::Lost));
            if playbook.flow.place(from.stage).is_none() && !lost {
                mark(&mut self.passed, from.stage);
            }
        }
    }
}

/// The last move from before a stage of the main line to behind it. What was before the history began is not known.
fn left_out(playbook: &Playbook, spells: &Spells, stage: StageId, place: usize) -> Option<LeftOut> {
    let place_of = |spell: &Spell| playbook.flow.place(spell.stage);
    spells.windows(2).rev().find_map(|pair| {
        let [from, to] = pair else { return None };
        let passes_by = place_of(from)? < place && place < place_of(to)?;
        let at = to.entered.filter(|_| passes_by && from.left.is_some())?;
        Some(LeftOut { stage, instead: to.stage, at })
    })
}

fn is(set: &[bool], stage: StageId) -> bool {
    set.get(usize::from(stage.0)).copied().unwrap_or(false)
}

fn mark(set: &mut [bool], stage: StageId) {
    if let Some(place) = set.get_mut(usize::from(stage.0)) {
        *place = true;
    }
}

/// The stays that the history tells of. Rows that repeat the stage (an export writes one for every edit) are one stay.
///
/// Around an entry whose stage is not known nobody knows when a stay ended, nor whether it lasts.
fn spells(entries: &[Entry], current: Option<StageId>) -> Spells {
    let mut spells = Spells::new();
    let mut in_doubt = false;
    for entry in entries {
        let Ok(stage) = entry.stage else {
            in_doubt = true;
            continue;
        };
        let at = entry.at.ok();
        match spells.last_mut() {
            Some(last) if last.stage == stage && !in_doubt => continue,
            Some(last) if !in_doubt => last.left = at,
            _ => {}
        }
        spells.push(Spell { stage, item: entry.item, entered: at, left: None, open: false });
        in_doubt = false;
    }
    if let Some(last) = spells.last_mut() {
        last.open = current == Some(last.stage) && !in_doubt;
    }
    spells
}
