//! A file of lines, taken in chunks by several threads, and the file of findings, written in the order of the lines.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;

/// Bytes that are read at once. The rest of the last line is kept for the next chunk.
const CHUNK: usize = 1 << 18;

pub struct Lines {
    from: Mutex<From>,
    to: Option<Mutex<To>>,
}

/// Where a chunk begins.
pub struct First {
    /// The number of the chunk, from 0.
    pub chunk: u64,
    /// The number of its first line, from 1.
    pub line: u64,
}

struct From {
    file: File,
    rest: Vec<u8>,
    chunk: u64,
    line: u64,
}

struct To {
    /// What a chunk comes to is written at once, so a buffer would only copy it.
    file: File,
    /// The chunk that is written next.
    next: u64,
    /// Chunks that came before their turn.
    early: BTreeMap<u64, Vec<u8>>,
}

impl Lines {
    pub fn open(from: &Path, to: Option<&Path>) -> io::Result<Lines> {
        let from = From { file: File::open(from)?, rest: Vec::new(), chunk: 0, line: 1 };
        let to = to.map(File::create).transpose()?;
        let to = to.map(|file| Mutex::new(To { file, next: 0, early: BTreeMap::new() }));
        Ok(Lines { from: Mutex::new(from), to })
    }

    /// Whether findings are written.
    pub fn writes(&self) -> bool {
        self.to.is_some()
    }

    /// Fills `chunk` with whole lines; nothing at the end of the file.
    pub fn next(&self, chunk: &mut Vec<u8>) -> io::Result<Option<First>> {
        let mut from = self.from.lock().expect("no reader panics");
        chunk.clear();
        chunk.append(&mut from.rest);
        loop {
            let before = chunk.len();
            let read = Read::by_ref(&mut from.file).take(CHUNK as u64).read_to_end(chunk)?;
            if let Some(end) = memchr::memrchr(b'\n', &chunk[before..]) {
                from.rest.extend_from_slice(&chunk[before + end + 1..]);
                chunk.truncate(before + end + 1);
                break;
            }
            if read == 0 {
                break;
            }
        }
        if chunk.is_empty() {
            return Ok(None);
        }
        let first = First { chunk: from.chunk, line: from.line };
        from.chunk += 1;
        from.line += memchr::memchr_iter(b'\n', chunk).count() as u64;
        Ok(Some(first))
    }

    /// Writes what a chunk came to, once its turn has come.
    pub fn put(&self, chunk: u64, out: &mut Vec<u8>) -> io::Result<()> {
        let Some(to) = &self.to else { return Ok(()) };
        let to = &mut *to.lock().expect("no writer panics");
        if chunk != to.next {
            to.early.insert(chunk, std::mem::take(out));
            return Ok(());
        }
        to.file.write_all(out)?;
        to.next += 1;
        while let Some(early) = to.early.remove(&to.next) {
            to.file.write_all(&early)?;
            to.next += 1;
        }
        Ok(())
    }

    /// Writes what stands behind all.
    pub fn close(&self, last: &[u8]) -> io::Result<()> {
        let Some(to) = &self.to else { return Ok(()) };
        let to = &mut *to.lock().expect("no writer panics");
        to.file.write_all(last)
    }
}

/// The lines of a chunk, found by memchr; the last one may be empty.
pub fn lines_of(chunk: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut from = 0;
    memchr::memchr_iter(b'\n', chunk).chain([chunk.len()]).map(move |end| {
        let line = &chunk[from..end];
        from = end + 1;
        line
    })
}
