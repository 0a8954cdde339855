//! Parsed pieces to the tree; values that cannot be are reported here.

mod approval;
mod check;
mod deal;
mod figure;
mod header;
mod health;
mod length;
mod lint;
mod literal;
mod number;
mod shifts;
mod source;
mod stage;
mod table;
mod test;
mod text;
mod waiver;

pub(super) use table::pieces;

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, did_you_mean, or_list};
use crate::source::{FileId, Span};
use crate::syntax::chunk::Chunk;
use crate::syntax::chunk::first_word;
use crate::syntax::grammar;
use crate::syntax::grammar::Node;
use crate::syntax::grammar::Place;
use crate::syntax::grammar::Rule;
use crate::syntax::mismatch::shown;
use crate::syntax::vocabulary;
use crate::syntax::{Broken, Item, Name};

/// Makes the tree of one declaration and collects its problems.
pub(super) struct Builder {
    place: Place,
    /// From here on a text may be misread: a brace or a quote is missing.
    doubtful: usize,
    pub problems: Vec<Diagnostic>,
}

/// Clauses met so far in one block, and where.
type Seen = BTreeMap<String, Span>;

impl Builder {
    pub fn new(file: FileId, chunk: &Chunk) -> Builder {
        let place = Place { file, base: chunk.start, limit: chunk.end };
        Builder { place, doubtful: chunk.doubtful, problems: Vec::new() }
    }

    /// Reads the text of one declaration; `None` where there is nothing.
    pub fn declaration(&mut self, text: &str) -> Option<Item> {
        let text = text.trim_end();
        if is_blank(text) {
            return None;
        }
        let word = first_word(text);
        let Some(rule) = vocabulary::declaration(word) else {
            self.unknown_declaration(text, word);
            // A misspelt declaration still declares its name.
            let meant = did_you_mean(word, vocabulary::TOP.names()).unwrap_or(word);
            return Some(Item::Broken(Broken { keyword: meant.to_owned(), ..self.broken(text, word) }));
        };
        let node = match grammar::parse(rule, text, self.place) {
            Ok(node) => node,
            Err(mismatch) => {
                self.mismatch(&mismatch, text, self.place);
                return Some(Item::Broken(self.broken(text, word)));
            }
        };
        let rest = text.get(node.end()..).unwrap_or_default();
        if !is_blank(rest) {
            self.rest(rest, node.end(), rule);
        }
        Some(self.item(&node).unwrap_or_else(|| Item::Broken(self.broken(text, word))))
    }

    fn item(&mut self, node: &Node<'_>) -> Option<Item> {
        let item = match node.rule() {
            Rule::playbook => Item::Playbook(self.playbook(node)?),
            Rule::calendar => Item::Calendar(self.calendar(node)?),
            Rule::include => Item::Include(self.include(node)?),
            Rule::remove => Item::Remove(self.remove(node)),
            Rule::amend => Item::Amend(self.amend(node)),
            Rule::use_module => Item::Use(self.use_module(node)?),
            Rule::deal => Item::Deal(self.deal(node)),
            Rule::role => Item::Role(self.role(node)?),
            Rule::flow => Item::Flow(self.flow(node)),
            Rule::stage => Item::Stage(self.stage(node)?),
            Rule::check => Item::Check(self.check(node)?),
            Rule::approval => Item::Approval(self.approval(node)?),
            Rule::authority => Item::Authority(self.authority(node)?),
            Rule::rates => Item::Rates(self.rates(node)),
            Rule::lint => Item::Lint(self.lint(node)),
            Rule::waivers => Item::Waivers(self.waivers(node)),
            Rule::waive => Item::Waive(self.waive(node)?),
            Rule::test => Item::Test(self.test(node)?),
            Rule::survivor => Item::Survivor(self.survivor(node)?),
            Rule::score => Item::Score(self.score(node)?),
            Rule::figure => Item::Figure(self.figure(node)?),
            Rule::health => Item::Health(self.health(node)),
            Rule::source => Item::Source(self.source(node)?),
            _ => return None,
        };
        Some(item)
    }

    fn broken(&self, text: &str, word: &str) -> Broken {
        let after = text.get(word.len()..).unwrap_or_default();
        let start = word.len() + after.len() - after.trim_start_matches([' ', '\t']).len();
        let name = first_word(text.get(start..).unwrap_or_default());
        let name = (!name.is_empty() && !word.is_empty())
            .then(|| Name::new(name.to_owned(), self.place.span(start, start + name.len())));
        Broken { keyword: word.to_owned(), name, span: self.place.span(0, text.len()) }
    }

