//! Keeps the house in order: which room may use which, how long a file is, and what must not be said where.
//!
//! The table is a design decision. Change it when the code shows that it is wrong, and say so in the changelog.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

/// A room and the rooms it may use.
const ROOMS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("diagnostic", &["source"]),
    ("value", &["source"]),
    ("syntax", &["source", "diagnostic", "value"]),
    ("expr", &["source", "diagnostic", "value"]),
    ("document", &["value", "expr", "model", "assess"]),
    ("draft", &["diagnostic", "value", "deals"]),
    ("format", &["source", "diagnostic", "syntax"]),
    ("model", &["source", "value", "expr"]),
    ("lower", &["source", "diagnostic", "value", "syntax", "expr", "model"]),
    ("lint", &["source", "diagnostic", "value", "syntax", "expr", "model"]),
    ("codes", &["diagnostic", "lint"]),
    ("deals", &["source", "diagnostic", "value"]),
    ("assess", &["source", "value", "expr", "model", "deals"]),
    ("scenario", &["source", "diagnostic", "value", "expr", "model", "deals", "assess"]),
    ("baseline", &["model", "assess"]),
    ("diff", &["value", "model", "deals", "assess"]),
    (
        "report",
        &[
            "source",
            "diagnostic",
            "value",
            "model",
            "deals",
            "assess",
            "baseline",
            "diff",
            "record",
            "expr",
            "scenario",
        ],
    ),
    ("record", &[]),
    ("workspace", &["source", "diagnostic", "value", "syntax", "model", "lower", "deals"]),
    ("check", &["source", "diagnostic", "value", "model", "deals", "assess", "workspace"]),
    (
        "cli",
        &[
            "source",
            "diagnostic",
            "value",
            "expr",
            "document",
            "draft",
            "format",
            "model",
            "lower",
            "lint",
            "codes",
            "deals",
            "assess",
            "baseline",
            "diff",
            "record",
            "report",
            "scenario",
            "workspace",
        ],
    ),
];

/// Words and the rooms that may say them.
const WORDS: &[(&str, &[&str])] = &[
    ("pest::", &["syntax"]),
    ("pest_derive::", &["syntax"]),
    ("rhai::", &["expr"]),
    ("sonic_rs::", &["deals", "report"]),
    ("quick_xml::", &["deals"]),
    ("minijinja::", &["document"]),
    ("quick_junit::", &["report"]),
    ("zip::", &["deals"]),
    ("csv::", &["deals", "report"]),
    ("quick_junit::", &["report"]),
    ("percent_encoding::", &["report"]),
    ("saphyr_parser::", &["deals"]),
    ("std::fs", &["workspace"]),
    ("tempfile::", &["workspace"]),
    ("fs::File", &["workspace"]),
    ("Utc::now", &["workspace"]),
    ("Local::now", &["workspace"]),
    ("SystemTime", &["workspace"]),
    ("Instant::now", &["cli"]),
    ("std::env", &["workspace", "cli"]),
    ("println!", &["cli"]),
    ("print!", &["cli"]),
    ("io::stdout", &["cli"]),
    ("io::stderr", &["cli"]),
    ("anstream::", &["cli"]),
];

/// Words that nobody says in `src`.
const NEVER: &[&str] = &["todo!", "unimplemented!", "dbg!", "TODO", "FIXME", "XXX", "#[allow(", "unsafe "];

const MOST_LINES: usize = 400;

#[test]
fn arrows_go_one_way() {
    let allowed: BTreeMap<&str, &[&str]> = ROOMS.iter().copied().collect();
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let Some(room) = room_of(&path) else { continue };
        let Some(may_use) = allowed.get(room.as_str()) else {
            wrong.push(format!("{}: the room `{room}` is not in the table", path.display()));
            continue;
        };
        for used in rooms_used(&text) {
            if used != room && allowed.contains_key(used.as_str()) && !may_use.contains(&used.as_str()) {
                wrong.push(format!("{}: `{room}` may not use `{used}`", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rooms_have_headers() {
    let mut wrong = Vec::new();
    for (room, _) in ROOMS {
        let door = root().join("src").join(room).join("mod.rs");
        let text = fs::read_to_string(&door).unwrap_or_default();
        for needed in ["//! In: ", "Out: ", "//! Not here: "] {
            if !text.contains(needed) {
                wrong.push(format!("src/{room}/mod.rs has no `{}`", needed.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_are_short() {
    let long = sources().into_iter().filter_map(|(path, text)| {
        let lines = text.lines().count();
        (lines > MOST_LINES)
            .then(|| format!("{}: {lines} lines, at most {MOST_LINES}; split by meaning", path.display()))
    });
    let long: Vec<String> = long.collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn words_stay_in_their_rooms() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let room = room_of(&path).unwrap_or_default();
        for (number, line) in code_lines(&text) {
            let said = |word: &str| {
                line.match_indices(word).any(|(at, _)| {
                    let before = line.get(..at).unwrap_or_default().chars().next_back();
                    !before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
                })
            };
            for (word, rooms) in WORDS {
                if said(word) && !rooms.contains(&room.as_str()) {
                    wrong.push(format!("{}:{number}: `{word}` may be said in {rooms:?} only", path.display()));
                }
            }
            for word in NEVER {
                if said(word) {
                    wrong.push(format!("{}:{number}: `{word}`", path.display()));
                }
            }
            if line.trim_start().starts_with("use ") && line.contains("::*;") {
                wrong.push(format!("{}:{number}: name what you import", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every file under `src`, with its text.
fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path.strip_prefix(root()).unwrap().to_owned(), text));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty());
    found
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The room of a file: the first folder below `src`; `None` for `lib.rs` and `main.rs`.
fn room_of(path: &Path) -> Option<String> {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    (parts.len() > 2).then(|| parts[1].to_string())
}

/// Every `crate::room` that a text names.
fn rooms_used(text: &str) -> Vec<String> {
    let names = code_lines(text).flat_map(|(_, line)| {
        line.match_indices("crate::")
            .map(|(at, word)| line[at + word.len()..].chars().take_while(|letter| letter.is_alphanumeric()).collect())
            .collect::<Vec<String>>()
    });
    names.collect()
}

/// Lines that are not comments, with their numbers.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.lines()).filter(|(_, line)| !line.trim_start().starts_with("//"))
}
