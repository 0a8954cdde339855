use std::path::Path;
use std::path::PathBuf;

use crate::assess::AsOf;
use crate::cli::Stop;
use crate::cli::args::InputArgs;
use crate::cli::say;
use crate::cli::source::own_sources;
use crate::cli::source::share_out;
use crate::cli::source::source_file;
use crate::deals::Frame;
use crate::deals::Input;
use crate::deals::Store;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::list_of;
use crate::diagnostic::or_list;
use crate::model::Playbook;
use crate::report;
use crate::report::Style;
use crate::source::Sources;
use crate::value::mapping::SourceMap;
use crate::workspace::Disk;
use crate::workspace::DiskTexts;
use crate::workspace::Loaded;
use crate::workspace::end_of_day;
use crate::workspace::find_playbook;
use crate::workspace::is_playbook;
use crate::workspace::load;
use crate::workspace::load_with_source;
use crate::workspace::now;
use crate::workspace::shipped;
use crate::workspace::shipped::is_shipped;

/// A playbook and the data it is to judge.
pub(super) struct Project {
    pub playbook: Playbook,
    /// The file the playbook was read from.
    pub file: PathBuf,
    pub sources: Sources,
    /// What is doubtful about the playbook; it has been shown.
    pub doubts: Vec<Diagnostic>,
    pub frame: Frame,
    pub as_of: AsOf,
    /// Where the data is looked for.
    pub disk: Disk,
    /// Paths of data that the user named.
    data: Vec<PathBuf>,
    /// The files among them.
    files: Vec<String>,
    /// The source to read by; `None` for files in the shape of deals.
    source: Option<usize>,
}

impl Project {
    /// Finds and reads the playbook, and makes out what data is meant. What is wrong with the playbook is shown here.
    pub fn open(args: &InputArgs, paths: &[PathBuf]) -> Result<Project, Stop> {
        let (named, data) = playbook_and_data(args, paths)?;
        let file = find_playbook(&named)?;
        let mut loaded = load(&DiskTexts, &file)?;
        if let (Some(wanted), Some(playbook)) = (&args.source, &loaded.playbook)
            && let Some(source) = source_file(wanted, &own_sources(playbook))?
        {
            loaded = load_with_source(&DiskTexts, &file, &source)?;
        }
        if !loaded.diagnostics.is_empty() {
            let style = Style { width: say::err_width(), ..Style::default() };
            let mut text = Vec::new();
            // Writing to memory does not fail.
            let _ = report::diagnostics::write(&loaded.diagnostics, &loaded.sources, &style, &mut text);
            say::err(&text);
        }
        let Loaded { playbook, sources, diagnostics, trees } = loaded;
        let Some(mut playbook) = playbook else {
            return Err(Stop::Invalid(Box::new(Loaded { playbook, sources, diagnostics, trees })));
        };
        let (disk, files) = place_of_data(&file, &data)?;
        let source = choose_source(&playbook, args, &disk, &files)?;
        let files = match source.and_then(|at| playbook.sources.get_mut(at)) {
            Some(source) => share_out(source, &disk, files)?,
            None => files,
        };
        let as_of = match args.as_of {
            Some(today) => AsOf { today, now: end_of_day(today, playbook.zone) },
            None => {
                let now = now(playbook.zone);
                AsOf { today: now.date_naive(), now }
            }
        };
        let frame = Frame { schema: playbook.schema.clone(), currency: playbook.currency, zone: playbook.zone };
        Ok(Project { playbook, file, sources, doubts: diagnostics, frame, as_of, disk, data, files, source })
    }

    /// The paths of data that the user named; none for the playbook's own folder.
    pub fn data(&self) -> &[PathBuf] {
        &self.data
    }

    /// What the deals are read from.
    pub fn input(&self) -> Input<'_> {
        match self.source.and_then(|at| self.playbook.sources.get(at)) {
            Some(source) => Input::Mapped { source, files: &self.files },
            None => Input::Shaped { files: &self.files },
        }
    }
}

/// Which path is the playbook and which are data. Without `--playbook` the first path is, if it looks like one.
fn playbook_and_data(args: &InputArgs, paths: &[PathBuf]) -> Result<(PathBuf, Vec<PathBuf>), Stop> {
    if let Some(playbook) = &args.playbook {
        return Ok((playbook.clone(), paths.to_vec()));
    }
    let here = PathBuf::from(".");
    let Some((first, rest)) = paths.split_first() else { return Ok((here, Vec::new())) };
    // The name of a playbook that ships may stand in its place.
    if is_playbook(first) || is_shipped(&find_playbook(first).unwrap_or_default()) {
        return Ok((first.clone(), rest.to_vec()));
    }
    if first.is_dir() && find_playbook(first).is_ok() {
        return Ok((first.clone(), rest.to_vec()));
    }
    if !first.exists() {
        return Err(not_there(first));
    }
    if find_playbook(&here).is_err() {
        // The folder that was named is the better place to say what is missing in.
        let missing = if first.is_dir() { first.clone() } else { here };
        return find_playbook(&missing).map(|file| (file, paths.to_vec())).map_err(Stop::from);
    }
    Ok((here, paths.to_vec()))
}

