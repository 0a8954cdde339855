use std::sync::Arc;

use indexmap::IndexMap;

use crate::diagnostic::{Code, Diagnostic, Level};

/// The places in the data that share one problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cells {
    /// The file as the user named it.
    pub file: Arc<str>,
    /// Column header, or path inside a document; empty when the whole row is meant.
    pub column: String,
    /// Line of every place, in the order met; a line is a line of the text file, from 1.
    pub lines: Vec<u32>,
    /// Character column of the first place in its line, from 1, where known.
    pub first_column: Option<u32>,
}

/// Collects problems of the data: the same problem on many rows is one diagnostic with many places.
///
/// Nothing is dropped: the number of places is the number of calls to [`Problems::add`].
#[derive(Clone, Debug, Default)]
pub struct Problems {
    by_kind: IndexMap<(Code, Arc<str>, String, String), Diagnostic>,
}

impl Problems {
    /// Adds one problem at one line. Problems with equal code, file, column and message are put together.
    pub fn add(
        &mut self,
        mut diagnostic: Diagnostic,
        file: &Arc<str>,
        column: &str,
        line: u32,
        first_column: Option<u32>,
    ) {
        let key = (diagnostic.code, file.clone(), column.to_owned(), diagnostic.message.clone());
        let known = self.by_kind.entry(key).or_insert_with(|| {
            diagnostic.cells =
                Some(Cells { file: file.clone(), column: column.to_owned(), lines: Vec::new(), first_column });
            diagnostic
        });
        if let Some(cells) = &mut known.cells {
            cells.lines.push(line);
        }
    }

    /// Adds a problem that has no row: a missing column, a file that cannot be decoded.
    pub fn add_whole(&mut self, diagnostic: Diagnostic) {
        let file = diagnostic.cells.as_ref().map(|cells| cells.file.clone()).unwrap_or_default();
        let column = diagnostic.cells.as_ref().map(|cells| cells.column.clone()).unwrap_or_default();
        self.by_kind.entry((diagnostic.code, file, column, diagnostic.message.clone())).or_insert(diagnostic);
    }

    /// Takes over everything another collection holds.
    pub fn extend(&mut self, other: Problems) {
        for (key, diagnostic) in other.by_kind {
            match self.by_kind.get_mut(&key) {
                Some(known) => {
                    if let (Some(known), Some(more)) = (&mut known.cells, diagnostic.cells) {
                        known.lines.extend(more.lines);
                    }
                }
                None => {
                    self.by_kind.insert(key, diagnostic);
                }
            }
        }
    }

    /// All problems, in the order first met.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.by_kind.values()
    }

    /// How many places have an error.
    pub fn errors(&self) -> usize {
        let places = |diagnostic: &Diagnostic| diagnostic.cells.as_ref().map_or(1, |cells| cells.lines.len().max(1));
        self.by_kind.values().filter(|diagnostic| diagnostic.level == Level::Error).map(places).sum()
    }

    /// Whether nothing was met.
    pub fn is_empty(&self) -> bool {
        self.by_kind.is_empty()
    }
}
