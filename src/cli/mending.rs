use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;

use crate::cli::Stop;
use crate::cli::lint::shown;
use crate::cli::say;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Fix;
use crate::diagnostic::Keeps;
use crate::diagnostic::Level;
use crate::lint::Setting;
use crate::lint::meaning;
use crate::lint::mend;
use crate::workspace::DiskTexts;
use crate::workspace::Error;
use crate::workspace::Loaded;
use crate::workspace::Texts;
use crate::workspace::load_with_tests;
use crate::workspace::replace;

/// Far more than a playbook needs; fixes that undo each other would go on for ever.
const MOST: usize = 1_000;

/// Applies every fix of what is shown, one after the other, and writes the files that changed.
///
/// A fix is kept where the playbook, read again, means what it meant, or has fewer errors than before.
pub(super) fn mend_all(file: &Path, tests: &[PathBuf], levels: &[Setting]) -> Result<(), Stop> {
    let mut texts = Changed::default();
    let mut done: Vec<(String, u32, String)> = Vec::new();
    let mut refused = BTreeSet::new();
    while done.len() < MOST {
        let loaded = load_with_tests(&texts, file, tests)?;
        let mut next = None;
        let mut fixes: Vec<Fix> = shown(&loaded, levels).shown.into_iter().filter_map(|found| found.fix).collect();
        // The last in the text first: then the lines before it stay where they are.
        fixes.sort_by_key(|fix| std::cmp::Reverse((fix.span.file, fix.span.start)));
        for fix in fixes {
            let key = key(&fix, &loaded);
            if next.is_some() || refused.contains(&key) {
                continue;
            }
            next = attempt(&fix, &loaded, &texts, file, tests);
            if next.is_none() {
                refused.insert(key);
            }
        }
        let Some((changed, said)) = next else { break };
        texts = changed;
        done.push(said);
    }
    for (name, text) in &texts.0 {
        replace(Path::new(name), text).map_err(|source| Stop::Write { to: name.clone(), source })?;
    }
    done.sort_by(|one, two| (&one.0, one.1).cmp(&(&two.0, two.1)));
    for (name, line, said) in &done {
        say::err(format!("fixed {name}:{line}: {said}\n").as_bytes());
    }
    Ok(())
}

/// Texts that were changed, over those on disk.
#[derive(Clone, Debug, Default)]
struct Changed(BTreeMap<String, String>);

impl Texts for Changed {
    fn read(&self, path: &Path) -> Result<String, Error> {
        self.0.get(path.to_string_lossy().as_ref()).map_or_else(|| DiskTexts.read(path), |text| Ok(text.clone()))
    }
}

/// The texts with a fix, and what it did; `None` where it does not do what it promises.
fn attempt(
    fix: &Fix,
    before: &Loaded,
    texts: &Changed,
    file: &Path,
    tests: &[PathBuf],
) -> Option<(Changed, (String, u32, String))> {
    let mended = mend(fix, &before.sources, &before.trees)?;
    let name = before.sources.get(mended.file)?.name.to_string();
    // What ships with the program is nobody's to change here; what is idle in a file that others share may not be idle there.
    let is_own = Path::new(&name) == file;
    if !Path::new(&name).is_file() || (fix.text.is_empty() && !is_own) {
        return None;
    }
    let mut changed = texts.clone();
    changed.0.insert(name.clone(), mended.text);
    let after = load_with_tests(&changed, file, tests).ok()?;
    let said = (name, mended.line, fix.done.clone());
    is_kept(fix, before, &after).then_some((changed, said))
}

fn is_kept(fix: &Fix, before: &Loaded, after: &Loaded) -> bool {
    match (&before.playbook, &after.playbook) {
        (Some(before_it), Some(after_it)) => {
            meaning(before_it) == meaning(after_it) && problems(after).is_subset(&problems(before))
        }
        (Some(_), None) => false,
        (None, _) if fix.keeps == Keeps::Problems => errors(after) < errors(before),
        (None, _) => errors(after) < errors(before) && problems(after).is_subset(&problems(before)),
    }
}

fn problems(loaded: &Loaded) -> BTreeSet<(Code, &str)> {
    loaded.diagnostics.iter().map(|found| (found.code, found.message.as_str())).collect()
}

fn errors(loaded: &Loaded) -> usize {
    let is_error = |found: &&Diagnostic| found.level == Level::Error;
    loaded.diagnostics.iter().filter(is_error).count()
}

/// What a fix is told apart by: its place moves while others are applied.
fn key(fix: &Fix, loaded: &Loaded) -> (String, String) {
    (fix.done.clone(), loaded.sources.text(fix.span).to_owned())
}