    fn unknown_declaration(&mut self, text: &str, word: &str) {
        let (found, length) = match word {
            "" => (shown(text), text.chars().next().map_or(0, char::len_utf8)),
            _ => (format!("`{word}`"), word.len()),
        };
        let inner = [&vocabulary::STAGE, &vocabulary::CHECK, &vocabulary::CRITERIA];
        let help = match did_you_mean(word, vocabulary::TOP.names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if inner.iter().any(|block| block.rule(word).is_some()) => {
                format!("`{word}` stands inside a stage or a check; is a `}}` too many above?")
            }
            None => format!("a declaration begins with {}", or_list(vocabulary::TOP.names())),
        };
        self.problems.push(
            Diagnostic::error("syntax/unknown-declaration", format!("a declaration cannot begin with {found}"))
                .at(self.place.span(0, length), "not known here")
                .help(help),
        );
    }

    /// What stands behind a complete declaration.
    fn rest(&mut self, rest: &str, end: usize, rule: Rule) {
        let at = rest.len() - rest.trim_start().len();
        let found = rest.trim_start();
        let place = self.place.moved(end + at);
        if rule == Rule::waive {
            let word = first_word(found);
            if let Some(rule) = vocabulary::WAIVE.rule(word) {
                if let Err(mismatch) = grammar::parse(rule, found, place) {
                    self.mismatch(&mismatch, found, place);
                    return;
                }
            } else if let Some(near) = did_you_mean(word, vocabulary::WAIVE.names()) {
                self.problems.push(
                    Diagnostic::error("syntax/unknown-clause", format!("`{word}` cannot stand in a waiver"))
                        .at(place.span(0, word.len()), "not known here")
                        .help(format!("did you mean `{near}`?")),
                );
                return;
            }
        }
        let expected = match rule {
            Rule::stage => vec![Rule::open],
            _ => Vec::new(),
        };
        let mismatch = grammar::Mismatch { at: 0, expected };
        self.mismatch(&mismatch, found, place);
    }

    /// Whether a clause is the first of its kind; a second one is reported.
    fn first(&mut self, seen: &mut Seen, node: &Node<'_>) -> bool {
        let words = node.children().map_while(|child| keyword(&child)).collect::<Vec<&str>>();
        let clause = words.join(" ");
        let span = node.children().next().map_or(node.span(), |child| child.span());
        match seen.get(&clause) {
            None => {
                seen.insert(clause, span);
                true
            }
            Some(first) => {
                self.problems.push(
                    Diagnostic::error("syntax/clause-twice", format!("`{clause}` is given twice"))
                        .at(span, "given again")
                        .at(*first, "first given here")
                        .help("keep one of them"),
                );
                false
            }
        }
    }

    /// Whether a piece may be misread, because a brace or a quote before it is missing.
    fn is_doubtful(&self, span: Span) -> bool {
        usize::try_from(span.end).is_ok_and(|end| end > self.doubtful)
    }

    /// Reports a clause that must be there.
    fn missing(&mut self, span: Span, what: &str, example: &str) {
        self.problems.push(
            Diagnostic::error("syntax/missing-clause", format!("{what} is missing"))
                .at(span, "not given here")
                .help(format!("add `{example}`")),
        );
    }

    fn names(&self, node: &Node<'_>) -> Vec<Name> {
        let direct = node.all(Rule::name);
        let listed = node.all(Rule::names).flat_map(|names| names.all(Rule::name).collect::<Vec<_>>());
        direct.chain(listed).map(|name| name.spanned()).collect()
    }
}

fn keyword<'i>(node: &Node<'i>) -> Option<&'i str> {
    format!("{:?}", node.rule()).starts_with("kw_").then(|| node.text())
}

/// Whether a text holds only blanks and comments.
fn is_blank(text: &str) -> bool {
    let mut rest = text.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
    loop {
        if rest.is_empty() {
            return true;
        }
        if !rest.starts_with("//") && !rest.starts_with("/*") {
            return false;
        }
        let scanned = crate::syntax::scan::scan(rest);
        let Some(first) = scanned.comments.first().filter(|range| range.start == 0) else { return false };
        rest = rest.get(first.end..).unwrap_or_default().trim_start();
    }
}
