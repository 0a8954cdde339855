use std::sync::Arc;

use compact_str::CompactString;

use crate::deals::direct::Keys;
use crate::deals::index::Index;
use crate::deals::layout::Layout;
use crate::deals::locate;
use crate::deals::row::Row;
use crate::deals::written::Written;
use crate::value::Record;
use crate::value::Step;
use crate::value::Value;
use crate::value::builtin;

/// One deal. It keeps the text it was made of, so it can tell where its values stand after the reading is over.
#[derive(Clone, Debug)]
pub struct Deal {
    /// Its values, by the slots of the schema.
    pub record: Record,
    pub(super) row: Row,
    pub(super) layout: Arc<Layout>,
    /// Values that were written in place of those of the data.
    pub(super) written: Option<Arc<Written>>,
    /// Where the keys of its document stand, as far as the reading noted it.
    pub(super) keys: Keys,
}

/// Where a value stands in the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, as the store knows it.
    pub file: Arc<str>,
    /// Line, from 1.
    pub line: u32,
    /// Character column in that line, from 1.
    pub column: u32,
    /// Name of the column of a table; `None` in documents, and for a row as a whole.
    pub header: Option<CompactString>,
    /// What is written there; `None` where nothing is, and for lists and records.
    pub raw: Option<CompactString>,
}

impl Deal {
    /// The file it stands in.
    pub fn file(&self) -> &Arc<str> {
        &self.row.sheet.name
    }

    /// The line where its row or document begins, from 1.
    pub fn line(&self) -> u32 {
        self.row.line
    }

    /// What the deal is called: its id, or the file and line it stands in.
    pub fn label(&self) -> String {
        match self.record.get(builtin::ID) {
            Value::Text(id) => id.to_string(),
            _ => format!("{}:{}", self.file(), self.line()),
        }
    }

    /// Where the value at a path stands.
    ///
    /// For a value that nobody gave: the empty cell, or the innermost record that could have held it.
    /// For a value of a joined row that was not found: the key that found none.
    /// For a path that no column fills: the row. `None` where the path is empty.
    pub fn locate(&self, path: &[Step]) -> Option<Place> {
        self.locate_by(&Index::default(), path)
    }

    /// The same, many times over: the index of this deal keeps what was found on the way.
    pub fn locate_by(&self, index: &Index, path: &[Step]) -> Option<Place> {
        let written = self.written.as_ref().and_then(|written| written.locate(path));
        written.or_else(|| locate::locate(self, index, path))
    }
}
