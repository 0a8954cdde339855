use std::sync::Arc;

use csv::StringRecord;

use crate::deals::Deal;
use crate::deals::Deals;
use crate::deals::broken::report_blank;
use crate::deals::broken::report_cells;
use crate::deals::broken::report_no_case;
use crate::deals::broken::report_unsound;
use crate::deals::cells::split;
use crate::deals::direct::Keys;
use crate::deals::direct_cells::Block;
use crate::deals::direct_cells::DirectCells;
use crate::deals::direct_cells::Read;
use crate::deals::direct_cells::Records;
use crate::deals::held::Lens;
use crate::deals::join::Spare;
use crate::deals::json_lines::Line;
use crate::deals::layout::Form;
use crate::deals::layout::Layout;
use crate::deals::layout::Mapped;
use crate::deals::layout::StageOf;
use crate::deals::marks::Marks;
use crate::deals::portion::Made;
use crate::deals::portion::Portion;
use crate::deals::portion::Task;
use crate::deals::portion::row_of_cells;
use crate::deals::row::Body;
use crate::deals::row::Row;
use crate::deals::row::Sheet;
use crate::deals::row::Slice;
use crate::deals::stream::Met;
use crate::deals::stream::take_stage;
use crate::deals::table::Table;
use crate::deals::work::Taker;
use crate::deals::work::ordered::in_order;
use crate::value::Origin;
use crate::value::Record;
use crate::value::Value;
use crate::value::builtin;
use crate::value::mapping::Target;

/// What came of a block of rows.
struct Done<O> {
    block: Block,
    pieces: Vec<Piece<O>>,
}

/// Rows that follow each other.
enum Piece<O> {
    /// Nothing is odd about their deals, which were worked on; so many more are left out by the source.
    Sound(Vec<Line>, u64, O),
    /// Something is; the exact reader has to look at it, in the order of the rows.
    Odd(Line),
}

/// What a block needs room for, and what is left of the outcomes that had the room before.
struct Room<S> {
    bytes: Vec<u8>,
    spent: Vec<S>,
}

impl<S> Default for Room<S> {
    fn default() -> Room<S> {
        Room { bytes: Vec::new(), spent: Vec::new() }
    }
}

/// How the rows of a table become deals.
struct Making<'a> {
    mapped: &'a Mapped,
    direct: &'a DirectCells,
    sheet: &'a Arc<Sheet>,
    layout: &'a Layout,
    marks: &'a [Marks],
}

/// What a thread works with.
struct Desk<'a, S> {
    lens: Lens<'a>,
    deal: Deal,
    /// For each joined table.
    spare: Vec<Spare>,
    nothing: Arc<String>,
    state: S,
}

/// What was met in a file.
#[derive(Default)]
struct Counts {
    met: u64,
    unreadable: u64,
    left_out: u64,
    further: u64,
}

impl Deals<'_> {
    /// Has the deals of a table of cells worked on: threads read rows directly, and odd ones are read here.
    pub(super) fn work_on_rows<T: Task, E>(
        &mut self,
        table: &mut Table,
        threads: usize,
        task: &T,
        take: Taker<'_, T, E>,
    ) -> Result<(), E> {
        let (sheet, layout, marks) = (table.sheet.clone(), self.layout.clone(), self.marks.clone());
        let frame = self.decoder.frame;
        let Form::Mapped(mapped) = &layout.form else { return Ok(()) };
        let Some(direct) = DirectCells::of(&mapped.plan, &sheet) else { return Ok(()) };
        let making = Making { mapped, direct: &direct, sheet: &sheet, layout: &layout, marks: &marks };
        let mut counts = Counts::default();
        let mut end = Ok(());
        let Some(blocks) = table.blocks() else { return Ok(()) };
        let read = |room: Room<T::Spent>| match blocks.next(room.bytes) {
            Ok(block) => Some((block?, room.spent)),
            Err(error) => {
                end = Err(error);
                None
            }
        };
        let begin = || Desk::new(Lens::new(frame), &sheet, &layout, task.begin());
        let mut own = task.begin();
        let result = in_order(
            threads,
            read,
            begin,
            |desk, (block, spent)| {
                for spent in spent {
                    task.again(&mut desk.state, spent);
                }
                making.work(desk, block, task)
            },
            |done| self.settle_rows(done, &sheet, &mut counts, (task, &mut own), take),
        );
        table.met += counts.met;
        table.unreadable += counts.unreadable;
        table.left_out += counts.left_out;
        table.further += counts.further;
        result?;
        if let Err(error) = table.end(end, &mut self.decoder.log) {
            self.fail(error);
            return Ok(());
        }
        self.close(table);
        Ok(())
    }

    /// Puts what came of a block into the order of the run.
    fn settle_rows<T: Task, E>(
        &mut self,
        done: Done<T::Outcome>,
        sheet: &Arc<Sheet>,
        counts: &mut Counts,
        (task, state): (&T, &mut T::State),
        take: Taker<'_, T, E>,
    ) -> Result<Room<T::Spent>, E> {
        let (frame, layout) = (self.decoder.frame, self.layout.clone());
        let Done { block, pieces } = done;
        let mut left = Vec::with_capacity(pieces.len());
        for piece in pieces {
            let line = match piece {
                Piece::Sound(lines, left_out, outcome) => {
                    counts.met += lines.len() as u64 + left_out;
                    counts.left_out += left_out;
                    self.outcome.deals += lines.len() as u64;
                    if let Form::Mapped(mapped) = &layout.form {
                        mapped.plan.tell_whole(sheet, &mut self.found);
                    }
                    let made = Made::Rows { block: &block.text, lines: &lines, sheet, layout: &layout };
                    left.push(take(&Portion { made, frame, progress: self.progress() }, outcome)?);
                    continue;
                }
                Piece::Odd(line) => line,
            };
            counts.met += 1;
            let row = row_of_cells(&line, &block.text, sheet);
            let raw = block.text.get(line.from..line.to).unwrap_or_default();
            let cells: StringRecord = split(raw, sheet.delimiter).cells.iter().map(|cell| cell.text.as_ref()).collect();
            let is_last = block.is_last && line.to == block.text.len();
            let log = &mut self.decoder.log;
            let met = match report_cells(&row, &cells, is_last, block.is_broken, log) {
                Ok(()) => self.met(&row, Some(&cells)),
                Err(unsound) => Met::Unsound(unsound),
            };
            let log = &mut self.decoder.log;
            match met {
                Met::Deal(record) => {
                    let mut deal = self.made(record, row);
                    task.deal(state, &mut deal);
                    let made = Made::Deals(std::slice::from_ref(&deal));
                    let spent = take(&Portion { made, frame, progress: self.progress() }, task.end(state))?;
                    task.again(state, spent);
                }
                Met::Unsound(unsound) => {
                    counts.unreadable += 1;
                    report_unsound(&unsound, sheet, log);
                }
                Met::Blank => {
                    counts.unreadable += 1;
                    report_blank(&row, log);
                }
                Met::NoCase(column) => {
                    counts.unreadable += 1;
                    report_no_case(&row, &column, log);
                }
                Met::LeftOut => counts.left_out += 1,
                Met::Further => counts.further += 1,
            }
        }
        Ok(Room { bytes: Arc::try_unwrap(block.text).map(String::into_bytes).unwrap_or_default(), spent: left })
    }
}

