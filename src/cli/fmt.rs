use std::io;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use similar::TextDiff;

use crate::cli::Exit;
use crate::cli::Stop;
use crate::cli::output::write;
use crate::cli::project::not_there;
use crate::cli::say;
use crate::format::Refused;
use crate::format::format;
use crate::report;
use crate::report::Style;
use crate::source::Sources;
use crate::workspace::DiskTexts;
use crate::workspace::Texts;
use crate::workspace::playbooks_in;
use crate::workspace::replace;

#[derive(Debug, Args)]
pub(super) struct FmtArgs {
    /// Playbooks, or folders in which every playbook is meant; - reads standard input [default: .]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write nothing; list the playbooks that would change, with exit code 1 if there are any
    #[arg(long)]
    check: bool,
    /// Write nothing; show what would change, with exit code 1 if anything would
    #[arg(long)]
    diff: bool,
}

/// Lays out playbooks anew.
pub(super) fn run(args: &FmtArgs) -> Result<Exit, Stop> {
    if args.paths.iter().any(|path| path == Path::new("-")) {
        return piped(args);
    }
    let files = files(&args.paths)?;
    let mut count = Count { files: files.len(), ..Count::default() };
    for file in &files {
        let text = DiskTexts.read(file)?;
        let name = file.to_string_lossy();
        let Some(written) = formatted(&name, &text)? else {
            count.refused += 1;
            continue;
        };
        if written == text {
            continue;
        }
        count.changed += 1;
        if args.check || args.diff {
            show(args, &name, &text, &written)?;
        } else {
            replace(file, &written).map_err(|source| Stop::Write { to: name.into_owned(), source })?;
        }
    }
    say::err(format!("{}\n", count.sentence(args.check || args.diff)).as_bytes());
    Ok(count.exit(args.check || args.diff))
}

/// Standard input to standard output.
fn piped(args: &FmtArgs) -> Result<Exit, Stop> {
    if args.paths.len() > 1 {
        let help = Some("run `tollgate fmt -` for it alone".to_owned());
        return Err(Stop::Usage { what: "standard input cannot be mixed with files".to_owned(), help });
    }
    let mut text = String::new();
    let usage = |error: io::Error| Stop::Usage { what: format!("cannot read standard input: {error}"), help: None };
    io::stdin().read_to_string(&mut text).map_err(usage)?;
    let Some(written) = formatted("<stdin>", &text)? else { return Ok(Exit::Playbook) };
    if args.check || args.diff {
        if written != text {
            show(args, "<stdin>", &text, &written)?;
        }
        return Ok(if written == text { Exit::Clean } else { Exit::Findings });
    }
    // Not through the writer for results, which takes colours out: a playbook is given back as it is.
    let result = io::stdout().write_all(written.as_bytes());
    result.map_err(|source| Stop::Write { to: "standard output".to_owned(), source })?;
    Ok(Exit::Clean)
}

fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Stop> {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { here.as_slice() } else { paths };
    let mut files: Vec<PathBuf> = Vec::new();
    for path in paths {
        if !path.exists() {
            return Err(not_there(path));
        }
        let found = playbooks_in(path)?;
        if found.is_empty() {
            let what = format!("there is no `*.playbook` in `{}` or the folders in it", path.display());
            return Err(Stop::Usage { what, help: None });
        }
        files.extend(found.into_iter().filter(|file| !files.contains(file)).collect::<Vec<PathBuf>>());
    }
    Ok(files)
}

/// The text laid out anew; `None` where it has problems, which are shown.
fn formatted(name: &str, text: &str) -> Result<Option<String>, Stop> {
    let mut sources = Sources::default();
    let file = sources.add(name, text);
    match format(&sources, file) {
        Ok(written) => Ok(Some(written)),
        Err(Refused::Invalid(diagnostics)) => {
            let style = Style { width: say::err_width(), ..Style::default() };
            let mut text = Vec::new();
            // Writing to memory does not fail.
            let _ = report::diagnostics::write(&diagnostics, &sources, &style, &mut text);
            say::err(&text);
            Ok(None)
        }
        Err(Refused::Changed(span)) => Err(Stop::Usage {
            what: format!(
                "`{name}` is left as it is: written anew, line {} would not say the same",
                sources.place(span).map_or(0, |(_, position)| position.line)
            ),
            help: Some("this is a bug in `tollgate`; please report it with the file".to_owned()),
        }),
    }
}

fn show(args: &FmtArgs, name: &str, text: &str, written: &str) -> Result<(), Stop> {
    if args.diff {
        let diff = TextDiff::from_lines(text, written);
        let (before, after) = (format!("a/{name}"), format!("b/{name}"));
        write(None, |out| write!(out, "{}", diff.unified_diff().header(&before, &after)))
    } else {
        write(None, |out| writeln!(out, "{name}"))
    }
}

/// What was done.
#[derive(Default)]
struct Count {
    files: usize,
    changed: usize,
    refused: usize,
}

impl Count {
    fn sentence(&self, only_shown: bool) -> String {
        let playbooks = |count: usize| format!("{count} playbook{}", if count == 1 { "" } else { "s" });
        let changed = match (self.changed, only_shown) {
            (0, _) => None,
            (changed, true) => Some(format!("{} would change", playbooks(changed))),
            (changed, false) => Some(format!("{} laid out anew", playbooks(changed))),
        };
        let same = self.files - self.changed - self.refused;
        let same =
            (same > 0).then(|| format!("{} left as {}", playbooks(same), if same == 1 { "it is" } else { "they are" }));
        let refused = (self.refused > 0).then(|| format!("{} with problems not touched", playbooks(self.refused)));
        [changed, same, refused].into_iter().flatten().collect::<Vec<String>>().join(", ")
    }

    fn exit(&self, only_shown: bool) -> Exit {
        match self.refused {
            0 if self.changed > 0 && only_shown => Exit::Findings,
            0 => Exit::Clean,
            _ => Exit::Playbook,
        }
    }
}
