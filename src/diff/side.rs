use crate::model::Playbook;

/// A playbook, as far as a comparison names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// The file: of the playbook, or of the result.
    pub file: String,
    /// The playbook's name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Its version.
    pub version: Option<String>,
}

impl Side {
    /// The side of a playbook that was read from a file.
    pub fn of(playbook: &Playbook, file: &str, language: &str) -> Side {
        Side {
            file: file.to_owned(),
            name: playbook.name.clone(),
            title: playbook.title.in_language(language).to_owned(),
            version: playbook.version.clone(),
        }
    }
}
