use std::ops::Range;
use std::path::Path;

use toml::Spanned as Located;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::did_you_mean;
use crate::diagnostic::or_list;
use crate::source::FileId;
use crate::source::Span;
use crate::source::Spanned;
use crate::workspace::config::Entry;
use crate::workspace::config::KEYS;
use crate::workspace::config::Key;
use crate::workspace::config::Kind;

/// Reads the text of a configuration file in a folder. What is right is there beside every problem, so that it can be looked at too.
pub(super) fn entries(text: &str, file: FileId, folder: &Path) -> Checked<Vec<Entry>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reading = Reading { file, folder, diagnostics: Vec::new() };
    for error in errors {
        let place = error.span().unwrap_or(0..0);
        let message = error.message().lines().collect::<Vec<&str>>().join("; ");
        let problem = Diagnostic::error("config/syntax", format!("this is not TOML: {message}"));
        reading.diagnostics.push(problem.at(reading.span(place), ""));
    }
    if !reading.diagnostics.is_empty() {
        return Checked { value: None, diagnostics: reading.diagnostics };
    }
    let mut located: Vec<_> = table.get_ref().iter().collect();
    located.sort_by_key(|(key, _)| key.span().start);
    let entries: Vec<Entry> = located.into_iter().filter_map(|(key, value)| reading.entry(key, value)).collect();
    Checked { value: Some(entries), diagnostics: reading.diagnostics }
}

struct Reading<'a> {
    file: FileId,
    folder: &'a Path,
    diagnostics: Vec<Diagnostic>,
}

impl Reading<'_> {
    fn span(&self, place: Range<usize>) -> Span {
        Span::new(self.file, place.start, place.end)
    }

    fn entry(&mut self, name: &Located<std::borrow::Cow<'_, str>>, value: &Located<DeValue<'_>>) -> Option<Entry> {
        let span = self.span(name.span());
        let Some(key) = KEYS.iter().find(|key| key.name == name.get_ref()) else {
            let names = || KEYS.iter().map(|key| key.name);
            let help = match did_you_mean(name.get_ref(), names()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("a key is the name of an option: {}", or_list(names())),
            };
            let message = format!("no key is named `{}`", name.get_ref());
            self.diagnostics.push(Diagnostic::error("config/unknown-key", message).at(span, "not known").help(help));
            return None;
        };
        let values = self.values(key, value)?;
        Some(Entry { key, span, values })
    }

    fn values(&mut self, key: &Key, value: &Located<DeValue<'_>>) -> Option<Vec<Spanned<String>>> {
        let several = matches!(key.kind, Kind::Paths | Kind::Words | Kind::Outputs);
        match value.get_ref() {
            DeValue::Array(items) if several => {
                if items.is_empty() {
                    return self.wrong(key, value, "an empty list says nothing");
                }
                items.iter().map(|item| self.value(key, item)).collect()
            }
            _ => self.value(key, value).map(|value| vec![value]),
        }
    }

    fn value(&mut self, key: &Key, value: &Located<DeValue<'_>>) -> Option<Spanned<String>> {
        let span = self.span(value.span());
        let text = match (key.kind, value.get_ref()) {
            (Kind::Flag, DeValue::Boolean(flag)) => flag.to_string(),
            (Kind::Day, DeValue::Datetime(day)) => day.to_string(),
            (Kind::Number, DeValue::Integer(number)) => number.to_string(),
            (Kind::Number, _) => return self.wrong(key, value, "write a number"),
            (Kind::Flag, _) => return self.wrong(key, value, "write `true` or `false`"),
            (_, DeValue::String(text)) if text.trim().is_empty() => {
                return self.wrong(key, value, "it is empty; leave the key out");
            }
            (Kind::Path | Kind::Paths, DeValue::String(text)) => self.path(text),
            (Kind::Outputs, DeValue::String(text)) => match text.split_once('=') {
                Some((format, path)) if !path.is_empty() => format!("{format}={}", self.path(path)),
                _ => text.to_string(),
            },
            (Kind::Word | Kind::Words | Kind::Day, DeValue::String(text)) => text.to_string(),
            (Kind::Paths | Kind::Words | Kind::Outputs, _) => {
                return self.wrong(key, value, "write a text in quotes, or a list of texts");
            }
            _ => return self.wrong(key, value, "write a text in quotes"),
        };
        Some(Spanned::new(text, span))
    }

    /// A path as seen from the folder one stands in.
    fn path(&self, text: &str) -> String {
        self.folder.join(text).to_string_lossy().into_owned()
    }

    fn wrong<T>(&mut self, key: &Key, value: &Located<DeValue<'_>>, help: &str) -> Option<T> {
        let message = format!("`{}` does not hold what it should", key.name);
        let problem = Diagnostic::error("config/wrong-value", message);
        self.diagnostics.push(problem.at(self.span(value.span()), "").help(help));
        None
    }
}
