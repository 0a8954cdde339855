use std::ops::Range;

use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::expr::Env;
use crate::expr::Expr;
use crate::expr::Scope;
use crate::expr::Wanted;
use crate::expr::check;
use crate::expr::eval_with;
use crate::expr::show::PRIVATE;
use crate::expr::show::push_shown;
use crate::source::Span;
use crate::value::Path;

/// A message with places to fill: `"{contacts.len()} contacts"`.
#[derive(Clone, Debug)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
enum Part {
    Text(String),
    Value(Expr),
}

impl Template {
    /// The expressions in its places.
    pub fn expressions(&self) -> impl Iterator<Item = &Expr> {
        self.parts.iter().filter_map(|part| match part {
            Part::Value(expr) => Some(expr),
            Part::Text(_) => None,
        })
    }

    /// The fields its places may read, each once.
    pub fn reads(&self) -> Vec<Path> {
        let mut all: Vec<Path> = Vec::new();
        for path in self.expressions().flat_map(Expr::reads) {
            if !all.contains(path) {
                all.push(path.clone());
            }
        }
        all
    }
}

/// Checks a message. `raw` is what stands at `span`, between the quotes, escapes and all.
///
/// `{{` and `}}` stand for braces. There is no value when any place has an error.
pub fn check_template(raw: &str, span: Span, scope: &Scope<'_>) -> Checked<Template> {
    let mut parts = Vec::new();
    let mut diagnostics = Vec::new();
    let mut text = String::new();
    let mut at = 0;
    let place = |range: Range<usize>| {
        let start = span.start as usize;
        Span::new(span.file, start + range.start, start + range.end)
    };
    while let Some(rest) = raw.get(at..).filter(|rest| !rest.is_empty()) {
        let (letters, used) = literal(rest);
        if used > 0 {
            text.push_str(letters);
            at += used;
            continue;
        }
        if rest.starts_with('}') {
            let help = "write `}}` for a brace in a text";
            let wrong = Diagnostic::error("expr/bad-template", "this `}` closes nothing").at(place(at..at + 1), "");
            diagnostics.push(wrong.help(help));
            at += 1;
            continue;
        }
        let Some(length) = place_length(rest) else {
            let help = "close it with `}`, or write `{{` for a brace in a text";
            let wrong = Diagnostic::error("expr/bad-template", "this `{` is not closed").at(place(at..at + 1), "");
            diagnostics.push(wrong.help(help));
            break;
        };
        parts.push(Part::Text(std::mem::take(&mut text)));
        let inside = rest.get(1..length - 1).unwrap_or_default();
        let checked = check(&unquoted(inside), place(at + 1..at + length - 1), scope, &Wanted::Any);
        diagnostics.extend(checked.diagnostics);
        parts.extend(checked.value.map(Part::Value));
        at += length;
    }
    parts.push(Part::Text(text));
    parts.retain(|part| !matches!(part, Part::Text(text) if text.is_empty()));
    let sound = diagnostics.is_empty();
    Checked { value: sound.then_some(Template { parts }), diagnostics }
}

/// The message about one deal; what has no value reads as `missing`, and what is private as [`PRIVATE`].
///
/// Roles and approvals read by their titles in the language.
/// `hidden`: what the names bound around the message stand for is private.
pub fn render(template: &Template, env: &Env<'_>, language: &str, missing: &str, hidden: bool) -> String {
    let mut text = String::new();
    for part in &template.parts {
        match part {
            Part::Text(words) => text.push_str(words),
            Part::Value(expr) => {
                let is_hidden = (hidden || expr.is_private()) && !expr.tells_little();
                let shown = eval_with(expr, env, |value| match value {
                    value if is_hidden && !value.is_missing() => text.push_str(PRIVATE),
                    // Writing to a text does not fail.
                    value => drop(push_shown(&mut text, value, expr.ty(), missing, Some(language))),
                });
                if shown.is_err() {
                    text.push_str(missing);
                }
            }
        }
    }
    text
}

/// What the text starts with as a letter, and how many bytes it takes; none at a brace that opens or closes a place.
fn literal(rest: &str) -> (&str, usize) {
    const ESCAPES: [(&str, &str); 7] =
        [("{{", "{"), ("}}", "}"), ("\\\"", "\""), ("\\\\", "\\"), ("\\n", "\n"), ("\\t", "\t"), ("\\r", "\r")];
    if let Some((written, meant)) = ESCAPES.iter().find(|(written, _)| rest.starts_with(written)) {
        return (meant, written.len());
    }
    match rest.chars().next() {
        Some('{' | '}') | None => ("", 0),
        Some(letter) => (rest.get(..letter.len_utf8()).unwrap_or_default(), letter.len_utf8()),
    }
}

/// Length of a place from its `{` to the `}` that closes it; braces in quotes do not count.
fn place_length(rest: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quoted = false;
    for (at, letter) in rest.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            '{' if !quoted => depth += 1,
            '}' if !quoted => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// Quotes inside a place are escaped, because the place stands in a text: `{c.name == \"x\"}`.
///
/// The backslash becomes a space outside the quotes, so that every byte keeps its place.
fn unquoted(inside: &str) -> String {
    let mut out = String::with_capacity(inside.len());
    let mut open = false;
    let mut rest = inside;
    while let Some(at) = rest.find("\\\"") {
        out.push_str(rest.get(..at).unwrap_or_default());
        out.push_str(if open { "\" " } else { " \"" });
        open = !open;
        rest = rest.get(at + 2..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}
