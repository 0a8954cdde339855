//! Reads a joined table, on all cores where it is one of cells.

use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use compact_str::CompactString;
use csv::StringRecord;

use crate::deals::Error;
use crate::deals::FileRead;
use crate::deals::Store;
use crate::deals::broken::report_cells;
use crate::deals::broken::report_unsound;
use crate::deals::cells::split;
use crate::deals::decode::Decoder;
use crate::deals::direct_cells::Block;
use crate::deals::direct_cells::Read;
use crate::deals::direct_cells::Records;
use crate::deals::held::HeldFile;
use crate::deals::held::HeldRows;
use crate::deals::held::Lens;
use crate::deals::key_table::KeyTable;
use crate::deals::load::LoadedRow;
use crate::deals::load::loaded;
use crate::deals::load::read_row;
use crate::deals::order::moment_slot;
use crate::deals::plan::Plan;
use crate::deals::row::Body;
use crate::deals::row::Row;
use crate::deals::row::Slice;
use crate::deals::row::Standing;
use crate::deals::table::Table;
use crate::deals::wanted::Wanted;
use crate::deals::work::ordered::in_order;
use crate::deals::xes::Grain;
use crate::value::Moment;
use crate::value::Record;
use crate::value::Value;

/// A joined table, read.
#[derive(Debug, Default)]
pub(super) struct Held {
    pub(super) rows: HeldRows,
    pub(super) keys: KeyTable,
    /// The number of the key of each row; [`NO_KEY`] where it has none.
    pub(super) key_of: Vec<u32>,
    /// The moment of each row, where rows have one.
    pub(super) moments: Vec<Option<Moment>>,
    pub(super) read: Vec<FileRead>,
    /// Whether a file lacks a column that `where` looks at: which of its rows count cannot be told.
    pub(super) blind: bool,
}

/// Stands for the key of a row that has none.
pub(super) const NO_KEY: u32 = u32::MAX;

/// One row of a block.
struct Met {
    line: u32,
    from: usize,
    to: usize,
    what: What,
}

enum What {
    /// It is read without a word.
    Sound(Option<CompactString>, Option<Moment>),
    LeftOut,
    /// It has to be read exactly.
    Odd,
}

/// How a table is read.
struct Holding<'a> {
    plan: &'a Plan,
    file: HeldFile,
    /// The slot of the moments that rows are put in order by.
    moment: Option<usize>,
    /// The place of the key among the cells.
    key: Option<usize>,
}

/// What the rows that are held came to.
#[derive(Default)]
struct Counts {
    met: u64,
    unreadable: u64,
    left_out: u64,
    /// Whether any row was read as it is expected.
    is_any_whole: bool,
}

/// Reads all rows of a table, file by file. `number` counts the files of the run.
pub(super) fn hold(
    store: &dyn Store,
    plan: &Plan,
    names: &[String],
    fills: &str,
    (number, threads): (&mut u32, usize),
    decoder: &mut Decoder<'_>,
) -> Result<Held, Error> {
    let mut all = Held::default();
    for name in names {
        let columns = &plan.columns;
        let wanted = Wanted {
            name,
            number: *number,
            grain: Grain::Events,
            under: &plan.map.under,
            under_need: plan.map.under_need,
            header_rows: plan.map.header_rows,
            columns,
            shape: None,
            fills,
        };
        *number += 1;
        let opened = Table::open(store, &wanted, &Arc::new(AtomicU64::new(0)), &mut decoder.log)?;
        let Some(table) = opened else { continue };
        let mut table = table.by_blocks();
        let mut found = vec![false; columns.len()];
        if table.blocks().is_some() {
            all.hold_cells(plan, &mut table, threads, decoder, &mut found)?;
        } else {
            let slot = moment_slot(&plan.map.target);
            while let Some(row) = table.next(&mut decoder.log)? {
                match read_row(plan, decoder, &table, &row, &mut found) {
                    Ok(Some(row)) => all.add_read(row, slot),
                    Ok(None) => table.left_out += 1,
                    Err(unsound) => table.reject(&unsound, &mut decoder.log),
                }
            }
        }
        let mut outcome = table.outcome();
        (outcome.away, outcome.passed_over) = (plan.away(&table.sheet), plan.passed_over(&table.sheet));
        plan.report_never_found(&found, &outcome, table.form(), &mut decoder.log);
        all.blind |= plan.is_blind(&table);
        all.read.push(outcome);
    }
    all.rows.end();
    all.keys.end();
    Ok(all)
}

impl Held {
    /// Adds a row as it was read.
    fn add_read(&mut self, row: LoadedRow, moment: Option<usize>) {
        let key = row.key.as_deref().map_or(NO_KEY, |key| self.keys.add(key));
        self.key_of.push(key);
        self.moments.extend(moment.map(|slot| moment_of(&row.record, slot)));
        self.rows.add_read(row);
    }

