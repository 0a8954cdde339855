//! Rows of files that are stored by columns: Parquet, and Arrow IPC (Feather), as file or as stream.
//!
//! A row becomes a document: structs are records, lists are lists. Its place is the number of the row and of the column.

mod bounds;
mod cell;
mod nodes;
mod numbers;
mod pieces;
mod recipe;
mod source;
mod texts;
mod times;
mod typed;

pub(super) use nodes::LateRow;
pub(super) use nodes::Nodes;
pub(super) use recipe::Recipe;

use std::io;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use arrow_schema::SchemaRef;

use crate::deals::Error;
use crate::deals::Store;
use crate::deals::columns::nodes::Named;
use crate::deals::columns::pieces::Pieces;
use crate::deals::columns::source::Opened;
use crate::deals::decode::base_name;
use crate::deals::format::Format;
use crate::deals::row::Unsound;
use crate::deals::wanted::Wanted;
use crate::deals::yaml::YamlNode;
use crate::diagnostic::Diagnostic;
use crate::value::mapping::FirstOf;

/// Rows that are decoded at once: enough that a column's page is not opened for each, few enough to stay small.
const BATCH: usize = 4096;

type Batches = Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>> + Send>;

/// A column that rows have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    /// Its place in the header, from 0.
    pub(super) place: usize,
    /// Its place among the columns of a batch; nothing where it is named only, because no field is called like it.
    pub(super) array: Option<usize>,
}

/// The rows of one file.
pub(super) struct ColumnRows {
    /// The names of all columns of the file.
    pub(super) header: Arc<Vec<String>>,
    pub(super) columns: Vec<Column>,
    batches: Batches,
    /// A batch that is larger than may be worked on at once, as far as it is left.
    rest: Option<RecordBatch>,
    /// The batch that is read row by row.
    present: Option<Arc<Nodes>>,
    /// Rows of that batch.
    rows: usize,
    /// The next row of it.
    next: usize,
    /// Rows of the file in all batches met.
    met: u32,
    failed: Arc<AtomicBool>,
}

impl ColumnRows {
    /// Opens a file. Columns that nothing asks for are not decoded.
    pub(super) fn open(
        store: &dyn Store,
        wanted: &Wanted<'_>,
        format: Format,
        counter: &Arc<AtomicU64>,
    ) -> Result<Result<ColumnRows, Diagnostic>, Error> {
        let name = wanted.name;
        let file = store.open_at_any_place(name).map_err(|source| Error::Open { file: name.to_owned(), source })?;
        let pieces = Pieces::new(file, counter);
        let failed = pieces.failure();
        let choose = |schema: &SchemaRef| places(schema, wanted);
        let opened = guarded(|| match format {
            Format::Parquet => source::parquet(pieces, BATCH, choose),
            _ => source::arrow(pieces, choose),
        });
        let Opened { header, places: read, batches } = match opened.unwrap_or_else(|| Err(BROKEN.to_owned())) {
            Ok(opened) => opened,
            Err(why) if failed.load(Ordering::Relaxed) => {
                return Err(Error::Read { file: name.to_owned(), source: io::Error::other(why) });
            }
            Err(why) => return Ok(Err(broken(name, format, &why))),
        };
        // Of documents that need no map, a key that is no field is reported.
        let named = |place: &usize| wanted.shape.is_some() || read.contains(place);
        let column = |place| Column { place, array: read.iter().position(|read| *read == place) };
        let columns = (0..header.len()).filter(named).map(column).collect();
        let (header, rest, present) = (Arc::new(header), None, None);
        Ok(Ok(ColumnRows { header, columns, batches, rest, present, rows: 0, next: 0, met: 0, failed }))
    }

    /// The next row. An error means that the file breaks off here.
    pub(super) fn next(&mut self) -> io::Result<Option<Result<YamlNode, Unsound>>> {
        while self.next >= self.rows {
            let Some(batch) = self.next_batch()? else { return Ok(None) };
            (self.rows, self.next) = (batch.arrays.num_rows(), 0);
            self.present = Some(Arc::new(batch.nodes(&self.columns)));
        }
        let row = self.next;
        self.next += 1;
        Ok(self.present.as_ref().map(|nodes| nodes.node(row)))
    }

    /// The next rows together. An error means that the file breaks off here.
    pub(super) fn next_batch(&mut self) -> io::Result<Option<Batch>> {
        let whole = match self.rest.take() {
            Some(rest) => rest,
            None => match guarded(|| self.batches.next()).ok_or_else(|| io::Error::other(BROKEN))? {
                Some(batch) => batch.map_err(io::Error::other)?,
                None => return Ok(None),
            },
        };
        let rows = whole.num_rows().min(BATCH);
        if rows < whole.num_rows() {
            self.rest = Some(whole.slice(rows, whole.num_rows() - rows));
        }
        let before = self.met;
        self.met = before.saturating_add(u32::try_from(rows).unwrap_or(u32::MAX));
        Ok(Some(Batch { arrays: whole.slice(0, rows), header: self.header.clone(), before }))
    }

    /// Whether it was the store that failed, and not the file that is broken.
    pub(super) fn store_failed(&self) -> bool {
        self.failed.load(Ordering::Relaxed)
    }
}

/// Rows of a file that follow each other.
pub(super) struct Batch {
    /// The columns that are read.
    pub(super) arrays: RecordBatch,
    header: Arc<Vec<String>>,
    /// Rows of the file that came before.
    before: u32,
}

impl Batch {
    /// Its rows as documents.
    pub(super) fn nodes(&self, columns: &[Column]) -> Nodes {
        let named =
            |column: &Column| Named::of(column.place, column.array.and_then(|at| self.arrays.columns().get(at)));
        Nodes::new(self.header.clone(), columns.iter().map(named).collect(), self.before)
    }
}

const BROKEN: &str = "its parts contradict each other";

/// What comes of reading a part of a file; nothing where that panics, as the crates that read columns do on some files
/// that are broken on purpose. What is half done by then is not used again.
fn guarded<T>(read: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(read)).ok()
}

/// The places of the columns that are wanted: of that name, or a struct that a dotted path goes into.
fn places(schema: &SchemaRef, wanted: &Wanted<'_>) -> Vec<usize> {
    let asked = |name: &str| match wanted.shape {
        Some(shape) => shape.find(name).is_some(),
        None => wanted.columns.iter().flat_map(FirstOf::names).any(|path| goes_into(name, path.value.trim())),
    };
    schema.fields().iter().enumerate().filter(|(_, field)| asked(field.name().trim())).map(|(place, _)| place).collect()
}

/// Whether a dotted path is the column of this name, or leads into it.
pub(super) fn goes_into(column: &str, path: &str) -> bool {
    path.strip_prefix(column).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// A file that cannot be read as what its name says.
fn broken(name: &str, format: Format, why: &str) -> Diagnostic {
    let kind = if format == Format::Parquet { "Parquet" } else { "Arrow" };
    let message = format!("`{}` is no {kind} file that can be read", base_name(name));
    Diagnostic::error("deals/broken-columns", message)
        .note(crate::deals::decode::shortened(why))
        .help("copy or export the file again")
}
