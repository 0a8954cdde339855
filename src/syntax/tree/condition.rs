use crate::source::Span;

/// A condition as written; its inside belongs to `expr`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The text, without blanks and comments around it. It may span several lines and hold comments.
    pub text: String,
    /// Exactly the text's place.
    pub span: Span,
}
