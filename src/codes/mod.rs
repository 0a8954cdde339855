//! What every code of a diagnostic means: the texts of `tollgate explain CODE` and `docs/diagnostics.md`.
//!
//! In: a code (`lower/unknown-stage`, `unused-role`). Out: what it means, an example, what to do, in Markdown.
//! Not here: finding problems (every other room), drawing them (`report`).
//! A text is a section of the file of its room; the text of a lint is its doc comment (`lint`).
//! Start reading at [`find`].

use crate::diagnostic::did_you_mean;
use crate::lint::LINTS;
use crate::lint::Lint;

/// The texts, room by room.
const ROOMS: [&str; 7] = [
    include_str!("syntax.md"),
    include_str!("expr.md"),
    include_str!("lower.md"),
    include_str!("scenario.md"),
    include_str!("deals.md"),
    include_str!("workspace.md"),
    include_str!("config.md"),
];

/// A code and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// The code: `lower/unknown-stage`.
    pub code: String,
    /// What it means, an example, what to do, in Markdown.
    pub text: String,
}

/// The codes of one room.
#[derive(Clone, Debug)]
pub struct Room {
    /// Its name: what stands before the `/`.
    pub name: &'static str,
    /// What the codes have in common.
    pub about: &'static str,
    /// Each code, in the order of the alphabet.
    pub codes: Vec<Explained>,
}

/// Every room whose diagnostics have codes, without the lints.
pub fn rooms() -> Vec<Room> {
    ROOMS.iter().map(|text| room(text)).collect()
}

fn room(text: &'static str) -> Room {
    let (head, sections) = text.split_once("\n## ").unwrap_or((text, ""));
    let (name, about) = head.split_once('\n').unwrap_or((head, ""));
    let explained = |section: &str| {
        let (code, text) = section.split_once('\n').unwrap_or((section, ""));
        Explained { code: code.trim().to_owned(), text: text.trim().to_owned() }
    };
    let codes = sections.split("\n## ").filter(|section| !section.trim().is_empty()).map(explained);
    Room { name: name.trim_start_matches('#').trim(), about: about.trim(), codes: codes.collect() }
}

/// The text of a code, or of a lint by its name.
pub fn find(code: &str) -> Option<Explained> {
    if let Some(lint) = Lint::find(code) {
        return Some(Explained { code: lint.code.to_owned(), text: lint.text() });
    }
    rooms().into_iter().flat_map(|room| room.codes).find(|known| known.code == code)
}

/// Whether a word is meant as a code: it begins with a room, be the rest known or not, or it is the name of a lint.
pub fn looks_like_code(word: &str) -> bool {
    let room = word.split_once('/').map(|(room, _)| room);
    Lint::find(word).is_some()
        || room.is_some_and(|room| room == "lint" || rooms().iter().any(|known| known.name == room))
}

/// The code nearest to what was written.
pub fn near(written: &str) -> Option<String> {
    let codes: Vec<String> = rooms().into_iter().flat_map(|room| room.codes).map(|known| known.code).collect();
    let lints = LINTS.iter().map(|lint| lint.code);
    did_you_mean(written, codes.iter().map(String::as_str).chain(lints)).map(str::to_owned)
}
