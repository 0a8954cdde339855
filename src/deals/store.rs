use std::io;
use std::io::Cursor;
use std::io::Read;
use std::io::Seek;

/// A file that can be read from any place.
pub trait AnyPlace: Read + Seek + Send {}

impl<T: Read + Seek + Send> AnyPlace for T {}

/// How the room gets at files. On disk and in memory it is `workspace` that implements it.
pub trait Store: Sync {
    /// The names of the files that match a name or a glob, in order; empty where none does.
    fn list(&self, pattern: &str) -> io::Result<Vec<String>>;

    /// Opens a file by a name that [`Store::list`] gave, or that the user wrote. Compressed files come compressed.
    fn open(&self, name: &str) -> io::Result<Box<dyn Read + Send>>;

    /// Opens a file whose table of contents stands at its end; held in memory where the store has no better way.
    fn open_at_any_place(&self, name: &str) -> io::Result<Box<dyn AnyPlace>> {
        let mut bytes = Vec::new();
        self.open(name)?.read_to_end(&mut bytes)?;
        Ok(Box::new(Cursor::new(bytes)))
    }

    /// How many bytes it has, where that is known without reading.
    fn size(&self, name: &str) -> Option<u64>;
}

/// What stops the reading of deals. What is wrong inside the files is a diagnostic, not an error.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store cannot list.
    #[error("cannot list the files that match `{pattern}`")]
    List {
        /// The name or glob asked for.
        pattern: String,
        /// Why.
        source: io::Error,
    },
    /// The store cannot open a file.
    #[error("cannot open `{file}`")]
    Open {
        /// The file.
        file: String,
        /// Why.
        source: io::Error,
    },
    /// A file stopped giving bytes.
    #[error("cannot read `{file}`")]
    Read {
        /// The file.
        file: String,
        /// Why.
        source: io::Error,
    },
}
