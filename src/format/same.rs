//! Whether two texts are the same playbook: the same words in the same blocks, and the same comments.

use crate::format::condition;
use crate::format::page::Page;
use crate::syntax::Concrete;
use crate::syntax::Part;
use crate::syntax::Statement;
use crate::syntax::StatementKind;
use crate::syntax::Token;
use crate::syntax::TokenKind;

/// The byte of the first text from which on the second one says something else.
///
/// Blanks, line ends, the commas between the lines of a block or the elements of a list and the dashes of a table say nothing.
pub(super) fn difference(one: &Page<'_>, first: &Concrete, other: &Page<'_>, second: &Concrete) -> Option<u32> {
    let (first, second) = (said(one, first), said(other, second));
    let differs = first.iter().zip(&second).find(|(word, with)| word.text != with.text).map(|(word, _)| word.at);
    differs.or_else(|| (first.len() != second.len()).then(|| one.end()))
}

/// Something that is said, and where.
struct Word {
    text: String,
    at: u32,
}

fn said(page: &Page<'_>, file: &Concrete) -> Vec<Word> {
    let mut words = Vec::new();
    for comment in &file.comments {
        let lines = page.text(*comment).lines().map(str::trim).collect::<Vec<&str>>();
        words.push(Word { text: lines.join("\n"), at: comment.start });
    }
    statements(page, &file.statements, &mut words);
    words
}

fn statements(page: &Page<'_>, statements: &[Statement], words: &mut Vec<Word>) {
    for statement in statements.iter().filter(|statement| statement.kind != StatementKind::Rule) {
        for part in &statement.parts {
            match part {
                Part::Token(token) => words.push(word(page, token)),
                Part::Block(block) => {
                    words.push(Word { text: "{".to_owned(), at: block.open.start });
                    self::statements(page, &block.statements, words);
                    words.push(Word { text: "}".to_owned(), at: block.close.start });
                }
                Part::List(list) => {
                    words.push(Word { text: "[".to_owned(), at: list.open.start });
                    self::statements(page, &list.elements, words);
                    words.push(Word { text: "]".to_owned(), at: list.close.start });
                }
                Part::Cell(tokens) => {
                    words.extend(tokens.iter().map(|token| word(page, token)));
                    let at = tokens.last().map_or(0, |token| token.span.end);
                    words.push(Word { text: "|".to_owned(), at });
                }
            }
        }
        let at = words.last().map_or(0, |last| last.at);
        words.push(Word { text: format!("{:?}", statement.kind), at });
    }
}

fn word(page: &Page<'_>, token: &Token) -> Word {
    let text = page.text(token.span);
    let text = match token.kind {
        TokenKind::Comma => ",".to_owned(),
        TokenKind::Quantity => text.split_whitespace().collect::<Vec<&str>>().join(" "),
        TokenKind::Condition => condition::essence(text).join("\n"),
        _ => text.to_owned(),
    };
    Word { text: format!("{:?} {text}", token.kind), at: token.span.start }
}
