use std::process::ExitCode;

/// How a run ended; the same whatever the flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    /// Nothing at or above `--fail-on`.
    Clean,
    /// Findings at or above `--fail-on`.
    Findings,
    /// Wrong usage, or a file that cannot be opened.
    Usage,
    /// The playbook is invalid, or has nothing to judge by.
    Playbook,
    /// The data could not be read in full, or there is no deal.
    Data,
}

impl Exit {
    /// The exit code.
    pub fn code(self) -> u8 {
        match self {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Usage => 2,
            Exit::Playbook => 3,
            Exit::Data => 4,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.code())
    }
}
