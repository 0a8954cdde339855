use std::io;
use std::io::Write;
use std::path::PathBuf;

use crate::cli::Stop;
use crate::diagnostic::did_you_mean;
use crate::diagnostic::or_list;
use crate::workspace::create;

/// A format of `tollgate check`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Human,
    Json,
    Jsonl,
}

impl Format {
    const ALL: [(&'static str, Format); 3] =
        [("human", Format::Human), ("json", Format::Json), ("jsonl", Format::Jsonl)];
}

/// One `--output FORMAT[=PATH]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Output {
    pub format: Format,
    /// The file; `None` for standard output.
    pub path: Option<PathBuf>,
}

/// Reads every `--output`; two of them cannot both go to standard output.
pub(super) fn outputs(written: &[String]) -> Result<Vec<Output>, Stop> {
    let outputs = written.iter().map(|text| output(text)).collect::<Result<Vec<Output>, Stop>>()?;
    if outputs.iter().filter(|output| output.path.is_none()).count() > 1 {
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
    Ok(Output { format: *format, path: path.map(PathBuf::from) })
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
