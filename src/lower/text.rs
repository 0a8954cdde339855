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
