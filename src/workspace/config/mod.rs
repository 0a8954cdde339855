//! `tollgate.toml`: what would otherwise be said on the command line each time.

mod keys;
mod parse;

pub use keys::{KEYS, Key, Kind};

use std::path::Path;
use std::path::PathBuf;

use crate::diagnostic::Checked;
use crate::source::Sources;
use crate::source::Span;
use crate::source::Spanned;
use crate::workspace::Error;
use crate::workspace::read_text;

/// The name that is looked for.
pub const CONFIG_NAME: &str = "tollgate.toml";

/// A configuration file, understood.
#[derive(Debug)]
pub struct Config {
    /// The file, as it is shown.
    pub file: PathBuf,
    /// What it says, in its order.
    pub entries: Vec<Entry>,
}

/// One key with its values.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Which.
    pub key: &'static Key,
    /// Where it stands.
    pub span: Span,
    /// What it says; paths are relative to the folder one stands in. Of [`Kind::Flag`] one `true` or `false`.
    pub values: Vec<Spanned<String>>,
}

/// The configuration file of the folder one stands in, or of the nearest folder above it that has one.
pub fn find_config() -> Option<PathBuf> {
    let depth = std::env::current_dir().map_or(1, |folder| folder.components().count());
    let mut folder = PathBuf::new();
    for _ in 0..depth {
        let file = folder.join(CONFIG_NAME);
        if file.is_file() {
            return Some(file);
        }
        folder.push("..");
    }
    None
}

/// Reads a configuration file. Its text is put into `sources`, so that problems can be shown at their places.
pub fn read_config(file: &Path, sources: &mut Sources) -> Result<Checked<Config>, Error> {
    let text = read_text(file)?;
    let id = sources.add(file.to_string_lossy(), text.as_str());
    let folder = file.parent().unwrap_or(Path::new(""));
    let Checked { value, diagnostics } = parse::entries(&text, id, folder);
    Ok(Checked { value: value.map(|entries| Config { file: file.to_owned(), entries }), diagnostics })
}
