//! The stages of the deals, how they end, and the moves between them.

use crate::draft::history::History;
use crate::draft::names::Names;
use crate::draft::order;
use crate::draft::order::Rests;
use crate::draft::roles::Roles;
use crate::draft::table::Table;
use crate::draft::words::Ending;
use crate::draft::words::ending;

/// The stages in order, and the moves beside the main line.
pub(super) struct Stages {
    /// The open ones in order, then the won ones, then the lost ones.
    pub all: Vec<Stage>,
    pub rests: Rests,
    /// Moves beside the main line that are common enough to be meant.
    pub moves: Vec<Move>,
    /// Moves that are rare, and so left out.
    pub rare: Vec<Move>,
}

/// One stage.
pub(super) struct Stage {
    pub label: String,
    pub name: String,
    pub ending: Option<Ending>,
    /// Deals that are in it now.
    pub deals: usize,
    /// The days nine of ten stays took at most, and how many stays there are.
    pub limit: Option<(i64, usize)>,
}

/// A move that was seen.
pub(super) struct Move {
    pub from: String,
    pub to: String,
    pub count: usize,
}

/// Finds the stages.
pub(super) fn find(deals: &Table, roles: &Roles, history: Option<&History<'_>>) -> Stages {
    let counts = deals.columns.get(roles.stage).map(|column| column.values.clone()).unwrap_or_default();
    let mut labels: Vec<String> = counts.keys().cloned().collect();
    let further = history.map(History::labels).unwrap_or_default();
    labels.extend(further.into_iter().filter(|label| !counts.contains_key(*label)).map(str::to_owned));
    let mut open: Vec<String> = labels.iter().filter(|label| ending(label).is_none()).cloned().collect();
    let rests = order::order(&mut open, deals, roles, history);
    let ended = |how: Ending| labels.iter().filter(move |label| ending(label) == Some(how)).cloned();
    let ordered = open.iter().cloned().chain(ended(Ending::Won)).chain(ended(Ending::Lost));
    let mut names = Names::default();
    let all: Vec<Stage> = ordered
        .map(|label| Stage {
            name: names.give(&label),
            ending: ending(&label),
            deals: counts.get(&label).copied().unwrap_or(0),
            limit: history.and_then(|history| history.limit(&label)),
            label,
        })
        .collect();
    let (moves, rare) = history.map(|history| moves(&all, history)).unwrap_or_default();
    Stages { all, rests, moves, rare }
}

impl Stages {
    pub fn open(&self) -> impl Iterator<Item = &Stage> {
        self.all.iter().filter(|stage| stage.ending.is_none())
    }

    pub fn ended(&self, how: Ending) -> impl Iterator<Item = &Stage> {
        self.all.iter().filter(move |stage| stage.ending == Some(how))
    }

    /// The stages of the main line: the open ones, and the first won one.
    pub fn line(&self) -> Vec<&Stage> {
        self.open().chain(self.ended(Ending::Won).take(1)).collect()
    }
}

/// The moves beside the main line and to the lost stages: those meant, and those too rare.
fn moves(all: &[Stage], history: &History<'_>) -> (Vec<Move>, Vec<Move>) {
    let line: Vec<&Stage> = all
        .iter()
        .filter(|stage| stage.ending.is_none())
        .chain(all.iter().find(|stage| stage.ending == Some(Ending::Won)))
        .collect();
    let (mut meant, mut rare) = (Vec::new(), Vec::new());
    let moves = history.moves();
    for ((from, to), count) in &moves {
        let stage = |label: &str| all.iter().find(|stage| stage.label == label);
        let (Some(one), Some(other)) = (stage(from), stage(to)) else { continue };
        let place = |wanted: &Stage| line.iter().position(|stage| stage.label == wanted.label);
        let next = place(one).zip(place(other)).is_some_and(|(from, to)| from + 1 == to);
        if next || (one.ending.is_none() && other.ending == Some(Ending::Lost)) {
            continue;
        }
        let away: usize = moves.iter().filter(|((start, _), _)| start == from).map(|(_, count)| count).sum();
        let found = Move { from: one.name.clone(), to: other.name.clone(), count: *count };
        // A move that one deal in twenty makes is part of the process; out of an end it never is.
        if count * 20 >= away && *count > 1 && one.ending.is_none() { meant.push(found) } else { rare.push(found) }
    }
    (meant, rare)
}
