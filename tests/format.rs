//! Formatting: the same playbook with the same comments, and nothing to do the second time.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use proptest::prelude::*;
use tollgate::format::Refused;
use tollgate::format::format;
use tollgate::source::FileId;
use tollgate::source::Sources;
use tollgate::syntax;

mod respaced;

#[test]
fn good() {
    insta::glob!("fixtures/format/good/*.playbook", |path| {
        let text = fs::read_to_string(path).unwrap();
        insta::with_settings!({ description => text.trim_end(), omit_expression => true }, {
            insta::assert_snapshot!(sound(&text));
        });
    });
}

#[test]
fn every_playbook_of_the_repository_stays_the_same() {
    let (mut formatted, mut refused) = (0, 0);
    for (name, text) in playbooks() {
        let (sources, file) = source(&text);
        let problems = syntax::parse(&sources, file).diagnostics;
        match format(&sources, file) {
            Ok(_) => {
                println!("{name}");
                // Trees of thousands of tests are slow to compare as a whole.
                let parts = if text.len() > 60_000 { pieces(&text) } else { vec![text] };
                for part in parts {
                    sound(&part);
                }
                formatted += 1;
            }
            Err(Refused::Invalid(diagnostics)) => {
                assert_eq!(diagnostics.len(), problems.len(), "{name}");
                assert!(!problems.is_empty(), "{name} is refused without a reason");
                refused += 1;
            }
            Err(Refused::Changed(at)) => panic!("{name} is changed at {at:?}"),
        }
    }
    assert!(formatted > 60 && refused > 10, "{formatted} formatted, {refused} refused");
}

/// What an author sees first is laid out as `tollgate fmt` lays it out.
#[test]
fn what_ships_is_laid_out() {
    let mut seen = 0;
    for (name, text) in playbooks() {
        let ships = ["examples/", "rules/", "benches/", "src/draft/"].iter().any(|folder| name.starts_with(folder));
        if !ships {
            continue;
        }
        // A playbook that shows a mistake of the text cannot be laid out.
        if let Ok(laid_out) = written(&text) {
            assert!(laid_out == text, "run `tollgate fmt {name}`");
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}

/// Playbooks with Windows line ends keep them.
#[test]
fn line_ends_stay() {
    let text = "role AR \"A\"\r\nrole SR   \"S\"  // c\r\n";
    assert_eq!(written(text).unwrap(), "role AR \"A\"\r\nrole SR \"S\"  // c\r\n");
    assert_eq!(written("\u{feff}role AR \"A\"").unwrap(), "role AR \"A\"\n");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_playbook_written_otherwise_stays_the_same(
        which in any::<prop::sample::Index>(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), 0..9_u8), 1..40),
    ) {
        let all = PLAYBOOKS.with(Clone::clone);
        let text = which.get(&all);
        let other = respaced::respaced(text, &changes);
        let (sources, file) = source(&other);
        prop_assume!(syntax::parse(&sources, file).diagnostics.is_empty());
        sound(&other);
    }

    /// Blanks alone make no difference at all.
    #[test]
    fn blanks_make_no_difference(
        which in any::<prop::sample::Index>(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), 0..3_u8), 1..40),
    ) {
        let all = PLAYBOOKS.with(Clone::clone);
        let text = which.get(&all);
        let other = respaced::respaced(text, &changes);
        prop_assert_eq!(written(&other).unwrap(), written(text).unwrap());
    }

    #[test]
    fn any_text_is_formatted_or_refused(text in "[a-z{}\\[\\]\"`:=,/*|\\- \n]{0,60}") {
        let (sources, file) = source(&text);
        if let Err(Refused::Changed(at)) = format(&sources, file) {
            panic!("changed at {at:?}: {text:?}");
        }
    }
}

thread_local! {
    static PLAYBOOKS: Vec<String> = {
        let all = playbooks().into_iter().flat_map(|(_, text)| pieces(&text));
        all.filter(|text| {
            let (sources, file) = source(text);
            syntax::parse(&sources, file).diagnostics.is_empty()
        }).collect()
    };
}

/// A long playbook in pieces of whole declarations, so that many can be tried.
fn pieces(text: &str) -> Vec<String> {
    const ENOUGH: usize = 6_000;
    let mut pieces = vec![String::new()];
    for part in text.split_inclusive("\n}\n") {
        match pieces.last_mut() {
            Some(piece) if piece.len() < ENOUGH => piece.push_str(part),
            _ => pieces.push(part.to_owned()),
        }
    }
    pieces
}

/// Formats a text; it says the same as before, with every comment, and stays as it is the second time.
#[track_caller]
fn sound(text: &str) -> String {
    let (sources, file) = source(text);
    let first = format(&sources, file).unwrap_or_else(|error| panic!("{error:?} of\n{text}"));
    let (again, same_file) = source(&first);
    let (before, after) = (syntax::parse(&sources, file), syntax::parse(&again, same_file));
    assert_eq!(essence(&before.tree), essence(&after.tree), "the tree is another:\n{text}\n-----\n{first}");
    let comments = |sources: &Sources, tree: &syntax::File| -> Vec<String> {
        tree.comments
            .iter()
            .flat_map(|comment| sources.text(*comment).lines().map(str::trim))
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(comments(&sources, &before.tree), comments(&again, &after.tree), "{text}\n-----\n{first}");
    let second = format(&again, same_file).unwrap();
    assert_eq!(first, second, "formatting again changes:\n{text}\n-----\n{first}\n-----\n{second}");
    for line in first.lines().filter(|_| !first.contains('`')) {
        assert_eq!(line.trim_end(), line, "blanks at the end of a line of\n{first}");
    }
    assert!(!first.contains("\n\n\n"), "{first}");
    first
}

/// A tree without places, and without the blanks that the lines of a condition begin and end with.
fn essence(tree: &syntax::File) -> String {
    let whole = crate::syntax::tree(tree);
    let mut parts = whole.replace("\\r\\n", "\\n");
    for (from, to) in [("\\n ", "\\n"), (" \\n", "\\n"), ("\\n\\t", "\\n"), ("\\t\\n", "\\n")] {
        while parts.contains(from) {
            parts = parts.replace(from, to);
        }
    }
    parts
}

fn written(text: &str) -> Result<String, Refused> {
    let (sources, file) = source(text);
    format(&sources, file)
}

fn source(text: &str) -> (Sources, FileId) {
    let mut sources = Sources::default();
    let file = sources.add("a.playbook", text);
    (sources, file)
}

/// Every playbook of the repository, those on pages of the documentation included.
fn playbooks() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["examples", "tests", "docs", "rules", "benches", "src/draft"] {
        find(&root.join(folder), &mut files);
    }
    files.push(root.join("README.md"));
    files.sort();
    let mut found = Vec::new();
    for path in files {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
        if !name.ends_with(".md") {
            found.push((name, text));
            continue;
        }
        for (at, block) in text.split("```").enumerate() {
            if let Some(block) = block.strip_prefix("playbook\n").filter(|_| at % 2 == 1) {
                found.push((format!("{name} block {at}"), block.to_owned()));
            }
        }
    }
    found
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            find(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "playbook" || ending == "md") {
            files.push(path);
        }
    }
}
