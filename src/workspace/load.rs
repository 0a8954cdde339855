use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::did_you_mean;
use crate::diagnostic::list_of;
use crate::lower::lower;
use crate::model::Playbook;
use crate::source::FileId;
use crate::source::Sources;
use crate::source::Span;
use crate::source::Spanned;
use crate::syntax;
use crate::workspace::Error;
use crate::workspace::shipped;

/// No playbook needs more; a larger file is a mistake (a data file named by accident).
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// More files than any playbook is spread over; a limit, because a symbolic link can make a folder endless.
const MOST_FILES: usize = 1_000;

/// Where the texts of a playbook come from: the disk, or memory (an editor, a test).
pub trait Texts {
    /// The text of a file.
    fn read(&self, path: &Path) -> Result<String, Error>;
}

/// A playbook with everything it includes, as far as it could be understood.
#[derive(Debug)]
pub struct Loaded {
    /// All texts, for places.
    pub sources: Sources,
    /// The trees of all files, the main file's last.
    pub trees: Vec<syntax::File>,
    /// The playbook; `None` where a problem is an error.
    pub playbook: Option<Playbook>,
    /// All problems.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a playbook, the playbooks it includes and the modules it uses, and resolves it.
///
/// An [`Error`] means that the playbook itself cannot be read; everything else is a diagnostic.
pub fn load(texts: &dyn Texts, path: &Path) -> Result<Loaded, Error> {
    load_all(texts, path, &[], None)
}

/// Reads a playbook as [`load`] does, and a file of sources that take the place of the playbook's own.
pub fn load_with_source(texts: &dyn Texts, path: &Path, source: &Path) -> Result<Loaded, Error> {
    load_all(texts, path, &[], Some(source))
}

/// Reads a playbook as [`load`] does, and files of tests that belong to it; these are not needed to judge deals.
pub fn load_with_tests(texts: &dyn Texts, path: &Path, tests: &[PathBuf]) -> Result<Loaded, Error> {
    load_all(texts, path, tests, None)
}

fn load_all(texts: &dyn Texts, path: &Path, tests: &[PathBuf], source: Option<&Path>) -> Result<Loaded, Error> {
    let read = |path: &Path| shipped::text(path).map_or_else(|| texts.read(path), |text| Ok(text.to_owned()));
    let text = read(path)?;
    let mut loading = Loading {
        texts,
        sources: Sources::default(),
        trees: Vec::new(),
        modules: Vec::new(),
        known: BTreeMap::new(),
        diagnostics: Vec::new(),
        lacking: Lacking::default(),
        depth: 0,
    };
    loading.playbook(path, text, &mut Vec::new());
    let mut own = std::mem::take(&mut loading.trees);
    if let Some(source) = source {
        let text = read(source)?;
        own.iter_mut().for_each(|tree| tree.items.retain(|item| !matches!(item, syntax::Item::Source(_))));
        loading.source(source, text);
        loading.trees.append(&mut own);
        own = std::mem::take(&mut loading.trees);
    }
    for tests in tests {
        if !loading.known.contains_key(&plain(tests)) {
            let text = read(tests)?;
            loading.playbook(tests, text, &mut Vec::new());
        }
    }
    loading.only_tests();
    loading.trees.extend(own);
    let Loading { sources, trees, modules, mut diagnostics, mut lacking, .. } = loading;
    let lowered = lower(&sources, &trees, &modules);
    lacking.module |= lowered.diagnostics.iter().any(|found| found.code.starts_with("expr/module-"));
    diagnostics.extend(lowered.diagnostics.into_iter().filter(|found| !lacking.explains(found.code)));
    let broken = diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error);
    Ok(Loaded { sources, trees, playbook: lowered.value.filter(|_| !broken), diagnostics })
}

struct Loading<'a> {
    texts: &'a dyn Texts,
    sources: Sources,
    trees: Vec<syntax::File>,
    modules: Vec<FileId>,
    /// Files read so far, so that one that is named twice is read once.
    known: BTreeMap<PathBuf, FileId>,
    diagnostics: Vec<Diagnostic>,
    lacking: Lacking,
    /// How many playbooks lie over the one that is being read.
    depth: usize,
}

/// What could not be read, and so declares nothing.
#[derive(Clone, Copy, Default)]
struct Lacking {
    playbook: bool,
    module: bool,
}

