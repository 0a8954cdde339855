use std::sync::Arc;

use crate::deals::Deal;
use crate::deals::Deals;
use crate::deals::broken::report_broken_text;
use crate::deals::broken::report_unsound;
use crate::deals::decode::Decoder;
use crate::deals::direct::Direct;
use crate::deals::direct::Keys;
use crate::deals::direct::UnknownKeys;
use crate::deals::json_lines::Block;
use crate::deals::json_lines::Line;
use crate::deals::json_lines::lines;
use crate::deals::layout::Layout;
use crate::deals::portion::Made;
use crate::deals::portion::Portion;
use crate::deals::portion::Task;
use crate::deals::portion::row_of;
use crate::deals::row::Body;
use crate::deals::row::Row;
use crate::deals::row::Sheet;
use crate::deals::row::Slice;
use crate::deals::row::Unsound;
use crate::deals::stream::Met;
use crate::deals::table::Table;
use crate::deals::work::Taker;
use crate::deals::work::ordered::in_order;
use crate::value::Origin;
use crate::value::Record;

/// What came of a block of lines.
struct Done<O> {
    block: Arc<String>,
    pieces: Vec<Piece<O>>,
    unknown: Vec<UnknownKeys>,
    is_broken: bool,
    /// A line that is too long.
    unsound: Option<Unsound>,
}

/// Lines that follow each other.
enum Piece<O> {
    /// Nothing is odd about their deals, which were worked on.
    Sound(Vec<Line>, O),
    /// Something is; the exact decoder has to look at it, in the order of the lines.
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

/// What a thread works with.
struct Desk<'a, S> {
    direct: Direct<'a>,
    deal: Deal,
    nothing: Arc<String>,
    state: S,
}

impl Deals<'_> {
    /// Has the deals of a JSON or JSON Lines file worked on: threads read documents directly, and odd ones are read here.
    pub(super) fn work_on_lines<T: Task, E>(
        &mut self,
        table: &mut Table,
        threads: usize,
        task: &T,
        take: Taker<'_, T, E>,
    ) -> Result<(), E> {
        let sheet = table.sheet.clone();
        let (frame, layout) = (self.decoder.frame, self.layout.clone());
        let mut counts = Counts::default();
        let mut end = Ok(());
        let read = |room: Room<T::Spent>| match table.next_block(room.bytes) {
            Ok(block) => Some((block?, room.spent)),
            Err(error) => {
                end = Err(error);
                None
            }
        };
        let begin = || Desk::new(Direct::new(frame), &sheet, &layout, task.begin());
        let mut own = task.begin();
        let result = in_order(
            threads,
            read,
            begin,
            |desk, (block, spent)| {
                for spent in spent {
                    task.again(&mut desk.state, spent);
                }
                desk.work(block, task)
            },
            |done| self.settle(done, &sheet, &mut counts, task, &mut own, take),
        );
        table.met += counts.met;
        table.unreadable += counts.unreadable;
        result?;
        if let Err(error) = table.end(end, &mut self.decoder.log) {
            self.fail(error);
            return Ok(());
        }
        self.close(table);
        Ok(())
    }

    /// Puts what came of a block into the order of the run.
    fn settle<T: Task, E>(
        &mut self,
        done: Done<T::Outcome>,
        sheet: &Arc<Sheet>,
        counts: &mut Counts,
        task: &T,
        state: &mut T::State,
        take: Taker<'_, T, E>,
    ) -> Result<Room<T::Spent>, E> {
        let (frame, layout) = (self.decoder.frame, self.layout.clone());
        let Done { block, pieces, unknown, is_broken, unsound } = done;
        if let Some(unsound) = unsound {
            counts.met += 1;
            counts.unreadable += 1;
            report_unsound(&unsound, sheet, &mut self.decoder.log);
        }
        let mut unknown = unknown.into_iter().peekable();
        let mut passed = 0;
        let mut left = Vec::with_capacity(pieces.len());
        for piece in pieces {
            match piece {
                Piece::Sound(lines, outcome) => {
                    while let Some(keys) = unknown.next_if(|keys| keys.first < passed + lines.len()) {
                        if let Some(line) = keys.first.checked_sub(passed).and_then(|at| lines.get(at)) {
                            self.count_keys(&keys, &row_of(line, &block, sheet));
                        }
                    }
                    passed += lines.len();
                    counts.met += lines.len() as u64;
                    self.outcome.deals += lines.len() as u64;
                    let made = Made::Lines { block: &block, lines: &lines, sheet, layout: &layout };
                    left.push(take(&Portion { made, frame, progress: self.progress() }, outcome)?);
                }
                Piece::Odd(line) => {
                    passed += 1;
                    counts.met += 1;
                    let row = row_of(&line, &block, sheet);
                    if is_broken {
                        report_broken_text(&row, &mut self.decoder.log);
                    }
                    match self.met(&row, None) {
                        Met::Deal(record) => {
                            let mut deal = self.made(record, row);
                            task.deal(state, &mut deal);
                            let made = Made::Deals(std::slice::from_ref(&deal));
                            let spent = take(&Portion { made, frame, progress: self.progress() }, task.end(state))?;
                            task.again(state, spent);
                        }
                        Met::Unsound(unsound) => {
                            counts.unreadable += 1;
                            report_unsound(&unsound, sheet, &mut self.decoder.log);
                        }
                        // A document of this form is one of the two.
                        Met::Further | Met::LeftOut | Met::NoCase(_) | Met::Blank => {}
                    }
                }
            }
        }
        Ok(Room { bytes: Arc::try_unwrap(block).map(String::into_bytes).unwrap_or_default(), spent: left })
    }

    /// Counts a key that the schema does not have. The first of a file is looked at again, to tell where it stands.
    fn count_keys(&mut self, keys: &UnknownKeys, row: &Row) {
        let file = &row.sheet.name;
        if !self.decoder.log.knows_key(file, &keys.path) {
            let mut exact = Decoder::new(self.decoder.frame);
            if let Ok(Some(node)) = row.document() {
                exact.deal(&node, row, row.sheet.number);
            }
            self.decoder.log.learn_key(file, &keys.path, exact.log);
        }
        self.decoder.log.count_key(file, &keys.path, keys.count);
    }
}

