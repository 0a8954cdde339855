use std::path::Path;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use clap::ValueEnum;

use crate::cli::Exit;
use crate::cli::Stop;
use crate::cli::args::InputArgs;
use crate::cli::args::Language;
use crate::cli::args::SeverityArg;
use crate::cli::args::date;
use crate::cli::impact;
use crate::cli::output::write;
use crate::cli::project::not_there;
use crate::cli::say;
use crate::diff::Comparison;
use crate::diff::ResultFile;
use crate::diff::compare;
use crate::report;
use crate::report::Style;
use crate::workspace::is_playbook;
use crate::workspace::open_text;

#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    /// The older result (`check --output json=FILE` or jsonl=FILE), or the playbook as it was
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// The newer result, or the playbook as it is to be
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
    /// Two playbooks: the deals to judge by both; without it, the data in the folder of NEW
    #[arg(long, value_name = "PATH")]
    pub data: Vec<PathBuf>,
    /// Two playbooks: the source that reads the data: one of their own, one that ships with the program, or a file
    #[arg(long, value_name = "NAME | FILE")]
    pub source: Option<String>,
    /// Two playbooks: who holds which role when, in place of the source's
    #[arg(long, value_name = "FILE")]
    pub people: Option<PathBuf>,
    /// Two playbooks: only this check, or every check with this tag; may be repeated
    #[arg(long, value_name = "CHECK | TAG")]
    pub only: Vec<String>,
    /// Two playbooks: the date of the judgement, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<NaiveDate>,
    /// Two playbooks: the field whose amounts are summed [default: amount, or the only field of money]
    #[arg(long, value_name = "FIELD")]
    pub amount: Option<String>,
    /// The mildest new finding, or check that gets worse, that makes the exit code 1 [default: none does]
    #[arg(long, value_name = "SEVERITY")]
    pub fail_on: Option<SeverityArg>,
    /// How to write it
    #[arg(short, long, value_name = "FORMAT", default_value = "human")]
    pub output: DiffFormat,
    /// Show every deal, not the first ten
    #[arg(long)]
    pub all: bool,
    /// The language of titles
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    pub lang: Language,
}

/// How a difference is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    Human,
    Json,
    Markdown,
}

/// Shows what is different between two results, or what a change of the playbook does.
pub(super) fn run(args: &DiffArgs) -> Result<Exit, Stop> {
    if let Some(missing) = [&args.old, &args.new].into_iter().find(|path| !path.exists()) {
        return Err(not_there(missing));
    }
    match (kind(&args.old)?, kind(&args.new)?) {
        (Kind::Playbook | Kind::Unsure, Kind::Playbook) | (Kind::Playbook, Kind::Unsure) => impact::run(args),
        (Kind::Result | Kind::Unsure, Kind::Result) | (Kind::Result, Kind::Unsure) => results(args),
        (Kind::Unsure, Kind::Unsure) => Err(Stop::Usage {
            what: "neither name tells whether these are playbooks or results".to_owned(),
            help: Some("playbooks end in `.playbook`, results in `.json` or `.jsonl`".to_owned()),
        }),
        (old, _) => {
            let (playbook, result) =
                if old == Kind::Playbook { (&args.old, &args.new) } else { (&args.new, &args.old) };
            Err(Stop::Usage {
                what: format!("`{}` is a playbook and `{}` is a result", playbook.display(), result.display()),
                help: Some("compare two playbooks, or two results of `tollgate check`".to_owned()),
            })
        }
    }
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Playbook,
    Result,
    /// It cannot be looked into twice: a pipe.
    Unsure,
}

/// What a path is: by its name, or else by how it begins.
fn kind(path: &Path) -> Result<Kind, Stop> {
    if path.is_dir() || is_playbook(path) {
        return Ok(Kind::Playbook);
    }
    if path.extension().is_some_and(|ending| ["json", "jsonl", "ndjson"].iter().any(|known| ending == *known)) {
        return Ok(Kind::Result);
    }
    if !path.is_file() {
        return Ok(Kind::Unsure);
    }
    let mut text = open_text(path)?;
    let begins = std::io::BufRead::fill_buf(&mut text).map_err(|source| unreadable(path, source))?;
    let first = begins.iter().find(|byte| !byte.is_ascii_whitespace());
    Ok(if first == Some(&b'{') { Kind::Result } else { Kind::Playbook })
}

fn unreadable(path: &Path, source: std::io::Error) -> Stop {
    Stop::Workspace(crate::workspace::Error::Read { path: path.to_owned(), source })
}

/// Compares two results.
fn results(args: &DiffArgs) -> Result<Exit, Stop> {
    for (given, name) in [
        (!args.data.is_empty(), "--data"),
        (args.source.is_some(), "--source"),
        (args.people.is_some(), "--people"),
        (!args.only.is_empty(), "--only"),
        (args.as_of.is_some(), "--as-of"),
        (args.amount.is_some(), "--amount"),
    ] {
        if given {
            return Err(Stop::Usage {
                what: format!("`{name}` is for two playbooks; these are two results"),
                help: Some("a result has been judged already, on its own data and day".to_owned()),
            });
        }
    }
    let (old, new) = (result(&args.old)?, result(&args.new)?);
    if old.side.name != new.side.name {
        return Err(Stop::Usage {
            what: format!("the results are of two playbooks, `{}` and `{}`", old.side.name, new.side.name),
            help: Some("no finding of one is a finding of the other; compare results of one playbook".to_owned()),
        });
    }
    let in_full = old.errors + new.errors == 0;
    let comparison = compare(old, new);
    let style = style(args);
    let language = args.lang.code();
    write(None, |out| match args.output {
        DiffFormat::Human => report::diff::write_results(&comparison, language, &style, out),
        DiffFormat::Json => report::diff::write_results_json(&comparison, out),
        DiffFormat::Markdown => report::diff::write_results_markdown(&comparison, language, &style, out),
    })?;
    Ok(exit(args, &comparison, in_full))
}

fn result(path: &Path) -> Result<ResultFile, Stop> {
    let name = path.display().to_string();
    ResultFile::read(&name, open_text(path)?).map_err(|source| Stop::Result { path: name, source })
}

fn exit(args: &DiffArgs, comparison: &Comparison, in_full: bool) -> Exit {
    if !in_full {
        Exit::Data
    } else if args.fail_on.is_some_and(|fail_on| comparison.failing(fail_on.into()) > 0) {
        Exit::Findings
    } else {
        Exit::Clean
    }
}

/// How it is laid out.
pub(super) fn style(args: &DiffArgs) -> Style {
    Style { width: say::width(), shown: (!args.all).then_some(Style::SHOWN), ..Style::default() }
}

/// What one side of two playbooks is judged with.
pub(super) fn input(args: &DiffArgs, playbook: &Path) -> InputArgs {
    InputArgs {
        playbook: Some(playbook.to_owned()),
        source: args.source.clone(),
        people: args.people.clone(),
        only: Vec::new(),
        as_of: args.as_of,
        lang: args.lang,
    }
}