impl Lacking {
    /// Whether a problem is only there because a file is not: the file is reported, and that is enough.
    fn explains(self, code: Code) -> bool {
        let unknown = code.split_once('/').is_some_and(|(_, what)| what.starts_with("unknown-"));
        (self.module && code == "expr/unknown-function")
            || (self.playbook && (unknown || matches!(code, "lower/no-flow" | "lower/no-header")))
    }
}

impl Loading<'_> {
    /// Reads one playbook and all it names. `open` holds the files whose includes are being followed.
    fn playbook(&mut self, path: &Path, text: String, open: &mut Vec<PathBuf>) {
        let file = self.sources.add(path.to_string_lossy(), text);
        self.known.insert(plain(path), file);
        let parsed = syntax::parse(&self.sources, file);
        self.diagnostics.extend(parsed.diagnostics);
        open.push(plain(path));
        let mut tree = parsed.tree;
        if shipped::is_shipped(path) {
            let sources = tree.items.iter_mut().filter_map(|item| match item {
                syntax::Item::Source(source) => Some(source),
                _ => None,
            });
            sources.for_each(|source| source.reach = syntax::Reach::Any);
        }
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        for item in &tree.items {
            match item {
                syntax::Item::Playbook(header) => {
                    if let Some(base) = &header.extends {
                        self.base(&folder, base, open);
                    }
                }
                syntax::Item::Include(include) => self.include(&folder, &include.file, open),
                syntax::Item::Use(module) => self.module(&folder, &module.file),
                _ => {}
            }
        }
        open.pop();
        self.trees.push(syntax::File { depth: self.depth, ..tree });
    }

    /// The playbook that another one extends, a layer below.
    fn base(&mut self, folder: &Path, base: &syntax::Base, open: &mut Vec<PathBuf>) {
        self.depth += 1;
        match base {
            syntax::Base::File(file) => self.include_as(folder, file, "extends", open),
            syntax::Base::Shipped(name) => match shipped::find(&name.value) {
                Some(path) => {
                    let file = Spanned::new(path.to_string_lossy().into_owned(), name.span);
                    self.include_as(Path::new(""), &file, "extends", open);
                }
                None => {
                    self.lacking.playbook = true;
                    self.diagnostics.push(no_such_playbook(name));
                }
            },
        }
        self.depth -= 1;
    }

    /// Keeps the tests of what was read, and reports the rest: what a playbook says must not depend on its tests.
    fn only_tests(&mut self) {
        self.only(is_of_tests, || {
            let problem = Diagnostic::error("workspace/not-a-test", "a file of tests holds tests and nothing else");
            (problem.help("move it into the playbook"), "no test")
        });
    }

    /// A file of sources, beside the playbook.
    fn source(&mut self, path: &Path, text: String) {
        self.playbook(path, text, &mut Vec::new());
        self.only(is_of_sources, || {
            let message = "a file that `--source` names holds sources and nothing else";
            let problem = Diagnostic::error("workspace/not-a-source", message);
            (problem.help("move it into the playbook, or into a file of its own"), "no source")
        });
        if !self.trees.iter().flat_map(|tree| &tree.items).any(|item| matches!(item, syntax::Item::Source(_))) {
            let message = format!("`{}` declares no source", path.display());
            let problem = Diagnostic::error("workspace/not-a-source", message);
            self.diagnostics
                .push(problem.help("it says which column fills which field: `source crm { deals from … }`"));
        }
    }

    /// Keeps what may stand in the files that were read, and reports the rest.
    fn only(&mut self, fits: fn(&syntax::Item) -> bool, problem: impl Fn() -> (Diagnostic, &'static str)) {
        for tree in &mut self.trees {
            for item in tree.items.iter().filter(|item| !fits(item)) {
                let start = item.span().start as usize;
                let head = Span::new(item.span().file, start, start + 1);
                let (problem, label) = problem();
                self.diagnostics.push(problem.at(head, label));
            }
            tree.items.retain(fits);
        }
    }

    fn include(&mut self, folder: &Path, named: &syntax::Base, open: &mut Vec<PathBuf>) {
        match named {
            syntax::Base::File(name) => self.include_as(folder, name, "include", open),
            syntax::Base::Shipped(name) => match shipped::find_source(&name.value) {
                Some(path) => {
                    let file = Spanned::new(path.to_string_lossy().into_owned(), name.span);
                    self.include_as(Path::new(""), &file, "include", open);
                }
                None => {
                    self.lacking.playbook = true;
                    self.diagnostics.push(no_such_source(name));
                }
            },
        }
    }

    fn include_as(&mut self, folder: &Path, name: &Spanned<String>, word: &str, open: &mut Vec<PathBuf>) {
        let path = folder.join(&name.value);
        if open.contains(&plain(&path)) {
            let problem = Diagnostic::error("workspace/include-cycle", format!("`{}` includes itself", name.value));
            self.lacking.playbook = true;
            let way = open.iter().map(|file| file.display().to_string()).collect::<Vec<String>>().join(" includes ");
            self.diagnostics.push(
                problem.at(name.span, "included here").note(way).help("move what both need into a file of its own"),
            );
            return;
        }
        if self.known.contains_key(&plain(&path)) {
            return;
        }
        match self.text(&path, name.span, word) {
            Some(text) => self.playbook(&path, text, open),
            None => self.lacking.playbook = true,
        }
    }

    fn module(&mut self, folder: &Path, name: &Spanned<String>) {
        let path = folder.join(&name.value);
        if self.known.contains_key(&plain(&path)) {
            return;
        }
        let Some(text) = self.text(&path, name.span, "use") else {
            self.lacking.module = true;
            return;
        };
        let file = self.sources.add(path.to_string_lossy(), text);
        self.known.insert(plain(&path), file);
        self.modules.push(file);
    }

    /// The text of a file that a playbook names, or a problem at that name.
    fn text(&mut self, path: &Path, named: Span, word: &str) -> Option<String> {
        if let Some(text) = shipped::text(path) {
            return Some(text.to_owned());
        }
        let problem = |message: String| Diagnostic::error("workspace/unreadable-file", message).at(named, "named here");
        if self.known.len() >= MOST_FILES {
            self.diagnostics.push(problem(format!("more than {MOST_FILES} files belong to this playbook")));
            return None;
        }
        match self.texts.read(path) {
            Ok(text) => Some(text),
            Err(error) => {
                let help = format!("`{word}` takes a path relative to the file it stands in");
                self.diagnostics.push(problem(error.to_string()).help(help));
                None
            }
        }
    }
}

