use crate::record::VERSION;

/// Why a text is no record.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is something else, or damaged.
    #[error("it is not a record of a run: {why}")]
    NotARecord {
        /// What is wrong with it.
        why: String,
    },
    /// It was written in a form that this version does not know.
    #[error("it is a record of version {version}, made by tollgate {tollgate}; this program reads version {VERSION}")]
    Version {
        /// What it says.
        version: u32,
        /// The program that wrote it.
        tollgate: String,
    },
}
