use std::fs;
use std::io;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use sha2::Digest;
use sha2::Sha256;

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

/// The length of a file and the SHA-256 of its bytes, in hexadecimal; it is read piece by piece.
pub fn hash_file(path: &Path) -> Result<(u64, String), Error> {
    let wrong = |source| Error::Read { path: path.to_owned(), source };
    let mut file = fs::File::open(path).map_err(wrong)?;
    let mut hash = Sha256::new();
    let mut piece = vec![0; 64 * 1024];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut piece).map_err(wrong)?;
        if read == 0 {
            return Ok((bytes, hexadecimal(&hash.finalize())));
        }
        hash.update(piece.get(..read).unwrap_or_default());
        bytes += read as u64;
    }
}

/// Bytes in hexadecimal.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
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

/// Puts a text in place of a file, all of it or, where that fails, none of it.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    // A link stays a link: the file that it leads to is the one that changes.
    let path = fs::canonicalize(path)?;
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".tmp");
    let beside = path.with_file_name(name);
    let written = fs::write(&beside, text)
        .and_then(|()| fs::set_permissions(&beside, fs::metadata(&path)?.permissions()))
        .and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}
