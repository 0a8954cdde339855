use std::path::PathBuf;

use clap::Args;
use clap::Parser;

use crate::assess::AsOf;
use crate::cli::Exit;
use crate::cli::Stop;
use crate::cli::args::Arguments;
use crate::cli::args::CheckArgs;
use crate::cli::args::Command;
use crate::cli::check::again;
use crate::cli::output::write;
use crate::cli::record::hashed;
use crate::cli::say;
use crate::record::Difference;
use crate::record::FileChange;
use crate::record::Record;
use crate::report;
use crate::report::Style;
use crate::report::record::Verified;
use crate::workspace::read_text;
use crate::workspace::shipped::is_shipped;

#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// The record of a run (`check --record FILE`)
    #[arg(value_name = "RECORD")]
    pub record: PathBuf,
    /// How many fingerprints and files are listed: every one, not the first ten
    #[arg(long)]
    pub all: bool,
}

/// Makes a recorded run again, and says what is different.
pub(super) fn run(args: &VerifyArgs) -> Result<Exit, Stop> {
    let file = args.record.display().to_string();
    let wrong = |source| Stop::Record { path: file.clone(), source };
    let record = Record::parse(&read_text(&args.record)?).map_err(wrong)?;
    let run = command(&record).map_err(wrong)?;
    let files = changed(&record);
    // With other files there is another result, and why is known.
    let difference = if files.is_empty() {
        let as_of = AsOf { today: record.as_of.today, now: record.as_of.now };
        Difference::of(&record, &again(&run, as_of)?)
    } else {
        Difference { files, ..Difference::default() }
    };
    let own = env!("CARGO_PKG_VERSION");
    let verified = Verified { file: &file, record: &record, difference: &difference, tollgate: own };
    let style = Style { width: say::width(), shown: (!args.all).then_some(Style::SHOWN), ..Style::default() };
    write(None, |out| report::record::write(&verified, &style, out))?;
    if difference.is_none() {
        return Ok(Exit::Clean);
    }
    // Another program may give another result, and nothing is wrong with either.
    if difference.files.is_empty() && record.tollgate != own {
        return Err(Stop::Usage {
            what: format!("the record was made by tollgate {}, and this is {own}: the results differ", record.tollgate),
            help: Some(format!("verify it with tollgate {}", record.tollgate)),
        });
    }
    Ok(Exit::Findings)
}

/// The arguments that a record makes its run with. It can name no command but `check`, and nothing that writes.
fn command(record: &Record) -> Result<CheckArgs, crate::record::Error> {
    let wrong = |why: String| crate::record::Error::NotARecord { why };
    let words = ["tollgate".to_owned()].into_iter().chain(record.command.iter().cloned());
    let parsed = Arguments::try_parse_from(words)
        .map_err(|error| wrong(format!("its command cannot be run: {}", first_line(&error.to_string()))))?;
    match parsed.command {
        Command::Check(args) if !args.known.write_baseline && args.record.is_none() => Ok(args),
        _ => Err(wrong("its command is not one that judges and writes nothing".to_owned())),
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default().trim_start_matches("error: ")
}

/// The files of a record that are not what they were. What ships with the program is what the program is.
fn changed(record: &Record) -> Vec<FileChange> {
    let files = record.playbook.files.iter().chain(&record.data).chain(&record.baseline);
    let own = files.filter(|file| !is_shipped(std::path::Path::new(&file.file)));
    let changes = own.filter_map(|was| match hashed(&was.file) {
        Ok(is) if is == *was => None,
        Ok(is) => Some(FileChange::Changed { was: was.clone(), is }),
        Err(stop) => Some(FileChange::Gone { was: was.clone(), why: stop.to_string() }),
    });
    changes.collect()
}
