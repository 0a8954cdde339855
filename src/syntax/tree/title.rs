use crate::source::Spanned;

/// A text for people, with its translations: titles, messages, reasons.
///
/// A text's span covers its quotes, so the text as written (its `{…}` places and escapes included) starts one byte behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// The text, its escapes resolved.
    pub text: Spanned<String>,
    /// Language and text of each translation.
    pub translations: Vec<(Spanned<String>, Spanned<String>)>,
}
