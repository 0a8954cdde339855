use std::collections::BTreeMap;

use crate::record::Hashed;
use crate::record::Record;

/// A file that is not what it was when a record was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileChange {
    /// It cannot be read any more, and why.
    Gone {
        /// As the record has it.
        was: Hashed,
        /// Why.
        why: String,
    },
    /// Its bytes are others.
    Changed {
        /// As the record has it.
        was: Hashed,
        /// As it is.
        is: Hashed,
    },
    /// The run reads it, and the record does not name it.
    New {
        /// As it is.
        is: Hashed,
    },
}

/// What is different in a second run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Files that only one of the runs read, or that have changed.
    pub files: Vec<FileChange>,
    /// Whether the result is another, byte for byte.
    pub result: bool,
    /// Fingerprints that only the record has, each as often as it has them more.
    pub gone: Vec<String>,
    /// Fingerprints that only the second run has.
    pub new: Vec<String>,
}

impl Difference {
    /// Compares a record with the record of a second run.
    pub fn of(was: &Record, is: &Record) -> Difference {
        let files = |record: &Record| -> Vec<Hashed> {
            record.playbook.files.iter().chain(&record.data).chain(&record.baseline).cloned().collect()
        };
        let (mut gone, mut new) = (Vec::new(), Vec::new());
        let mut balance: BTreeMap<&str, i64> = BTreeMap::new();
        was.fingerprints.iter().for_each(|print| *balance.entry(print).or_default() += 1);
        is.fingerprints.iter().for_each(|print| *balance.entry(print).or_default() -= 1);
        for (print, left) in balance {
            let side = if left > 0 { &mut gone } else { &mut new };
            side.extend((0..left.unsigned_abs()).map(|_| print.to_owned()));
        }
        Difference { files: changes(&files(was), &files(is)), result: was.result != is.result, gone, new }
    }

    /// Whether there is none.
    pub fn is_none(&self) -> bool {
        self.files.is_empty() && !self.result
    }
}

/// What has become of the files of a record, compared with those of a second run.
fn changes(was: &[Hashed], is: &[Hashed]) -> Vec<FileChange> {
    let find = |files: &[Hashed], name: &str| files.iter().find(|file| file.file == name).cloned();
    let mut changes = Vec::new();
    for file in was {
        match find(is, &file.file) {
            Some(now) if now == *file => {}
            Some(now) => changes.push(FileChange::Changed { was: file.clone(), is: now }),
            None => changes.push(FileChange::Gone { was: file.clone(), why: "the run does not read it".to_owned() }),
        }
    }
    let new = is.iter().filter(|file| find(was, &file.file).is_none());
    changes.extend(new.map(|file| FileChange::New { is: file.clone() }));
    changes
}
