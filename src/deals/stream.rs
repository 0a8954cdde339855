use std::collections::HashSet;
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use csv::StringRecord;

use crate::deals::Deal;
use crate::deals::Error;
use crate::deals::FileRead;
use crate::deals::Frame;
use crate::deals::Input;
use crate::deals::Outcome;
use crate::deals::Progress;
use crate::deals::Store;
use crate::deals::decode::Decoder;
use crate::deals::decode::base_name;
use crate::deals::direct::Keys;
use crate::deals::held::Lens;
use crate::deals::inner::InnerCount;
use crate::deals::join::Joined;
use crate::deals::join::key_of;
use crate::deals::layout::Form;
use crate::deals::layout::Layout;
use crate::deals::layout::StageOf;
use crate::deals::marks::Marks;
use crate::deals::parts::Parts;
use crate::deals::plan;
use crate::deals::row::Row;
use crate::deals::row::Unsound;
use crate::deals::setup::set_up;
use crate::deals::table::Table;
use crate::deals::wanted::Wanted;
use crate::deals::xes::Grain;
use crate::diagnostic::Diagnostic;
use crate::value::Record;
use crate::value::Value;
use crate::value::builtin;
use crate::value::mapping::Need;

/// Reads deals, one after the other: memory does not grow with their number.
///
/// Joined tables are loaded here. What is wrong with single rows is in the outcome, once the deals are through.
pub fn read<'a>(store: &'a dyn Store, input: Input<'_>, frame: &'a Frame) -> Result<Deals<'a>, Error> {
    read_by(store, input, frame, 1)
}

/// The same, with the joined tables loaded by so many threads.
pub fn read_by<'a>(
    store: &'a dyn Store,
    input: Input<'_>,
    frame: &'a Frame,
    threads: usize,
) -> Result<Deals<'a>, Error> {
    let mut decoder = Decoder::new(frame);
    let setup = set_up(store, input, threads, &mut decoder)?;
    let sizes: Option<Vec<u64>> = setup.files.iter().map(|name| store.size(name)).collect();
    let counts = match &setup.form {
        Form::Shaped => Vec::new(),
        Form::Mapped(mapped) => mapped.inner.iter().map(InnerCount::new).collect(),
    };
    let marks = match &setup.form {
        Form::Shaped => Vec::new(),
        Form::Mapped(mapped) => mapped.joined.iter().map(Joined::marks).collect(),
    };
    let layout = Layout { ty: frame.schema.deal.clone(), form: setup.form };
    Ok(Deals {
        store,
        decoder,
        lens: Lens::new(frame),
        layout: Arc::new(layout),
        marks: Arc::new(marks),
        files: setup.files.into(),
        number: setup.number,
        table: None,
        found: Vec::new(),
        counts,
        cases: HashSet::new(),
        people: setup.people,
        bytes: Arc::new(AtomicU64::new(0)),
        total: sizes.map(|sizes| sizes.iter().sum()),
        outcome: Outcome { away: setup.away, ..Outcome::default() },
        joined: setup.read,
        failed: None,
    })
}

/// The deals of a run, as they are read.
pub struct Deals<'a> {
    store: &'a dyn Store,
    pub(super) decoder: Decoder<'a>,
    lens: Lens<'a>,
    pub(super) layout: Arc<Layout>,
    /// What was asked of each joined table.
    pub(super) marks: Arc<Vec<Marks>>,
    pub(super) files: VecDeque<String>,
    number: u32,
    pub(super) table: Option<Table>,
    /// Which columns of the map stand in the current file.
    pub(super) found: Vec<bool>,
    /// What the lists inside an event log came to in the current file.
    counts: Vec<InnerCount>,
    /// The cases of a log of rows that were met.
    cases: HashSet<String>,
    people: Option<Vec<Record>>,
    bytes: Arc<AtomicU64>,
    total: Option<u64>,
    pub(super) outcome: Outcome,
    joined: Vec<FileRead>,
    pub(super) failed: Option<Error>,
}

impl Iterator for Deals<'_> {
    type Item = Deal;

    /// The next deal. An error ends the deals; [`Deals::into_outcome`] tells it.
    fn next(&mut self) -> Option<Deal> {
        match self.advance() {
            Ok(deal) => deal,
            Err(error) => {
                self.fail(error);
                None
            }
        }
    }
}

