//! A condition as a sentence for people who do not read conditions.
//!
//! Every form of the language has words of its own, in English and in Chinese.

mod chinese;
mod counted;
mod english;
mod sentence;
mod terms;
mod value;

use crate::expr::Expr;
use crate::expr::phrase::sentence::Sense;
use crate::expr::phrase::terms::Terms;
use crate::value::Choice;
use crate::value::Type;

/// The titles that the author gave to what conditions speak of; `None` where a name is all there is.
#[derive(Clone, Copy)]
pub struct Titles<'a> {
    /// Of a member of an enumeration: a stage, a role, an approval.
    pub member: &'a dyn Fn(&Choice, u16) -> Option<String>,
    /// Of a field by its path from the deal: a figure, a score, `team.AR`.
    pub field: &'a dyn Fn(&str) -> Option<String>,
}

/// What a condition says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phrase {
    /// One sentence, without a full stop.
    Fact(String),
    /// All of these hold.
    All(Vec<Phrase>),
    /// At least one of these holds.
    Any(Vec<Phrase>),
}

/// A condition in words of a language: English, or Chinese where it begins with `zh`.
pub fn phrase(expr: &Expr, language: &str, titles: Titles<'_>) -> Phrase {
    let terms = Terms::of(language);
    let writer = Writer { expr, terms, titles };
    match expr.ty() {
        // What a function of a module gives is judged as an answer.
        Type::Bool | Type::Any => writer.sentence(expr.node(), Sense::Holds),
        _ => Phrase::Fact(writer.value(expr.node())),
    }
}

/// What is computed, in words: as [`phrase`], but that what a function of a module gives is taken for a value.
pub fn phrase_value(expr: &Expr, language: &str, titles: Titles<'_>) -> String {
    let terms = Terms::of(language);
    match expr.ty() {
        Type::Any => terms.set(&Writer { expr, terms, titles }.value(expr.node())),
        _ => phrase(expr, language, titles).line(language),
    }
}

/// A field by its path from the deal, in words: "the close date".
pub fn phrase_field(path: &str, language: &str, titles: Titles<'_>) -> String {
    let terms = Terms::of(language);
    terms.set(&value::field(path, terms, titles))
}

impl Phrase {
    /// All of it as one sentence.
    pub fn line(&self, language: &str) -> String {
        self.within(Terms::of(language), false)
    }

    /// The same as a list, each line with its depth: a header stands above the lines one deeper.
    ///
    /// What is short and has no brackets stays one line.
    pub fn lines(&self, language: &str) -> Vec<(usize, String)> {
        let mut lines = Vec::new();
        self.push_lines(Terms::of(language), 0, &mut lines);
        lines
    }

    fn push_lines(&self, terms: &Terms, depth: usize, lines: &mut Vec<(usize, String)>) {
        /// Letters that are read at one glance.
        const SHORT: usize = 110;
        let (header, parts) = match self {
            Phrase::Fact(_) => return lines.push((depth, self.within(terms, false))),
            Phrase::All(parts) => (terms.all_of_these, parts),
            Phrase::Any(parts) => (terms.any_of_these, parts),
        };
        let line = self.within(terms, false);
        let flat = parts.iter().all(|part| matches!(part, Phrase::Fact(_)));
        if flat && parts.len() < 3 && line.chars().count() <= SHORT {
            return lines.push((depth, line));
        }
        lines.push((depth, header.to_owned()));
        parts.iter().for_each(|part| part.push_lines(terms, depth + 1, lines));
    }

    /// As a part of a larger sentence it stands in brackets, so that nobody has to guess what belongs together.
    fn within(&self, terms: &Terms, inside: bool) -> String {
        let (parts, between) = match self {
            Phrase::Fact(text) => return terms.set(text),
            Phrase::All(parts) => (parts, terms.and),
            Phrase::Any(parts) => (parts, terms.or),
        };
        let all = parts.iter().map(|part| part.within(terms, true)).collect::<Vec<String>>().join(between);
        terms.set(&if inside { terms.fill(terms.brackets, &[&all]) } else { all })
    }
}

struct Writer<'a> {
    expr: &'a Expr,
    terms: &'static Terms,
    titles: Titles<'a>,
}
