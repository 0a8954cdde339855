use std::fs;
use std::io;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use crate::deals::AnyPlace;
use crate::deals::Store;
use crate::workspace::Error;

/// The files of a folder on disk; names are shown with the folder, as the user gave it.
#[derive(Clone, Debug)]
pub struct Disk {
    /// The folder in which the names of a source are looked for.
    pub folder: PathBuf,
}

impl Store for Disk {
    fn list(&self, pattern: &str) -> io::Result<Vec<String>> {
        let whole = self.folder.join(pattern);
        if whole.is_file() {
            return Ok(vec![shown(&whole)]);
        }
        // The folder's own name may hold signs that mean something in a pattern.
        let folder = glob::Pattern::escape(&self.folder.to_string_lossy());
        let wanted = Path::new(&folder).join(pattern);
        let options = glob::MatchOptions { require_literal_leading_dot: true, ..glob::MatchOptions::default() };
        let matches = glob::glob_with(&wanted.to_string_lossy(), options)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
        let mut names = Vec::new();
        for path in matches {
            let path = path.map_err(io::Error::from)?;
            if path.is_file() {
                names.push(shown(&path));
            }
        }
        names.sort();
        Ok(names)
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(fs::File::open(name)?))
    }

    fn open_at_any_place(&self, name: &str) -> io::Result<Box<dyn AnyPlace>> {
        Ok(Box::new(fs::File::open(name)?))
    }

    fn size(&self, name: &str) -> Option<u64> {
        fs::metadata(name).ok().map(|file| file.len())
    }
}

/// A path as shown: a file of the folder one stands in without `./`.
fn shown(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).to_string_lossy().into_owned()
}

/// The whole text of a file.
pub fn read_text(path: &Path) -> Result<String, Error> {
    let bytes = fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    String::from_utf8(bytes)
        .map_err(|error| Error::NotUtf8 { path: path.to_owned(), at: error.utf8_error().valid_up_to() })
}

/// Opens a file to read it piece by piece.
pub fn open_text(path: &Path) -> Result<io::BufReader<fs::File>, Error> {
    let file = fs::File::open(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    Ok(io::BufReader::with_capacity(64 * 1024, file))
}

/// Makes a file for a result, in place of one that is there.
pub fn create(path: &Path) -> io::Result<fs::File> {
    fs::File::create(path)
}