impl Deals<'_> {
    /// How far the reading has come, for a progress bar.
    pub fn progress(&self) -> Progress {
        Progress { read: self.bytes.load(Ordering::Relaxed), total: self.total }
    }

    /// Who holds which role when, as the source says; empty where it says nothing.
    ///
    /// Every row names a person and a role; it is there before the first deal is read.
    pub fn people(&self) -> &[Record] {
        self.people.as_deref().unwrap_or_default()
    }

    /// Whether the source has a table of people, be it empty.
    pub fn has_people(&self) -> bool {
        self.people.is_some()
    }

    /// What it came to. Reads on to the end if that was not reached, so that the counts add up.
    pub fn into_outcome(mut self) -> Result<Outcome, Error> {
        while self.next().is_some() {}
        if let Some(error) = self.failed {
            return Err(error);
        }
        let mut log = self.decoder.log;
        if let Form::Mapped(mapped) = &self.layout.form {
            for (table, marks) in mapped.joined.iter().zip(self.marks.iter()) {
                table.report_orphans(&mapped.plan, marks, &mut log);
            }
        }
        self.outcome.files.append(&mut self.joined);
        self.outcome.problems = log.into_problems();
        Ok(self.outcome)
    }

    /// Ends the deals with an error.
    pub(super) fn fail(&mut self, error: Error) {
        self.failed = Some(error);
        self.files.clear();
        self.table = None;
    }

    fn advance(&mut self) -> Result<Option<Deal>, Error> {
        loop {
            let Some(mut table) = self.table.take() else {
                let Some(name) = self.files.pop_front() else { return Ok(None) };
                self.table = self.open(&name)?;
                continue;
            };
            let Some(row) = table.next(&mut self.decoder.log)? else {
                self.close(&table);
                continue;
            };
            match self.met(&row, table.cells()) {
                Met::Deal(record) => {
                    self.table = Some(table);
                    return Ok(Some(self.made(record, row)));
                }
                Met::Unsound(unsound) => table.reject(&unsound, &mut self.decoder.log),
                Met::Blank => table.skip_blank(&row, &mut self.decoder.log),
                Met::LeftOut => table.left_out += 1,
                Met::Further => table.further += 1,
                Met::NoCase(column) => table.skip_no_case(&row, &column, &mut self.decoder.log),
            }
            self.table = Some(table);
        }
    }

    /// The deal that a row has become.
    pub(super) fn made(&mut self, record: Record, row: Row) -> Deal {
        self.outcome.deals += 1;
        self.check_id(&record, &row);
        Deal { record, row, layout: self.layout.clone(), written: None, keys: Keys::default() }
    }

    pub(super) fn open(&mut self, name: &str) -> Result<Option<Table>, Error> {
        let (under, under_need, header_rows, columns) = match &self.layout.form {
            Form::Shaped => (Vec::new(), Need::Required, 1, Vec::new()),
            Form::Mapped(mapped) => {
                let map = &mapped.plan.map;
                (map.under.clone(), map.under_need, map.header_rows, mapped.plan.columns.clone())
            }
        };
        self.found = vec![false; columns.len()];
        let (number, grain) = (self.number, Grain::Traces);
        let shape = matches!(self.layout.form, Form::Shaped).then(|| self.layout.ty.clone());
        let (under, columns, shape) = (under.as_slice(), columns.as_slice(), shape.as_deref());
        let wanted = Wanted { name, number, grain, under, under_need, header_rows, columns, shape, fills: "deals" };
        self.number += 1;
        let table = Table::open(self.store, &wanted, &self.bytes, &mut self.decoder.log)?;
        let unmapped = table.as_ref().filter(|_| matches!(self.layout.form, Form::Shaped));
        if let Some(table) = unmapped.filter(|table| table.form() == plan::Form::Cells || table.is_log()) {
            let what = if table.is_log() { "an event log" } else { "a table" };
            let problem =
                Diagnostic::error("deals/unmapped-table", format!("`{name}` is {what}, and no source maps it"))
                    .help("declare a `source` in the playbook that says which column fills which field");
            self.decoder.log.add_plain(problem);
            return Ok(None);
        }
        Ok(table)
    }

    pub(super) fn close(&mut self, table: &Table) {
        let mut read = table.outcome();
        if let Form::Mapped(mapped) = &self.layout.form {
            let (plan, sheet) = (&mapped.plan, &table.sheet);
            (read.away, read.passed_over) = (plan.away(sheet), plan.passed_over(sheet));
        }
        if read.rows == 0 {
            let problem = Diagnostic::error("deals/no-deals", format!("no deals in `{}`", base_name(&read.name)))
                .help("the file is empty, or holds nothing but a header");
            self.decoder.log.add_whole(problem, &read.name, "");
        }
        if let Form::Mapped(mapped) = &self.layout.form {
            mapped.plan.report_never_found(&self.found, &read, table.form(), &mut self.decoder.log);
        }
        self.outcome.left_out += read.left_out;
        self.outcome.further += read.further;
        self.outcome.rows += read.rows;
        self.outcome.unreadable += read.unreadable;
        self.outcome.files.push(read);
        if let Form::Mapped(mapped) = &self.layout.form {
            for (plan, count) in mapped.inner.iter().zip(&mut self.counts) {
                let count = std::mem::replace(count, InnerCount::new(plan));
                self.outcome.files.push(count.outcome(plan, table, &mut self.decoder));
            }
        }
    }

    /// What a row is.
    pub(super) fn met(&mut self, row: &Row, cells: Option<&StringRecord>) -> Met {
        self.record(row, cells).map_or_else(|other| other, Met::Deal)
    }

    /// The deal that a row is, or what it is else.
    fn record(&mut self, row: &Row, cells: Option<&StringRecord>) -> Result<Record, Met> {
        self.decoder.begin();
        let document = row.document().map_err(Met::Unsound)?;
        let parts = match (&document, cells) {
            (Some(node), _) => Parts::of_document(node, row).map_err(Met::Unsound)?,
            (None, Some(cells)) if cells.iter().all(|cell| cell.trim().is_empty()) => return Err(Met::Blank),
            (None, Some(cells)) => Parts::Cells(cells),
            (None, None) => return Err(Met::Blank),
        };
        match (&self.layout.form, &document) {
            (Form::Shaped, Some(node)) => {
                let record = self.decoder.deal(node, row, row.sheet.number);
                let unsound = Unsound { why: "no key of it is a field of a deal", at: row.start() };
                record.ok_or(Met::Unsound(unsound))
            }
            (Form::Shaped, None) => Err(Met::Blank),
            (Form::Mapped(mapped), _) => {
                if !mapped.plan.takes(row, &parts, &mut self.found) {
                    for (table, marks) in mapped.joined.iter().zip(self.marks.iter()) {
                        table.excuse(row, &parts, marks);
                    }
                    return Err(Met::LeftOut);
                }
                let case = mapped.plan.case.and_then(|at| Some((at, mapped.plan.columns.get(at)?)));
                if let Some((at, case)) = case {
                    let Some(key) = key_of(&parts.find(row, at, case)) else {
                        return Err(Met::NoCase(case.first.value.clone()));
                    };
                    if !self.cases.insert(key) {
                        return Err(Met::Further);
                    }
                }
                let mut record = mapped.plan.record(&mut self.decoder, row, &parts, &mut self.found);
                let ty = &self.layout.ty;
                for (table, marks) in mapped.joined.iter().zip(self.marks.iter()) {
                    table.fill((&mut record, ty), (row, &parts), marks, &mut self.lens, &mut self.decoder.log);
                }
                for (plan, count) in mapped.inner.iter().zip(&mut self.counts) {
                    count.fill(plan, &mut record, &self.layout.ty, row, &mut self.decoder);
                }
                if mapped.stage == StageOf::History {
                    take_stage(&mut record);
                }
                Ok(record)
            }
        }
    }

    pub(super) fn check_id(&mut self, record: &Record, row: &Row) {
        let file = &row.sheet.name;
        let column = match &self.layout.form {
            Form::Shaped => "id",
            Form::Mapped(mapped) => mapped.plan.id_column().unwrap_or("id"),
        };
        if matches!(record.get(builtin::ID), Value::Text(_)) {
            return;
        }
        let problem = Diagnostic::warning("deals/no-id", "a deal has no id")
            .note("it is judged, and called by the file and the line it stands in")
            .help("give every deal an id that stays the same from one export to the next");
        self.decoder.log.add(problem, file, column, row.start());
    }
}

/// What a row of the deals' own table is.
pub(super) enum Met {
    /// A deal.
    Deal(Record),
    /// One more row of a case whose deal is made.
    Further,
    /// A row that the source leaves out.
    LeftOut,
    /// A row of a log that names no case in this column.
    NoCase(String),
    Blank,
    Unsound(Unsound),
}

/// The stage that the history ends with.
pub(super) fn take_stage(record: &mut Record) {
    let stage = match record.get(builtin::HISTORY) {
        Value::List(items) => match items.last() {
            Some(Value::Record(entry)) => entry.get(builtin::history::STAGE).clone(),
            _ => Value::ABSENT,
        },
        gap @ Value::Missing(_) => gap.clone(),
        _ => Value::ABSENT,
    };
    if let Some(place) = record.values.get_mut(builtin::STAGE) {
        *place = stage;
    }
}
