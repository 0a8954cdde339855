use std::sync::Arc;

use crate::diagnostic::Problems;

/// What the reading of deals came to.
///
/// Nothing is dropped in silence: `rows == deals + unreadable + left_out + further`.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Everything that is wrong with the data.
    pub problems: Problems,
    /// The files read, the deals' own first, then the joined ones.
    pub files: Vec<FileRead>,
    /// Rows or documents met in the deals' own files.
    pub rows: u64,
    /// Deals made of them.
    pub deals: u64,
    /// Rows of them that no deal could be made of; each is among the problems.
    pub unreadable: u64,
    /// Rows of them that the source leaves out: by `where`, or by `else skip`.
    pub left_out: u64,
    /// Rows of a log that belong to a case of a row before, whose deal is made.
    pub further: u64,
    /// Optional tables of the source that no file was found for.
    pub away: Vec<Away>,
}

/// Something optional that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Away {
    /// The field that it would fill.
    pub field: String,
    /// The names that were looked for.
    pub names: Vec<String>,
}

/// A column that could fill a field, and is not read because another one does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassedOver {
    /// The field.
    pub field: String,
    /// The column that fills it.
    pub read: String,
    /// The one that does not.
    pub other: String,
}

/// One file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRead {
    /// Its name, as the store knows it.
    pub name: Arc<str>,
    /// What its rows become: `deals`, or the field they fill.
    pub fills: String,
    /// How its text is encoded: `UTF-8`, `GB18030`, `UTF-16LE`, `UTF-16BE`, `windows-1252`.
    pub encoding: &'static str,
    /// Rows or documents met.
    pub rows: u64,
    /// Rows of them that could not be used.
    pub unreadable: u64,
    /// Rows of them that the source leaves out: by `where`, or by `else skip`.
    pub left_out: u64,
    /// Rows of a log that belong to a case of a row before, whose deal is made.
    pub further: u64,
    /// Fields whose optional columns it does not have.
    pub away: Vec<Away>,
    /// Columns that it has beside the ones that are read.
    pub passed_over: Vec<PassedOver>,
}

/// How far the reading has come, in bytes of the deals' own files as they lie in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read.
    pub read: u64,
    /// Bytes there are, where the store knows.
    pub total: Option<u64>,
}
