use std::io;
use std::io::Write;
use std::path::PathBuf;

use crate::cli::Stop;
use crate::diagnostic::did_you_mean;
use crate::diagnostic::or_list;
use crate::report;
use crate::workspace::append;
use crate::workspace::create;
use crate::workspace::size;

/// A format of `tollgate check`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Human,
    Json,
    Jsonl,
    Sarif,
    Junit,
    Github,
    GithubSummary,
    Gitlab,
    Markdown,
    Csv,
    Summary,
}

impl Format {
    const ALL: [(&'static str, Format); 11] = [
        ("human", Format::Human),
        ("json", Format::Json),
        ("jsonl", Format::Jsonl),
        ("sarif", Format::Sarif),
        ("junit", Format::Junit),
        ("github", Format::Github),
        ("github-summary", Format::GithubSummary),
        ("gitlab", Format::Gitlab),
        ("markdown", Format::Markdown),
        ("csv", Format::Csv),
        ("summary", Format::Summary),
    ];
}

/// One `--output FORMAT[=PATH]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Output {
    pub format: Format,
    /// Where it goes.
    pub target: Target,
}

/// Where a result goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// Standard output.
    Out,
    /// A file of its own.
    File(PathBuf),
    /// The end of a file that others write to as well.
    End(PathBuf),
}

/// Reads every `--output`; two of them cannot both go to standard output, but for annotations beside text for people.
pub(super) fn outputs(written: &[String]) -> Result<Vec<Output>, Stop> {
    let outputs = written.iter().map(|text| output(text)).collect::<Result<Vec<Output>, Stop>>()?;
    let to_out: Vec<Format> =
        outputs.iter().filter(|output| output.target == Target::Out).map(|output| output.format).collect();
    let beside_text = matches!(to_out.as_slice(), [Format::Human, Format::Github] | [Format::Github, Format::Human]);
    if to_out.len() > 1 && !beside_text {
        return Err(Stop::Usage {
            what: "two outputs go to standard output".to_owned(),
            help: Some("give all but one a file: `--output json=findings.json`".to_owned()),
        });
    }
    Ok(outputs)
}

fn output(text: &str) -> Result<Output, Stop> {
    let (name, path) = text.split_once('=').map_or((text, None), |(name, path)| (name, Some(path)));
    let known = Format::ALL.iter().find(|(known, _)| *known == name);
    let Some((_, format)) = known else {
        let names = Format::ALL.map(|(name, _)| name);
        let help = did_you_mean(name, names)
            .map_or_else(|| format!("write {}", or_list(names)), |near| format!("did you mean `{near}`?"));
        return Err(Stop::Usage { what: format!("no output format is named `{name}`"), help: Some(help) });
    };
    if path.is_some_and(str::is_empty) {
        return Err(Stop::Usage { what: format!("`--output {text}` names no file"), help: None });
    }
    let target = match (path, format) {
        (Some(path), _) => Target::File(PathBuf::from(path)),
        (None, Format::GithubSummary) => step_summary().map_or(Target::Out, Target::End),
        (None, _) => Target::Out,
    };
    Ok(Output { format: *format, target })
}

/// Reads every `--output FORMAT[=PATH]` of a command with formats of its own; two of them cannot both go to standard output.
pub(super) fn named<F: Copy, const N: usize>(
    written: &[String],
    known: [(&'static str, F); N],
    example: &str,
) -> Result<Vec<(F, Option<PathBuf>)>, Stop> {
    let names = known.map(|(name, _)| name);
    let mut outputs = Vec::new();
    for text in written {
        let (name, path) = text.split_once('=').map_or((text.as_str(), None), |(name, path)| (name, Some(path)));
        let Some((_, format)) = known.iter().find(|(known, _)| *known == name) else {
            let help = did_you_mean(name, names)
                .map_or_else(|| format!("write {}", or_list(names)), |near| format!("did you mean `{near}`?"));
            return Err(Stop::Usage { what: format!("no output format is named `{name}`"), help: Some(help) });
        };
        if path.is_some_and(str::is_empty) {
            return Err(Stop::Usage { what: format!("`--output {text}` names no file"), help: None });
        }
        outputs.push((*format, path.map(PathBuf::from)));
    }
    if outputs.iter().filter(|(_, path)| path.is_none()).count() > 1 {
        return Err(Stop::Usage {
            what: "two outputs go to standard output".to_owned(),
            help: Some(format!("give all but one a file: `--output {example}`")),
        });
    }
    Ok(outputs)
}

/// The file that GitHub Actions shows as the summary of a step; the step's other commands write to it too.
fn step_summary() -> Option<PathBuf> {
    std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// How much a page may hold there.
pub(super) fn room(target: &Target) -> usize {
    match target {
        Target::End(path) => report::markdown::STEP_SUMMARY.saturating_sub(size(path)),
        Target::Out | Target::File(_) => report::markdown::STEP_SUMMARY,
    }
}

/// Writes a result where it goes.
pub(super) fn put(target: &Target, result: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Stop> {
    match target {
        Target::Out => write(None, result),
        Target::File(path) => write(Some(path), result),
        Target::End(path) => {
            let written = append(path).and_then(|mut file| result(&mut file).and_then(|()| file.flush()));
            written.map_err(|source| Stop::Write { to: path.display().to_string(), source })
        }
    }
}

/// Writes a result to a file, or to standard output with the colours that it takes.
pub(super) fn write(path: Option<&PathBuf>, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Stop> {
    let result = match path {
        Some(path) => create(path).and_then(|file| {
            let mut out = anstream::StripStream::new(file);
            write(&mut out)?;
            out.flush()
        }),
        None => {
            let mut out = anstream::AutoStream::auto(io::stdout());
            let mut text = Vec::new();
            write(&mut text).and_then(|()| out.write_all(&text)).and_then(|()| out.flush())
        }
    };
    match result {
        // `tollgate check | head` is no failure.
        Err(error) if path.is_none() && error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(source) => {
            let to = path.map_or_else(|| "standard output".to_owned(), |path| path.display().to_string());
            Err(Stop::Write { to, source })
        }
        Ok(()) => Ok(()),
    }
}
