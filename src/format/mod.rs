//! Writes a playbook the way every playbook is written.
//!
//! In: the text of one file. Out: its canonical text, or why it is left as it is.
//! Not here: what names mean (`lower`), the inside of conditions (`expr`), reading and writing files (`workspace`).
//! Start reading at [`format`](format()).

mod align;
mod comment;
mod condition;
mod flat;
mod layout;
mod line;
mod list;
mod pack;
mod page;
mod pen;
mod same;
mod statement;
mod table;

use crate::diagnostic::Diagnostic;
use crate::format::layout::lay_out;
use crate::format::page::Page;
use crate::format::same::difference;
use crate::source::FileId;
use crate::source::Sources;
use crate::source::Span;
use crate::syntax::concrete;

/// Columns that a line should keep to; a single text or condition may be longer.
pub const WIDTH: usize = 100;

/// Columns a block's contents are moved in by.
const STEP: usize = 4;

/// Why a text is left as it is.
#[derive(Debug)]
pub enum Refused {
    /// It has problems, so what is meant is not known.
    Invalid(Vec<Diagnostic>),
    /// Written anew it would say something else, from this place on; this is a bug in Tollgate, and never the author's fault.
    Changed(Span),
}

/// The canonical text of a playbook: the same declarations and comments, laid out by one set of rules.
pub fn format(sources: &Sources, file: FileId) -> Result<String, Refused> {
    let before = concrete(sources, file).map_err(Refused::Invalid)?;
    let text = sources.get(file).map(|source| source.text.as_ref()).unwrap_or_default();
    let page = Page::new(text, &before.comments);
    let written = line::write(&lay_out(&page, &before));
    let mut checked = Sources::default();
    let again = checked.add("formatted", written.as_str());
    let changed = |at: u32| Refused::Changed(Span { file, start: at, end: at });
    let after = concrete(&checked, again).map_err(|_| changed(0))?;
    if let Some(at) = difference(&page, &before, &Page::new(&written, &after.comments), &after) {
        return Err(changed(at));
    }
    let windows = text.find('\n').is_some_and(|at| text.get(..at).is_some_and(|line| line.ends_with('\r')));
    Ok(if windows { written.replace('\n', "\r\n") } else { written })
}
