//! What the grammar has and the program does not judge yet: it is refused, never accepted and ignored.

use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// The problem of something that this version does not judge.
pub(super) fn not_judged(word: &str, span: Span) -> Diagnostic {
    Diagnostic::error("lower/not-judged-yet", format!("`{word}` is not judged yet by this version"))
        .at(span, "understood, and refused: nothing is accepted and ignored")
        .help("remove it, or keep it in a file of its own until then")
}
