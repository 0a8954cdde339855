use std::collections::BTreeMap;
use std::path::Path;

use crate::deals;
use crate::deals::Deal;
use crate::deals::Frame;
use crate::deals::Input;
use crate::deals::Store;
use crate::deals::read;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Problems;
use crate::diagnostic::did_you_mean;
use crate::diagnostic::list_of;
use crate::model::Given;
use crate::model::Playbook;
use crate::source::Sources;
use crate::source::Spanned;
use crate::value::Value;
use crate::value::builtin;

/// The files that hold deals of tests, each read once.
pub(super) struct Fixtures<'a> {
    sources: &'a Sources,
    store: &'a dyn Store,
    frame: Frame,
    read: BTreeMap<String, Vec<Deal>>,
    problems: Problems,
}

impl<'a> Fixtures<'a> {
    pub fn new(playbook: &Playbook, sources: &'a Sources, store: &'a dyn Store) -> Fixtures<'a> {
        let frame = Frame { schema: playbook.schema.clone(), currency: playbook.currency, zone: playbook.zone };
        Fixtures { sources, store, frame, read: BTreeMap::new(), problems: Problems::default() }
    }

    pub fn into_problems(self) -> Problems {
        self.problems
    }

    /// The deal that a test takes from a file.
    pub fn deal(&mut self, given: &Given) -> Result<Result<Deal, Box<Diagnostic>>, deals::Error> {
        let Some(written) = &given.file else { return Ok(Err(Box::new(nameless(given)))) };
        let own = self.sources.get(written.span.file).map(|file| file.name.to_string()).unwrap_or_default();
        let name = Path::new(&own).parent().unwrap_or(Path::new("")).join(&written.value);
        let name = name.to_string_lossy().into_owned();
        if !has_shape(&name) {
            let message = format!("a test takes its deal from JSON, JSON Lines or YAML, not from `{}`", written.value);
            let problem = Diagnostic::error("scenario/no-deals", message).at(written.span, "");
            return Ok(Err(Box::new(problem.help("write the deal in one of these, or right into the test"))));
        }
        if !self.read.contains_key(&name) {
            match self.load(&name) {
                Ok(deals) => self.read.insert(name.clone(), deals),
                Err(deals::Error::Open { .. }) => {
                    let message = format!("cannot open `{name}`");
                    let problem = Diagnostic::error("scenario/no-file", message).at(written.span, "named here");
                    let help = "a test names its file relative to the file that the test stands in";
                    return Ok(Err(Box::new(problem.help(help))));
                }
                Err(other) => return Err(other),
            };
        }
        let deals = self.read.get(&name).map(Vec::as_slice).unwrap_or_default();
        Ok(chosen(deals, written, given.deal.as_ref()))
    }

    fn load(&mut self, name: &str) -> Result<Vec<Deal>, deals::Error> {
        let files = [name.to_owned()];
        let mut deals = read(self.store, Input::Shaped { files: &files }, &self.frame)?;
        let found: Vec<Deal> = deals.by_ref().collect();
        self.problems.extend(deals.into_outcome()?.problems);
        Ok(found)
    }
}

/// The deal with an id, or the only one.
fn chosen(deals: &[Deal], file: &Spanned<String>, wanted: Option<&Spanned<String>>) -> Result<Deal, Box<Diagnostic>> {
    let ids = || deals.iter().map(id);
    match (wanted, deals) {
        (None, [only]) => Ok(only.clone()),
        (None, []) => {
            let message = format!("`{}` holds no deal", file.value);
            Err(Box::new(
                Diagnostic::error("scenario/no-deals", message).at(file.span, "").help("a test needs one deal"),
            ))
        }
        (None, several) => {
            let message = format!("`{}` holds {} deals", file.value, several.len());
            let problem = Diagnostic::error("scenario/several-deals", message).at(file.span, "which one is meant?");
            let first = ids().next().unwrap_or_default();
            Err(Box::new(problem.help(format!("name it: `given \"{}\" deal \"{first}\"`", file.value))))
        }
        (Some(wanted), _) => deals.iter().find(|deal| id(deal) == wanted.value).cloned().ok_or_else(|| {
            let message = format!("`{}` holds no deal `{}`", file.value, wanted.value);
            let problem = Diagnostic::error("scenario/no-such-deal", message).at(wanted.span, "not there");
            Box::new(match did_you_mean(&wanted.value, ids()) {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None => problem.help(format!("it holds {}", list_of(ids().take(12)))),
            })
        }),
    }
}

fn id(deal: &Deal) -> &str {
    match deal.record.get(builtin::ID) {
        Value::Text(id) => id,
        _ => "",
    }
}

fn has_shape(name: &str) -> bool {
    let plain = name.strip_suffix(".gz").unwrap_or(name);
    [".json", ".jsonl", ".ndjson", ".yaml", ".yml"].iter().any(|ending| plain.ends_with(ending))
}

fn nameless(given: &Given) -> Diagnostic {
    Diagnostic::error("scenario/no-file", "the test names no file").at(given.span, "")
}
