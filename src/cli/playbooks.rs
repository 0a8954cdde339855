use std::path::Path;

use clap::Args;

use crate::cli::Exit;
use crate::cli::Stop;
use crate::cli::output::write;
use crate::diagnostic::did_you_mean;
use crate::workspace::shipped;
use crate::workspace::shipped::SHIPPED;
use crate::workspace::shipped::SOURCES;

/// The arguments of `tollgate playbooks`.
#[derive(Debug, Args)]
pub(super) struct PlaybooksArgs {
    /// Print this playbook or source; without a name, list them
    pub name: Option<String>,
}

/// Lists the playbooks and sources that ship with the program, or prints one.
pub(super) fn run(args: &PlaybooksArgs) -> Result<Exit, Stop> {
    match &args.name {
        Some(name) => {
            let path = shipped::find(name).or_else(|| shipped::find_source(name));
            let text = path.and_then(|path| shipped::text(&path)).ok_or_else(|| unknown(name))?;
            write(None, |out| out.write_all(text.as_bytes()))?;
        }
        None => {
            let widest = SHIPPED.iter().chain(SOURCES).map(|playbook| playbook.name.len()).max().unwrap_or_default();
            write(None, |out| {
                for playbook in SHIPPED {
                    writeln!(out, "{:widest$}  {}", playbook.name, playbook.about)?;
                }
                writeln!(out)?;
                writeln!(out, "Sources, which say how the columns of an export become deals:")?;
                for source in SOURCES {
                    writeln!(out, "{:widest$}  {}", source.name, source.about)?;
                }
                writeln!(out)?;
                writeln!(out, "Judge by one:  tollgate check --playbook NAME --source SOURCE EXPORT")?;
                writeln!(out, "Print one:     tollgate playbooks NAME")?;
                writeln!(out, "Copy one out:  tollgate init --playbook NAME --source SOURCE FOLDER")?;
                writeln!(out, "Change one:    playbook ours \"Ours\" extends NAME {{ … }}")
            })?;
        }
    }
    Ok(Exit::Clean)
}

fn unknown(name: &str) -> Stop {
    let near = did_you_mean(name, SHIPPED.iter().chain(SOURCES).map(|playbook| playbook.name));
    let is_file = Path::new(name).exists();
    Stop::Usage {
        what: format!("no playbook or source named `{name}` ships with the program"),
        help: Some(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if is_file => {
                "this lists what ships with the program; a file is judged by with `tollgate check`".to_owned()
            }
            None => "`tollgate playbooks` lists them".to_owned(),
        }),
    }
}
