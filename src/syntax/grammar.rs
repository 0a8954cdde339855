//! The parser that pest makes of the grammar, and its pairs with places in the whole text.

use pest::Parser;
use pest::error::ErrorVariant;
use pest::error::InputLocation;
use pest::iterators::Pair;

use crate::source::{FileId, Span, Spanned};

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/tollgate.pest"]
struct PlaybookParser;

/// Where a parsed piece lies in its file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub file: FileId,
    /// Byte of the file at which the piece begins.
    pub base: usize,
    /// Byte of the file that no span passes: closing braces added behind it are not there.
    pub limit: usize,
}

impl Place {
    pub fn span(self, start: usize, end: usize) -> Span {
        let clamp = |at: usize| (self.base + at).min(self.limit);
        Span::new(self.file, clamp(start), clamp(end))
    }

    pub fn moved(self, by: usize) -> Place {
        Place { base: self.base + by, ..self }
    }
}

/// A piece of the text that a rule accepted.
#[derive(Clone, Debug)]
pub(super) struct Node<'i> {
    pair: Pair<'i, Rule>,
    pub place: Place,
}

impl<'i> Node<'i> {
    pub fn rule(&self) -> Rule {
        self.pair.as_rule()
    }

    pub fn text(&self) -> &'i str {
        self.pair.as_str()
    }

    pub fn span(&self) -> Span {
        self.place.span(self.start(), last_token(&self.pair))
    }

    /// Where it begins in the parsed text.
    pub fn start(&self) -> usize {
        self.pair.as_span().start()
    }

    /// All text that was parsed with it.
    pub fn input(&self) -> &'i str {
        self.pair.get_input()
    }

    pub fn children(&self) -> impl Iterator<Item = Node<'i>> + use<'i> {
        let place = self.place;
        self.pair.clone().into_inner().map(move |pair| Node { pair, place })
    }

    pub fn child(&self, rule: Rule) -> Option<Node<'i>> {
        self.children().find(|child| child.rule() == rule)
    }

    pub fn all(&self, rule: Rule) -> impl Iterator<Item = Node<'i>> + use<'i> {
        self.children().filter(move |child| child.rule() == rule)
    }

    /// The text as it stands, with its place.
    pub fn spanned(&self) -> Spanned<String> {
        Spanned::new(self.text().to_owned(), self.span())
    }
}

/// Where the last token of a piece ends: rules also swallow the blanks before something optional that is not there.
fn last_token(pair: &Pair<'_, Rule>) -> usize {
    let last = match pair.as_rule() {
        // Its closing bracket is no token of its own.
        Rule::list => None,
        _ => pair.clone().into_inner().next_back().filter(|last| last.as_rule() != Rule::EOI),
    };
    last.map_or(pair.as_span().end(), |last| last_token(&last))
}

/// What stands where something else was expected.
#[derive(Debug)]
pub(super) struct Mismatch {
    /// Byte of the parsed text.
    pub at: usize,
    pub expected: Vec<Rule>,
}

/// Matches a rule at the beginning of a text.
pub(super) fn parse<'i>(rule: Rule, text: &'i str, place: Place) -> Result<Node<'i>, Mismatch> {
    match PlaybookParser::parse(rule, text) {
        Ok(mut pairs) => match pairs.next() {
            Some(pair) => Ok(Node { pair, place }),
            None => Err(Mismatch { at: 0, expected: vec![rule] }),
        },
        Err(error) => {
            let at = match error.location {
                InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
            };
            let expected = match error.variant {
                ErrorVariant::ParsingError { positives, .. } => positives,
                ErrorVariant::CustomError { .. } => Vec::new(),
            };
            Err(Mismatch { at, expected })
        }
    }
}

impl Node<'_> {
    /// One past its last byte in the parsed text.
    pub fn end(&self) -> usize {
        self.pair.as_span().end()
    }
}
