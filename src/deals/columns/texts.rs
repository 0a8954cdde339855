use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use arrow_array::Array;
use arrow_array::ArrayRef;
use arrow_array::cast::AsArray;
use arrow_schema::DataType;

use crate::value::Bits;
use crate::value::Texts;

/// The texts of a column, where they stand in the file's own memory.
pub(super) struct ColumnTexts {
    values: ArrayRef,
    read: fn(&dyn Array, usize) -> &str,
    /// Which of the values a row has, where several rows share one.
    keys: Option<Vec<usize>>,
    /// The rows that have one that is not blank.
    pub(super) given: Bits,
    is_trimmed: bool,
}

impl ColumnTexts {
    /// The texts of a column; `None` where it holds something else.
    pub(super) fn of(array: &ArrayRef) -> Option<ColumnTexts> {
        let rows = array.len();
        if let DataType::Dictionary(..) = array.data_type() {
            let dictionary = array.as_any_dictionary();
            let values = dictionary.values().clone();
            let read = reader(values.data_type())?;
            let keys = if values.is_empty() { vec![0; rows] } else { dictionary.normalized_keys() };
            let is_blank = |key: usize| values.is_null(key) || blank(read(values.as_ref(), key));
            let blanks: Vec<bool> = (0..values.len()).map(is_blank).collect();
            let has = |row: usize| keys.get(row).and_then(|key| blanks.get(*key)) == Some(&false);
            let given = Bits::of_rows(rows, |row| array.is_valid(row) && has(row));
            return Some(ColumnTexts { values, read, keys: Some(keys), given, is_trimmed: false });
        }
        let read = reader(array.data_type())?;
        let given = Bits::of_rows(rows, |row| array.is_valid(row) && !blank(read(array.as_ref(), row)));
        Some(ColumnTexts { values: array.clone(), read, keys: None, given, is_trimmed: false })
    }

    /// The same without the space around each.
    pub(super) fn trimmed(self) -> ColumnTexts {
        ColumnTexts { is_trimmed: true, ..self }
    }

    /// What comes of the text of each row that has one, and what else a row has. Each text is looked at once.
    pub(super) fn each<T: Clone>(&self, none: &T, mut make: impl FnMut(&str) -> T) -> Vec<T> {
        if let Some(keys) = &self.keys {
            let mut made: Vec<Option<T>> = vec![None; self.values.len()];
            let of_row = |row: usize| {
                let known = keys.get(row).filter(|_| self.given.get(row)).and_then(|key| made.get_mut(*key));
                known.map_or_else(|| none.clone(), |known| known.get_or_insert_with(|| make(self.text(row))).clone())
            };
            return (0..self.given.len()).map(of_row).collect();
        }
        let mut made: HashMap<&str, T> = HashMap::new();
        let mut last: Option<(&str, T)> = None;
        let mut all = Vec::with_capacity(self.given.len());
        for row in 0..self.given.len() {
            if !self.given.get(row) {
                all.push(none.clone());
                continue;
            }
            let text = self.text(row);
            let known = match last {
                Some((before, same)) if before == text => same,
                // A column of texts that are all different is not remembered.
                _ if made.len() < 1000 => made.entry(text).or_insert_with(|| make(text)).clone(),
                _ => made.get(text).cloned().unwrap_or_else(|| make(text)),
            };
            all.push(known.clone());
            last = Some((text, known));
        }
        all
    }
}

impl Texts for ColumnTexts {
    #[inline]
    fn text(&self, row: usize) -> &str {
        let at = match &self.keys {
            None => row,
            Some(keys) => keys.get(row).copied().unwrap_or(usize::MAX),
        };
        // What the column ends before has no text.
        let text = if at < self.values.len() { (self.read)(self.values.as_ref(), at) } else { "" };
        if self.is_trimmed { text.trim() } else { text }
    }
}

impl fmt::Debug for ColumnTexts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "ColumnTexts({})", self.given.len())
    }
}

impl From<ColumnTexts> for Arc<dyn Texts> {
    fn from(texts: ColumnTexts) -> Arc<dyn Texts> {
        Arc::new(texts)
    }
}

fn reader(ty: &DataType) -> Option<fn(&dyn Array, usize) -> &str> {
    Some(match ty {
        DataType::Utf8 => |array, row| array.as_string::<i32>().value(row),
        DataType::LargeUtf8 => |array, row| array.as_string::<i64>().value(row),
        DataType::Utf8View => |array, row| array.as_string_view().value(row),
        _ => return None,
    })
}

fn blank(text: &str) -> bool {
    // Most texts begin with a letter.
    !text.starts_with(|first: char| first.is_ascii_graphic()) && text.trim().is_empty()
}
