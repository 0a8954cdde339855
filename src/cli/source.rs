use std::path::Path;
use std::path::PathBuf;

use crate::cli::Stop;
use crate::deals::raw_table;
use crate::diagnostic::did_you_mean;
use crate::diagnostic::list_of;
use crate::model::Playbook;
use crate::value::mapping::FirstOf;
use crate::value::mapping::SourceMap;
use crate::value::mapping::TableMap;
use crate::workspace::Disk;
use crate::workspace::is_playbook;
use crate::workspace::shipped;

/// The file of the source that `--source` names; nothing where it names one of the playbook's own.
pub(super) fn source_file(wanted: &str, own: &[&str]) -> Result<Option<PathBuf>, Stop> {
    if own.contains(&wanted) {
        return Ok(None);
    }
    let path = Path::new(wanted);
    if path.is_file() {
        return Ok(Some(path.to_owned()));
    }
    shipped::find_source(wanted).map(Some).ok_or_else(|| unknown(wanted, own))
}

/// No source of this name ships with the program.
pub(super) fn unknown_source(wanted: &str) -> Stop {
    let known = || shipped::SOURCES.iter().map(|source| source.name);
    let help = match did_you_mean(wanted, known()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", list_of(known())),
    };
    Stop::Usage { what: format!("no source named `{wanted}` ships with the program"), help: Some(help) }
}

fn unknown(wanted: &str, own: &[&str]) -> Stop {
    let shipped = || shipped::SOURCES.iter().map(|source| source.name);
    let near = did_you_mean(wanted, own.iter().copied().chain(shipped()));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None if own.is_empty() => format!("the program has {}; or name a file that declares one", list_of(shipped())),
        None => format!("it has {}; the program has {}", list_of(own.iter().copied()), list_of(shipped())),
    };
    let what = if is_playbook(Path::new(wanted)) {
        format!("there is no file `{wanted}`")
    } else {
        format!("the playbook has no source `{wanted}`, and none of that name ships with the program")
    };
    Stop::Usage { what, help: Some(help) }
}

/// The names of the playbook's own sources.
pub(super) fn own_sources(playbook: &Playbook) -> Vec<&str> {
    playbook.sources.iter().map(|source| source.name.as_str()).collect()
}

/// Sorts the files that the user named: the first holds deals, and each further one fills the table that it is of.
/// The files of the deals are given back; the tables of the source are turned to the others.
pub(super) fn share_out(source: &mut SourceMap, disk: &Disk, files: Vec<String>) -> Result<Vec<String>, Stop> {
    let mut deals: Vec<String> = Vec::new();
    let mut given = vec![false; source.tables.len()];
    for file in files {
        let at = if deals.is_empty() { None } else { table_of(source, disk, &given, &file)? };
        let table = at.and_then(|at| Some((source.tables.get_mut(at)?, given.get_mut(at)?)));
        match table {
            None => deals.push(file),
            Some((table, given)) => {
                table.file = FirstOf { first: name_in(disk, &file, table), ..FirstOf::one(table.file.first.clone()) };
                *given = true;
            }
        }
    }
    Ok(deals)
}

/// The joined table that a file is of: by its name, or else by its columns; nothing for one more file of deals.
fn table_of(source: &SourceMap, disk: &Disk, given: &[bool], file: &str) -> Result<Option<usize>, Stop> {
    let Some(deals) = source.tables.first() else { return Ok(None) };
    let joined = || source.tables.iter().enumerate().skip(1).filter(|(at, _)| given.get(*at) == Some(&false));
    if is_named(deals, file) {
        return Ok(None);
    }
    if let Some((at, _)) = joined().find(|(_, table)| is_named(table, file)) {
        return Ok(Some(at));
    }
    if !crate::deals::is_table(file) {
        return Ok(None);
    }
    // What is wrong with a file is told when it is read.
    let Ok(table) = raw_table(disk, file, 0)? else { return Ok(None) };
    if fits(deals, &table.header) {
        return Ok(None);
    }
    Ok(joined().find(|(_, joined)| fits(joined, &table.header)).map(|(at, _)| at))
}

/// Whether a file is called as a table of the source says.
fn is_named(table: &TableMap, file: &str) -> bool {
    let name = Path::new(file).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    table.file.names().any(|pattern| {
        pattern.value == name || glob::Pattern::new(&pattern.value).is_ok_and(|pattern| pattern.matches(&name))
    })
}

/// Whether a header has every column that a table cannot do without.
fn fits(table: &TableMap, header: &[String]) -> bool {
    let has = |column: &FirstOf| {
        column.is_optional() || column.names().any(|name| header.iter().any(|cell| cell.trim() == name.value.trim()))
    };
    table.columns.iter().all(|column| has(&column.column)) && table.join.iter().all(|join| has(&join.column))
}

/// The name by which a file is found in the folder of the data.
fn name_in(disk: &Disk, file: &str, table: &TableMap) -> crate::source::Spanned<String> {
    let path = Path::new(file);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let inside = (folder == disk.folder).then(|| path.file_name()).flatten();
    let name = match inside {
        Some(name) => name.to_string_lossy().into_owned(),
        None => path.canonicalize().unwrap_or_else(|_| path.to_owned()).to_string_lossy().into_owned(),
    };
    crate::source::Spanned::new(name, table.file.span())
}
