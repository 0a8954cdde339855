use std::collections::HashSet;
use std::collections::VecDeque;
use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

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
use crate::deals::decode::shortened;
use crate::deals::format::Format;
use crate::deals::join::unknown_format;
use crate::deals::layout::Form;
use crate::deals::layout::Layout;
use crate::deals::plan::Parts;
use crate::deals::row::Row;
use crate::deals::row::Unsound;
use crate::deals::setup::set_up;
use crate::deals::table::Table;
use crate::deals::table::Wanted;
use crate::diagnostic::Diagnostic;
use crate::value::Record;
use crate::value::Value;
use crate::value::builtin;

/// Reads deals, one after the other: memory does not grow with their number, but for eight bytes each, which tell
/// whether an id stands twice.
///
/// Joined tables are loaded here. What is wrong with single rows is in the outcome, once the deals are through.
pub fn read<'a>(store: &'a dyn Store, input: Input<'_>, frame: &'a Frame) -> Result<Deals<'a>, Error> {
    let mut decoder = Decoder::new(frame);
    let setup = set_up(store, input, &mut decoder)?;
    let sizes: Option<Vec<u64>> = setup.files.iter().map(|name| store.size(name)).collect();
    let layout = Layout { ty: frame.schema.deal.clone(), form: setup.form };
    Ok(Deals {
        store,
        decoder,
        layout: Arc::new(layout),
        files: setup.files.into(),
        number: setup.number,
        table: None,
        found: Vec::new(),
        ids: HashSet::new(),
        bytes: Arc::new(AtomicU64::new(0)),
        total: sizes.map(|sizes| sizes.iter().sum()),
        outcome: Outcome::default(),
        joined: setup.read,
        failed: None,
    })
}

/// The deals of a run, as they are read.
pub struct Deals<'a> {
    store: &'a dyn Store,
    decoder: Decoder<'a>,
    layout: Arc<Layout>,
    files: VecDeque<String>,
    number: u32,
    table: Option<Table>,
    /// Which columns of the map stand in the current file.
    found: Vec<bool>,
    ids: HashSet<u64>,
    bytes: Arc<AtomicU64>,
    total: Option<u64>,
    outcome: Outcome,
    joined: Vec<FileRead>,
    failed: Option<Error>,
}

impl Iterator for Deals<'_> {
    type Item = Deal;

    /// The next deal. An error ends the deals; [`Deals::into_outcome`] tells it.
    fn next(&mut self) -> Option<Deal> {
        match self.advance() {
            Ok(deal) => deal,
            Err(error) => {
                self.failed = Some(error);
                self.files.clear();
                self.table = None;
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

    /// What it came to. Reads on to the end if that was not reached, so that the counts add up.
    pub fn into_outcome(mut self) -> Result<Outcome, Error> {
        while self.next().is_some() {}
        if let Some(error) = self.failed {
            return Err(error);
        }
        let mut log = self.decoder.log;
        if let Form::Mapped(mapped) = &self.layout.form {
            for table in &mapped.joined {
                table.report_orphans(&mut log);
            }
        }
        self.outcome.files.append(&mut self.joined);
        self.outcome.problems = log.into_problems();
        Ok(self.outcome)
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
            match self.record(&row, &table) {
                Ok(record) => {
                    self.table = Some(table);
                    self.outcome.deals += 1;
                    self.check_id(&record, &row);
                    return Ok(Some(Deal { record, row, layout: self.layout.clone() }));
                }
                Err(Some(unsound)) => table.reject(&unsound, &mut self.decoder.log),
                Err(None) => table.skip_blank(&row, &mut self.decoder.log),
            }
            self.table = Some(table);
        }
    }

    fn open(&mut self, name: &str) -> Result<Option<Table>, Error> {
        let (under, columns) = match &self.layout.form {
            Form::Shaped => (Vec::new(), Vec::new()),
            Form::Mapped(mapped) => (mapped.plan.map.under.clone(), mapped.plan.columns.clone()),
        };
        let Some(format) = Format::of(name) else {
            self.decoder.log.add_plain(unknown_format(name));
            return Ok(None);
        };
        if format.is_table() && matches!(self.layout.form, Form::Shaped) {
            let problem =
                Diagnostic::error("deals/unmapped-table", format!("`{name}` is a table, and no source maps it"))
                    .help("declare a `source` in the playbook that says which column fills which field");
            self.decoder.log.add_plain(problem);
            return Ok(None);
        }
        self.found = vec![false; columns.len()];
        let wanted = Wanted { name, number: self.number, format, under: &under, columns: &columns, fills: "deals" };
        self.number += 1;
        Table::open(self.store, &wanted, &self.bytes, &mut self.decoder.log).map(Some)
    }

    fn close(&mut self, table: &Table) {
        let read = table.outcome();
        if read.rows == 0 {
            let problem = Diagnostic::error("deals/no-deals", format!("no deals in `{}`", base_name(&read.name)))
                .help("the file is empty, or holds nothing but a header");
            self.decoder.log.add_whole(problem, &read.name, "");
        }
        if let Form::Mapped(mapped) = &self.layout.form
            && table.cells().is_none()
            && read.rows > read.unreadable
        {
            mapped.plan.report_never_found(&self.found, &read.name, &mut self.decoder.log);
        }
        self.outcome.rows += read.rows;
        self.outcome.unreadable += read.unreadable;
        self.outcome.files.push(read);
    }

    /// The deal that a row is; nothing where the row is blank.
    fn record(&mut self, row: &Row, table: &Table) -> Result<Record, Option<Unsound>> {
        self.decoder.begin();
        let document = row.document().map_err(Some)?;
        let parts = match (&document, table.cells()) {
            (Some(node), _) => Parts::of_document(node, row).map_err(Some)?,
            (None, Some(cells)) if cells.iter().all(|cell| cell.trim().is_empty()) => return Err(None),
            (None, Some(cells)) => Parts::Cells(cells),
            (None, None) => return Err(None),
        };
        match (&self.layout.form, &document) {
            (Form::Shaped, Some(node)) => {
                let record = self.decoder.deal(node, row, table.sheet.number);
                record.ok_or_else(|| Some(Unsound { why: "no key of it is a field of a deal", at: row.start() }))
            }
            (Form::Shaped, None) => Err(None),
            (Form::Mapped(mapped), _) => {
                let mut record = mapped.plan.record(&mut self.decoder, row, &parts, &mut self.found);
                for table in &mapped.joined {
                    table.fill(&mut record, &self.layout.ty, row, &parts, &mut self.decoder.log);
                }
                Ok(record)
            }
        }
    }

    fn check_id(&mut self, record: &Record, row: &Row) {
        let file = &row.sheet.name;
        let column = match &self.layout.form {
            Form::Shaped => "id",
            Form::Mapped(mapped) => mapped.plan.id_column().unwrap_or("id"),
        };
        let problem = match record.get(builtin::ID) {
            Value::Text(id) => {
                let mut hasher = DefaultHasher::new();
                id.hash(&mut hasher);
                if self.ids.insert(hasher.finish()) {
                    return;
                }
                Diagnostic::warning("deals/duplicate-id", "a deal has the id of a deal before it")
                    .note(format!("the first of these is `{}`", shortened(id)))
                    .note("each of them is judged on its own")
            }
            _ => Diagnostic::warning("deals/no-id", "a deal has no id")
                .note("it is judged, and called by the file and the line it stands in")
                .help("give every deal an id that stays the same from one export to the next"),
        };
        self.decoder.log.add(problem, file, column, row.start());
    }
}