/// The folder of the data and the files that the user named: no path means the playbook's own folder.
fn place_of_data(playbook: &Path, data: &[PathBuf]) -> Result<(Disk, Vec<String>), Stop> {
    if let Some(missing) = data.iter().find(|path| !path.exists()) {
        return Err(not_there(missing));
    }
    let own = playbook.parent().filter(|folder| !folder.as_os_str().is_empty() && !is_shipped(playbook));
    let own = own.unwrap_or(Path::new("."));
    match data {
        [] => Ok((Disk { folder: own.to_owned() }, Vec::new())),
        [folder] if folder.is_dir() => Ok((Disk { folder: folder.clone() }, Vec::new())),
        files if files.iter().all(|file| file.is_file()) => {
            let folder = files.first().and_then(|file| file.parent());
            let folder = folder.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let names = files.iter().map(|file| file.to_string_lossy().into_owned());
            Ok((Disk { folder: folder.to_owned() }, names.collect()))
        }
        _ => Err(Stop::Usage {
            what: "data is one folder, or files".to_owned(),
            help: Some("name the folder of the export, or its files".to_owned()),
        }),
    }
}

pub(super) fn not_there(path: &Path) -> Stop {
    Stop::Usage {
        what: format!("there is no file or folder `{}`", path.display()),
        help: Some("paths are relative to the folder you are in".to_owned()),
    }
}

/// The source that reads the data; `None` where the files have the shape of deals.
fn choose_source(playbook: &Playbook, args: &InputArgs, disk: &Disk, files: &[String]) -> Result<Option<usize>, Stop> {
    let names = || playbook.sources.iter().map(|source| source.name.as_str());
    if let Some(wanted) = &args.source {
        // A file that was named declares the only sources there are.
        return match (names().position(|name| name == wanted), playbook.sources.as_slice()) {
            (Some(at), _) => Ok(Some(at)),
            (None, [_]) => Ok(Some(0)),
            (None, _) => Err(Stop::Usage {
                what: format!("`{wanted}` declares several sources: {}", list_of(names())),
                help: Some("put each into a file of its own, or name one of the playbook's own sources".to_owned()),
            }),
        };
    }
    if !files.is_empty()
        && files.iter().all(|file| has_shape(file))
        && !files.iter().any(|file| is_of(playbook, disk, file))
    {
        return Ok(None);
    }
    match playbook.sources.as_slice() {
        [] => Err(Stop::Usage {
            what: match files.first() {
                None => "nothing says which files hold the deals".to_owned(),
                Some(file) => format!("nothing says how the columns of `{file}` become deals"),
            },
            help: Some(match files {
                [] => "name files of deals (JSON, JSON Lines, YAML), or give the playbook a `source`".to_owned(),
                _ => format!(
                    "name a source: `--source` with {} (`tollgate playbooks` lists them), or with a file of your own",
                    or_list(shipped::SOURCES.iter().map(|source| source.name))
                ),
            }),
        }),
        [_] => Ok(Some(0)),
        several => {
            let fits = |source: &SourceMap| files.iter().all(|file| of_source(source, disk, file)) && !files.is_empty();
            let mut fitting = several.iter().enumerate().filter(|(_, source)| fits(source)).map(|(at, _)| at);
            match (fitting.next(), fitting.next()) {
                (Some(only), None) => Ok(Some(only)),
                _ => Err(Stop::Usage {
                    what: "the playbook has several sources".to_owned(),
                    help: Some(format!("say which one reads the data: `--source` with {}", or_list(names()))),
                }),
            }
        }
    }
}

/// Whether a file may have the shape of deals; a table of cells cannot.
fn has_shape(file: &str) -> bool {
    let plain = file.strip_suffix(".gz").unwrap_or(file);
    let plain = plain.strip_suffix(".zip").unwrap_or(plain);
    let documents = [".json", ".jsonl", ".ndjson", ".yaml", ".yml"];
    let columns = [".parquet", ".pq", ".arrow", ".arrows", ".feather", ".ipc"];
    documents.iter().any(|ending| plain.ends_with(ending)) || columns.iter().any(|ending| file.ends_with(ending))
}

/// Whether a file is one that a source of the playbook names.
fn is_of(playbook: &Playbook, disk: &Disk, file: &str) -> bool {
    playbook.sources.iter().any(|source| of_source(source, disk, file))
}

fn of_source(source: &SourceMap, disk: &Disk, file: &str) -> bool {
    let Some(deals) = source.tables.first() else { return false };
    let mut patterns = deals.file.names();
    patterns.any(|name| disk.list(&name.value).is_ok_and(|names| names.iter().any(|name| name == file)))
}
