use crate::assess::Kind;
use crate::assess::history::Entry;
use crate::assess::history::fails;
use crate::assess::history::open;
use crate::assess::history::words::Words;
use crate::assess::history::words::starts;
use crate::assess::ruling::Breach;
use crate::assess::ruling::Ruling;
use crate::assess::settings::Case;
use crate::model::Flow;
use crate::model::StageId;

/// What a history says of the moves of a deal.
#[derive(Default)]
struct Moves<'e> {
    /// The first entry, where it is certain that it is the first.
    start: Option<(&'e Entry, StageId)>,
    /// From one stay to the next.
    made: Vec<Made<'e>>,
    /// Entries whose stage is not known: what was moved around them is not known either.
    unknown: Vec<&'e Entry>,
    /// Entries that are dated before the one they follow: which move was made is in doubt.
    doubtful: Vec<&'e Entry>,
}

/// A move from one stage to another.
pub(super) struct Made<'e> {
    pub from: StageId,
    pub to: StageId,
    /// The entry that tells of it.
    pub entry: &'e Entry,
}

/// Stages of the main line that were left out: by a move, or by starting behind them.
pub(super) fn skipped(case: &Case<'_>, words: &Words<'_>, entries: &[Entry]) -> Ruling {
    let flow = &case.playbook.flow;
    let moves = Moves::of(entries);
    let mut breaches = Vec::new();
    if let Some((entry, stage)) = moves.start {
        let left_out = flow.place(stage).map(|place| flow.main.get(..place).unwrap_or_default()).unwrap_or_default();
        if !left_out.is_empty() {
            breaches.push(fails(Kind::Skipped, words.started_late(entry, stage, left_out)));
        }
    }
    for made in &moves.made {
        if let Some(left_out) = left_out(flow, made) {
            breaches.push(fails(Kind::Skipped, words.skipped(made, left_out)));
        }
    }
    breaches.extend(moves.open(words));
    Ruling::of(breaches)
}

/// Moves that the flow does not have and that skip nothing, and starts where no deal starts.
pub(super) fn illegal(case: &Case<'_>, words: &Words<'_>, entries: &[Entry]) -> Ruling {
    let flow = &case.playbook.flow;
    let moves = Moves::of(entries);
    let mut breaches = Vec::new();
    if let Some((entry, stage)) = moves.start
        && flow.place(stage).is_none()
        && !starts(case).contains(&stage)
    {
        breaches.push(fails(Kind::IllegalMove, words.started_off(entry, stage)));
    }
    for made in &moves.made {
        if !flow.allows(made.from, made.to) && left_out(flow, made).is_none() {
            breaches.push(fails(Kind::IllegalMove, words.illegal(made)));
        }
    }
    breaches.extend(moves.open(words));
    Ruling::of(breaches)
}

/// The stages of the main line that a move leaves out, where the flow does not have the move.
fn left_out<'f>(flow: &'f Flow, made: &Made<'_>) -> Option<&'f [StageId]> {
    let (from, to) = (flow.place(made.from)?, flow.place(made.to)?);
    let between = flow.main.get(from + 1..to)?;
    (!between.is_empty() && !flow.allows(made.from, made.to)).then_some(between)
}

/// Whether a history begins where the main line does and takes nothing but moves of the flow, each known and dated after the one before.
pub(in crate::assess) fn keeps_to_the_flow(flow: &Flow, entries: &[Entry]) -> bool {
    let starts_well = entries.first().is_some_and(|first| first.stage.ok() == flow.main.first().copied());
    let goes_well = |pair: &[Entry]| match pair {
        [before, after] => match (before.stage, after.stage) {
            (Ok(from), Ok(to)) => from == to || (flow.allows(from, to) && !after.is_before(before)),
            _ => false,
        },
        _ => false,
    };
    let never_before_the_first = |first: &Entry| !entries.iter().any(|other| other.is_before(first));
    starts_well && entries.windows(2).all(goes_well) && entries.first().is_some_and(never_before_the_first)
}

impl<'e> Moves<'e> {
    fn of(entries: &'e [Entry]) -> Moves<'e> {
        let mut moves = Moves::default();
        let mut before: Option<(&Entry, StageId)> = None;
        for entry in entries {
            let Ok(stage) = entry.stage else {
                moves.unknown.push(entry);
                before = None;
                continue;
            };
            match before {
                // Rows that repeat the stage are one stay.
                Some((_, same)) if same == stage => {}
                Some((last, _)) if entry.is_before(last) => moves.doubtful.push(entry),
                Some((_, from)) => moves.made.push(Made { from, to: stage, entry }),
                None if entry.item == 0 && !entries.iter().any(|other| other.is_before(entry)) => {
                    moves.start = Some((entry, stage));
                }
                None => {}
            }
            before = Some((entry, stage));
        }
        moves
    }

    /// What cannot be told of the moves.
    fn open(&self, words: &Words<'_>) -> Option<Breach> {
        if !self.unknown.is_empty() {
            return Some(open(words.unknown_stages(&self.unknown)));
        }
        (!self.doubtful.is_empty()).then(|| open(words.doubtful(&self.doubtful)))
    }
}
