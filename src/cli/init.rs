use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use clap::Args;

use crate::cli::Exit;
use crate::cli::Stop;
use crate::cli::copy::copy;
use crate::cli::laid_out::laid_out;
use crate::cli::project::not_there;
use crate::cli::say;
use crate::deals::RawTable;
use crate::deals::Store;
use crate::deals::is_table;
use crate::deals::raw_table;
use crate::draft::Draft;
use crate::draft::STARTER;
use crate::draft::STARTER_DEALS;
use crate::draft::Undrafted;
use crate::draft::Wishes;
use crate::draft::draft;
use crate::value::Currency;
use crate::workspace::Disk;
use crate::workspace::create;
use crate::workspace::make_folder;

#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// The folder to write the playbook into
    #[arg(value_name = "FOLDER", default_value = ".")]
    pub folder: PathBuf,
    /// Draft the playbook from an export: a table of deals (CSV, JSON, JSON Lines), or a folder of tables
    #[arg(long, value_name = "PATH")]
    from: Option<PathBuf>,
    /// Copy a playbook that ships with the program, with its tests, as files to edit
    #[arg(long, value_name = "NAME", conflicts_with = "from")]
    playbook: Option<String>,
    /// With --playbook: a source that ships with the program, fitted to the playbook
    #[arg(long, value_name = "NAME", requires = "playbook")]
    pub source: Option<String>,
    /// The table of stage changes, where it is not found among those of the folder
    #[arg(long, value_name = "FILE", requires = "from")]
    history: Option<PathBuf>,
    /// The currency of the amounts, like EUR
    #[arg(long, value_name = "CODE", value_parser = currency)]
    pub currency: Option<Currency>,
    /// The column that holds the deal's id
    #[arg(long, value_name = "COLUMN", requires = "from")]
    id: Option<String>,
    /// The column that holds the deal's stage
    #[arg(long, value_name = "COLUMN", requires = "from")]
    stage: Option<String>,
    /// The title of the playbook [default: the name of the export]
    #[arg(long, value_name = "TITLE", requires = "from")]
    title: Option<String>,
    /// Write in place of files that are there
    #[arg(long)]
    force: bool,
}

/// Rows looked at: enough to know what a column holds, and no more than fits into memory.
const MOST_ROWS: usize = 200_000;

fn currency(text: &str) -> Result<Currency, String> {
    text.parse().map_err(|_| "write three letters, like EUR".to_owned())
}

/// Writes a playbook to begin with.
pub(super) fn run(args: &InitArgs) -> Result<Exit, Stop> {
    match (&args.from, &args.playbook) {
        (Some(export), _) => from_export(args, export),
        (None, Some(name)) => copy(args, name),
        (None, None) if args.currency.is_some() => Err(Stop::Usage {
            what: "`--currency` is for a playbook that is drafted or copied".to_owned(),
            help: Some("add `--from EXPORT` or `--playbook NAME`".to_owned()),
        }),
        (None, None) => starter(args),
    }
}

fn starter(args: &InitArgs) -> Result<Exit, Stop> {
    let files = [("sales.playbook", STARTER), ("deals.csv", STARTER_DEALS)];
    for (name, _) in files {
        free(args, &args.folder.join(name))?;
    }
    for (name, text) in files {
        put(&args.folder, name, text)?;
    }
    let here = args.folder.as_path() == Path::new(".");
    let folder = if here { String::new() } else { format!(" {}", args.folder.display()) };
    say::err(format!("wrote {} and {}\n", shown(&args.folder, files[0].0), shown(&args.folder, files[1].0)).as_bytes());
    say::err(format!("next: tollgate check{folder}\n").as_bytes());
    Ok(Exit::Clean)
}

fn from_export(args: &InitArgs, export: &Path) -> Result<Exit, Stop> {
    if !export.exists() {
        return Err(not_there(export));
    }
    let (folder, tables) = tables(args, export)?;
    let title = args.title.clone().unwrap_or_else(|| title_of(export));
    let wishes = Wishes {
        title: title.clone(),
        currency: args.currency,
        id: args.id.clone(),
        stage: args.stage.clone(),
        history: args
            .history
            .as_ref()
            .and_then(|file| file.file_name())
            .map(|name| name.to_string_lossy().into_owned()),
    };
    let name = format!("{}.playbook", file_name(&title));
    free(args, &args.folder.join(&name))?;
    let Draft { text, found } = draft(&tables, &wishes).map_err(usage)?;
    put(&args.folder, &name, &laid_out(&name, text))?;
    let mut said = format!("wrote {}\n", shown(&args.folder, &name));
    for line in found {
        said.push_str(&format!("  {line}\n"));
    }
    let playbook = shown(&args.folder, &name);
    let same = same_folder(&folder, &args.folder);
    let data = if same { String::new() } else { format!(" {}", folder.display()) };
    said.push_str(&format!("read what it guessed, then: tollgate check {playbook}{data}\n"));
    say::err(said.as_bytes());
    Ok(Exit::Clean)
}

