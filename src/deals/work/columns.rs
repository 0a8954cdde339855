//! Files of columns: batches of rows are worked on by several threads, and only the deals that the work asks for are made.

use std::sync::Arc;

use crate::deals::Deal;
use crate::deals::Deals;
use crate::deals::broken::report_unsound;
use crate::deals::columns::Batch;
use crate::deals::columns::Column;
use crate::deals::columns::LateRow;
use crate::deals::columns::Nodes;
use crate::deals::columns::Recipe;
use crate::deals::decode::Decoder;
use crate::deals::direct::Keys;
use crate::deals::layout::Layout;
use crate::deals::plan::put;
use crate::deals::portion::Made;
use crate::deals::portion::Portion;
use crate::deals::portion::Task;
use crate::deals::row::Body;
use crate::deals::row::Row;
use crate::deals::row::Sheet;
use crate::deals::stream::Met;
use crate::deals::table::Table;
use crate::deals::work::Taker;
use crate::deals::work::ordered::in_order;
use crate::value::Bits;
use crate::value::Columns;
use crate::value::Origin;
use crate::value::Record;
use crate::value::Value;

/// Rows that follow each other, of which deals can be made.
pub(in crate::deals) struct Rows {
    pub(in crate::deals) columns: Columns,
    nodes: Arc<Nodes>,
    pub(in crate::deals) sheet: Arc<Sheet>,
    layout: Arc<Layout>,
}

impl Rows {
    /// The line of a row.
    pub(in crate::deals) fn line(&self, row: usize) -> u32 {
        self.nodes.line(row)
    }

    /// The deal that a row is.
    pub(in crate::deals) fn deal(&self, row: usize) -> Deal {
        let mut deal = Deal {
            record: Record::empty(self.layout.ty.fields.len()),
            row: self.row(row),
            layout: self.layout.clone(),
            written: None,
            keys: Keys::default(),
        };
        self.fill(&mut deal, row);
        deal
    }

    fn row(&self, row: usize) -> Row {
        let body = Body::Columns(LateRow::new(&self.nodes, row));
        Row { sheet: self.sheet.clone(), line: self.line(row), body }
    }

    /// Makes a deal the one of a row; it was made of another row of the same file, or is empty.
    fn fill(&self, deal: &mut Deal, row: usize) {
        deal.record.origin = Origin { table: self.sheet.number, line: self.line(row) };
        deal.record.values.fill(Value::ABSENT);
        for (slots, column) in self.columns.iter() {
            put(&mut deal.record, &self.layout.ty, slots, column.value(row));
        }
        deal.row = self.row(row);
    }
}

/// What came of a batch.
struct Done<O> {
    rows: Rows,
    odd: Bits,
    outcome: O,
}

impl Deals<'_> {
    /// Has the deals of a file of columns worked on, where its columns can be read each for itself.
    /// `false` where they cannot, and nothing was read.
    pub(super) fn work_on_columns<T: Task, E>(
        &mut self,
        table: &mut Table,
        threads: usize,
        task: &T,
        take: Taker<'_, T, E>,
    ) -> Result<bool, E> {
        let (sheet, layout, frame) = (table.sheet.clone(), self.layout.clone(), self.decoder.frame);
        let Some(source) = table.columns() else { return Ok(false) };
        let columns: Vec<Column> = source.columns.clone();
        let Some(recipe) = Recipe::of(&layout, &sheet, &columns) else { return Ok(false) };
        let (mut met, mut unreadable) = (0, 0);
        let mut end = Ok(());
        let read = |spent: Option<T::Spent>| match source.next_batch() {
            Ok(batch) => Some((batch?, spent)),
            Err(error) => {
                end = Err(error);
                None
            }
        };
        let work = |state: &mut T::State, (batch, spent): (Batch, Option<T::Spent>)| {
            if let Some(spent) = spent {
                task.again(state, spent);
            }
            let nodes = Arc::new(batch.nodes(&columns));
            let read = recipe.read(&batch, &nodes, &sheet, frame);
            let rows = Rows { columns: read.columns, nodes, sheet: sheet.clone(), layout: layout.clone() };
            worked_on(&rows, task, state);
            Done { rows, odd: read.odd, outcome: task.end(state) }
        };
        let result = in_order(
            threads,
            read,
            || task.begin(),
            work,
            |done: Done<T::Outcome>| {
                let Done { rows, odd, outcome } = done;
                met += rows.columns.rows() as u64;
                unreadable += (rows.columns.rows() - rows.columns.deals.count()) as u64;
                self.report(&rows, &odd, &recipe);
                self.outcome.deals += rows.columns.deals.count() as u64;
                let made = Made::Columns(&rows);
                take(&Portion { made, frame, progress: self.progress() }, outcome).map(Some)
            },
        );
        table.met += met;
        table.unreadable += unreadable;
        result?;
        if let Err(error) = table.end(end, &mut self.decoder.log) {
            self.fail(error);
            return Ok(true);
        }
        self.close(table);
        Ok(true)
    }

    /// Reports what is odd about rows: they are read once more, in their order, by the decoder that tells why.
    fn report(&mut self, rows: &Rows, odd: &Bits, recipe: &Recipe<'_>) {
        let sound = odd.not();
        let mut first_sound = sound.rows().next().filter(|_| !recipe.unknown.is_empty());
        for row in odd.rows() {
            if first_sound.is_some_and(|first| first < row) {
                self.learn(rows, first_sound.take(), recipe);
            }
            let whole = rows.row(row);
            match self.met(&whole, None) {
                Met::Deal(record) => self.check_id(&record, &whole),
                Met::Unsound(unsound) => report_unsound(&unsound, &rows.sheet, &mut self.decoder.log),
                // A row of a file of columns is one of the two, where nothing looks at it as a whole.
                Met::Further | Met::LeftOut | Met::NoCase(_) | Met::Blank => {}
            }
        }
        self.learn(rows, first_sound, recipe);
        let times = sound.count() as u64;
        for place in recipe.unknown.iter().filter(|_| times > 0) {
            if let Some(path) = rows.sheet.header.get(*place) {
                self.decoder.log.count_key(&rows.sheet.name, path, times);
            }
        }
    }

    /// Learns from a row where keys stand that the schema does not have.
    fn learn(&mut self, rows: &Rows, row: Option<usize>, recipe: &Recipe<'_>) {
        let Some(row) = row else { return };
        let file = &rows.sheet.name;
        for path in recipe.unknown.iter().filter_map(|place| rows.sheet.header.get(*place)) {
            if !self.decoder.log.knows_key(file, path) {
                let mut exact = Decoder::new(self.decoder.frame);
                let whole = rows.row(row);
                if let Ok(Some(node)) = whole.document() {
                    exact.deal(&node, &whole, rows.sheet.number);
                }
                self.decoder.log.learn_key(file, path, exact.log);
            }
        }
    }
}

/// Has a task look at the columns, and work on the deals that it asks for.
fn worked_on<T: Task>(rows: &Rows, task: &T, state: &mut T::State) {
    let wanted = task.columns(state, &rows.columns).and(&rows.columns.deals);
    let mut next = 0;
    let mut deal: Option<Deal> = None;
    for row in wanted.rows() {
        task.pass(state, row - next);
        next = row + 1;
        let made = match deal.as_mut() {
            Some(deal) => {
                rows.fill(deal, row);
                deal
            }
            None => deal.insert(rows.deal(row)),
        };
        task.deal(state, made);
    }
    task.pass(state, rows.columns.rows() - next);
}
