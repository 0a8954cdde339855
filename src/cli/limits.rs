use clap::Args;
use clap::ValueEnum;

use crate::assess::Limits;
use crate::model::Severity;

/// What makes a run fail.
#[derive(Debug, Args)]
pub(super) struct LimitArgs {
    /// The mildest finding that makes the exit code 1; with none no finding does
    #[arg(long, value_name = "SEVERITY", default_value = "major")]
    pub fail_on: FailOn,
    /// The mildest finding that makes the exit code 1 although it cannot be decided; alone: any [default: as --fail-on]
    #[arg(
        long,
        value_name = "SEVERITY",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "info"
    )]
    pub fail_on_unknown: Option<FailOn>,
    /// How many such findings are allowed before the exit code is 1
    #[arg(long, value_name = "NUMBER", default_value = "0")]
    pub max_findings: usize,
}

/// A severity as typed, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    None,
    Info,
    Minor,
    Major,
    Critical,
}

impl FailOn {
    fn severity(self) -> Option<Severity> {
        match self {
            FailOn::None => None,
            FailOn::Info => Some(Severity::Info),
            FailOn::Minor => Some(Severity::Minor),
            FailOn::Major => Some(Severity::Major),
            FailOn::Critical => Some(Severity::Critical),
        }
    }
}

impl LimitArgs {
    pub fn limits(&self) -> Limits {
        Limits {
            fail_on: self.fail_on.severity(),
            fail_on_unknown: self.fail_on_unknown.unwrap_or(self.fail_on).severity(),
            max_findings: self.max_findings,
        }
    }
}