/// The folder of the export and its tables.
fn tables(args: &InitArgs, export: &Path) -> Result<(PathBuf, Vec<RawTable>), Stop> {
    let parent = |file: &Path| {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        folder.map_or_else(|| PathBuf::from("."), Path::to_owned)
    };
    let folder = if export.is_dir() { export.to_owned() } else { parent(export) };
    let disk = Disk { folder: folder.clone() };
    let mut names = match export.is_dir() {
        true => {
            let listed =
                disk.list("*").map_err(|source| crate::deals::Error::List { pattern: "*".to_owned(), source })?;
            listed.into_iter().filter(|name| is_table(name)).collect()
        }
        false => vec![export.to_string_lossy().into_owned()],
    };
    if let Some(history) = &args.history {
        if !history.exists() {
            return Err(not_there(history));
        }
        if !same_folder(&parent(history), &folder) {
            return Err(Stop::Usage {
                what: "the history stands in another folder than the deals".to_owned(),
                help: Some("put both into one folder: a source names files of one folder".to_owned()),
            });
        }
        let name = history.to_string_lossy().into_owned();
        if !names.iter().any(|known| Path::new(known).file_name() == history.file_name()) {
            names.push(name);
        }
    }
    if names.is_empty() {
        return Err(Stop::Usage {
            what: format!("there is no table in `{}`", folder.display()),
            help: Some(
                "a table is a file `.csv`, `.tsv`, `.json` or `.jsonl`; `.gz` or `.zip` may be around it".to_owned(),
            ),
        });
    }
    let mut tables = Vec::new();
    for name in names {
        match raw_table(&disk, &name, MOST_ROWS)? {
            Ok(table) => tables.push(table),
            Err(problem) if export.is_dir() => say::err(format!("warning: {}\n", problem.message).as_bytes()),
            Err(problem) => return Err(Stop::Usage { what: problem.message, help: problem.help }),
        }
    }
    Ok((folder, tables))
}

fn usage(undrafted: Undrafted) -> Stop {
    let help = matches!(undrafted, Undrafted::NoDeals { .. })
        .then(|| "name the table of the deals itself, or the column of the stage with `--stage COLUMN`".to_owned());
    Stop::Usage { what: undrafted.to_string(), help }
}

/// Stops where a file is there and nobody said that it may go.
pub(super) fn free(args: &InitArgs, file: &Path) -> Result<(), Stop> {
    if file.exists() && !args.force {
        return Err(Stop::Usage {
            what: format!("`{}` is there already", file.strip_prefix(".").unwrap_or(file).display()),
            help: Some("name another folder, or write in its place with `--force`".to_owned()),
        });
    }
    Ok(())
}

pub(super) fn put(folder: &Path, name: &str, text: &str) -> Result<(), Stop> {
    let file = folder.join(name);
    let failed = |source| Stop::Write { to: file.display().to_string(), source };
    make_folder(folder).and_then(|()| create(&file)?.write_all(text.as_bytes())).map_err(failed)
}

pub(super) fn shown(folder: &Path, name: &str) -> String {
    let file = folder.join(name);
    file.strip_prefix(".").unwrap_or(&file).display().to_string()
}

fn same_folder(one: &Path, other: &Path) -> bool {
    one == other || one.canonicalize().ok().zip(other.canonicalize().ok()).is_some_and(|(one, other)| one == other)
}

/// `maven-crm`, `sales_pipeline.csv` as a title.
fn title_of(export: &Path) -> String {
    let whole = export.canonicalize().unwrap_or_else(|_| export.to_owned());
    let name = whole.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let words = name.split('.').next().unwrap_or_default().replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "Sales".to_owned(),
    }
}

fn file_name(title: &str) -> String {
    let plain = |letter: char| {
        if letter.is_alphanumeric() { letter.to_lowercase().collect::<String>() } else { "_".to_owned() }
    };
    let name: String = title.chars().map(plain).collect();
    name.trim_matches('_').to_owned()
}