    /// Reads a table of cells.
    fn hold_cells(
        &mut self,
        plan: &Plan,
        table: &mut Table,
        threads: usize,
        decoder: &mut Decoder<'_>,
        found: &mut [bool],
    ) -> Result<(), Error> {
        let sheet = table.sheet.clone();
        let key = match sheet.standing(plan.map.columns.len()) {
            Standing::At { place, .. } if plan.map.join.is_some() => Some(place),
            _ => None,
        };
        let file = HeldFile::new(plan, sheet.clone());
        let holding = Holding { plan, file, moment: moment_slot(&plan.map.target), key };
        self.rows.begin(HeldFile::new(plan, sheet));
        let mut counts = Counts::default();
        let mut end: io::Result<()> = Ok(());
        let Some(blocks) = table.blocks() else { return Ok(()) };
        let read = |()| match blocks.next(Vec::new()) {
            Ok(block) => block,
            Err(error) => {
                end = Err(error);
                None
            }
        };
        let frame = decoder.frame;
        let done: Result<(), std::convert::Infallible> = in_order(
            threads,
            read,
            || (Lens::new(frame), Record::empty(0)),
            |(lens, record), block| holding.work(block, lens, record),
            |(block, met)| {
                self.settle(&holding, block, met, &mut counts, decoder, found);
                Ok(())
            },
        );
        let Ok(()) = done;
        table.met += counts.met;
        table.unreadable += counts.unreadable;
        table.left_out += counts.left_out;
        if counts.is_any_whole {
            plan.tell_whole(&table.sheet, found);
        }
        table.end(end, &mut decoder.log)
    }

    /// Takes in the rows of a block.
    fn settle(
        &mut self,
        holding: &Holding<'_>,
        block: Block,
        met: Vec<Met>,
        counts: &mut Counts,
        decoder: &mut Decoder<'_>,
        found: &mut [bool],
    ) {
        let sheet = &holding.file.sheet;
        let mut text = block.text;
        if let Some(text) = Arc::get_mut(&mut text) {
            text.shrink_to_fit();
        }
        self.rows.hold(text.clone());
        for Met { line, from, to, what } in met {
            counts.met += 1;
            match what {
                What::LeftOut => {
                    counts.left_out += 1;
                    counts.is_any_whole = true;
                    continue;
                }
                What::Sound(key, moment) if self.rows.add(from, to, line) => {
                    let key = key.map_or(NO_KEY, |key| self.keys.add(&key));
                    self.key_of.push(key);
                    self.moments.extend(holding.moment.map(|_| moment));
                    counts.is_any_whole = true;
                    continue;
                }
                What::Sound(..) | What::Odd => {}
            }
            // The row has a text of its own, so that the block can be told from what is held of it.
            let raw = text.get(from..to).unwrap_or_default();
            let row = Row { sheet: sheet.clone(), line, body: Body::Cells(Slice::whole(raw.to_owned())) };
            let cells: StringRecord = split(raw, sheet.delimiter).cells.iter().map(|cell| cell.text.as_ref()).collect();
            let is_last = block.is_last && to == text.trim_end_matches(['\r', '\n']).len();
            let checked = report_cells(&row, &cells, is_last, block.is_broken, &mut decoder.log);
            match checked.and_then(|()| loaded(holding.plan, decoder, Some(&cells), &row, found)) {
                Ok(Some(row)) => self.add_read(row, holding.moment),
                Ok(None) => counts.left_out += 1,
                Err(unsound) => {
                    counts.unreadable += 1;
                    report_unsound(&unsound, sheet, &mut decoder.log);
                }
            }
        }
    }
}

impl Holding<'_> {
    /// Reads the rows of a block.
    fn work(&self, block: Block, lens: &mut Lens<'_>, record: &mut Record) -> (Block, Vec<Met>) {
        let mut all = Vec::new();
        let mut records = Records::of(&block, self.file.sheet.delimiter);
        while let Some(found) = records.next(&mut lens.cells) {
            let (line, from, to) = (found.line, found.from, found.to);
            // Where bytes are no text, each row is looked at for them.
            let is_odd = block.is_broken || !found.is_sound;
            let (text, at) = (block.text.as_str(), (&block.text, from, to));
            let read = if is_odd { Read::Odd } else { self.file.read(self.plan, lens, text, at, line, record) };
            let what = match read {
                Read::Odd => What::Odd,
                Read::LeftOut => What::LeftOut,
                Read::Made => {
                    let key = self.key.and_then(|place| lens.cells.get(&block.text, place)).map(str::trim);
                    let moment = self.moment.and_then(|slot| moment_of(record, slot));
                    What::Sound(key.filter(|key| !key.is_empty()).map(CompactString::new), moment)
                }
            };
            all.push(Met { line, from, to, what });
        }
        (block, all)
    }
}

fn moment_of(record: &Record, slot: usize) -> Option<Moment> {
    match record.get(slot) {
        Value::Moment(moment) => Some(*moment),
        _ => None,
    }
}
