use std::fmt::Debug;

use compact_str::CompactString;

/// Texts of many rows, wherever they stand.
pub trait Texts: Debug + Send + Sync {
    /// The text of a row; empty where there is none.
    fn text(&self, row: usize) -> &str;
}

impl Texts for Vec<CompactString> {
    fn text(&self, row: usize) -> &str {
        self.get(row).map_or("", CompactString::as_str)
    }
}
