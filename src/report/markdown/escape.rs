use crate::report::plain::prose;

/// What keeps two characters apart and is not seen: a word joiner.
const APART: char = '\u{2060}';

/// A text that Markdown takes as it is, on one line, in a cell of a table too.
///
/// What begins HTML, a link, emphasis or a table's cell is escaped.
/// What a service would turn into a mention, a reference (`@name`, `#12`, `!12`) or a link by itself is kept from it by a character that is not seen.
pub(in crate::report) fn escape(text: &str) -> String {
    let plain = prose(text);
    let mut escaped = String::with_capacity(plain.len());
    let mut letters = plain.chars().peekable();
    while let Some(letter) = letters.next() {
        let next_is_word = letters.peek().is_some_and(|next| next.is_alphanumeric());
        let inside_word = next_is_word && escaped.chars().next_back().is_some_and(char::is_alphanumeric);
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // Inside a word it is no emphasis, and inside a sentence a hyphen or a sign means nothing.
            '_' if inside_word => escaped.push('_'),
            '-' | '+' | '=' | '(' | ')' if !escaped.is_empty() => escaped.push(letter),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '|' | '~' | '#' | '+' | '-' | '!' | '=' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            letter => escaped.push(letter),
        }
        let begins_reference = matches!(letter, '@' | '#' | '!' | '$' | '%' | '~' | '&' | ':' | '.');
        let goes_on = letters.peek().is_some_and(|next| match letter {
            ':' => *next == '/',
            '.' => ends_with_www(&escaped),
            _ => next.is_alphanumeric() || matches!(next, '"' | '_' | '-'),
        });
        if begins_reference && goes_on {
            escaped.push(APART);
        }
    }
    // `1. ` would begin a list.
    let digits = escaped.bytes().take_while(u8::is_ascii_digit).count();
    let begins = |rest: &str| rest.starts_with(". ") || rest.starts_with(") ") || rest == "." || rest == ")";
    if digits > 0 && escaped.get(digits..).is_some_and(begins) {
        escaped.insert(digits, '\\');
    }
    escaped
}

fn ends_with_www(text: &str) -> bool {
    text.get(text.len().saturating_sub(4)..).is_some_and(|end| end.eq_ignore_ascii_case("www."))
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn data_is_no_markup() {
        assert_eq!(escape("a|b"), "a\\|b");
        assert_eq!(escape("<img src=x onerror=y>"), "&lt;img src=x onerror=y&gt;");
        assert_eq!(escape("ask @sales-team"), "ask @\u{2060}sales-team");
        assert_eq!(escape("fixes #12 and !7"), "fixes \\#\u{2060}12 and \\!\u{2060}7");
        assert_eq!(escape("[x](javascript:y)"), "\\[x\\](javascript:y)");
        assert_eq!(
            escape("see https://evil.example and www.evil.example"),
            "see https:\u{2060}//evil.example and www.\u{2060}evil.example"
        );
        assert_eq!(escape("two\nlines"), "two lines");
        assert_eq!(escape("- no list"), "\\- no list");
        assert_eq!(escape("1. no list"), "1\\. no list");
        assert_eq!(escape("15 % of *all*"), "15 % of \\*all\\*");
        assert_eq!(escape("`list_price` is missing"), "\\`list_price\\` is missing");
        assert_eq!(escape("_all_ of it"), "\\_all\\_ of it");
    }
}
