use std::path::PathBuf;

use clap::Args;

use crate::assess::Finding;
use crate::baseline::Baseline;
use crate::baseline::Entry;
use crate::baseline::Summary;
use crate::cli::Stop;
use crate::cli::output::write;
use crate::cli::project::not_there;
use crate::cli::say;
use crate::workspace::read_text;

/// Which findings are known already.
#[derive(Debug, Args)]
pub(super) struct BaselineArgs {
    /// Findings known already, which do not make the run fail: a file that --write-baseline wrote
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write what is found into the baseline: new findings are known from today on, fixed ones are dropped
    #[arg(long, requires = "baseline")]
    pub write_baseline: bool,
}

/// How a run came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// All that was asked for was judged.
    InFull,
    /// Some of the data could not be read.
    InPart,
    /// Nothing was judged, or not what was asked for.
    Empty,
}

/// The baseline of a run.
pub(super) struct Known {
    path: PathBuf,
    baseline: Baseline,
    writes: bool,
}

impl Known {
    /// Reads the baseline, where one is asked for. One that is to be written need not be there yet.
    pub fn open(args: &BaselineArgs, playbook: &str) -> Result<Option<Known>, Stop> {
        let Some(path) = args.baseline.clone() else { return Ok(None) };
        let writes = args.write_baseline;
        if !path.exists() {
            if writes {
                return Ok(Some(Known { path, baseline: Baseline::new(playbook), writes }));
            }
            let Stop::Usage { what, .. } = not_there(&path) else { return Err(not_there(&path)) };
            let help = Some("`--write-baseline` makes it from what is found today".to_owned());
            return Err(Stop::Usage { what, help });
        }
        let baseline = Baseline::parse(&read_text(&path)?, playbook)
            .map_err(|source| Stop::Baseline { path: path.display().to_string(), source })?;
        Ok(Some(Known { path, baseline, writes }))
    }

    /// Marks a finding that is known; where the baseline is to be written, every one is from now on.
    pub fn mark(&mut self, finding: &mut Finding) {
        if self.writes { self.baseline.learn(finding) } else { self.baseline.mark(finding) }
    }

    /// What the baseline meant for a run that came to its end. It is written if that was asked for.
    ///
    /// Only entries that were asked for can be gone, and none while data could not be read.
    pub fn end(mut self, asked: impl Fn(&Entry) -> bool, run: Ended) -> Result<Summary, Stop> {
        let in_full = run == Ended::InFull;
        let asked = |entry: &Entry| in_full && asked(entry);
        let summary = self.baseline.summary(&self.path.to_string_lossy(), asked);
        if self.writes && run == Ended::Empty {
            say::err(format!("`{}` is left as it is: nothing was judged\n", summary.file).as_bytes());
        } else if self.writes {
            self.baseline.settle(asked);
            write(Some(&self.path), |out| self.baseline.write(out))?;
            say::err(written(&summary, self.baseline.len(), in_full).as_bytes());
        }
        Ok(summary)
    }
}

fn written(summary: &Summary, entries: usize, in_full: bool) -> String {
    let plural = if entries == 1 { "entry" } else { "entries" };
    let kept = if in_full { "" } else { "; what was not found is kept, because the data could not be read in full" };
    format!("wrote `{}`: {entries} {plural}, {} new, {} dropped{kept}\n", summary.file, summary.new, summary.gone())
}
