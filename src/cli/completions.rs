use clap::Args;
use clap::CommandFactory;
use clap_complete::Shell;
use clap_complete::generate;

use crate::cli::Exit;
use crate::cli::Stop;
use crate::cli::args::Arguments;
use crate::cli::output::write;

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

/// Writes what a shell needs to complete commands, options and values.
pub(super) fn run(args: &CompletionsArgs) -> Result<Exit, Stop> {
    // The generator panics where it cannot write, so it writes to memory.
    let mut text = Vec::new();
    generate(args.shell, &mut Arguments::command(), "tollgate", &mut text);
    write(None, |out| out.write_all(&text))?;
    Ok(Exit::Clean)
}
