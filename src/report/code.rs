//! What a code means, for people and for programs.

use std::io;
use std::io::Write;

use serde::Serialize;

use crate::report::Style;
use crate::report::ink;
use crate::report::page::Page;
use crate::report::shape::write_document;

/// Writes the text of a code: headings in bold, examples set in, everything else wrapped.
pub fn write(code: &str, text: &str, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(out, style.width);
    page.text(0, &ink::paint(ink::BOLD, code))?;
    page.blank()?;
    let mut in_example = false;
    for line in text.lines() {
        match line {
            line if line.starts_with("```") => in_example = !in_example,
            line if in_example => page.raw(&format!("    {line}"))?,
            "" => page.blank()?,
            line if line.starts_with('#') => {
                page.text(0, &ink::paint(ink::BOLD, line.trim_start_matches('#').trim()))?;
            }
            line => page.text(0, line)?,
        }
    }
    Ok(())
}

#[derive(Serialize)]
struct CodeShape<'a> {
    format: &'static str,
    version: u32,
    code: &'a str,
    text: &'a str,
}

/// Writes the text of a code as one JSON document: `"format": "tollgate-code"`.
pub fn write_json(code: &str, text: &str, out: &mut dyn Write) -> io::Result<()> {
    write_document(&CodeShape { format: "tollgate-code", version: 1, code, text }, out)
}
