use crate::document::beside::BESIDE;
use crate::document::contents::Line;
use crate::document::contents::Note;
use crate::expr::Expr;
use crate::expr::Phrase;
use crate::expr::Titles;
use crate::expr::phrase;
use crate::expr::phrase_field;
use crate::expr::phrase_value;
use crate::model::Playbook;
use crate::model::Severity;
use crate::model::Title;
use crate::value::Choice;

/// The words of the document itself, in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Terms {
    English,
    Chinese,
}

impl Terms {
    pub fn code(self) -> &'static str {
        self.pick("en", "zh")
    }

    pub fn pick<T>(self, english: T, chinese: T) -> T {
        match self {
            Terms::English => english,
            Terms::Chinese => chinese,
        }
    }

    /// A text of the playbook.
    pub fn text(self, title: &Title) -> String {
        title.in_language(self.code()).replace(BESIDE, " ")
    }

    pub fn note(self, english: &str, chinese: &str, text: impl Into<String>) -> Note {
        Note { label: self.pick(english, chinese).to_owned(), text: text.into() }
    }

    pub fn severity(self, severity: Severity) -> &'static str {
        match severity {
            Severity::Info => self.pick("info", "提示"),
            Severity::Minor => self.pick("minor", "一般"),
            Severity::Major => self.pick("major", "重要"),
            Severity::Critical => self.pick("critical", "严重"),
        }
    }

    /// `A, B and C`
    pub fn list(self, items: &[String]) -> String {
        self.joined(items, self.pick(" and ", "和"))
    }

    /// `A, B or C`
    pub fn choice(self, items: &[String]) -> String {
        self.joined(items, self.pick(" or ", "或"))
    }

    fn joined(self, items: &[String], last: &str) -> String {
        match items.split_last() {
            Some((only, [])) => only.clone(),
            Some((end, rest)) if self == Terms::Chinese => chinese(&[&rest.join("、"), last, end]),
            Some((end, rest)) => format!("{}{last}{end}", rest.join(", ")),
            None => String::new(),
        }
    }

    /// Lines as a sentence each, that is with a capital letter where there are any.
    pub fn capital(self, text: &str) -> String {
        let mut letters = text.trim().chars();
        match letters.next() {
            Some(first) => first.to_uppercase().chain(letters).collect(),
            None => String::new(),
        }
    }
}

/// Parts of a Chinese sentence, with a blank where a Chinese letter meets code, a Latin letter or a number.
pub(super) fn chinese(parts: &[&str]) -> String {
    let is_latin = |letter: char| letter.is_ascii_alphanumeric() || letter == '`' || letter == '%';
    let mut out = String::new();
    for part in parts.iter().filter(|part| !part.is_empty()) {
        if let (Some(before), Some(next)) = (out.chars().next_back(), part.chars().next())
            && is_latin(before) != is_latin(next)
            && before.is_alphanumeric() | is_latin(before)
            && next.is_alphanumeric() | is_latin(next)
        {
            out.push(' ');
        }
        out.push_str(part);
    }
    out
}

/// A condition in words, as lines.
pub(super) fn lines(playbook: &Playbook, terms: Terms, expr: &Expr) -> Vec<Line> {
    let lines = said(playbook, terms, expr).lines(terms.code());
    lines.into_iter().map(|(depth, text)| Line { depth, text: terms.capital(&text) }).collect()
}

/// A condition in words, as a part of a sentence.
pub(super) fn within(playbook: &Playbook, terms: Terms, expr: &Expr) -> String {
    said(playbook, terms, expr).line(terms.code())
}

fn said(playbook: &Playbook, terms: Terms, expr: &Expr) -> Phrase {
    with_titles(playbook, terms, |titles| phrase(expr, terms.code(), titles))
}

/// What is computed, in words.
pub(super) fn computed(playbook: &Playbook, terms: Terms, expr: &Expr) -> String {
    with_titles(playbook, terms, |titles| phrase_value(expr, terms.code(), titles))
}

/// A field in words.
pub(super) fn field(playbook: &Playbook, terms: Terms, path: &str) -> String {
    with_titles(playbook, terms, |titles| phrase_field(path, terms.code(), titles))
}

fn with_titles<T>(playbook: &Playbook, terms: Terms, say: impl FnOnce(Titles<'_>) -> T) -> T {
    let names = &playbook.schema.names;
    let member = |choice: &Choice, place: u16| {
        let at = usize::from(place);
        let title = if *choice == *names.stages {
            &playbook.stages.get(at)?.title
        } else if *choice == *names.roles {
            &playbook.roles.get(at)?.title
        } else if *choice == *names.approvals {
            &playbook.approvals.get(at)?.title
        } else {
            return None;
        };
        Some(terms.text(title))
    };
    let field = |path: &str| {
        if let Some(name) = path.strip_prefix("team.") {
            return playbook.roles.iter().find(|role| role.name == name).map(|role| terms.text(&role.title));
        }
        let figure = playbook.figures.iter().find(|figure| figure.name == path).map(|figure| &figure.title);
        let score = || playbook.scores.iter().find(|score| score.name == path).map(|score| &score.title);
        figure.or_else(score).map(|title| terms.text(title))
    };
    say(Titles { member: &member, field: &field })
}
