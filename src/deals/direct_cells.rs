//! Reads the rows of a table of cells straight into slots, as fast as they can be cut.
//!
//! It is never a second truth: what is odd about a row in any way (a cell that does not fit its type, a label that is
//! not known, cells that are missing, stray quotes) makes it give up, and the exact reader reads and reports it.
//! Values themselves are read by the same functions for both, or by ones that tests hold to them.

mod blocks;
mod column;
mod records;

pub(super) use blocks::Block;
pub(super) use blocks::Blocks;
pub(super) use records::Cells;
pub(super) use records::Records;

use crate::deals::Frame;
use crate::deals::direct_cells::column::Column;
use crate::deals::plan::Plan;
use crate::deals::plan::is_filled;
use crate::deals::plan::put;
use crate::deals::row::Sheet;
use crate::deals::row::Standing;
use crate::value::Gap;
use crate::value::Record;
use crate::value::Value;
use crate::value::mapping::Need;
use crate::value::mapping::Others;

/// How the rows of one file become records.
#[derive(Debug)]
pub(super) struct DirectCells {
    filters: Vec<Filter>,
    steps: Vec<Step>,
    /// The slots that no step fills for sure.
    open: Vec<usize>,
    /// How many cells a row has.
    width: usize,
}

/// What is looked at to tell whether a row is taken.
#[derive(Debug)]
enum Filter {
    /// The cell at this place, by the `where` of this number.
    Where { place: usize, number: usize },
    /// The label at this place, by the column of the map of this number.
    Label { place: usize, number: usize },
    /// No row is taken.
    Never,
}

/// What fills a field.
#[derive(Debug)]
struct Step {
    /// The number of the column of the map.
    number: usize,
    what: What,
    /// Whether it counts only where an earlier one has given nothing.
    is_again: bool,
}

#[derive(Debug)]
enum What {
    Cell { place: usize, column: Box<Column> },
    Gap(Gap),
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Read {
    Made,
    /// The source leaves it out.
    LeftOut,
    /// It has to be read exactly.
    Odd,
}

impl DirectCells {
    /// How the rows of a file are read by a plan; `None` where each of them has to be read exactly.
    pub(super) fn of(plan: &Plan, sheet: &Sheet) -> Option<DirectCells> {
        if plan.is_of_changes() || plan.case.is_some() {
            return None;
        }
        let mut filters = Vec::new();
        for number in 0..plan.map.filters.len() {
            match sheet.standing(plan.filter_at(number)) {
                Standing::At { place, .. } => filters.push(Filter::Where { place, number }),
                Standing::Away => {}
                Standing::Lacking | Standing::InDocuments => filters.push(Filter::Never),
            }
        }
        for (number, column) in plan.map.columns.iter().enumerate() {
            if let (Others::Skipped, Standing::At { place, .. }) = (column.others, sheet.standing(number)) {
                filters.push(Filter::Label { place, number });
            }
        }
        let mut steps = Vec::new();
        for (number, column) in plan.map.columns.iter().enumerate() {
            let what = match sheet.standing(number) {
                Standing::At { place, .. } => What::Cell { place, column: Box::new(Column::of(column)) },
                Standing::Lacking | Standing::InDocuments => What::Gap(Gap::Unreadable),
                Standing::Away if column.column.need == Need::Empty => continue,
                Standing::Away if plan.is_filled_otherwise(sheet, number) => continue,
                Standing::Away => What::Gap(Gap::NotExported),
            };
            steps.push(Step { number, what, is_again: plan.is_again(number) });
        }
        let fills = |slot: &usize| {
            let is_for_sure = |step: &Step| !step.is_again && plan.slots(step.number) == [*slot];
            steps.iter().any(is_for_sure)
        };
        let open = (0..plan.ty.fields.len()).filter(|slot| !fills(slot)).collect();
        Some(DirectCells { filters, steps, open, width: sheet.header.len() })
    }

    /// Reads a row into a record, which is of no use where the row is odd. `text` is what the cells stand in.
    pub(super) fn read(&self, plan: &Plan, frame: &Frame, (cells, text): (&Cells, &str), record: &mut Record) -> Read {
        if cells.len() != self.width || cells.iter(text).all(|cell| cell.trim().is_empty()) {
            return Read::Odd;
        }
        if !self.filters.iter().all(|filter| filter.takes(plan, cells, text)) {
            return Read::LeftOut;
        }
        if record.values.len() != plan.ty.fields.len() {
            *record = Record::empty(plan.ty.fields.len());
        }
        for slot in &self.open {
            if let Some(place) = record.values.get_mut(*slot) {
                *place = Value::ABSENT;
            }
        }
        for step in &self.steps {
            let slots = plan.slots(step.number);
            if step.is_again && is_filled(record, slots) {
                continue;
            }
            match (&step.what, slots) {
                (What::Gap(gap), slots) => put(record, &plan.ty, slots, Value::Missing(*gap)),
                (What::Cell { place, column }, [slot]) => {
                    let Some((cell, value)) = cells.get(text, *place).zip(record.values.get_mut(*slot)) else {
                        return Read::Odd;
                    };
                    if !column.read(cell, frame, value) {
                        return Read::Odd;
                    }
                }
                (What::Cell { place, column }, slots) => {
                    let mut value = Value::ABSENT;
                    if !cells.get(text, *place).is_some_and(|cell| column.read(cell, frame, &mut value)) {
                        return Read::Odd;
                    }
                    put(record, &plan.ty, slots, value);
                }
            }
        }
        Read::Made
    }
}

impl Filter {
    fn takes(&self, plan: &Plan, cells: &Cells, text: &str) -> bool {
        match self {
            Filter::Never => false,
            Filter::Where { place, number } => {
                let cell = cells.get(text, *place).unwrap_or_default().trim();
                plan.map.filters.get(*number).is_some_and(|filter| filter.values.iter().any(|value| value == cell))
            }
            Filter::Label { place, number } => {
                let cell = cells.get(text, *place).unwrap_or_default().trim();
                let labels = plan.map.columns.get(*number).and_then(|column| column.labels.as_ref());
                cell.is_empty() || labels.is_some_and(|labels| labels.contains_key(cell))
            }
        }
    }
}
