use crate::report::plain::prose;

/// Text from the data or the playbook, which must not become a part of the form: no link, no table cell, no mention of anybody.
///
/// What stands between backticks is code, as on a terminal.
pub(super) fn text(text: &str) -> String {
    let plain = prose(text);
    let parts: Vec<&str> = plain.split('`').collect();
    // A backtick that is never closed is a sign like others.
    if parts.len().is_multiple_of(2) {
        return escaped(&plain);
    }
    let parts = parts.iter().enumerate().map(|(at, part)| match at % 2 {
        0 => escaped(part),
        _ if part.trim().is_empty() => escaped(&format!("`{part}`")),
        _ => code(part),
    });
    parts.collect()
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        if "\\`*_{}[]<>#|!~$&".contains(letter) {
            safe.push('\\');
        }
        safe.push(letter);
        // `@name` would call somebody of that name.
        if letter == '@' {
            safe.push('\u{2060}');
        }
    }
    safe
}

/// A name in the form of code.
pub(super) fn code(name: &str) -> String {
    format!("`{}`", prose(name).replace('`', "'").replace('|', "\\|"))
}

/// A row of a table.
pub(super) fn row(cells: &[String]) -> String {
    format!("| {} |", cells.join(" | "))
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn data_stays_data() {
        assert_eq!(text("a|b [x](http://y) <img>"), "a\\|b \\[x\\](http://y) \\<img\\>");
        assert_eq!(text("`a_b` holds"), "`a_b` holds");
        assert_eq!(text("`a|b` holds"), "`a\\|b` holds");
        assert_eq!(text("one ` alone"), "one \\` alone");
        assert_eq!(text("line\nbreak @all"), "line break @\u{2060}all");
    }
}
