//! Cuts the text of a condition into tokens, so that places and brackets can be found.
//!
//! It knows what rhai's tokens look like from outside, no more: rhai decides what they mean.

use std::ops::Range;

use crate::value::Type;
use crate::value::Value;

/// A piece of text that stands for itself.
#[derive(Clone, Debug)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Its bytes.
    pub range: Range<usize>,
    /// The token that closes or opens the same bracket.
    pub mate: Option<usize>,
}

/// What a [`Token`] is.
#[derive(Clone, Debug, PartialEq)]
pub enum TokenKind {
    /// A name or keyword.
    Word,
    /// Digits, perhaps with a point or an exponent.
    Number,
    /// A text in quotes.
    Quoted,
    /// An operator or bracket.
    Sign,
    /// A literal of the language that rhai does not have.
    Literal(Value, Type),
    /// `()` where a module compares with it.
    Nothing,
    /// A name of the author that is a word of rhai.
    Name,
}

/// All tokens of a text; spaces and comments are left out.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let skipped = blank(rest);
        if skipped > 0 {
            at += skipped;
            continue;
        }
        let (kind, length) = next(rest);
        all.push(Token { kind, range: at..at + length, mate: None });
        at += length;
    }
    all
}

/// Finds for each bracket the one that closes it.
pub fn match_brackets(text: &str, all: &mut [Token]) {
    let mut open: Vec<(usize, &str)> = Vec::new();
    let mut pairs = Vec::new();
    for token in all.iter_mut() {
        token.mate = None;
    }
    for (at, token) in all.iter().enumerate() {
        if token.kind != TokenKind::Sign {
            continue;
        }
        match text.get(token.range.clone()).unwrap_or_default() {
            "(" => open.push((at, ")")),
            "[" | "?[" => open.push((at, "]")),
            "{" | "#{" => open.push((at, "}")),
            close @ (")" | "]" | "}") => {
                if let Some((opened, _)) = open.pop_if(|(_, wanted)| *wanted == close) {
                    pairs.push((opened, at));
                }
            }
            _ => {}
        }
    }
    for (opened, closed) in pairs {
        if let Some(token) = all.get_mut(opened) {
            token.mate = Some(closed);
        }
        if let Some(token) = all.get_mut(closed) {
            token.mate = Some(opened);
        }
    }
}

/// Length of the space or comment a text starts with.
fn blank(text: &str) -> usize {
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    if text.starts_with("/*") {
        return block_comment(text);
    }
    text.len() - text.trim_start().len()
}

/// Length of a block comment; they nest, as in rhai.
fn block_comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

fn next(text: &str) -> (TokenKind, usize) {
    let first = text.chars().next().unwrap_or(' ');
    if first.is_ascii_digit() {
        return (TokenKind::Number, number(text));
    }
    if first == '_' || first.is_alphabetic() {
        let word = text.find(|letter: char| letter != '_' && !letter.is_alphanumeric());
        return (TokenKind::Word, word.unwrap_or(text.len()));
    }
    if matches!(first, '"' | '`' | '\'') {
        return (TokenKind::Quoted, quoted(text, first));
    }
    const SIGNS: [&str; 20] = [
        "..=", "**=", "<<=", ">>=", "..", "==", "!=", ">=", "<=", "&&", "||", "??", "?.", "?[", "=>", "::", "**", "#{",
        "+=", "-=",
    ];
    let sign = SIGNS.iter().find(|sign| text.starts_with(**sign));
    (TokenKind::Sign, sign.map_or(first.len_utf8(), |sign| sign.len()))
}

/// Length of a number; `1..5` and `30.days` end before the point.
fn number(text: &str) -> usize {
    let bytes = text.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(b' ');
    let digits = |from: usize| from + bytes.iter().skip(from).take_while(|b| b.is_ascii_digit() || **b == b'_').count();
    if byte(0) == b'0' && matches!(byte(1), b'x' | b'X' | b'b' | b'B' | b'o' | b'O') {
        return 2 + bytes.iter().skip(2).take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
    }
    let mut end = digits(0);
    if byte(end) == b'.' && byte(end + 1).is_ascii_digit() {
        end = digits(end + 1);
    }
    let sign = usize::from(matches!(byte(end + 1), b'+' | b'-'));
    if matches!(byte(end), b'e' | b'E') && byte(end + 1 + sign).is_ascii_digit() {
        end = digits(end + 1 + sign);
    }
    end
}

/// Length of a text in quotes, up to the end where it is not closed.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == quote => return at + quote.len_utf8(),
            _ => {}
        }
    }
    text.len()
}
