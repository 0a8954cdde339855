//! The whole way in one call: a playbook and the data it names, judged as of a day.
//!
//! In: the path of a playbook, the path of its data, a date. Out: a [`Run`]: findings, counts, and what was wrong with the data.
//! Not here: anything of its own; each step is a function of another room (`workspace`, `deals`, `assess`) and can be called alone.
//! Start reading at [`check`].

mod error;

pub use error::Error;

use std::path::Path;

use chrono::NaiveDate;

use crate::assess::AsOf;
use crate::assess::Assessment;
use crate::assess::Figures;
use crate::assess::People;
use crate::assess::Settings;
use crate::assess::assess;
use crate::deals::Frame;
use crate::deals::Input;
use crate::deals::Outcome;
use crate::deals::read;
use crate::model::Playbook;
use crate::value::mapping::SourceMap;
use crate::workspace::Disk;
use crate::workspace::DiskTexts;
use crate::workspace::end_of_day;
use crate::workspace::find_playbook;
use crate::workspace::load;

/// What a run came to.
#[derive(Debug)]
pub struct Run {
    /// The playbook that the deals were judged by.
    pub playbook: Playbook,
    /// The findings and the verdicts, counted.
    pub assessment: Assessment,
    /// The files that were read and everything that is wrong with them. Where it has errors, the findings are not all.
    pub data: Outcome,
}

/// Judges deals by a playbook as of the end of a day, with titles and messages in English.
///
/// `playbook` is a file, or the folder that holds the only one.
/// `data` is the folder of an export, read by the playbook's only `source`, or a file of deals in JSON, JSON Lines, YAML, Parquet or Arrow.
pub fn check(playbook: impl AsRef<Path>, data: impl AsRef<Path>, as_of: NaiveDate) -> Result<Run, Error> {
    let loaded = load(&DiskTexts, &find_playbook(playbook.as_ref())?)?;
    let Some(playbook) = loaded.playbook else {
        return Err(Error::Playbook { sources: loaded.sources, diagnostics: loaded.diagnostics });
    };
    let frame = Frame { schema: playbook.schema.clone(), currency: playbook.currency, zone: playbook.zone };
    let (disk, files) = place(data.as_ref());
    let input = match files.as_slice() {
        [] => Input::Mapped { source: only_source(&playbook)?, files: &[] },
        files => Input::Shaped { files },
    };
    let mut deals = read(&disk, input, &frame)?;
    let as_of = AsOf { today: as_of, now: end_of_day(as_of, playbook.zone) };
    let people = deals.has_people().then(|| People::of(deals.people()));
    let settings = Settings { as_of, language: "en", people: people.as_ref(), only: None };
    let assessment = if playbook.figures.is_empty() {
        assess(&playbook, &mut deals, &settings)
    } else {
        let figures = Figures::of(&playbook, read(&disk, input, &frame)?, &settings);
        let filled = deals.by_ref().map(|mut deal| {
            figures.put_into(&playbook, &mut deal, &settings);
            deal
        });
        assess(&playbook, filled, &settings)
    };
    let data = deals.into_outcome()?;
    Ok(Run { playbook, assessment, data })
}

/// The folder of the data, and the file that was named in it, if one was.
fn place(data: &Path) -> (Disk, Vec<String>) {
    if data.is_dir() {
        return (Disk { folder: data.to_owned() }, Vec::new());
    }
    let folder = data.parent().unwrap_or(Path::new("")).to_owned();
    (Disk { folder }, vec![data.to_string_lossy().into_owned()])
}

fn only_source(playbook: &Playbook) -> Result<&SourceMap, Error> {
    match playbook.sources.as_slice() {
        [only] => Ok(only),
        [] => Err(Error::NoSource),
        several => {
            let names = several.iter().map(|source| source.name.clone()).collect();
            Err(Error::SeveralSources { names })
        }
    }
}
