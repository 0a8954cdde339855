use std::io;
use std::path::PathBuf;

use clap::Args;
use clap::ValueEnum;

use crate::cli::Exit;
use crate::cli::Stop;
use crate::cli::output::named;
use crate::cli::output::write;
use crate::cli::say;
use crate::document::Language;
use crate::document::document;
use crate::document::html;
use crate::document::markdown;
use crate::report;
use crate::report::Style;
use crate::workspace::DiskTexts;
use crate::workspace::find_playbook;
use crate::workspace::find_tested;
use crate::workspace::is_test_file;
use crate::workspace::load;

#[derive(Debug, Args)]
pub(super) struct DocArgs {
    /// The playbook, or the folder that holds it
    #[arg(value_name = "PLAYBOOK", default_value = ".")]
    playbook: PathBuf,
    /// The language of the document; `both` puts each sentence in both
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    lang: LanguageArg,
    /// What to write, and where: markdown or html, with =PATH for a file; may be repeated
    #[arg(short, long, value_name = "FORMAT[=PATH]", default_value = "markdown")]
    output: Vec<String>,
}

/// Writes the playbook as a document.
pub(super) fn run(args: &DocArgs) -> Result<Exit, Stop> {
    let outputs = named(&args.output, FORMATS, "html=playbook.html")?;
    // Of a file of tests the playbook is meant.
    let file = if is_test_file(&args.playbook) { find_tested(&args.playbook)? } else { find_playbook(&args.playbook)? };
    let loaded = load(&DiskTexts, &file)?;
    if !loaded.diagnostics.is_empty() {
        let style = Style { width: say::err_width(), ..Style::default() };
        let mut text = Vec::new();
        // Writing to memory does not fail.
        let _ = report::diagnostics::write(&loaded.diagnostics, &loaded.sources, &style, &mut text);
        say::err(&text);
    }
    let playbook = loaded.playbook.ok_or(Stop::Playbook)?;
    let document = document(&playbook, args.lang.into());
    for (format, path) in outputs {
        write(path.as_ref(), |out| match format {
            Format::Markdown => markdown(&document, out),
            Format::Html => out.write_all(html(&document).map_err(io::Error::other)?.as_bytes()),
        })?;
    }
    Ok(Exit::Clean)
}

/// A language as typed.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum LanguageArg {
    En,
    Zh,
    Both,
}

impl From<LanguageArg> for Language {
    fn from(typed: LanguageArg) -> Language {
        match typed {
            LanguageArg::En => Language::English,
            LanguageArg::Zh => Language::Chinese,
            LanguageArg::Both => Language::Both,
        }
    }
}

#[derive(Clone, Copy)]
enum Format {
    Markdown,
    Html,
}

const FORMATS: [(&str, Format); 2] = [("markdown", Format::Markdown), ("html", Format::Html)];
