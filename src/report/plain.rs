use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

/// More of one value than this is not shown: 200 characters are two and a half lines of a terminal.
const MOST: usize = 200;

/// A value of the data on one line: every control character is shown by its escape, and a long text by its beginning and its length.
///
/// `unit` is the word for characters.
pub(super) fn datum<'a>(text: &'a str, unit: &str) -> Cow<'a, str> {
    let Some((cut, _)) = text.char_indices().nth(MOST) else { return harmless(text) };
    let start = text.get(..cut).unwrap_or_default();
    Cow::Owned(format!("{}… ({} {unit})", harmless(start), text.chars().count()))
}

/// A sentence on one line: line breaks and tabs are spaces, other control characters are shown by their escape.
pub(super) fn prose(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_harmful) {
        return Cow::Borrowed(text);
    }
    let joined = text.split(['\n', '\r', '\t']).map(str::trim).filter(|part| !part.is_empty());
    Cow::Owned(harmless(&joined.collect::<Vec<&str>>().join(" ")).into_owned())
}

/// A name (a file, a column) with every control character shown by its escape.
pub(super) fn harmless(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_harmful) {
        return Cow::Borrowed(text);
    }
    let escaped = text.chars().map(|letter| match letter {
        letter if is_harmful(letter) => letter.escape_default().to_string(),
        letter => letter.to_string(),
    });
    Cow::Owned(escaped.collect())
}

/// Whether a character could steer the terminal or change the order in which the text around it is read.
pub(super) fn is_harmful(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
        || ('\u{202a}'..='\u{202e}').contains(&letter)
        || ('\u{2066}'..='\u{2069}').contains(&letter)
}

/// Columns of a terminal that a text without colours takes.
pub(super) fn columns(text: &str) -> usize {
    text.width()
}

/// The text and spaces up to this many columns.
pub(super) fn padded(text: &str, width: usize) -> String {
    let spaces = width.saturating_sub(columns(text));
    format!("{text}{}", " ".repeat(spaces))
}

#[cfg(test)]
mod tests {
    use super::{datum, prose};

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(datum("a\u{1b}[31mb\nc", ""), "a\\u{1b}[31mb\\nc");
        assert_eq!(datum("\u{202e}gnp.exe", ""), "\\u{202e}gnp.exe");
        assert_eq!(prose("one\n  two\u{7}"), "one two\\u{7}");
        assert_eq!(datum("客户 é", ""), "客户 é");
        assert!(datum(&"x".repeat(5000), "characters").ends_with("… (5000 characters)"));
    }
}
