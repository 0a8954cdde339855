use std::collections::BTreeSet;
use std::collections::HashMap;
use std::collections::HashSet;
use std::sync::Arc;

use indexmap::Equivalent;
use indexmap::IndexMap;

use crate::diagnostic::Cells;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Problems;
use crate::diagnostic::did_you_mean;
use crate::source::Position;
use crate::value::Field;

/// Labels and keys that are each told on their own; what comes after is told together.
/// A hundred wrong labels in one column are a wrong column, and every one of them is searched for a near name.
const TOLD_APART: usize = 100;

/// Collects what is wrong with the data.
#[derive(Default)]
pub(super) struct Log {
    problems: Problems,
    labels: HashMap<(Code, Arc<str>, String), HashSet<String>>,
    unknown: IndexMap<(Arc<str>, String), UnknownKey>,
}

/// A key of a file by reference.
#[derive(Hash)]
struct KeyRef<'k> {
    file: &'k Arc<str>,
    path: &'k str,
}

impl Equivalent<(Arc<str>, String)> for KeyRef<'_> {
    fn equivalent(&self, key: &(Arc<str>, String)) -> bool {
        *self.file == key.0 && self.path == key.1
    }
}

struct UnknownKey {
    count: u64,
    first: Position,
    diagnostic: Diagnostic,
}

impl Log {
    /// One problem at one place.
    pub(super) fn add(&mut self, diagnostic: Diagnostic, file: &Arc<str>, column: &str, at: Position) {
        self.problems.add(diagnostic, file, column, at.line, Some(at.column));
    }

    /// A problem of the whole file.
    pub(super) fn add_whole(&mut self, diagnostic: Diagnostic, file: &Arc<str>, column: &str) {
        let cells = Cells { file: file.clone(), column: column.to_owned(), lines: Vec::new(), first_column: None };
        self.problems.add_whole(diagnostic.in_cells(cells));
    }

    /// A problem that has no place in the data.
    pub(super) fn add_plain(&mut self, diagnostic: Diagnostic) {
        self.problems.add_whole(diagnostic);
    }

    /// Whether nothing was met.
    pub(super) fn is_empty(&self) -> bool {
        self.problems.is_empty() && self.unknown.is_empty()
    }

    /// How a label or key is to be told: new ones with a suggestion, more of the known ones without the search for it,
    /// and all together once there are too many.
    pub(super) fn telling(&mut self, code: Code, file: &Arc<str>, column: &str, label: &str) -> Telling {
        let known = self.labels.entry((code, file.clone(), column.to_owned())).or_default();
        if known.contains(label) {
            return Telling::Again;
        }
        if known.len() >= TOLD_APART {
            return Telling::Together;
        }
        known.insert(label.to_owned());
        Telling::First
    }

    /// A key of a document that the schema does not have: told once for each file, and counted.
    pub(super) fn unknown_key(&mut self, file: &Arc<str>, path: String, key: &str, known: Known<'_>, at: Position) {
        let entry = self.unknown.entry((file.clone(), path)).or_insert_with_key(|(_, path)| UnknownKey {
            count: 0,
            first: at,
            diagnostic: known.diagnostic(path, key),
        });
        entry.count += 1;
    }

    /// Whether a key of this path was met in a file.
    pub(super) fn knows_key(&self, file: &Arc<str>, path: &str) -> bool {
        self.unknown.contains_key(&KeyRef { file, path })
    }

    /// Takes over what another log says of a key, but not how often it stands there.
    pub(super) fn learn_key(&mut self, file: &Arc<str>, path: &str, other: Log) {
        let found = other.unknown.into_iter().find(|((of, key), _)| of == file && key == path);
        if let Some((key, unknown)) = found {
            self.unknown.insert(key, UnknownKey { count: 0, ..unknown });
        }
    }

    /// Counts more of a key that is known.
    pub(super) fn count_key(&mut self, file: &Arc<str>, path: &str, times: u64) {
        if let Some(unknown) = self.unknown.get_mut(&KeyRef { file, path }) {
            unknown.count += times;
        }
    }

    /// Everything, with the keys at the end.
    pub(super) fn into_problems(mut self) -> Problems {
        for ((file, path), unknown) in self.unknown {
            let times = match unknown.count {
                1 => "it stands there once".to_owned(),
                count => format!("it stands there {count} times"),
            };
            let at = unknown.first;
            self.problems.add(unknown.diagnostic.note(times), &file, &path, at.line, Some(at.column));
        }
        self.problems
    }
}

/// How a label is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Telling {
    First,
    Again,
    Together,
}

/// What keys there could be.
#[derive(Clone, Copy)]
pub(super) enum Known<'r> {
    /// The fields of a record.
    Fields(&'r [Field]),
    /// What is said of people.
    People(&'r [Field]),
    /// The roles of a team.
    Roles(&'r [Field]),
}

impl Known<'_> {
    fn diagnostic(&self, path: &str, key: &str) -> Diagnostic {
        let (Known::Fields(fields) | Known::Roles(fields) | Known::People(fields)) = self;
        let near = did_you_mean(key, fields.iter().map(|field| field.name.as_str()));
        let help = near.map(|near| format!("did you mean `{near}`?"));
        match self {
            Known::Fields(_) => {
                Diagnostic::warning("deals/unknown-field", format!("the playbook declares no field `{path}`"))
                    .maybe_help(help.or(Some("declare it in `deal { … }`, or leave it: it is not read".to_owned())))
            }
            Known::People(_) => Diagnostic::warning("deals/unknown-field", format!("people have no `{path}`"))
                .maybe_help(help.or(Some("it is not read".to_owned()))),
            Known::Roles(_) => Diagnostic::warning("deals/unknown-role", format!("no role is named `{key}`"))
                .maybe_help(help.or(Some(format!("declare it: `role {key} \"…\"`")))),
        }
    }
}

/// The nearest of many names; nothing where there are too many to search.
pub(super) fn near<'a>(written: &str, known: impl ExactSizeIterator<Item = &'a str>) -> Option<String> {
    if known.len() > 10_000 || written.len() > 200 {
        return None;
    }
    // Sorted, so that of two equally near names it is always the same one.
    let known = BTreeSet::from_iter(known);
    did_you_mean(written, known).map(|near| format!("did you mean `{near}`?"))
}
