use std::collections::BTreeMap;

use serde::Deserialize;

use crate::baseline::Baseline;
use crate::baseline::Entry;
use crate::baseline::Error;
use crate::baseline::Held;
use crate::baseline::write::FORMAT;
use crate::baseline::write::VERSION;

/// The first line.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
    #[serde(default)]
    playbook: String,
}

impl Baseline {
    /// Reads a baseline for a playbook of this name: a first line that says what it is, then an entry on each line.
    pub fn parse(text: &str, playbook: &str) -> Result<Baseline, Error> {
        let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
        let (number, first) = lines.next().ok_or(Error::Empty)?;
        if is_mark_of_merge(first) {
            return Err(Error::Merge { line: number });
        }
        let head: Head = serde_json::from_str(first.trim_start_matches('\u{feff}')).map_err(|_| Error::NotABaseline)?;
        if head.format != FORMAT {
            return Err(Error::NotABaseline);
        }
        if head.version != VERSION {
            return Err(Error::Version { version: head.version, known: VERSION });
        }
        if head.playbook != playbook {
            return Err(Error::OtherPlaybook { theirs: head.playbook, ours: playbook.to_owned() });
        }
        let mut baseline = Baseline::new(playbook);
        let mut written: BTreeMap<String, usize> = BTreeMap::new();
        for (line, text) in lines {
            if is_mark_of_merge(text) {
                return Err(Error::Merge { line });
            }
            let entry: Entry = serde_json::from_str(text).map_err(|error| Error::Line { line, why: why(&error) })?;
            if let Some(first) = written.insert(entry.fingerprint.clone(), line) {
                return Err(Error::Twice { first, second: line });
            }
            baseline.held.insert(entry.fingerprint.clone(), Held { entry, met: 0, waived: 0 });
        }
        Ok(baseline)
    }
}

fn is_mark_of_merge(line: &str) -> bool {
    ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| line.starts_with(mark))
}

/// The words of the reader without its own place: every entry is its line 1.
fn why(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.split_once(" at line 1 column ") {
        Some((what, column)) => format!("{what} (column {column})"),
        None => text,
    }
}
