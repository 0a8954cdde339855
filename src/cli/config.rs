use std::ffi::OsString;
use std::path::Path;
use std::path::PathBuf;

use clap::Arg;
use clap::ArgMatches;
use clap::CommandFactory;
use clap::FromArgMatches;
use clap::error::ContextKind;
use clap::error::ContextValue;
use clap::parser::ValueSource;

use crate::cli::Stop;
use crate::cli::args::Arguments;
use crate::cli::output::outputs;
use crate::cli::project::not_there;
use crate::cli::say;
use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::did_you_mean;
use crate::diagnostic::or_list;
use crate::report;
use crate::report::Style;
use crate::source::Sources;
use crate::source::Spanned;
use crate::workspace::Config;
use crate::workspace::Entry;
use crate::workspace::KEYS;
use crate::workspace::Kind;
use crate::workspace::find_config;
use crate::workspace::find_playbook;
use crate::workspace::is_playbook;
use crate::workspace::read_config;

/// The arguments, with what the configuration file adds to them. The command line wins.
///
/// What clap answers itself (`--help`, a wrong option) is given back as its error.
pub(super) fn arguments(given: Vec<OsString>) -> Result<Arguments, Refused> {
    let mut command = Arguments::command();
    let matches = command.try_get_matches_from_mut(given.clone())?;
    let plain = Arguments::from_arg_matches(&matches)?;
    let Some((name, chosen)) = matches.subcommand() else { return Ok(plain) };
    let takes_any = command.find_subcommand(name).is_some_and(takes_any);
    let Some(file) = file(&plain)?.filter(|_| takes_any) else { return Ok(plain) };
    let mut sources = Sources::default();
    let Checked { value, mut diagnostics } = read_config(&file, &mut sources).map_err(Stop::from)?;
    let Some(known) = command.find_subcommand(name) else { return Ok(plain) };
    let additions = value.map(|config| additions(&config, known, chosen, &mut diagnostics)).unwrap_or_default();
    if !diagnostics.is_empty() {
        let style = Style { width: say::err_width(), ..Style::default() };
        let mut text = Vec::new();
        // Writing to memory does not fail.
        let _ = report::diagnostics::write(&diagnostics, &sources, &style, &mut text);
        say::err(&text);
        return Err(Stop::Config.into());
    }
    if additions.names.is_empty() {
        return Ok(plain);
    }
    say::err(format!("using `{}`: {}\n", file.display(), additions.names.join(", ")).as_bytes());
    let all = additions.put_into(given, name);
    let matches = Arguments::command().try_get_matches_from(all)?;
    Ok(Arguments::from_arg_matches(&matches)?)
}

/// Whether a command has something that a key is named after, besides the colours.
fn takes_any(command: &clap::Command) -> bool {
    let keys = || KEYS.iter().filter(|key| key.name != "color" && key.is_for(command.get_name()));
    let named = |argument: &Arg| argument.get_long().or(Some(argument.get_id().as_str())).map(str::to_owned);
    command.get_arguments().filter_map(named).any(|name| keys().any(|key| key.name == name))
}

/// Why there are no arguments.
pub(super) enum Refused {
    /// clap has the answer: help, the version, or what is wrong with the command line.
    Clap(clap::Error),
    /// The configuration file stops the run.
    Stop(Stop),
}

impl From<clap::Error> for Refused {
    fn from(error: clap::Error) -> Refused {
        Refused::Clap(error)
    }
}

impl From<Stop> for Refused {
    fn from(stop: Stop) -> Refused {
        Refused::Stop(stop)
    }
}

/// The file to read: the one that was named, or the nearest one.
fn file(plain: &Arguments) -> Result<Option<PathBuf>, Stop> {
    match &plain.config {
        _ if plain.no_config => Ok(None),
        Some(named) if named.is_file() => Ok(Some(named.clone())),
        Some(named) => Err(not_there(named)),
        None => Ok(find_config()),
    }
}

/// What a file adds to a command line.
#[derive(Default)]
struct Additions {
    /// The keys that are used.
    names: Vec<&'static str>,
    options: Vec<OsString>,
    /// Paths of data, for a command that takes them without an option.
    paths: Vec<OsString>,
}

impl Additions {
    /// Options stand behind the command's name, so that a `--` of the user's ends none of them; paths come last.
    fn put_into(self, mut given: Vec<OsString>, command: &str) -> Vec<OsString> {
        let mut takes_value = false;
        let place = given.iter().skip(1).position(|word| {
            let is_value = std::mem::replace(&mut takes_value, word == "--color" || word == "--config");
            !is_value && word == command
        });
        let at = place.map_or(given.len(), |place| place + 2);
        given.splice(at..at, self.options);
        given.extend(self.paths);
        given
    }
}

