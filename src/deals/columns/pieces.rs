use std::io;
use std::io::BufReader;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use bytes::Bytes;
use parquet::errors::ParquetError;
use parquet::file::reader::ChunkReader;
use parquet::file::reader::Length;

use crate::deals::store::AnyPlace;

/// A file that is read in pieces, from any place; bytes read are counted.
#[derive(Clone)]
pub(super) struct Pieces {
    file: Arc<Mutex<Box<dyn AnyPlace>>>,
    at: u64,
    counter: Arc<AtomicU64>,
    failed: Arc<AtomicBool>,
}

impl Pieces {
    pub(super) fn new(file: Box<dyn AnyPlace>, counter: &Arc<AtomicU64>) -> Pieces {
        let failed = Arc::new(AtomicBool::new(false));
        Pieces { file: Arc::new(Mutex::new(file)), at: 0, counter: counter.clone(), failed }
    }

    /// Is set where it is the store that fails.
    pub(super) fn failure(&self) -> Arc<AtomicBool> {
        self.failed.clone()
    }

    /// Does something with the file; remembers where that fails.
    fn with<T>(&self, act: impl FnOnce(&mut dyn AnyPlace) -> io::Result<T>) -> io::Result<T> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        act(file.as_mut()).inspect_err(|_| self.failed.store(true, Ordering::Relaxed))
    }
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let at = self.at;
        let count = self.with(|file| {
            file.seek(SeekFrom::Start(at))?;
            file.read(buffer)
        })?;
        self.at += count as u64;
        self.counter.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl Seek for Pieces {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::Current(by) => self.at.saturating_add_signed(by),
            // Before the first byte is no place: such a file is too short to be one of columns.
            SeekFrom::End(by) => match self.len().checked_add_signed(by) {
                Some(at) => at,
                None => return Err(io::Error::from(io::ErrorKind::UnexpectedEof)),
            },
        };
        Ok(self.at)
    }
}

impl Length for Pieces {
    fn len(&self) -> u64 {
        self.with(|file| file.seek(SeekFrom::End(0))).unwrap_or(0)
    }
}

impl ChunkReader for Pieces {
    type T = BufReader<Pieces>;

    fn get_read(&self, start: u64) -> Result<BufReader<Pieces>, ParquetError> {
        Ok(BufReader::new(Pieces { at: start, ..self.clone() }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        // A broken file may name any length; more than the file has is not asked for.
        if start.saturating_add(length as u64) > self.len() {
            return Err(ParquetError::EOF("it ends in the middle".to_owned()));
        }
        let mut bytes = Vec::with_capacity(length);
        Pieces { at: start, ..self.clone() }.take(length as u64).read_to_end(&mut bytes)?;
        Ok(bytes.into())
    }
}