impl<'a, S> Desk<'a, S> {
    fn new(lens: Lens<'a>, sheet: &Arc<Sheet>, layout: &Arc<Layout>, state: S) -> Desk<'a, S> {
        let nothing = Arc::new(String::new());
        let row = Row { sheet: sheet.clone(), line: 0, body: Body::Cells(Slice::new(nothing.clone(), 0, 0)) };
        Desk {
            lens,
            deal: Deal { record: Record::empty(0), row, layout: layout.clone(), written: None, keys: Keys::default() },
            spare: Vec::new(),
            nothing,
            state,
        }
    }
}

impl Making<'_> {
    fn work<T: Task>(&self, desk: &mut Desk<'_, T::State>, block: Block, task: &T) -> Done<T::Outcome> {
        let mut pieces = Vec::new();
        let (mut sound, mut left_out) = (Vec::new(), 0);
        desk.deal.row.body = Body::Cells(Slice::new(block.text.clone(), 0, 0));
        desk.spare.resize_with(self.mapped.joined.len(), Spare::default);
        let mut records = Records::of(&block, self.sheet.delimiter);
        while let Some(found) = records.next(&mut desk.lens.cells) {
            let line = Line { number: found.line, column: 1, from: found.from, to: found.to };
            // Where bytes are no text, each row is looked at for them.
            let is_odd = block.is_broken || !found.is_sound;
            match if is_odd { Read::Odd } else { self.read(desk, &block.text, &line) } {
                Read::Made => {
                    task.deal(&mut desk.state, &mut desk.deal);
                    sound.push(line);
                }
                Read::LeftOut => left_out += 1,
                Read::Odd => {
                    if !sound.is_empty() || left_out > 0 {
                        let (lines, left_out) = (std::mem::take(&mut sound), std::mem::take(&mut left_out));
                        pieces.push(Piece::Sound(lines, left_out, task.end(&mut desk.state)));
                    }
                    pieces.push(Piece::Odd(line));
                }
            }
        }
        if !sound.is_empty() || left_out > 0 {
            pieces.push(Piece::Sound(sound, left_out, task.end(&mut desk.state)));
        }
        // So that the block's storage can be used again.
        desk.deal.row.body = Body::Cells(Slice::new(desk.nothing.clone(), 0, 0));
        Done { block, pieces }
    }

    /// Reads a row into the deal of a desk, and fills it from the joined tables.
    fn read<S>(&self, desk: &mut Desk<'_, S>, block: &str, line: &Line) -> Read {
        let Desk { lens, deal: Deal { record, row, .. }, spare, .. } = desk;
        for (table, spare) in self.mapped.joined.iter().zip(spare.iter_mut()) {
            let (Target::Record(slot) | Target::List(slot)) = table.plan.map.target else { continue };
            if let Some(place) = record.values.get_mut(slot) {
                spare.take_back(place);
            }
        }
        let frame = lens.exact.frame;
        // Joined rows are cut into cells of their own.
        let cells = std::mem::take(&mut lens.cells);
        let mut read = self.direct.read(&self.mapped.plan, frame, (&cells, block), record);
        for ((table, spare), marks) in self.mapped.joined.iter().zip(spare).zip(self.marks) {
            match read {
                Read::Made => {
                    let row = (self.sheet.as_ref(), &cells, block);
                    if !table.fill_cells((record, &self.layout.ty), row, marks, lens, spare) {
                        read = Read::Odd;
                    }
                }
                Read::LeftOut => table.excuse_cells(self.sheet, &cells, block, marks),
                Read::Odd => break,
            }
        }
        lens.cells = cells;
        if read != Read::Made {
            return read;
        }
        if self.mapped.stage == StageOf::History {
            take_stage(record);
        }
        // A deal without an id is reported.
        if !matches!(record.get(builtin::ID), Value::Text(_)) {
            return Read::Odd;
        }
        row.line = line.number;
        record.origin = Origin { table: self.sheet.number, line: line.number };
        if let Body::Cells(raw) = &mut row.body {
            raw.move_to(line.from, line.to);
        }
        read
    }
}
