use std::num::NonZeroUsize;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use clap::ColorChoice;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;

use crate::cli::baseline::BaselineArgs;
use crate::cli::completions::CompletionsArgs;
use crate::cli::diff::DiffArgs;
use crate::cli::limits::LimitArgs;
use crate::cli::lint::LintArgs;
use crate::cli::man::ManArgs;
use crate::cli::schema::SchemaArgs;
use crate::cli::test::TestArgs;
use crate::cli::verify::VerifyArgs;
use crate::model::Severity;

/// Judges sales deals by a playbook and says what is wrong, with the evidence, what to do, who and until when.
#[derive(Debug, Parser)]
#[command(name = "tollgate", version, after_help = EXIT_CODES, disable_help_subcommand = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub command: Command,
    /// Colours: auto follows the terminal and NO_COLOR
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", display_order = 100)]
    pub color: ColorChoice,
    /// The configuration file [default: the nearest tollgate.toml, here or above]
    #[arg(long, global = true, value_name = "FILE", display_order = 101)]
    pub config: Option<PathBuf>,
    /// Read no configuration file
    #[arg(long, global = true, conflicts_with = "config", display_order = 102)]
    pub no_config: bool,
}

const EXIT_CODES: &str = "Exit codes:
  0  no findings that count (--fail-on), or no more than are allowed
  1  findings that count
  2  wrong usage, or a file that cannot be opened
  3  the playbook is invalid
  4  the data could not be read in full, or there was nothing to judge";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Judge deals by a playbook and write the findings
    Check(CheckArgs),
    /// Show why a deal has its verdicts, every part of every condition with the value seen; or what a code means
    Explain(ExplainArgs),
    /// Show what a deal still owes for each possible next stage: what, by whom, until when
    Next(NextArgs),
    /// Print the JSON Schema of what is written with `-o json` and `-o jsonl`
    Schema(SchemaArgs),
    /// Judge whether a deal may move to a stage: exit code 0 if it may, 1 if it may not
    Gate(GateArgs),
    /// Show what is new and what is fixed between two results, or what a change of the playbook does to the deals
    Diff(DiffArgs),
    /// Run the playbook's own tests, and say which verdicts they see
    Test(TestArgs),
    /// List the playbooks that ship with the program, or print one
    Playbooks(crate::cli::playbooks::PlaybooksArgs),
    /// Say what is probably not meant in a playbook: what is unused, unreachable, contradictory, or never true
    Lint(LintArgs),
    /// Make a recorded run again: exit code 0 if it gives the same, byte for byte, 1 if not
    Verify(VerifyArgs),
    /// Write what a shell needs to complete commands, options and values
    Completions(CompletionsArgs),
    /// Write a man page
    Man(ManArgs),
    /// Lay out playbooks the way all playbooks are laid out
    Fmt(crate::cli::fmt::FmtArgs),
    /// Write a playbook to begin with, draft one from an export, or copy one that ships with the program
    Init(crate::cli::init::InitArgs),
    /// Write the playbook as a document: stages and gates, the flow, who approves what, each criterion in words
    Doc(crate::cli::doc::DocArgs),
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// The playbook, or the folder that holds it; then the data: files of deals, or the folder of an export
    #[arg(value_name = "PLAYBOOK | DATA")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub input: InputArgs,
    /// Judge only this deal; may be repeated
    #[arg(long, value_name = "ID")]
    pub deal: Vec<String>,
    /// Show only findings of this severity or worse
    #[arg(long, value_name = "SEVERITY")]
    pub severity: Option<SeverityArg>,
    #[command(flatten)]
    pub limits: LimitArgs,
    /// What to write, and where: human, json, jsonl, sarif, junit, github, github-summary, gitlab, markdown, csv or summary
    /// (figures without findings), with =PATH for a file; may be repeated
    #[arg(short, long, value_name = "FORMAT[=PATH]", default_value = "human")]
    pub output: Vec<String>,
    #[command(flatten)]
    pub known: BaselineArgs,
    /// Write what the run was made of and what it gave, so that `tollgate verify` can make it again
    #[arg(long, value_name = "FILE", conflicts_with = "write_baseline")]
    pub record: Option<PathBuf>,
    /// Put findings together by check or by deal
    #[arg(long, value_name = "BY", default_value = "check")]
    pub group: GroupArg,
    /// Show every finding, not the first ten of a group
    #[arg(long)]
    pub all: bool,
    /// How many threads judge [default: as many as the machine has]; the output is the same with any number
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The deal's id; or the code of a message (`lower/unknown-field`), or a lint (`unused-role`), to read what it means
    #[arg(value_name = "DEAL | CODE")]
    pub deal: String,
    /// The check; all that apply, if left out
    pub check: Option<String>,
    /// The data: files of deals, or the folder of an export
    #[arg(long, value_name = "PATH")]
    pub data: Vec<PathBuf>,
    #[command(flatten)]
    pub input: InputArgs,
    /// How to write it
    #[arg(short, long, value_name = "FORMAT", default_value = "human")]
    pub output: ExplainFormat,
}