/// What was met in a file.
#[derive(Default)]
struct Counts {
    met: u64,
    unreadable: u64,
}

impl<'a, S> Desk<'a, S> {
    fn new(direct: Direct<'a>, sheet: &Arc<Sheet>, layout: &Arc<Layout>, state: S) -> Desk<'a, S> {
        let nothing = Arc::new(String::new());
        let body = Body::Json(Slice::new(nothing.clone(), 0, 0), 1);
        let row = Row { sheet: sheet.clone(), line: 0, body };
        Desk {
            direct,
            deal: Deal { record: Record::empty(0), row, layout: layout.clone(), written: None, keys: Keys::default() },
            nothing,
            state,
        }
    }

    fn work<T: Task<State = S>>(&mut self, block: Block, task: &T) -> Done<T::Outcome> {
        let Block { lines: text, first, documents, is_broken } = block;
        let (block, unsound) = match text {
            Ok(text) => (text, None),
            Err(unsound) => (self.nothing.clone(), Some(unsound)),
        };
        let mut pieces = Vec::new();
        let mut sound = Vec::new();
        self.deal.row.body = Body::Json(Slice::new(block.clone(), 0, 0), 1);
        let all: Box<dyn Iterator<Item = Line> + '_> = match documents {
            Some(documents) => Box::new(documents.into_iter()),
            None => Box::new(lines(&block, first)),
        };
        for (at, line) in all.enumerate() {
            // Where bytes are no text, each line is looked at for them.
            if !is_broken && self.read(&block, &line, at) {
                task.deal(&mut self.state, &mut self.deal);
                sound.push(line);
                continue;
            }
            if !sound.is_empty() {
                pieces.push(Piece::Sound(std::mem::take(&mut sound), task.end(&mut self.state)));
            }
            pieces.push(Piece::Odd(line));
        }
        if !sound.is_empty() {
            pieces.push(Piece::Sound(sound, task.end(&mut self.state)));
        }
        // So that the block's storage can be used again.
        self.deal.row.body = Body::Json(Slice::new(self.nothing.clone(), 0, 0), 1);
        Done { block, pieces, unknown: self.direct.take_unknown(), is_broken, unsound }
    }

    /// Reads a line into the deal; `false` where anything about it is odd.
    fn read(&mut self, block: &str, line: &Line, at: usize) -> bool {
        let Deal { record, row, keys, .. } = &mut self.deal;
        let text = block.get(line.from..line.to).unwrap_or_default();
        if !self.direct.read(text, at, record) {
            return false;
        }
        keys.set(self.direct.keys());
        row.line = line.number;
        record.origin = Origin { table: row.sheet.number, line: line.number };
        if let Body::Json(raw, column) = &mut row.body {
            raw.move_to(line.from, line.to);
            *column = line.column;
        }
        true
    }
}
