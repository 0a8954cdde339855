//! Where the stages of a flow stand in its drawing.

use crate::model::Outcome;
use crate::model::Playbook;
use crate::model::StageId;

/// Stages of the main line in one row.
const IN_A_ROW: usize = 5;

pub(super) const WIDTH: i32 = 156;
pub(super) const HEIGHT: i32 = 60;
const GAP: i32 = 44;
/// Room for arcs above a row, and between rows.
const ABOVE: i32 = 60;
const BETWEEN: i32 = 88;

/// A drawing's measures: where each stage stands, by its place in the playbook.
pub(super) struct Layout {
    pub boxes: Vec<Spot>,
    pub width: i32,
    pub height: i32,
    /// Where the lines to the lost stages run down, right of the rows.
    pub trunk: i32,
}

/// Where a stage stands.
#[derive(Clone, Copy)]
pub(super) struct Spot {
    pub x: i32,
    pub y: i32,
    pub row: usize,
}

impl Spot {
    pub fn middle(self) -> i32 {
        self.x + WIDTH / 2
    }
}

/// The main line from left to right, in rows; other stages below it, the lost ones last.
pub(super) fn lay_out(playbook: &Playbook) -> Layout {
    let main = &playbook.flow.main;
    let aside = |id: &StageId| !main.contains(id);
    let lost = |id: &StageId| playbook.stage(*id).is_some_and(|stage| stage.outcome == Some(Outcome::Lost));
    let ids: Vec<StageId> = (0..).map(StageId).zip(&playbook.stages).map(|(id, _)| id).collect();
    let mut others: Vec<StageId> = ids.iter().copied().filter(|id| aside(id) && !lost(id)).collect();
    others.extend(ids.iter().copied().filter(|id| aside(id) && lost(id)));
    let rows: Vec<&[StageId]> = main.chunks(IN_A_ROW).chain(others.chunks(IN_A_ROW)).collect();
    let most = rows.iter().map(|row| row.len()).max().unwrap_or(1);
    let at = |number: usize| i32::try_from(number).unwrap_or(0);
    let mut boxes = vec![Spot { x: 0, y: 0, row: 0 }; playbook.stages.len()];
    for (row, stages) in rows.iter().enumerate() {
        for (column, stage) in stages.iter().enumerate() {
            if let Some(spot) = boxes.get_mut(usize::from(stage.0)) {
                *spot = Spot { x: 24 + at(column) * (WIDTH + GAP), y: ABOVE + at(row) * (HEIGHT + BETWEEN), row };
            }
        }
    }
    let trunk = 24 + at(most) * (WIDTH + GAP) - GAP + 20;
    Layout { boxes, width: trunk + 24, height: ABOVE + at(rows.len()) * (HEIGHT + BETWEEN) - BETWEEN + 30, trunk }
}
