use std::path::Path;

use crate::deals::RawTable;
use crate::draft::column::Column;

/// A table and what its columns hold.
pub(super) struct Table {
    /// Its file, without folders.
    pub name: String,
    /// The name of the file without its endings.
    pub stem: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
    /// Whether it has more rows than were looked at.
    pub cut: bool,
    /// Lists inside its documents, which are not read.
    pub lists: Vec<String>,
}

impl Table {
    pub fn of(raw: &RawTable) -> Table {
        let name =
            Path::new(&raw.name).file_name().map_or_else(|| raw.name.clone(), |name| name.to_string_lossy().into());
        let stem = name.split('.').next().unwrap_or_default().to_owned();
        let columns = raw.header.iter().enumerate().map(|(at, header)| {
            Column::of(at, header, raw.rows.iter().map(|row| row.get(at).map(String::as_str).unwrap_or_default()))
        });
        Table { name, stem, columns: columns.collect(), rows: raw.rows.clone(), cut: raw.cut, lists: raw.lists.clone() }
    }

    /// A cell without the blanks around it; empty where there is nothing.
    pub fn cell<'t>(&'t self, row: &'t [String], column: usize) -> &'t str {
        row.get(column).map(|cell| cell.trim()).unwrap_or_default()
    }
}
