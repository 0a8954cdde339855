use std::fs::File;
use std::io;
use std::io::Read;
use std::io::Seek;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use tempfile::SpooledTempFile;

use crate::workspace::append;
use crate::workspace::create;

/// What is held of a spool before it becomes a file.
const HELD: usize = 4 * 1024 * 1024;

/// A file for a result that is made, in place of one that is there, when the first of it is written:
/// a run that comes to nothing leaves what was there.
#[derive(Debug)]
pub struct LateFile {
    path: PathBuf,
    open: fn(&Path) -> io::Result<File>,
    file: Option<File>,
}

impl LateFile {
    /// A file that is not made yet.
    pub fn new(path: &Path) -> LateFile {
        LateFile { path: path.to_owned(), open: create, file: None }
    }

    /// A file that others write to as well: what is written goes to its end.
    pub fn at_end(path: &Path) -> LateFile {
        LateFile { path: path.to_owned(), open: append, file: None }
    }

    fn file(&mut self) -> io::Result<&mut File> {
        match &mut self.file {
            Some(file) => Ok(file),
            none => Ok(none.insert((self.open)(&self.path)?)),
        }
    }
}

impl Write for LateFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file()?.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file()?.flush()
    }
}

/// Room for what can only be written at the end of a run: in memory while it is little, then in a file that goes away by itself.
pub fn spool() -> impl Read + Write + Seek + Send {
    SpooledTempFile::new(HELD)
}
