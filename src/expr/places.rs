//! Where the parts of a condition begin and end: rhai gives one position a part, the tokens give the rest.

use std::ops::Range;

use crate::expr::lexer::Token;
use crate::expr::lexer::TokenKind;
use crate::expr::literal::Rewritten;
use crate::source::Span;

/// The tokens of a text and where the text stands.
#[derive(Clone, Copy)]
pub struct Places<'a> {
    /// The text as written.
    pub text: &'a str,
    /// Its tokens and the way back from rhai's positions.
    pub rewritten: &'a Rewritten,
    /// Where it stands.
    pub base: Span,
}

impl Places<'_> {
    /// Puts bytes of the text into the file.
    pub fn absolute(&self, range: Range<usize>) -> Span {
        let base = self.base.start as usize;
        Span::new(self.base.file, base + range.start, base + range.end)
    }

    /// What stands at a span.
    pub fn text_at(&self, span: Span) -> &str {
        let relative = |at: u32| at.saturating_sub(self.base.start) as usize;
        self.text.get(relative(span.start)..relative(span.end)).unwrap_or_default()
    }

    /// The token at a line and column of the rewritten text; the end of the text where there is none.
    pub fn token(&self, line: usize, column: usize) -> Span {
        let byte = self.rewritten.original(line, column);
        match self.rewritten.tokens.iter().find(|token| token.range.end > byte) {
            Some(token) => self.absolute(token.range.clone()),
            None => self.absolute(self.text.trim_end().len()..self.text.len()),
        }
    }

    /// The literal of the language that starts at a line and column of the rewritten text.
    pub fn literal(&self, line: usize, column: usize) -> Option<&Token> {
        let byte = self.rewritten.original(line, column);
        let token = self.rewritten.tokens.iter().find(|token| token.range.start == byte)?;
        matches!(token.kind, TokenKind::Literal(..)).then_some(token)
    }

    /// The token before a span; the span itself where there is none.
    pub fn before(&self, span: Span) -> Span {
        let first = self.index_from(span.start);
        let token = first.checked_sub(1).and_then(|at| self.rewritten.tokens.get(at));
        token.map_or(span, |token| self.absolute(token.range.clone()))
    }

    /// The token behind a span; the span itself where there is none.
    pub fn after(&self, span: Span) -> Span {
        let token = self.rewritten.tokens.get(self.index_from(span.end));
        token.map_or(span, |token| self.absolute(token.range.clone()))
    }

    /// The span up to the bracket that closes the one at its end or right behind it.
    pub fn closed(&self, span: Span) -> Span {
        let next = self.after(span);
        if matches!(self.text_at(next), "(" | "[") { self.balanced(span.to(next)) } else { span }
    }

    /// The smallest span around this one that leaves no bracket alone.
    pub fn balanced(&self, span: Span) -> Span {
        let tokens = &self.rewritten.tokens;
        let (mut first, mut end) = (self.index_from(span.start), self.index_from(span.end));
        let (mut seen_first, mut seen_end) = (first, first);
        // Each token is looked at once: what a mate adds is looked at next.
        loop {
            let fresh = if first < seen_first { first..seen_first } else { seen_end..end };
            if fresh.is_empty() {
                break;
            }
            (seen_first, seen_end) = (seen_first.min(fresh.start), seen_end.max(fresh.end));
            for mate in tokens.get(fresh).unwrap_or_default().iter().filter_map(|token| token.mate) {
                first = first.min(mate);
                end = end.max(mate + 1);
            }
        }
        let start = tokens.get(first).map_or(span, |token| self.absolute(token.range.clone()));
        let last = end.checked_sub(1).and_then(|at| tokens.get(at));
        let last = last.map_or(span, |token| self.absolute(token.range.clone()));
        span.to(start).to(last)
    }

    /// The first token that starts at or behind a byte of the file.
    fn index_from(&self, byte: u32) -> usize {
        let byte = byte.saturating_sub(self.base.start) as usize;
        self.rewritten.tokens.partition_point(|token| token.range.start < byte)
    }
}