#[derive(Debug, Args)]
pub(super) struct NextArgs {
    /// The deal's id
    pub deal: String,
    /// The data: files of deals, or the folder of an export
    #[arg(long, value_name = "PATH")]
    pub data: Vec<PathBuf>,
    #[command(flatten)]
    pub input: InputArgs,
    /// How to write it
    #[arg(short, long, value_name = "FORMAT", default_value = "human")]
    pub output: ExplainFormat,
}

#[derive(Debug, Args)]
pub(super) struct GateArgs {
    /// The deal's id
    pub deal: String,
    /// The stage it would move to
    #[arg(long, value_name = "STAGE")]
    pub to: String,
    /// The data: files of deals, or the folder of an export
    #[arg(long, value_name = "PATH")]
    pub data: Vec<PathBuf>,
    #[command(flatten)]
    pub input: InputArgs,
    /// The mildest finding that stops the deal
    #[arg(long, value_name = "SEVERITY", default_value = "major")]
    pub fail_on: SeverityArg,
    /// How to write it
    #[arg(short, long, value_name = "FORMAT", default_value = "human")]
    pub output: ExplainFormat,
}

/// What is read, and as of when.
#[derive(Debug, Args)]
pub(super) struct InputArgs {
    /// The playbook, or the folder that holds it
    #[arg(short, long, value_name = "PATH")]
    pub playbook: Option<PathBuf>,
    /// The source that reads the data: one of the playbook's own where it declares several, one that ships with the
    /// program, or a file that declares one; these take the place of the playbook's own
    #[arg(long, value_name = "NAME | FILE")]
    pub source: Option<String>,
    /// Who holds which role when: a table with person, role, from, until, deputy, limit, manager; in place of the source's
    #[arg(long, value_name = "FILE")]
    pub people: Option<PathBuf>,
    /// Only this check, or every check with this tag; may be repeated
    #[arg(long, value_name = "CHECK | TAG")]
    pub only: Vec<String>,
    /// The date of the judgement, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<NaiveDate>,
    /// The language of titles and messages
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    pub lang: Language,
}

pub(super) fn date(text: &str) -> Result<NaiveDate, String> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| "write a date as YYYY-MM-DD, like 2026-06-30".to_owned())
}

/// A language Tollgate speaks itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Language {
    En,
    Zh,
}

impl Language {
    pub fn code(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Zh => "zh",
        }
    }
}

/// A severity as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SeverityArg {
    Info,
    Minor,
    Major,
    Critical,
}

impl From<SeverityArg> for Severity {
    fn from(typed: SeverityArg) -> Severity {
        match typed {
            SeverityArg::Info => Severity::Info,
            SeverityArg::Minor => Severity::Minor,
            SeverityArg::Major => Severity::Major,
            SeverityArg::Critical => Severity::Critical,
        }
    }
}

/// What findings are put together by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum GroupArg {
    Check,
    Deal,
}

/// How an explanation is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ExplainFormat {
    Human,
    Json,
}
