use std::sync::Arc;

use crate::value::Record;
use crate::value::Step;

/// One deal.
#[derive(Clone, Debug)]
pub struct Deal {
    /// Its values, by the slots of the schema.
    pub record: Record,
    /// The file it stands in.
    pub file: Arc<str>,
    /// The line where its row or document begins, from 1.
    pub line: u32,
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
    /// Name of the column; `None` in documents.
    pub header: Option<String>,
    /// What stands there, as it is written; `None` where nothing does.
    pub raw: Option<String>,
}

impl Deal {
    /// What the deal is called in messages: its id, or the row it stands in.
    pub fn label(&self) -> String {
        String::new()
    }

    /// Where the value at a path stands.
    ///
    /// For a value that is absent: the empty cell, or the innermost row or document that could have held it.
    /// `None` where the path does not belong to the schema, or the value is not from the data.
    pub fn locate(&self, _path: &[Step]) -> Option<Place> {
        None
    }
}
