use std::io;
use std::path::PathBuf;

/// What stops the work before it starts. Problems *in* the user's files are diagnostics, not errors.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file cannot be read.
    #[error("cannot read `{}`: {}", path.display(), why(source))]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A text is larger than any playbook.
    #[error("`{}` is larger than {most} bytes, which no playbook needs", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The limit.
        most: u64,
    },
    /// A text is not UTF-8.
    #[error("`{}` is not UTF-8 text (byte {at}); save it as UTF-8", path.display())]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// The first byte that is not.
        at: usize,
    },
    /// There is no playbook where one was looked for.
    #[error("there is no `*.playbook` in `{}`; name one, or go to the folder that holds it", folder.display())]
    NoPlaybook {
        /// The folder.
        folder: PathBuf,
    },
    /// There is no playbook that a file of tests belongs to.
    #[error("no playbook stands beside `{}` that it could hold tests of", tests.display())]
    NothingTested {
        /// The file of tests.
        tests: PathBuf,
    },
    /// Something is called almost like a playbook that ships with the program.
    #[error("there is no file or folder `{}`; did you mean `{near}`, which ships with the program?", path.display())]
    AlmostShipped {
        /// As written.
        path: PathBuf,
        /// The name of the playbook.
        near: &'static str,
    },
    /// There are several playbooks where one was looked for.
    #[error("there are several playbooks in `{}`: {names}; name the one you mean", folder.display())]
    SeveralPlaybooks {
        /// The folder.
        folder: PathBuf,
        /// Their names.
        names: String,
    },
}

/// Why the system refused, in words that are the same on every system.
pub fn why(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission is denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}
