//! The documents of a JSON file, many at a time.

use std::io;
use std::io::Read;
use std::sync::Arc;

use serde::Deserialize;
use sonic_rs::LazyValue;

use crate::deals::cells::after_text;
use crate::deals::json_lines::Block;
use crate::deals::json_lines::Line;
use crate::deals::json_rows::JsonDocuments;
use crate::deals::json_rows::length_of_value;
use crate::deals::row::Unsound;
use crate::deals::text::LONGEST;

/// Bytes that are read together: enough documents that handing them on costs nothing, few enough to stay in the cache.
const BLOCK: usize = 256 * 1024;

impl JsonDocuments {
    /// The next documents, read into the room of `bytes`. A file is read by document or by block, not by both.
    pub(super) fn next_block(&mut self, mut bytes: Vec<u8>) -> io::Result<Option<Block>> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        if let Some(unsound) = self.unsound.take() {
            return Ok(Some(self.block(Err(unsound), Vec::new())));
        }
        bytes.clear();
        if self.is_at_item()? {
            let found = self.items(&mut bytes);
            if !found.is_empty() {
                return Ok(Some(self.block(Ok(bytes), found)));
            }
            if let Some(error) = self.failed.take() {
                return Err(error);
            }
            bytes.clear();
        }
        // Whatever else it is, one after the other.
        let mut found = Vec::new();
        while bytes.len() < BLOCK {
            match self.is_at_item() {
                Ok(true) if !found.is_empty() => break,
                Ok(_) => {}
                Err(error) if found.is_empty() => return Err(error),
                Err(error) => {
                    self.failed = Some(error);
                    break;
                }
            }
            match self.next() {
                Ok(Some(Ok(document))) => {
                    let from = bytes.len();
                    bytes.extend_from_slice(document.raw.as_bytes());
                    let (number, column) = (document.at.line, document.at.column);
                    found.push(Line { number, column, from, to: bytes.len() });
                }
                Ok(Some(Err(unsound))) if found.is_empty() => return Ok(Some(self.block(Err(unsound), found))),
                Ok(Some(Err(unsound))) => {
                    self.unsound = Some(unsound);
                    break;
                }
                Ok(None) if found.is_empty() => return Ok(None),
                Ok(None) => break,
                Err(error) if found.is_empty() => return Err(error),
                Err(error) => {
                    self.failed = Some(error);
                    break;
                }
            }
        }
        Ok(Some(self.block(Ok(bytes), found)))
    }

    fn block(&self, bytes: Result<Vec<u8>, Unsound>, documents: Vec<Line>) -> Block {
        let lines = bytes.map(|bytes| Arc::new(String::from_utf8(bytes).unwrap_or_default()));
        let first = documents.first().map_or(1, |line| line.number);
        Block { lines, first, documents: Some(documents), is_broken: self.text().is_broken() }
    }

    /// Items of a list that are records, as many as are read together; what follows them is given back.
    fn items(&mut self, bytes: &mut Vec<u8>) -> Vec<Line> {
        let mut found = Vec::new();
        // What was looked at, up to the end of an item.
        let mut done = 0;
        while found.is_empty() && bytes.len() < LONGEST {
            let wanted = BLOCK.max(bytes.len());
            let read = self.reader.by_ref().take(wanted as u64).read_to_end(bytes);
            let is_end = !matches!(read, Ok(count) if count > 0);
            self.failed = read.err();
            let text = match std::str::from_utf8(bytes) {
                Ok(text) => text,
                Err(error) => bytes
                    .get(..error.valid_up_to())
                    .and_then(|sound| std::str::from_utf8(sound).ok())
                    .unwrap_or_default(),
            };
            while let Some((from, to)) = next_item(text, done) {
                let at = after_text(self.at, text.get(done..from).unwrap_or_default());
                found.push(Line { number: at.line, column: at.column, from, to });
                self.at = after_text(at, text.get(from..to).unwrap_or_default());
                done = to;
            }
            if is_end || !may_go_on(text, done) {
                break;
            }
        }
        self.reader.give_back(bytes.get(done..).unwrap_or_default());
        bytes.truncate(done);
        found
    }
}

/// Where the next item of a list is that is a record, by its bytes; `None` where something else follows, or the text
/// ends before it does.
fn next_item(text: &str, done: usize) -> Option<(usize, usize)> {
    let rest = text.get(done..)?;
    let item = behind_commas(rest);
    if !item.starts_with('{') {
        return None;
    }
    let mut json = sonic_rs::Deserializer::from_str(item);
    let length = match LazyValue::deserialize(&mut json) {
        Ok(value) => value.as_raw_cow().len(),
        // One that is broken ends where its brackets do.
        Err(_) => length_of_value(item.as_bytes())?,
    };
    let from = done + rest.len() - item.len();
    Some((from, from + length))
}

/// Whether more text could bring another item.
fn may_go_on(text: &str, done: usize) -> bool {
    let item = behind_commas(text.get(done..).unwrap_or_default());
    item.is_empty() || item.starts_with('{')
}

fn behind_commas(text: &str) -> &str {
    text.trim_start_matches(|letter: char| letter == ',' || letter.is_ascii_whitespace())
}
