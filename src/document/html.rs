use minijinja::AutoEscape;
use minijinja::Environment;
use minijinja::Value;

use crate::document::Document;
use crate::document::beside::BESIDE;

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");

/// The document as one HTML page, which runs nothing and asks nothing of any other place.
///
/// The error is one of the page's own template, and never the author's fault.
pub fn html(document: &Document) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_trim_blocks(true);
    environment.set_lstrip_blocks(true);
    environment.add_template("page.html", PAGE)?;
    environment.add_global("style", Value::from_safe_string(STYLE.to_owned()));
    // A text in one language, or in two.
    environment.add_filter("said", |text: String| Value::from_safe_string(said(&text)));
    environment.add_filter("first_language", |text: String| text.split(BESIDE).next().unwrap_or_default().to_owned());
    // Where no part of a text can have a language of its own.
    environment.add_filter("plain", |text: String| text.split(BESIDE).collect::<Vec<&str>>().join(" · "));
    environment.get_template("page.html")?.render(document)
}

fn said(text: &str) -> String {
    match text.split_once(BESIDE) {
        Some((english, chinese)) => format!(
            "<span lang=\"en\">{}</span> <span class=\"zh\" lang=\"zh\">{}</span>",
            coded(english),
            coded(chinese)
        ),
        None => coded(text),
    }
}

/// A backtick shows where code stands in a sentence.
fn coded(text: &str) -> String {
    let sound = text.matches('`').count().is_multiple_of(2);
    let parts = text.split('`').enumerate().map(|(at, part)| match at % 2 {
        1 if sound => format!("<code>{}</code>", escaped(part)),
        1 => format!("`{}", escaped(part)),
        _ => escaped(part),
    });
    parts.collect()
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#x27;")
}
