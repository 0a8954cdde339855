use crate::deals;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::or_list;
use crate::source::Sources;
use crate::workspace;

/// What keeps a run from being made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The playbook cannot be found or read.
    #[error(transparent)]
    Workspace(#[from] workspace::Error),
    /// The playbook is invalid.
    #[error("the playbook is invalid: {}", first(diagnostics))]
    Playbook {
        /// Its texts, for the places of the problems; `report::diagnostics::write` shows both.
        sources: Sources,
        /// Everything that is wrong with it.
        diagnostics: Vec<Diagnostic>,
    },
    /// Data is a folder, and the playbook does not say how its tables become deals.
    #[error("the playbook has no `source` that says how the tables of a folder become deals")]
    NoSource,
    /// Data is a folder, and the playbook has several ways to read one.
    #[error("the playbook has several sources; read the deals by one of {} with `deals::read`", or_list(names.iter().map(String::as_str)))]
    SeveralSources {
        /// Their names.
        names: Vec<String>,
    },
    /// The data cannot be read.
    #[error(transparent)]
    Data(#[from] deals::Error),
}

/// The first problem that is an error, in its own words.
fn first(diagnostics: &[Diagnostic]) -> &str {
    let error = diagnostics.iter().find(|diagnostic| diagnostic.level == Level::Error);
    error.map_or("", |diagnostic| diagnostic.message.as_str())
}
