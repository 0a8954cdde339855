use crate::diagnostic::Diagnostic;
use crate::source::Spanned;
use crate::syntax::build::Builder;
use crate::syntax::grammar::Node;
use crate::syntax::grammar::Rule;
use crate::syntax::{Condition, Name, Path, Title};

impl Builder {
    /// A text in quotes, its escapes resolved; the span covers the quotes.
    pub(super) fn string(&mut self, node: &Node<'_>) -> Spanned<String> {
        let raw = node.text();
        let inside = raw.strip_prefix('"').unwrap_or(raw);
        let inside = inside.strip_suffix('"').unwrap_or(inside);
        let mut text = String::with_capacity(inside.len());
        let mut letters = inside.char_indices();
        while let Some((at, letter)) = letters.next() {
            if letter != '\\' {
                text.push(letter);
                continue;
            }
            match letters.next().map(|(_, escaped)| escaped) {
                Some('n') => text.push('\n'),
                Some('t') => text.push('\t'),
                Some(itself @ ('"' | '\\')) => text.push(itself),
                Some(other) => {
                    text.push(other);
                    let start = node.start() + 1 + at;
                    self.problems.push(
                        Diagnostic::error("syntax/unknown-escape", format!("`\\{other}` means nothing in a text"))
                            .at(node.place.span(start, start + 1 + other.len_utf8()), "not known")
                            .help("a text knows `\\\"`, `\\\\`, `\\n` and `\\t`; a backslash itself is written `\\\\`"),
                    );
                }
                None => text.push('\\'),
            }
        }
        Spanned::new(text, node.span())
    }

    /// The first text of a statement.
    pub(super) fn text_of(&mut self, node: &Node<'_>) -> Option<Spanned<String>> {
        let string = node.child(Rule::string)?;
        Some(self.string(&string))
    }

    /// The title of a declaration or the text of a clause.
    pub(super) fn title_of(&mut self, node: &Node<'_>) -> Option<Title> {
        let title = node.child(Rule::title).filter(|title| !self.is_doubtful(title.span()))?;
        let text = self.text_of(&title)?;
        let mut translations: Vec<(Spanned<String>, Spanned<String>)> = Vec::new();
        for translation in title.all(Rule::translation) {
            let Some(language) = translation.child(Rule::language) else { continue };
            let Some(translated) = self.text_of(&translation) else { continue };
            let language = language.spanned();
            let known = translations.iter().find(|(known, _)| known.value == language.value);
            if let Some((known, _)) = known {
                self.problems.push(
                    Diagnostic::error(
                        "syntax/translation-twice",
                        format!("the translation `{}` is given twice", language.value),
                    )
                    .at(language.span, "given again")
                    .at(known.span, "first given here")
                    .help("keep one of them"),
                );
                continue;
            }
            translations.push((language, translated));
        }
        Some(Title { text, translations })
    }

    /// The condition of a statement.
    pub(super) fn condition_of(&mut self, node: &Node<'_>) -> Option<Condition> {
        let found = node
            .children()
            .find(|child| matches!(child.rule(), Rule::condition | Rule::waive_condition | Rule::score_condition))?;
        let mut condition = Condition { text: found.text().to_owned(), span: found.span() };
        if self.is_doubtful(condition.span) {
            return None;
        }
        if let Some(without) = condition.text.strip_suffix(';') {
            let end = found.start() + found.text().len();
            self.problems.push(
                Diagnostic::error("syntax/stray-semicolon", "no `;` is needed here")
                    .at(node.place.span(end - 1, end), "a statement ends with its line")
                    .help("remove it")
                    .removing(node.place.span(end - 1, end), "a `;`"),
            );
            condition.text = without.trim_end().to_owned();
            condition.span.end = condition.span.start + u32::try_from(condition.text.len()).unwrap_or(0);
        }
        Some(condition)
    }
}

/// The first name of a statement.
pub(super) fn name_of(node: &Node<'_>) -> Option<Name> {
    node.child(Rule::name).map(|name| name.spanned())
}

/// The first path of a statement.
pub(super) fn path_of(node: &Node<'_>) -> Option<Path> {
    node.child(Rule::path).map(|path| as_path(&path))
}

pub(super) fn as_path(node: &Node<'_>) -> Path {
    Path { parts: node.all(Rule::name).map(|name| name.spanned()).collect(), span: node.span() }
}
