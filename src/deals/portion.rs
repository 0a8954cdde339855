use std::sync::Arc;

use csv::StringRecord;

use crate::deals::Deal;
use crate::deals::Frame;
use crate::deals::Progress;
use crate::deals::cells::split;
use crate::deals::decode::Decoder;
use crate::deals::direct::Keys;
use crate::deals::held::Lens;
use crate::deals::json_lines::Line;
use crate::deals::layout::Form;
use crate::deals::layout::Layout;
use crate::deals::layout::StageOf;
use crate::deals::marks::Marks;
use crate::deals::parts::Parts;
use crate::deals::row::Body;
use crate::deals::row::Row;
use crate::deals::row::Sheet;
use crate::deals::row::Slice;
use crate::deals::stream::take_stage;
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
    Rows {
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
            Made::Lines { lines, .. } | Made::Rows { lines, .. } => lines.len(),
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
            Made::Rows { block, lines, sheet, layout } => {
                self.of_cells(row_of_cells(lines.get(at)?, block, sheet), layout)
            }
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

    /// A deal made again of a row of cells.
    fn of_cells(&self, row: Row, layout: &Arc<Layout>) -> Option<Deal> {
        let (Form::Mapped(mapped), Body::Cells(raw)) = (&layout.form, &row.body) else { return None };
        let cells: StringRecord = split(raw, row.sheet.delimiter).cells.iter().map(|cell| cell.text.as_ref()).collect();
        let parts = Parts::Cells(&cells);
        let mut decoder = Decoder::new(self.frame);
        let mut record = mapped.plan.record(&mut decoder, &row, &parts, &mut []);
        for table in &mapped.joined {
            let (deal, marks, lens) = ((&mut record, &*layout.ty), Marks::default(), &mut Lens::new(self.frame));
            table.fill(deal, (&row, &parts), &marks, lens, &mut decoder.log);
        }
        if mapped.stage == StageOf::History {
            take_stage(&mut record);
        }
        Some(Deal { record, row, layout: layout.clone(), written: None, keys: Keys::default() })
    }

    /// The file and the line that a deal stands in.
    pub fn place(&self, at: usize) -> Option<(&Arc<str>, u32)> {
        match &self.made {
            Made::Deals(deals) => deals.get(at).map(|deal| (deal.file(), deal.line())),
            Made::Lines { lines, sheet, .. } | Made::Rows { lines, sheet, .. } => {
                lines.get(at).map(|line| (&sheet.name, line.number))
            }
            #[cfg(feature = "columnar")]
            Made::Columns(rows) => Some((&rows.sheet.name, rows.line(at))),
        }
    }
}

/// The row that a line of a block is.
pub(super) fn row_of(line: &Line, block: &Arc<String>, sheet: &Arc<Sheet>) -> Row {
    let raw = Slice::new(block.clone(), line.from, line.to);
    Row { sheet: sheet.clone(), line: line.number, body: Body::Json(raw, line.column) }
}

/// The row of cells that a line of a block is.
pub(super) fn row_of_cells(line: &Line, block: &Arc<String>, sheet: &Arc<Sheet>) -> Row {
    let raw = Slice::new(block.clone(), line.from, line.to);
    Row { sheet: sheet.clone(), line: line.number, body: Body::Cells(raw) }
}