fn no_such_playbook(name: &Spanned<String>) -> Diagnostic {
    let known = || shipped::SHIPPED.iter().map(|playbook| playbook.name);
    let help = match did_you_mean(&name.value, known()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}; a file is named in quotes: `extends \"base.playbook\"`", list_of(known())),
    };
    let message = format!("no playbook named `{}` ships with the program", name.value);
    Diagnostic::error("workspace/unknown-playbook", message).at(name.span, "not known").help(help)
}

fn no_such_source(name: &Spanned<String>) -> Diagnostic {
    let known = || shipped::SOURCES.iter().map(|source| source.name);
    let help = match did_you_mean(&name.value, known()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}; a file is named in quotes: `include \"crm.playbook\"`", list_of(known())),
    };
    let message = format!("no source named `{}` ships with the program", name.value);
    Diagnostic::error("workspace/unknown-source", message).at(name.span, "not known").help(help)
}

fn is_of_sources(item: &syntax::Item) -> bool {
    use syntax::Item;
    matches!(item, Item::Source(_) | Item::Include(_) | Item::Broken(_))
}

fn is_of_tests(item: &syntax::Item) -> bool {
    use syntax::Item;
    matches!(item, Item::Test(_) | Item::Survivor(_) | Item::Include(_) | Item::Broken(_))
}

/// A path without `.` and `a/..`, so that one file has one name.
fn plain(path: &Path) -> PathBuf {
    let mut parts: Vec<Component<'_>> = Vec::new();
    for part in path.components() {
        match (part, parts.last()) {
            (Component::CurDir, _) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.iter().collect()
}

/// The texts of a playbook on disk.
#[derive(Clone, Copy, Debug, Default)]
pub struct DiskTexts;

impl Texts for DiskTexts {
    fn read(&self, path: &Path) -> Result<String, Error> {
        let read = |source| Error::Read { path: path.to_owned(), source };
        let file = fs::File::open(path).map_err(read)?;
        let mut bytes = Vec::new();
        file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(read)?;
        if bytes.len() as u64 > MOST_BYTES {
            return Err(Error::TooLarge { path: path.to_owned(), most: MOST_BYTES });
        }
        String::from_utf8(bytes)
            .map_err(|error| Error::NotUtf8 { path: path.to_owned(), at: error.utf8_error().valid_up_to() })
    }
}
