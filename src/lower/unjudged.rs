//! What the grammar has and the program does not judge yet: it is refused, never accepted and ignored.

use crate::diagnostic::Diagnostic;
use crate::lower::collect::Collected;
use crate::source::Span;
use crate::syntax::Item;

/// Refuses every declaration that is not judged.
pub(super) fn refuse(parts: &Collected<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for item in &parts.unjudged {
        let (word, span) = match item {
            Item::Score(score) => ("score", score.name.span),
            Item::Test(test) => ("test", test.title.span),
            Item::Rates(rates) => ("rates", first_byte(rates.span, "rates")),
            Item::Waivers(waivers) => ("waivers", first_byte(waivers.span, "waivers")),
            Item::Waive(waive) => ("waive", waive.check.span),
            other => ("declaration", other.span()),
        };
        diagnostics.push(not_judged(word, span));
    }
    if let Some(within) = parts.header.and_then(|header| header.recorded_at_within.as_ref()) {
        diagnostics.push(not_judged("recorded_at_within", within.span));
    }
}

/// The problem of something that this version does not judge.
pub(super) fn not_judged(word: &str, span: Span) -> Diagnostic {
    Diagnostic::error("lower/not-judged-yet", format!("`{word}` is not judged yet by this version"))
        .at(span, "understood, and refused: nothing is accepted and ignored")
        .help("remove it, or keep it in a file of its own until then")
}

fn first_byte(span: Span, word: &str) -> Span {
    let length = u32::try_from(word.len()).unwrap_or(0);
    Span { end: span.end.min(span.start + length), ..span }
}
