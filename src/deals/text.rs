use std::io;
use std::io::BufRead;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use flate2::read::MultiGzDecoder;

use crate::deals::Error;
use crate::deals::Store;
use crate::deals::encoding::Transcoded;
use crate::deals::format::Format;
use crate::deals::format::unknown_format;
use crate::deals::packed::is_archive;
use crate::deals::packed::unpacked;
use crate::diagnostic::Diagnostic;

/// The longest row or document that is read: a thousand times what a deal with a long history takes.
pub(super) const LONGEST: usize = 64 * 1024 * 1024;

/// The text of one file: unpacked, as UTF-8.
pub(super) struct Text {
    inner: Transcoded<Box<dyn Read + Send>>,
    store_failed: Arc<AtomicBool>,
}

impl Text {
    /// Opens a file, and tells how it is written; bytes read are added to `counter`.
    pub(super) fn open(
        store: &dyn Store,
        name: &str,
        counter: &Arc<AtomicU64>,
    ) -> Result<Result<(Text, Format), Diagnostic>, Error> {
        let format = Format::of(name);
        if format.is_none() && !is_archive(name) {
            return Ok(Err(unknown_format(name)));
        }
        let raw = store.open(name).map_err(|source| Error::Open { file: name.to_owned(), source })?;
        let store_failed = Arc::new(AtomicBool::new(false));
        let raw = Counted { inner: raw, counter: counter.clone(), failed: store_failed.clone() };
        let (bytes, format): (Box<dyn Read + Send>, Format) = match format {
            Some(format) if name.to_ascii_lowercase().ends_with(".gz") => (Box::new(MultiGzDecoder::new(raw)), format),
            Some(format) => (Box::new(raw), format),
            None => match unpacked(name, raw).map_err(|source| Error::Read { file: name.to_owned(), source })? {
                Ok(opened) => opened,
                Err(problem) => return Ok(Err(problem)),
            },
        };
        Ok(Ok((Text { inner: Transcoded::new(bytes), store_failed }, format)))
    }

    /// The encoding as far as it is known by now.
    pub(super) fn encoding(&self) -> &'static str {
        self.inner.encoding()
    }

    /// Whether bytes were met that are no text.
    pub(super) fn is_broken(&self) -> bool {
        self.inner.is_broken()
    }

    /// Is set where it is the store that fails.
    pub(super) fn failure(&self) -> Arc<AtomicBool> {
        self.store_failed.clone()
    }

    /// Whether it was the store that failed, and not the packing of the file.
    pub(super) fn store_failed(&self) -> bool {
        self.store_failed.load(Ordering::Relaxed)
    }
}

impl Read for Text {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer)
    }
}

impl BufRead for Text {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.inner.consume(count);
    }
}

struct Counted {
    inner: Box<dyn Read + Send>,
    counter: Arc<AtomicU64>,
    failed: Arc<AtomicBool>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.inner.read(buffer) {
            Ok(count) => {
                self.counter.fetch_add(count as u64, Ordering::Relaxed);
                Ok(count)
            }
            Err(error) => {
                if error.kind() != io::ErrorKind::Interrupted {
                    self.failed.store(true, Ordering::Relaxed);
                }
                Err(error)
            }
        }
    }
}
