use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::expr::Scope;
use crate::expr::Template;
use crate::expr::check_template;
use crate::lower::known::Known;
use crate::model;
use crate::model::Message;
use crate::source::Span;
use crate::source::Spanned;
use crate::syntax;
use crate::syntax::Name;
use crate::value::Type;

/// A title, or the name where there is none.
pub(super) fn title(written: Option<&syntax::Title>, name: &Name) -> model::Title {
    written.map_or_else(|| model::Title::new(&name.value), plain)
}

/// A text with its translations.
pub(super) fn plain(written: &syntax::Title) -> model::Title {
    let translations = written.translations.iter();
    let translations = translations.map(|(language, text)| (language.value.clone(), text.value.clone()));
    model::Title { text: written.text.value.clone(), translations: translations.collect() }
}

/// Warns where `because` or `fix` has a place to fill, as only messages have them.
pub(super) fn no_places(about: &syntax::About, diagnostics: &mut Vec<Diagnostic>) {
    for (clause, written) in [("title", &about.title), ("because", &about.because), ("fix", &about.fix)] {
        let Some(written) = written else { continue };
        let texts = std::iter::once(&written.text).chain(written.translations.iter().map(|(_, text)| text));
        for text in texts.filter(|text| has_place(&text.value)) {
            let message = format!("`{clause}` is written as it stands: only `message` has places to fill");
            let problem = Diagnostic::warning("lower/place-not-filled", message)
                .at(text.span, "the braces appear in the finding")
                .help("say it without the value, or in the `message`");
            diagnostics.push(problem);
        }
    }
}

/// Whether a text has something in braces.
fn has_place(text: &str) -> bool {
    text.split_once('{').is_some_and(|(_, rest)| rest.split_once('}').is_some_and(|(inside, _)| !inside.is_empty()))
}

/// A title by language, as first written under the empty one; nothing where there is none.
pub(super) fn titles(written: Option<&syntax::Title>) -> BTreeMap<String, String> {
    let Some(title) = written.map(plain) else { return BTreeMap::new() };
    std::iter::once((String::new(), title.text)).chain(title.translations).collect()
}

/// A message with its places to fill.
pub(super) fn message(
    known: &Known<'_>,
    written: &syntax::Title,
    locals: &[(String, Type)],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Message> {
    let scope = Scope { locals, ..known.scope(&[]) };
    let mut check = |text: &Spanned<String>| -> Option<Template> {
        let inside = inside_quotes(text.span);
        let checked = check_template(known.sources.text(inside), inside, &scope);
        diagnostics.extend(checked.diagnostics);
        checked.value
    };
    let text = check(&written.text);
    let translations: Vec<(String, Option<Template>)> =
        written.translations.iter().map(|(language, text)| (language.value.clone(), check(text))).collect();
    let complete = translations.into_iter().map(|(language, template)| Some((language, template?)));
    Some(Message { text: text?, translations: complete.collect::<Option<BTreeMap<String, Template>>>()? })
}

/// The text between the quotes, as written.
fn inside_quotes(span: Span) -> Span {
    Span { start: span.start + 1, end: span.end.saturating_sub(1).max(span.start + 1), ..span }
}
