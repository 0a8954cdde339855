//! The command line: read, call one library function, write.
//!
//! In: arguments. Out: text on standard output, messages on standard error, an exit code.
//! Not here: any judgement (`assess`), any layout (`report`).
//! Start reading at [`run`].

mod args;
mod baseline;
mod check;
mod completions;
mod config;
mod copy;
mod diff;
mod doc;
mod draft;
mod exit;
mod explain;
mod figures;
mod find;
mod fmt;
mod gate;
mod impact;
mod init;
mod judgement;
mod laid_out;
mod limits;
mod lint;
mod man;
mod meaning;
mod mending;
mod next;
mod outlets;
mod output;
mod playbooks;
mod progress;
mod project;
mod record;
mod recorder;
mod say;
mod schema;
mod select;
mod source;
mod staff;
mod test;
mod verify;

use std::process::ExitCode;

use crate::cli::args::Command;
use crate::cli::config::Refused;
use crate::cli::exit::Exit;
use crate::workspace::Loaded;

/// Runs the program with the arguments it was started with.
pub fn run() -> ExitCode {
    let arguments = match config::arguments(std::env::args_os().collect()) {
        Ok(arguments) => arguments,
        Err(Refused::Clap(error)) => error.exit(),
        Err(Refused::Stop(stop)) => {
            say::stop(&stop);
            return stop.exit().into();
        }
    };
    say::choose_colours(arguments.color);
    let exit = match arguments.command {
        Command::Check(args) => check::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Next(args) => next::run(&args),
        Command::Gate(args) => gate::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Test(args) => test::run(&args),
        Command::Playbooks(args) => playbooks::run(&args),
        Command::Lint(args) => lint::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(&args),
        Command::Fmt(args) => fmt::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Doc(args) => doc::run(&args),
    };
    exit.unwrap_or_else(|stop| {
        say::stop(&stop);
        stop.exit()
    })
    .into()
}

/// What keeps a command from going on.
#[derive(Debug, thiserror::Error)]
enum Stop {
    /// Something was asked that cannot be done.
    #[error("{what}")]
    Usage {
        /// What is wrong.
        what: String,
        /// What to do.
        help: Option<String>,
    },
    /// The playbook is invalid; what is wrong with it has been shown.
    #[error("the playbook is invalid")]
    Playbook,
    /// The same, with what is wrong with it: results in files tell it too.
    #[error("the playbook is invalid")]
    Invalid(Box<Loaded>),
    /// There is nothing to judge.
    #[error("{what}")]
    NoData {
        /// What is missing.
        what: String,
    },
    /// A playbook could not be read.
    #[error(transparent)]
    Workspace(#[from] crate::workspace::Error),
    /// The data could not be read.
    #[error(transparent)]
    Data(#[from] crate::deals::Error),
    /// A file is no record of a run.
    #[error("`{path}` cannot be verified")]
    Record {
        /// The file.
        path: String,
        /// Why.
        source: crate::record::Error,
    },
    /// The configuration file is invalid; what is wrong with it has been shown.
    #[error("the configuration is invalid")]
    Config,
    /// A baseline is not one, or not one of this playbook.
    #[error("`{path}` cannot be used as a baseline")]
    Baseline {
        /// The file.
        path: String,
        /// Why.
        source: crate::baseline::Error,
    },
    /// A file is no result to compare.
    #[error("`{path}` cannot be compared")]
    Result {
        /// The file.
        path: String,
        /// Why.
        source: crate::diff::ResultError,
    },
    /// The result could not be written.
    #[error("cannot write `{to}`")]
    Write {
        /// Where to.
        to: String,
        /// Why.
        source: std::io::Error,
    },
}

impl Stop {
    fn exit(&self) -> Exit {
        match self {
            Stop::Usage { .. }
            | Stop::Workspace(_)
            | Stop::Config
            | Stop::Record { .. }
            | Stop::Baseline { .. }
            | Stop::Result { .. }
            | Stop::Write { .. } => Exit::Usage,
            Stop::Playbook | Stop::Invalid(_) => Exit::Playbook,
            Stop::NoData { .. } | Stop::Data(_) => Exit::Data,
        }
    }
}
