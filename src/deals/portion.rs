use std::sync::Arc;

use crate::deals::Deal;
use crate::deals::Frame;
use crate::deals::Progress;
use crate::deals::decode::Decoder;
use crate::deals::direct::Keys;
use crate::deals::json_lines::Line;
use crate::deals::layout::Layout;
use crate::deals::row::Body;
use crate::deals::row::Row;
use crate::deals::row::Sheet;
use crate::deals::row::Slice;
#[cfg(feature = "columnar")]
use crate::deals::work::Rows;
use crate::value::Bits;
use crate::value::Columns;

/// What is done with deals, by several threads at once.
pub trait Task: Sync {
    /// What one thread works with, from one portion to the next.
    type State;
    /// What the deals of a portion came to.
    type Outcome: Send;
    /// What is left of an outcome once it was taken; its room serves another.
    type Spent: Send;

    /// The state of a thread that begins.
    fn begin(&self) -> Self::State;

    /// Deals whose values stand in columns, before any of them is made. It gives those that have to be made:
    /// they come to [`Task::deal`] in order, and of the rows between them [`Task::pass`] tells how many there are.
    fn columns(&self, _state: &mut Self::State, columns: &Columns) -> Bits {
        columns.deals.clone()
    }

    /// So many rows of which no deal is made.
    fn pass(&self, _state: &mut Self::State, _rows: usize) {}

    /// One deal, whose room is then taken for another.
    fn deal(&self, state: &mut Self::State, deal: &mut Deal);

    /// What the deals since the last call came to.
    fn end(&self, state: &mut Self::State) -> Self::Outcome;

    /// Takes back what is left of an outcome, of this thread or another.
    fn again(&self, state: &mut Self::State, spent: Self::Spent);
}

/// Deals that follow each other.
pub struct Portion<'a> {
    pub(super) made: Made<'a>,
    pub(super) frame: &'a Frame,
    pub(super) progress: Progress,
}

/// What the deals of a portion can be made of again.
pub(super) enum Made<'a> {
    Lines {
        block: &'a Arc<String>,
        lines: &'a [Line],
        sheet: &'a Arc<Sheet>,
        layout: &'a Arc<Layout>,
    },
    #[cfg(feature = "columnar")]
    Columns(&'a Rows),
    Deals(&'a [Deal]),
}

impl Portion<'_> {
    /// How many deals it has.
    pub fn len(&self) -> usize {
        match &self.made {
            Made::Lines { lines, .. } => lines.len(),
            #[cfg(feature = "columnar")]
            Made::Columns(rows) => rows.columns.deals.count(),
            Made::Deals(deals) => deals.len(),
        }
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How far the reading has come.
    pub fn progress(&self) -> Progress {
        self.progress
    }

    /// One of the deals by its place, which is that of its row where deals are made of columns; made again where it was not kept.
    pub fn deal(&self, at: usize) -> Option<Deal> {
        match &self.made {
            Made::Deals(deals) => deals.get(at).cloned(),
            #[cfg(feature = "columnar")]
            Made::Columns(rows) => rows.columns.deals.get(at).then(|| rows.deal(at)),
            Made::Lines { block, lines, sheet, layout } => {
                let row = row_of(lines.get(at)?, block, sheet);
                let node = row.document().ok().flatten()?;
                let record = Decoder::new(self.frame).deal(&node, &row, sheet.number)?;
                Some(Deal {
                    record,
                    row: row.clone(),
                    layout: Arc::clone(layout),
                    written: None,
                    keys: Keys::default(),
                })
            }
        }
    }

    /// The file and the line that a deal stands in.
    pub fn place(&self, at: usize) -> Option<(&Arc<str>, u32)> {
        match &self.made {
            Made::Deals(deals) => deals.get(at).map(|deal| (deal.file(), deal.line())),
            #[cfg(feature = "columnar")]
            Made::Columns(rows) => Some((&rows.sheet.name, rows.line(at))),
            Made::Lines { lines, sheet, .. } => lines.get(at).map(|line| (&sheet.name, line.number)),
        }
    }
}

/// The row that a line of a block is.
pub(super) fn row_of(line: &Line, block: &Arc<String>, sheet: &Arc<Sheet>) -> Row {
    let raw = Slice::new(block.clone(), line.from, line.to);
    Row { sheet: sheet.clone(), line: line.number, body: Body::Json(raw, line.column) }
}
