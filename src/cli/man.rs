use std::path::PathBuf;

use clap::Args;
use clap::CommandFactory;
use clap_mangen::Man;

use crate::cli::Exit;
use crate::cli::Stop;
use crate::cli::args::Arguments;
use crate::cli::output::write;
use crate::diagnostic::did_you_mean;
use crate::diagnostic::or_list;

#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// The command whose page is written; the program's own, if left out
    #[arg(value_name = "COMMAND")]
    pub command: Option<String>,
    /// Write every page into this folder: tollgate.1, tollgate-check.1 and so on
    #[arg(long, value_name = "FOLDER", conflicts_with = "command")]
    pub dir: Option<PathBuf>,
}

/// Writes man pages.
pub(super) fn run(args: &ManArgs) -> Result<Exit, Stop> {
    let mut program = Arguments::command();
    program.build();
    if let Some(folder) = &args.dir {
        page(&program, Some(&folder.join("tollgate.1")))?;
        for command in program.get_subcommands() {
            page(command, Some(&folder.join(format!("tollgate-{}.1", command.get_name()))))?;
        }
        return Ok(Exit::Clean);
    }
    let Some(wanted) = &args.command else {
        page(&program, None)?;
        return Ok(Exit::Clean);
    };
    let Some(command) = program.find_subcommand(wanted) else {
        let names = || program.get_subcommands().map(clap::Command::get_name);
        let near = did_you_mean(wanted, names());
        let help =
            near.map_or_else(|| format!("it has {}", or_list(names())), |near| format!("did you mean `{near}`?"));
        return Err(Stop::Usage { what: format!("no command is named `{wanted}`"), help: Some(help) });
    };
    page(command, None)?;
    Ok(Exit::Clean)
}

fn page(command: &clap::Command, path: Option<&PathBuf>) -> Result<(), Stop> {
    // A page without the day it was built on: two of one version do not differ.
    let version = concat!("tollgate ", env!("CARGO_PKG_VERSION"));
    let man = Man::new(command.clone()).date("").source(version);
    write(path, |out| man.render(out))
}
