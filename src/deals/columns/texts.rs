use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use arrow_array::Array;
use arrow_array::ArrayRef;
use arrow_array::LargeStringArray;
use arrow_array::StringArray;
use arrow_array::StringViewArray;
use arrow_array::cast::AsArray;
use arrow_schema::DataType;

use crate::value::Bits;
use crate::value::Texts;

/// The texts of a column, where they stand in the file's own memory.
pub(super) struct ColumnTexts {
    values: Values,
    /// Which of the values a row has, where several rows share one.
    keys: Option<Vec<usize>>,
    /// The rows that have one that is not blank.
    pub(super) given: Bits,
    is_trimmed: bool,
}

/// Texts as Arrow has them.
enum Values {
    Short(StringArray),
    Long(LargeStringArray),
    Views(StringViewArray),
}

impl Values {
    fn of(array: &dyn Array) -> Option<Values> {
        Some(match array.data_type() {
            DataType::Utf8 => Values::Short(array.as_string::<i32>().clone()),
            DataType::LargeUtf8 => Values::Long(array.as_string::<i64>().clone()),
            DataType::Utf8View => Values::Views(array.as_string_view().clone()),
            _ => return None,
        })
    }

    fn len(&self) -> usize {
        match self {
            Values::Short(texts) => texts.len(),
            Values::Long(texts) => texts.len(),
            Values::Views(texts) => texts.len(),
        }
    }

    /// One of the texts; what the column ends before has none.
    #[inline]
    fn text(&self, at: usize) -> &str {
        match self {
            Values::Short(texts) if at < texts.len() => texts.value(at),
            Values::Long(texts) if at < texts.len() => texts.value(at),
            Values::Views(texts) if at < texts.len() => texts.value(at),
            _ => "",
        }
    }
}

impl ColumnTexts {
    /// The texts of a column; `None` where it holds something else.
    pub(super) fn of(array: &ArrayRef) -> Option<ColumnTexts> {
        let rows = array.len();
        if let DataType::Dictionary(..) = array.data_type() {
            let dictionary = array.as_any_dictionary();
            let nulls = dictionary.values().clone();
            let values = Values::of(nulls.as_ref())?;
            let keys = if nulls.is_empty() { vec![0; rows] } else { dictionary.normalized_keys() };
            let blanks: Vec<bool> = (0..nulls.len()).map(|key| nulls.is_null(key) || blank(values.text(key))).collect();
            let has = |row: usize| keys.get(row).and_then(|key| blanks.get(*key)) == Some(&false);
            let given = Bits::of_rows(rows, |row| array.is_valid(row) && has(row));
            return Some(ColumnTexts { values, keys: Some(keys), given, is_trimmed: false });
        }
        let values = Values::of(array.as_ref())?;
        let given = Bits::of_rows(rows, |row| array.is_valid(row) && !blank(values.text(row)));
        Some(ColumnTexts { values, keys: None, given, is_trimmed: false })
    }

    /// The same without the space around each.
    pub(super) fn trimmed(self) -> ColumnTexts {
        let has_space = |at: usize| {
            let text = self.values.text(at);
            !text.is_ascii() || text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace)
        };
        // Where there is no space around any, none is looked for again.
        let is_trimmed = (0..self.values.len()).any(has_space);
        ColumnTexts { is_trimmed, ..self }
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
        let text = self.values.text(at);
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

fn blank(text: &str) -> bool {
    // Most texts begin with a letter.
    !text.starts_with(|first: char| first.is_ascii_graphic()) && text.trim().is_empty()
}
