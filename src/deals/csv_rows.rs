use std::io;
use std::io::Read;

use csv::StringRecord;

use crate::deals::direct_cells::Blocks;
use crate::deals::text::LONGEST;
use crate::deals::text::Text;

/// The rows of a table of cells, one after the other.
pub(super) struct CsvRows {
    reader: csv::Reader<Kept>,
    record: StringRecord,
    /// The line where the next row begins.
    line: u32,
    after_return: bool,
    pub(super) delimiter: char,
}

/// One row: its cells are in [`CsvRows::cells`].
pub(super) struct CsvRow<'r> {
    pub(super) raw: &'r str,
    pub(super) line: u32,
    /// Whether the file ends with it.
    pub(super) is_last: bool,
}

impl CsvRows {
    /// Looks at the first line to find what stands between cells.
    pub(super) fn new(mut text: Text, tabs: bool) -> io::Result<CsvRows> {
        let mut head = Vec::new();
        text.by_ref().take(64 * 1024).read_to_end(&mut head)?;
        let delimiter = if tabs { b'\t' } else { delimiter(&head) };
        let kept = Kept { head, at: 0, text, kept: Vec::new(), start: 0, base: 0, ended: false };
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .buffer_capacity(64 * 1024)
            .from_reader(kept);
        let delimiter = char::from(delimiter);
        Ok(CsvRows { reader, record: StringRecord::new(), line: 1, after_return: false, delimiter })
    }

    pub(super) fn text(&self) -> &Text {
        &self.reader.get_ref().text
    }

    /// The cells of the row that was read last.
    pub(super) fn cells(&self) -> &StringRecord {
        &self.record
    }

    /// The rows that follow, many at a time.
    pub(super) fn into_blocks(self) -> Blocks {
        let CsvRows { reader, line, after_return, delimiter, .. } = self;
        let Kept { head, at, text, mut kept, start, .. } = reader.into_inner();
        kept.drain(..start.min(kept.len()));
        kept.extend_from_slice(head.get(at..).unwrap_or_default());
        Blocks::new(text, kept, u8::try_from(delimiter).unwrap_or(b','), line, after_return)
    }

    /// Reads the next row; empty lines are none.
    pub(super) fn next(&mut self) -> io::Result<Option<CsvRow<'_>>> {
        let more = self.reader.read_record(&mut self.record).map_err(|error| match error.into_kind() {
            csv::ErrorKind::Io(error) => error,
            _ => io::Error::from(io::ErrorKind::InvalidData),
        })?;
        if !more {
            return Ok(None);
        }
        let from = self.record.position().map_or(0, csv::Position::byte);
        let to = self.reader.position().byte();
        let kept = self.reader.get_mut();
        let is_last = kept.ended && to >= kept.base + (kept.kept.len() - kept.start) as u64;
        let whole = kept.take(from, to);
        let raw = whole.trim_start_matches(['\r', '\n']);
        let before = whole.get(..whole.len() - raw.len()).unwrap_or_default();
        let line = self.line.saturating_add(newlines(before, self.after_return));
        self.line = line.saturating_add(newlines(raw, self.after_return && before.is_empty()));
        self.after_return = whole.ends_with('\r');
        Ok(Some(CsvRow { raw, line, is_last }))
    }
}

/// Ends of lines: `\n`, `\r\n` and `\r` alone; a `\n` at the beginning belongs to a `\r` before.
fn newlines(text: &str, after_return: bool) -> u32 {
    let mut last = if after_return { b'\r' } else { 0 };
    let mut count: u32 = 0;
    for byte in text.bytes() {
        if byte == b'\r' || (byte == b'\n' && last != b'\r') {
            count = count.saturating_add(1);
        }
        last = byte;
    }
    count
}

/// The one of `,`, `;` and tab that the first line has most of, outside quotes.
fn delimiter(head: &[u8]) -> u8 {
    let (mut counts, mut in_quotes) = ([0_usize; 3], false);
    let known = [b',', b';', b'\t'];
    for byte in head.iter().skip_while(|byte| matches!(byte, b'\r' | b'\n')) {
        match byte {
            b'"' => in_quotes = !in_quotes,
            b'\n' | b'\r' if !in_quotes => break,
            _ if in_quotes => {}
            byte => {
                for (known, count) in known.iter().zip(&mut counts) {
                    *count += usize::from(known == byte);
                }
            }
        }
    }
    // The first of equals: a header of one column has none of them.
    known.iter().zip(counts).rev().max_by_key(|(_, count)| *count).map_or(b',', |(byte, _)| *byte)
}

/// Keeps the bytes of the current row, which the `csv` crate does not.
struct Kept {
    head: Vec<u8>,
    at: usize,
    text: Text,
    kept: Vec<u8>,
    /// Bytes of `kept` that are done with.
    start: usize,
    /// The byte of the file that `kept[start]` is.
    base: u64,
    ended: bool,
}

impl Kept {
    /// The text between two bytes of the file. What lies before it is forgotten.
    fn take(&mut self, from: u64, to: u64) -> &str {
        // Moving the rest to the front only now and then keeps the cost of a row in its own length.
        if self.start > 256 * 1024 && self.start > self.kept.len() / 2 {
            self.kept.drain(..self.start);
            self.start = 0;
        }
        let offset = |byte: u64| usize::try_from(byte.saturating_sub(self.base)).unwrap_or(usize::MAX);
        let begin = self.start.saturating_add(offset(from)).min(self.kept.len());
        let end = self.start.saturating_add(offset(to)).clamp(begin, self.kept.len());
        self.base = to;
        self.start = end;
        self.kept.get(begin..end).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

impl Read for Kept {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.kept.len() - self.start > LONGEST {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        let mut ready = self.head.get(self.at..).unwrap_or_default();
        let count = if ready.is_empty() { self.text.read(buffer)? } else { ready.read(buffer)? };
        self.at = self.at.saturating_add(count).min(self.head.len());
        self.ended = count == 0;
        self.kept.extend_from_slice(buffer.get(..count).unwrap_or_default());
        Ok(count)
    }
}
