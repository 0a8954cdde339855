use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use crate::workspace::Error;
use crate::workspace::is_playbook;

/// The playbooks a path means: the file itself, or every `*.playbook` in a folder and the folders in it.
///
/// Hidden folders, and folders that are links, are left out.
pub fn playbooks_in(path: &Path) -> Result<Vec<PathBuf>, Error> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        let read = |source| Error::Read { path: folder.clone(), source };
        for entry in fs::read_dir(&folder).map_err(read)? {
            let entry = entry.map_err(read)?;
            let kind = entry.file_type().map_err(read)?;
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            if kind.is_dir() && !hidden {
                folders.push(entry.path());
            } else if is_playbook(&entry.path()) && entry.path().is_file() {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    let shown = |file: PathBuf| file.strip_prefix(".").map_or_else(|_| file.clone(), Path::to_owned);
    Ok(found.into_iter().map(shown).collect())
}

/// Makes a folder, and those around it, where it is not there.
pub fn make_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}
