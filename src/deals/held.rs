//! The rows of a joined table, in memory.

use std::sync::Arc;

use csv::StringRecord;

use crate::deals::Frame;
use crate::deals::broken::report_cells;
use crate::deals::cells::split;
use crate::deals::decode::Decoder;
use crate::deals::direct_cells::Cells;
use crate::deals::direct_cells::DirectCells;
use crate::deals::direct_cells::Read;
use crate::deals::direct_cells::Records;
use crate::deals::load::LoadedRow;
use crate::deals::log::Log;
use crate::deals::parts::Parts;
use crate::deals::plan::Plan;
use crate::deals::row::Body;
use crate::deals::row::Row;
use crate::deals::row::Sheet;
use crate::deals::row::Slice;
use crate::value::Origin;
use crate::value::Record;

/// The rows of a joined table: as they are written where that is enough to make them again, else as they were read.
#[derive(Debug, Default)]
pub(super) struct HeldRows {
    files: Vec<HeldFile>,
    /// The texts of rows, each of a file by its number.
    blocks: Vec<(usize, Arc<String>)>,
    rows: Vec<HeldRow>,
    /// The rows that are held as they were read.
    read: Vec<LoadedRow>,
}

/// A table of cells that rows are held of as they are written.
#[derive(Debug)]
pub(super) struct HeldFile {
    pub(super) sheet: Arc<Sheet>,
    /// `None` where rows have to be read exactly.
    direct: Option<DirectCells>,
}

/// Where a row stands in its block; in the place of the block [`HeldRow::READ`] where it is held as it was read.
#[derive(Clone, Copy, Debug)]
struct HeldRow {
    block: u32,
    from: u32,
    to: u32,
    line: u32,
}

impl HeldRow {
    const READ: u32 = u32::MAX;
}

/// What rows are read with.
pub(super) struct Lens<'a> {
    pub(super) cells: Cells,
    /// Reports into a log that nobody reads: what it says there makes a row odd.
    pub(super) exact: Decoder<'a>,
}

impl<'a> Lens<'a> {
    pub(super) fn new(frame: &'a Frame) -> Lens<'a> {
        Lens { cells: Cells::default(), exact: Decoder::new(frame) }
    }

    /// Whether anything was reported since the last time.
    pub(super) fn has_reported(&mut self) -> bool {
        let has = !self.exact.log.is_empty();
        if has {
            self.exact.log = Log::default();
        }
        has
    }
}

impl HeldFile {
    pub(super) fn new(plan: &Plan, sheet: Arc<Sheet>) -> HeldFile {
        let direct = DirectCells::of(plan, &sheet);
        HeldFile { sheet, direct }
    }

    /// Reads a row into a record; the lens has its cells, which stand in `text`. `block` is what it stands in, from byte to byte.
    pub(super) fn read(
        &self,
        plan: &Plan,
        lens: &mut Lens<'_>,
        text: &str,
        (block, from, to): (&Arc<String>, usize, usize),
        line: u32,
        record: &mut Record,
    ) -> Read {
        let read = match &self.direct {
            Some(direct) => direct.read(plan, lens.exact.frame, (&lens.cells, text), record),
            None => self.read_exactly(plan, lens, (block, from, to), line, record),
        };
        record.origin = Origin { table: self.sheet.number, line };
        read
    }

    fn read_exactly(
        &self,
        plan: &Plan,
        lens: &mut Lens<'_>,
        (block, from, to): (&Arc<String>, usize, usize),
        line: u32,
        record: &mut Record,
    ) -> Read {
        let text = block.get(from..to).unwrap_or_default();
        let body = Body::Cells(Slice::new(block.clone(), from, to));
        let row = Row { sheet: self.sheet.clone(), line, body };
        let cells: StringRecord =
            split(text, self.sheet.delimiter).cells.iter().map(|cell| cell.text.as_ref()).collect();
        let checked = report_cells(&row, &cells, false, false, &mut lens.exact.log);
        let parts = Parts::Cells(&cells);
        lens.exact.begin();
        let takes = plan.takes(&row, &parts, &mut []);
        if takes {
            *record = plan.record(&mut lens.exact, &row, &parts, &mut []);
        }
        match (lens.has_reported(), checked, takes) {
            (true, _, _) | (_, Err(_), _) => Read::Odd,
            (false, Ok(()), true) => Read::Made,
            (false, Ok(()), false) => Read::LeftOut,
        }
    }
}

impl HeldRows {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Begins a table of cells.
    pub(super) fn begin(&mut self, file: HeldFile) {
        self.files.push(file);
    }

    /// Holds a text that rows of the last table stand in.
    pub(super) fn hold(&mut self, block: Arc<String>) {
        self.blocks.push((self.files.len().saturating_sub(1), block));
    }

    /// Adds a row that stands in the last text; where it stands too far back to be told so, it is held as it was read.
    pub(super) fn add(&mut self, from: usize, to: usize, line: u32) -> bool {
        let block = u32::try_from(self.blocks.len()).ok().and_then(|count| count.checked_sub(1));
        let numbers = (block.filter(|block| *block < HeldRow::READ), u32::try_from(from), u32::try_from(to));
        let (Some(block), Ok(from), Ok(to)) = numbers else { return false };
        self.rows.push(HeldRow { block, from, to, line });
        true
    }

    /// Adds a row as it was read.
    pub(super) fn add_read(&mut self, row: LoadedRow) {
        let from = u32::try_from(self.read.len()).unwrap_or(u32::MAX);
        self.rows.push(HeldRow { block: HeldRow::READ, from, to: 0, line: row.row.line });
        self.read.push(row);
    }

    /// Gives back the room that no row takes.
    pub(super) fn end(&mut self) {
        self.rows.shrink_to_fit();
        self.read.shrink_to_fit();
    }

    /// A row as it stands in its file.
    pub(super) fn row(&self, at: usize) -> Option<Row> {
        let held = self.rows.get(at)?;
        if let Some(read) = self.read_row(held) {
            return Some(read.row.clone());
        }
        let (file, block, from, to) = self.place(held)?;
        let body = Body::Cells(Slice::new(block.clone(), from, to));
        Some(Row { sheet: file.sheet.clone(), line: held.line, body })
    }

    /// Reads a row into a record; `false` where there is none.
    pub(super) fn read(&self, plan: &Plan, lens: &mut Lens<'_>, at: usize, record: &mut Record) -> bool {
        let Some(held) = self.rows.get(at) else { return false };
        if let Some(read) = self.read_row(held) {
            record.clone_from(&read.record);
            return true;
        }
        let Some((file, block, from, to)) = self.place(held) else { return false };
        let row = block.get(from..to).unwrap_or_default();
        if Records::alone(row, file.sheet.delimiter).next(&mut lens.cells).is_none() {
            return false;
        }
        file.read(plan, lens, row, (block, from, to), held.line, record) == Read::Made
    }

    fn read_row(&self, held: &HeldRow) -> Option<&LoadedRow> {
        let at = usize::try_from(held.from).ok().filter(|_| held.block == HeldRow::READ)?;
        self.read.get(at)
    }

    fn place(&self, held: &HeldRow) -> Option<(&HeldFile, &Arc<String>, usize, usize)> {
        let (file, block) = self.blocks.get(usize::try_from(held.block).ok()?)?;
        Some((self.files.get(*file)?, block, usize::try_from(held.from).ok()?, usize::try_from(held.to).ok()?))
    }
}
