/// Why a text is no baseline for a run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// There is nothing in it.
    #[error("it is empty; `--write-baseline` writes one")]
    Empty,
    /// Its first line does not say that it is a baseline.
    #[error("its first line does not say that it is a baseline; `--write-baseline` writes one")]
    NotABaseline,
    /// It was written in a form that this version does not know.
    #[error(
        "it is of version {version}, and this program reads version {known}; use the program that wrote it, or a later one"
    )]
    Version {
        /// What it says.
        version: u32,
        /// What is read.
        known: u32,
    },
    /// It holds the findings of another playbook.
    #[error("it is for the playbook `{theirs}`, and this is `{ours}`: no finding of one is a finding of the other")]
    OtherPlaybook {
        /// The playbook it names.
        theirs: String,
        /// The playbook of the run.
        ours: String,
    },
    /// A line is no entry.
    #[error("line {line} is no entry: {why}")]
    Line {
        /// Which, from 1.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
    /// A merge was left half done.
    #[error("line {line} is a mark of a merge that was not finished; keep the lines of both sides, or write it anew")]
    Merge {
        /// Which, from 1.
        line: usize,
    },
    /// Two entries have one fingerprint.
    #[error("lines {first} and {second} have the same fingerprint; keep one of them")]
    Twice {
        /// The first of them, from 1.
        first: usize,
        /// The second.
        second: usize,
    },
}
