use std::fs;
use std::path::Path;
use std::path::PathBuf;

use crate::workspace::Error;
use crate::workspace::shipped;

/// The playbook a path means: the file itself, the only `*.playbook` of a folder, or one that ships with the program.
pub fn find_playbook(path: &Path) -> Result<PathBuf, Error> {
    if !path.is_dir() {
        // The name of a playbook that ships with the program; a file of that name comes first.
        let shipped = path.to_str().filter(|_| !path.exists()).and_then(shipped::find);
        return Ok(shipped.unwrap_or_else(|| path.to_owned()));
    }
    let read = |source| Error::Read { path: path.to_owned(), source };
    let mut found = Vec::new();
    for entry in fs::read_dir(path).map_err(read)? {
        let file = entry.map_err(read)?.path();
        if is_playbook(&file) && file.is_file() {
            found.push(file);
        }
    }
    found.sort();
    match found.as_slice() {
        [] => Err(Error::NoPlaybook { folder: path.to_owned() }),
        // A file of the folder one stands in is shown without `./`.
        [only] => Ok(only.strip_prefix(".").map_or_else(|_| only.clone(), Path::to_owned)),
        several => {
            let names = several.iter().filter_map(|file| file.file_name()).map(|name| name.to_string_lossy());
            let names = names.map(|name| format!("`{name}`")).collect::<Vec<String>>().join(", ");
            Err(Error::SeveralPlaybooks { folder: path.to_owned(), names })
        }
    }
}

/// Whether a path is named like a playbook.
pub fn is_playbook(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "playbook")
}