fn additions(
    config: &Config,
    known: &clap::Command,
    chosen: &ArgMatches,
    diagnostics: &mut Vec<Diagnostic>,
) -> Additions {
    let mut additions = Additions::default();
    let name = known.get_name();
    let named = named_playbooks(known, chosen);
    let own = config.entries.iter().find(|entry| entry.key.name == "playbook").and_then(|entry| entry.values.first());
    let another =
        !named.is_empty() && own.is_none_or(|own| !named.iter().any(|named| same(named, Path::new(&own.value))));
    // Two results have been judged already.
    let judges = name != "diff" || !named.is_empty();
    for entry in config.entries.iter().filter(|entry| entry.key.is_for(name)) {
        let key = entry.key;
        let is_of_another = (key.of_playbook && another) || (key.name == "playbook" && !named.is_empty());
        if is_of_another || (!judges && (key.of_playbook || key.name == "as-of")) {
            continue;
        }
        // A gate that nothing stops would be none: `none` is for runs that report only.
        let reports_only =
            name == "gate" && key.name == "fail-on" && entry.values.iter().any(|value| value.value == "none");
        if reports_only {
            continue;
        }
        let texts = entry.values.iter().map(|value| &value.value);
        let option = known.get_arguments().find(|option| option.get_long() == Some(key.name));
        let Some(option) = option else {
            if takes_as_path(known, chosen, key.name, &named) {
                additions.names.push(key.name);
                additions.paths.extend(texts.map(OsString::from));
            }
            continue;
        };
        if has(known, chosen, option.get_id().as_str()) {
            continue;
        }
        let before = diagnostics.len();
        entry.values.iter().for_each(|value| diagnostics.extend(check(entry, option, value)));
        if diagnostics.len() > before {
            continue;
        }
        match key.kind {
            Kind::Flag if texts.clone().all(|text| text == "false") => continue,
            Kind::Flag => additions.options.push(format!("--{}", key.name).into()),
            _ => additions.options.extend(texts.map(|text| OsString::from(format!("--{}={text}", key.name)))),
        }
        additions.names.push(key.name);
    }
    additions
}

/// Whether a command takes the playbook, or the data, as a path without an option, and the user gave none.
fn takes_as_path(known: &clap::Command, chosen: &ArgMatches, key: &str, named: &[PathBuf]) -> bool {
    let has_id = |id: &str| known.get_arguments().any(|argument| argument.get_id() == id);
    match key {
        "playbook" => has_id("playbook") && !has(known, chosen, "playbook"),
        "data" if has_id("paths") => {
            // The first path may be the playbook.
            let playbook = usize::from(!named.is_empty() && !has(known, chosen, "playbook"));
            values(chosen, "paths").len() == playbook
        }
        _ => false,
    }
}

/// Whether the user gave an option.
fn has(known: &clap::Command, chosen: &ArgMatches, id: &str) -> bool {
    known.get_arguments().any(|option| option.get_id() == id)
        && chosen.value_source(id) == Some(ValueSource::CommandLine)
}

fn values(chosen: &ArgMatches, id: &str) -> Vec<PathBuf> {
    match chosen.try_get_many::<PathBuf>(id) {
        Ok(Some(values)) => values.cloned().collect(),
        _ => Vec::new(),
    }
}

/// The playbooks that the command line names: by the option, as the first path, or as the two to compare.
fn named_playbooks(known: &clap::Command, chosen: &ArgMatches) -> Vec<PathBuf> {
    if has(known, chosen, "playbook") {
        return values(chosen, "playbook");
    }
    let first = values(chosen, "paths").into_iter().take(1);
    let paths = first.chain(values(chosen, "old")).chain(values(chosen, "new"));
    paths.filter(|path| is_playbook(path) || (path.is_dir() && find_playbook(path).is_ok())).collect()
}

/// Whether two paths mean one playbook.
fn same(one: &Path, other: &Path) -> bool {
    let whole = |path: &Path| find_playbook(path).ok().and_then(|file| file.canonicalize().ok());
    whole(one).is_some_and(|one| Some(one) == whole(other))
}

/// What the option does not take.
fn check(entry: &Entry, option: &Arg, value: &Spanned<String>) -> Option<Diagnostic> {
    let key = entry.key;
    if key.kind == Kind::Flag {
        return None;
    }
    let problem = |message: String, help: Option<String>| {
        Diagnostic::error("config/wrong-value", message).at(value.span, "").maybe_help(help)
    };
    if key.kind == Kind::Outputs {
        return match outputs(std::slice::from_ref(&value.value)) {
            Err(Stop::Usage { what, help }) => Some(problem(what, help)),
            _ => None,
        };
    }
    let alone = clap::Command::new("tollgate").arg(option.clone());
    let error = alone.try_get_matches_from(["tollgate".to_owned(), format!("--{}={}", key.name, value.value)]).err()?;
    let message = format!("`{}` cannot be `{}`", key.name, value.value);
    let help = match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(valid)) => {
            let names = || valid.iter().map(String::as_str);
            let near = did_you_mean(&value.value, names());
            Some(near.map_or_else(|| format!("write {}", or_list(names())), |near| format!("did you mean `{near}`?")))
        }
        _ => std::error::Error::source(&error).map(ToString::to_string),
    };
    Some(problem(message, help))
}
