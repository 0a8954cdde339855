use std::io;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use crate::cli::Exit;
use crate::cli::Stop;
use crate::cli::mending::mend_all;
use crate::cli::output::named;
use crate::cli::output::write;
use crate::cli::say;
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::lint;
use crate::lint::Level;
use crate::lint::Levels;
use crate::lint::Setting;
use crate::lint::Sorted;
use crate::lint::Subject;
use crate::report;
use crate::report::Checkout;
use crate::report::Invalid;
use crate::report::Style;
use crate::workspace::DiskTexts;
use crate::workspace::Loaded;
use crate::workspace::find_playbook;
use crate::workspace::find_tested;
use crate::workspace::find_tests;
use crate::workspace::is_test_file;
use crate::workspace::load_with_tests;
use crate::workspace::repository;

const AFTER: &str = "CODE is a lint (`unused-role`), a group of lints (unused, tests, flow, conditions, approvals, extension, strict), \
the code of a warning (`lower/dead-row`), or `warnings` for all that is shown as a warning. A lint beats its group, and \
the command line beats the playbook. `tollgate explain CODE` says what a lint means.

Exit codes:
  0  nothing that is denied
  1  something that is denied
  2  wrong usage, or a file that cannot be opened
  3  the playbook is invalid";

#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct LintArgs {
    /// The playbook, or the folder that holds it
    #[arg(value_name = "PLAYBOOK", default_value = ".")]
    pub playbook: PathBuf,
    /// Count it, and do not show it; may be repeated
    #[arg(long, value_name = "CODE")]
    pub allow: Vec<String>,
    /// Show it; may be repeated
    #[arg(long, value_name = "CODE")]
    pub warn: Vec<String>,
    /// Show it, and end with exit code 1; may be repeated
    #[arg(long, value_name = "CODE")]
    pub deny: Vec<String>,
    /// Apply the fixes that leave the meaning as it is, and correct misspelt names where only one was meant
    #[arg(long)]
    pub fix: bool,
    /// What to write, and where: human, json or sarif, with =PATH for a file; may be repeated
    #[arg(short, long, value_name = "FORMAT[=PATH]", default_value = "human")]
    pub output: Vec<String>,
}

/// Says what is probably not meant in a playbook.
pub(super) fn run(args: &LintArgs) -> Result<Exit, Stop> {
    let command_line = settings(args)?;
    let outputs = named(&args.output, FORMATS, "sarif=lint.sarif")?;
    // A file of tests is looked at as a part of its playbook.
    let file = if is_test_file(&args.playbook) { find_tested(&args.playbook)? } else { find_playbook(&args.playbook)? };
    let tests = find_tests(&file)?;
    if args.fix {
        mend_all(&file, &tests, &command_line)?;
    }
    let loaded = load_with_tests(&DiskTexts, &file, &tests)?;
    let sorted = shown(&loaded, &command_line);
    if loaded.playbook.is_none() {
        show(&outputs, &sorted.shown, &loaded, "")?;
        return Ok(Exit::Playbook);
    }
    let file = file.display();
    let nothing = format!("{file}: nothing to say\n");
    let nothing = if sorted.shown.is_empty() { nothing } else { String::new() };
    let end = format!("{nothing}{}", allowed(&sorted));
    show(&outputs, &sorted.shown, &loaded, &end)?;
    Ok(if sorted.denied > 0 { Exit::Findings } else { Exit::Clean })
}

/// What is shown of a playbook; of one that is invalid everything that is wrong with it.
pub(super) fn shown(loaded: &Loaded, command_line: &[Setting]) -> Sorted {
    let Some(playbook) = &loaded.playbook else {
        return Sorted { shown: loaded.diagnostics.clone(), ..Sorted::default() };
    };
    let levels = Levels { playbook: lint::levels(&loaded.trees), command_line: command_line.to_vec() };
    let advice = lint::lint(&Subject { playbook, trees: &loaded.trees, warnings: &loaded.diagnostics });
    Sorted::of(&loaded.diagnostics, advice, &levels)
}

/// What the command line says; a code that is named twice would leave open which level counts.
fn settings(args: &LintArgs) -> Result<Vec<Setting>, Stop> {
    let written = [(Level::Allow, &args.allow), (Level::Warn, &args.warn), (Level::Deny, &args.deny)];
    let mut settings: Vec<Setting> = Vec::new();
    for (level, name) in written.into_iter().flat_map(|(level, names)| names.iter().map(move |name| (level, name))) {
        let setting = Setting::new(level, name, None).map_err(|unknown| Stop::Usage {
            what: format!("no lint is named `{name}`"),
            help: Some(match unknown.near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`docs/lints.md` lists them".to_owned(),
            }),
        })?;
        if let Some(other) = settings.iter().find(|known| known.scope == setting.scope && known.level != level) {
            let (one, two) = (other.level.name(), level.name());
            return Err(Stop::Usage { what: format!("`{name}` is given to `--{one}` and to `--{two}`"), help: None });
        }
        settings.push(setting);
    }
    Ok(settings)
}

/// What was counted and not shown: "allowed and not shown: 3 × `unchecked-call`".
fn allowed(sorted: &Sorted) -> String {
    let kinds: Vec<String> = sorted.allowed.iter().map(|(name, count)| format!("{count} × `{name}`")).collect();
    if kinds.is_empty() { String::new() } else { format!("allowed and not shown: {}\n", kinds.join(", ")) }
}

/// A format of `tollgate lint`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Human,
    Json,
    Sarif,
}

const FORMATS: [(&str, Format); 3] = [("human", Format::Human), ("json", Format::Json), ("sarif", Format::Sarif)];

fn show(
    outputs: &[(Format, Option<PathBuf>)],
    diagnostics: &[Diagnostic],
    loaded: &Loaded,
    end: &str,
) -> Result<(), Stop> {
    let style = Style { width: say::width(), ..Style::default() };
    let checkout = repository().map(|(root, folder)| Checkout::new(&root, &folder)).unwrap_or_default();
    let advice = Invalid { sources: &loaded.sources, diagnostics, checkout: &checkout };
    for (format, path) in outputs {
        write(path.as_ref(), |out: &mut dyn Write| -> io::Result<()> {
            match format {
                Format::Human => {
                    report::diagnostics::write(diagnostics, &loaded.sources, &style, out)?;
                    write!(out, "{end}")
                }
                Format::Json => report::diagnostics::write_json(diagnostics, &loaded.sources, out),
                Format::Sarif => {
                    let meaning = |code: &str| {
                        codes::find(code).map(|found| found.text.replace("```playbook-whole", "```playbook"))
                    };
                    report::sarif::write_advice(&advice, loaded.playbook.is_some(), &meaning, out)
                }
            }
        })?;
    }
    Ok(())
}
