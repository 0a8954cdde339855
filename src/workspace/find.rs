use std::fs;
use std::path::Path;
use std::path::PathBuf;

use crate::diagnostic::did_you_mean;
use crate::workspace::Error;
use crate::workspace::shipped;

/// The playbook a path means: the file itself, the only `*.playbook` of a folder, or one that ships with the program.
pub fn find_playbook(path: &Path) -> Result<PathBuf, Error> {
    if !path.is_dir() {
        // The name of a playbook that ships with the program; a file of that name comes first.
        let Some(name) = path.to_str().filter(|_| !path.exists()) else { return Ok(path.to_owned()) };
        if let Some(shipped) = shipped::find(name) {
            return Ok(shipped);
        }
        let names = shipped::SHIPPED.iter().map(|playbook| playbook.name);
        return match did_you_mean(name, names) {
            Some(near) => Err(Error::AlmostShipped { path: path.to_owned(), near }),
            None => Ok(path.to_owned()),
        };
    }
    let read = |source| Error::Read { path: path.to_owned(), source };
    let mut found = Vec::new();
    for entry in fs::read_dir(path).map_err(read)? {
        let file = entry.map_err(read)?.path();
        if is_playbook(&file) && !is_test_file(&file) && file.is_file() {
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

/// The end of the name of a file that holds tests of a playbook.
const TEST_FILE: &str = ".test.playbook";

/// Whether a path is named like a file of tests: `saas.test.playbook`.
pub fn is_test_file(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(TEST_FILE))
}

/// The files beside a playbook that hold its tests, in order.
///
/// Those of `saas.playbook` are `saas.test.playbook` and every `saas.WORD.test.playbook`.
pub fn find_tests(playbook: &Path) -> Result<Vec<PathBuf>, Error> {
    if shipped::is_shipped(playbook) {
        let tests = playbook.with_extension("test.playbook");
        return Ok(shipped::text(&tests).map(|_| tests).into_iter().collect());
    }
    let folder = playbook.parent().filter(|folder| !folder.as_os_str().is_empty());
    let stem = playbook.file_stem().map(|stem| format!("{}.", stem.to_string_lossy())).unwrap_or_default();
    let looked_in = folder.unwrap_or(Path::new("."));
    let read = |source| Error::Read { path: looked_in.to_owned(), source };
    let mut found = Vec::new();
    for entry in fs::read_dir(looked_in).map_err(read)? {
        let name = entry.map_err(read)?.file_name();
        let file = folder.map_or_else(|| PathBuf::from(&name), |folder| folder.join(&name));
        if is_test_file(&file) && name.to_string_lossy().starts_with(&stem) && file.is_file() {
            found.push(file);
        }
    }
    found.sort();
    Ok(found)
}

/// The playbook whose tests a file holds: of several that its name fits the one with the longest name.
pub fn find_tested(tests: &Path) -> Result<PathBuf, Error> {
    let folder = tests.parent().unwrap_or(Path::new(""));
    let name = tests.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut stem = name.strip_suffix(TEST_FILE).unwrap_or(&name);
    loop {
        let file = folder.join(format!("{stem}.playbook"));
        if file.is_file() {
            return Ok(file);
        }
        match stem.rsplit_once('.') {
            Some((shorter, _)) => stem = shorter,
            None => return Err(Error::NothingTested { tests: tests.to_owned() }),
        }
    }
}
