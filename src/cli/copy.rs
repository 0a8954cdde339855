use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

use crate::cli::Exit;
use crate::cli::Stop;
use crate::cli::init::InitArgs;
use crate::cli::init::free;
use crate::cli::init::put;
use crate::cli::init::shown;
use crate::cli::laid_out::laid_out;
use crate::cli::say;
use crate::cli::source::unknown_source;
use crate::diagnostic::did_you_mean;
use crate::lower::fitted;
use crate::value::Currency;
use crate::workspace::DiskTexts;
use crate::workspace::find_tests;
use crate::workspace::load;
use crate::workspace::shipped;
use crate::workspace::shipped::FOLDER;
use crate::workspace::shipped::SHIPPED;

/// Copies a playbook that ships with the program out, with its tests and a source, as files to edit.
pub(super) fn copy(args: &InitArgs, name: &str) -> Result<Exit, Stop> {
    let file = shipped::find(name).ok_or_else(|| no_such(name))?;
    let loaded = load(&DiskTexts, &file)?;
    let Some(playbook) = loaded.playbook else { return Err(Stop::Playbook) };
    let mut files: BTreeMap<PathBuf, String> = BTreeMap::new();
    // The playbook, and what it includes and uses.
    for (_, source) in loaded.sources.iter() {
        if let Ok(inside) = Path::new(source.name.as_ref()).strip_prefix(FOLDER) {
            files.insert(inside.to_owned(), source.text.to_string());
        }
    }
    for tests in find_tests(&file)? {
        if let (Ok(inside), Some(text)) = (tests.strip_prefix(FOLDER), shipped::text(&tests)) {
            files.insert(inside.to_owned(), text.to_owned());
        }
    }
    if let (Some(new), Some(old)) = (args.currency, playbook.currency) {
        files.values_mut().for_each(|text| *text = in_currency(text, old, new));
    }
    if let Some(source) = &args.source {
        let path = shipped::find_source(source).ok_or_else(|| unknown_source(source))?;
        let inside = path.strip_prefix(FOLDER).unwrap_or(&path).to_owned();
        let text = shipped::text(&path).unwrap_or_default();
        if let Some(main) = file.strip_prefix(FOLDER).ok().and_then(|main| files.get_mut(main)) {
            main.push_str(&format!("\ninclude \"{}\"\n", inside.display()));
        }
        files.insert(inside, fitted(source, text, &playbook.schema));
    }
    write(args, name, &files)
}

fn write(args: &InitArgs, name: &str, files: &BTreeMap<PathBuf, String>) -> Result<Exit, Stop> {
    for inside in files.keys() {
        free(args, &args.folder.join(inside))?;
    }
    let mut said = String::new();
    for (inside, text) in files {
        let folder = args.folder.join(inside.parent().unwrap_or(Path::new("")));
        let name = inside.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        put(&folder, &name, &laid_out(&name, text.clone()))?;
        said.push_str(&format!("wrote {}\n", shown(&args.folder, &inside.to_string_lossy())));
    }
    let main = shown(&args.folder, &format!("{name}.playbook"));
    said.push_str(&format!("edit what differs, then: tollgate test {main}\n"));
    let export = if args.source.is_some() { " EXPORT" } else { " --source SOURCE EXPORT" };
    said.push_str(&format!("and judge an export: tollgate check {main}{export}\n"));
    say::err(said.as_bytes());
    Ok(Exit::Clean)
}

/// A text in which every amount of one currency is one of another.
fn in_currency(text: &str, old: Currency, new: Currency) -> String {
    let (mut written, mut rest) = (String::new(), text);
    while let Some(at) = rest.find(old.code()) {
        let (before, found) = rest.split_at(at);
        let after = found.get(old.code().len()..).unwrap_or_default();
        let is_word = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
        let is_part = is_word(before.chars().next_back()) || is_word(after.chars().next());
        written.push_str(before);
        written.push_str(if is_part { old.code() } else { new.code() });
        rest = after;
    }
    written.push_str(rest);
    written
}

fn no_such(name: &str) -> Stop {
    let near = did_you_mean(name, SHIPPED.iter().map(|playbook| playbook.name));
    Stop::Usage {
        what: format!("no playbook named `{name}` ships with the program"),
        help: Some(
            near.map_or_else(|| "`tollgate playbooks` lists them".to_owned(), |near| format!("did you mean `{near}`?")),
        ),
    }
}
