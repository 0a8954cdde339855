//! Tables as they stand, before anything is known of them.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use chrono_tz::Tz;

use crate::deals::Error;
use crate::deals::Frame;
use crate::deals::Store;
use crate::deals::csv_rows::CsvRows;
use crate::deals::flat::Flat;
use crate::deals::format::Format;
use crate::deals::json_lines::JsonLines;
use crate::deals::json_rows::JsonDocuments;
use crate::deals::moment;
use crate::deals::node::Shape;
use crate::deals::scalar::scalar;
use crate::deals::text::Text;
use crate::diagnostic::Diagnostic;
use crate::value::Currency;
use crate::value::Moment;
use crate::value::Names;
use crate::value::Schema;
use crate::value::Type;
use crate::value::mapping::Need;

/// A table of cells, every cell as text.
#[derive(Clone, Debug)]
pub struct RawTable {
    /// Its file, as the store knows it.
    pub name: String,
    /// The cells of its first row.
    pub header: Vec<String>,
    /// The other rows, each as long as the header; blank where a row is shorter.
    pub rows: Vec<Vec<String>>,
    /// Whether there are more rows than were asked for.
    pub cut: bool,
    /// What stands in documents and fits no cell: lists, by their path.
    pub lists: Vec<String>,
}

/// Whether a file is named like a table of cells, or like documents that can be read as one; `.gz` on top, or a `.zip` around it, does not matter.
pub fn is_table(name: &str) -> bool {
    let plain = name.to_ascii_lowercase();
    let plain = plain.strip_suffix(".zip").map_or_else(|| plain.clone(), |inner| format!("{inner}.csv"));
    matches!(Format::of(&plain), Some(Format::Csv | Format::Tsv | Format::Json | Format::JsonLines))
}

/// Reads a table up to so many rows; a problem where the file is no table.
pub fn raw_table(store: &dyn Store, name: &str, most: usize) -> Result<Result<RawTable, Diagnostic>, Error> {
    let read = |source| Error::Read { file: name.to_owned(), source };
    let (text, format) = match Text::open(store, name, &Arc::new(AtomicU64::new(0)))? {
        Ok(opened) => opened,
        Err(problem) => return Ok(Err(problem)),
    };
    match format {
        Format::Csv | Format::Tsv => {}
        Format::Json => {
            let mut documents = JsonDocuments::new(text, &[], Need::Required);
            return Flat::of(name, most, || documents.next()).map_err(read);
        }
        Format::JsonLines => {
            let mut lines = JsonLines::new(text);
            return Flat::of(name, most, || lines.next()).map_err(read);
        }
        _ => {
            let problem = Diagnostic::error("deals/unknown-format", format!("`{name}` is not a table of cells"));
            return Ok(Err(problem.help("export it as `.csv`, `.json` or `.jsonl`")));
        }
    }
    let mut cells = CsvRows::new(text, format == Format::Tsv).map_err(read)?;
    let mut table =
        RawTable { name: name.to_owned(), header: Vec::new(), rows: Vec::new(), cut: false, lists: Vec::new() };
    while cells.next().map_err(read)?.is_some() {
        let row: Vec<String> = cells.cells().iter().map(str::to_owned).collect();
        if table.header.is_empty() {
            table.header = row;
        } else if table.rows.len() == most {
            table.cut = true;
            break;
        } else {
            let mut row = row;
            row.resize(table.header.len(), String::new());
            table.rows.push(row);
        }
    }
    if table.header.is_empty() {
        let problem = Diagnostic::error("deals/no-deals", format!("`{name}` is empty"));
        return Ok(Err(problem.help("the first row of a table names its columns")));
    }
    Ok(Ok(table))
}

/// Whether a cell can be read as a value of a type, with a format of its dates and a currency of its own.
pub fn fits(text: &str, ty: &Type, formats: &[String], currency: Option<Currency>) -> bool {
    let frame = Frame { schema: Schema::new(Names::default(), []), currency, zone: Tz::UTC };
    scalar(&Shape::Text(text.into()), ty, formats, None, &frame).is_ok()
}

/// The moment that a cell names; as ISO 8601 says where no format is given.
pub fn moment_of(text: &str, formats: &[String]) -> Option<Moment> {
    moment::moment(text, formats, Tz::UTC)
}
