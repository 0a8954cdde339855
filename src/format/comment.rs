use crate::format::page::Page;
use crate::format::page::blanks;
use crate::source::Span;

/// A comment as written, without blanks at the ends of its lines.
pub(super) fn text(page: &Page<'_>, comment: Span) -> String {
    trimmed(page.text(comment)).join("\n")
}

/// A comment that stands alone, its later lines moved as far as its first.
pub(super) fn moved(page: &Page<'_>, comment: Span, indent: usize) -> String {
    let Some(before) = page.indent(comment.start) else { return text(page, comment) };
    let lines = trimmed(page.text(comment));
    let lines = lines.iter().enumerate().map(|(at, line)| match at {
        0 => (*line).to_owned(),
        _ if line.is_empty() => String::new(),
        _ => format!("{}{}", " ".repeat((blanks(line) + indent).saturating_sub(before)), line.trim_start()),
    });
    lines.collect::<Vec<String>>().join("\n")
}

/// Whether the line must end behind it.
pub(super) fn ends_line(text: &str) -> bool {
    text.starts_with("//")
}

fn trimmed(comment: &str) -> Vec<&str> {
    comment.split('\n').map(str::trim_end).collect()
}
