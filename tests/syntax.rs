//! Reading playbooks: every fixture gives the recorded tree or the recorded problems, and no text whatever makes it fall over.

use std::fs;

use proptest::prelude::ProptestConfig;
use proptest::prelude::any;
use proptest::proptest;
use tollgate::source::Sources;
use tollgate::source::Span;
use tollgate::syntax;

use crate::problems::problems;

/// Every kind of declaration and clause; the fixtures of `good` hold it in parts.
const WHOLE: &str = include_str!("fixtures/syntax/good/whole_language.playbook");

#[test]
fn good() {
    insta::glob!("fixtures/syntax/good/*.playbook", |path| {
        let text = fs::read_to_string(path).unwrap();
        let (sources, parsed) = parse(&text);
        assert_eq!(problems(&sources, &parsed.diagnostics), "");
        insta::with_settings!({ description => text.trim_end(), omit_expression => true }, {
            insta::assert_snapshot!(tree(&parsed.tree));
        });
    });
}

#[test]
fn bad() {
    insta::glob!("fixtures/syntax/bad/*.playbook", |path| {
        let text = fs::read_to_string(path).unwrap();
        let (sources, parsed) = parse(&text);
        insta::with_settings!({ description => text.trim_end(), omit_expression => true }, {
            insta::assert_snapshot!(problems(&sources, &parsed.diagnostics));
        });
    });
}

/// A grammar is read by people too: every rule says what it is, most with an example.
#[test]
fn every_rule_of_the_grammar_is_explained() {
    let grammar = fs::read_to_string("grammar/tollgate.pest").unwrap();
    let mut before = "";
    for line in grammar.lines() {
        if line.contains(" = ") && line.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
            assert!(before.starts_with("/// "), "{line}");
        }
        before = line;
    }
}

#[test]
fn shipped_playbooks_have_no_problem() {
    let folders = ["examples/machines", "tests/fixtures/real"];
    for folder in folders {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "playbook") {
                let (sources, parsed) = parse(&fs::read_to_string(&path).unwrap());
                assert_eq!(problems(&sources, &parsed.diagnostics), "", "{}", path.display());
            }
        }
    }
}

#[test]
fn line_ends_and_the_byte_order_mark_do_not_matter() {
    let (_, plain) = parse(WHOLE);
    let (sources, windows) = parse(&format!("\u{feff}{}", WHOLE.replace('\n', "\r\n")));
    assert_eq!(problems(&sources, &windows.diagnostics), "");
    // Conditions of several lines keep their line ends.
    assert_eq!(tree(&plain.tree), tree(&windows.tree).replace("\\r\\n", "\\n"));
    let (sources, tabbed) = parse(&WHOLE.replace("    ", "\t"));
    assert_eq!(problems(&sources, &tabbed.diagnostics), "");
}

#[test]
fn every_beginning_of_a_playbook_is_read() {
    for end in (0..WHOLE.len()).filter(|end| WHOLE.is_char_boundary(*end)).step_by(7) {
        sound(&WHOLE[..end]);
    }
}

#[test]
fn deep_nesting_is_refused() {
    for bracket in ["{", "(", "[", "/*", "\"", "`", "stage a {", "check a: ("] {
        sound(&bracket.repeat(50_000));
    }
    let (_, parsed) = parse(&format!("check a: {}1{}", "(".repeat(65), ")".repeat(65)));
    assert_eq!(parsed.diagnostics[0].code, "syntax/too-deep");
    let (_, parsed) = parse(&format!("check a: {}1{}", "(".repeat(64), ")".repeat(64)));
    assert!(parsed.diagnostics.is_empty());
}

#[test]
fn a_large_file_is_refused() {
    let (_, parsed) = parse(&" ".repeat(4 * 1024 * 1024 + 1));
    assert_eq!(parsed.diagnostics[0].code, "syntax/too-large");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        sound(&text);
    }

    #[test]
    fn a_damaged_playbook_is_read(
        damage in proptest::collection::vec((0..WHOLE.len(), "[{}()\\[\\]\"'`|;:,=/*a-zA-Z0-9 \n阶]{0,3}"), 1..6),
        from in 0..WHOLE.len(),
        length in 0..3000_usize,
    ) {
        let boundary = |at: usize| (0..=at.min(WHOLE.len())).rev().find(|at| WHOLE.is_char_boundary(*at)).unwrap();
        let mut text = WHOLE[boundary(from)..boundary(from + length)].to_owned();
        for (at, inserted) in damage {
            let at = (0..=at % (text.len() + 1)).rev().find(|at| text.is_char_boundary(*at)).unwrap();
            text.insert_str(at, &inserted);
        }
        sound(&text);
    }
}

/// Reads a text; all places lie in it, and what is left out is reported.
#[track_caller]
fn sound(text: &str) {
    let (sources, parsed) = parse(text);
    let inside = |span: Span| {
        let (start, end) = (span.start as usize, span.end as usize);
        start <= end && end <= text.len() && text.is_char_boundary(start) && text.is_char_boundary(end)
    };
    for diagnostic in &parsed.diagnostics {
        assert!(!diagnostic.labels.is_empty(), "no place: {diagnostic:?}");
        for label in &diagnostic.labels {
            assert!(inside(label.span), "{diagnostic:?} of {text:?}");
        }
    }
    for item in &parsed.tree.items {
        assert!(inside(item.span()), "{item:?} of {text:?}");
        if matches!(item, syntax::Item::Broken(_)) {
            assert!(!parsed.diagnostics.is_empty(), "{text:?}");
        }
    }
    assert!(!parsed.tree.items.is_empty() || !parsed.diagnostics.is_empty());
    let said = problems(&sources, &parsed.diagnostics);
    assert!(!said.contains("kw_") && !said.contains("Rule"), "{said}");
}

fn parse(text: &str) -> (Sources, syntax::Parsed) {
    let mut sources = Sources::default();
    let file = sources.add("a.playbook", text);
    let parsed = syntax::parse(&sources, file);
    (sources, parsed)
}

/// A tree without places and without what is not given.
pub fn tree(file: &syntax::File) -> String {
    let whole = format!("{:#?}", file.items);
    let mut lines: Vec<String> = Vec::new();
    let mut skip = 0;
    for line in whole.lines() {
        if skip > 0 {
            skip -= 1;
            continue;
        }
        let trimmed = line.trim_start();
        if trimmed.ends_with("span: Span {") || trimmed == "Span {" {
            // file (three lines), start, end, closing brace
            skip = 6;
            if trimmed == "Span {" {
                lines.push(line.replace("Span {", "given"));
            }
            continue;
        }
        if trimmed.ends_with(": None,") || trimmed.ends_with(": [],") {
            continue;
        }
        lines.push(line.to_owned());
    }
    let text = lines.join("\n");
    joined(&text)
}

/// Puts on one line what fits, and leaves out the words around a value with a place.
fn joined(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut out = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        let indent = line.len() - line.trim_start().len();
        let closing = line.ends_with(['(', '[', '{']).then(|| {
            let closes = |later: &&str| later.len() - later.trim_start().len() == indent;
            lines.iter().skip(at + 1).position(closes).map(|inside| at + 1 + inside)
        });
        let Some(last) = closing.flatten() else {
            out.push(line.to_owned());
            at += 1;
            continue;
        };
        let mut folded = line.to_owned();
        for part in lines[at + 1..=last].iter().map(|part| part.trim()) {
            if part.starts_with([')', ']', '}']) {
                folded.truncate(folded.trim_end_matches(',').len());
            } else if !folded.ends_with(['(', '[', '{']) {
                folded.push(' ');
            }
            folded.push_str(part);
        }
        let folded = plain(&folded);
        if folded.len() < 120 {
            out.push(folded);
            at = last + 1;
        } else {
            out.push(line.to_owned());
            at += 1;
        }
    }
    out.join("\n")
}

/// `Some(x)` and `Spanned {value: x}` as `x`.
fn plain(line: &str) -> String {
    let mut text = line.to_owned();
    for (open, close) in [("Spanned {value: ", '}'), ("Some(", ')'), ("TypeRef {kind: ", '}'), ("Path {parts: ", '}')] {
        while let Some(start) = text.find(open) {
            let inside = start + open.len();
            let mut depth = 0;
            let end = text[inside..].char_indices().find(|(_, letter)| {
                match letter {
                    '(' | '[' | '{' => depth += 1,
                    ')' | ']' | '}' if depth > 0 => depth -= 1,
                    _ => return *letter == close && depth == 0,
                }
                false
            });
            let Some((end, _)) = end else { break };
            text.replace_range(inside + end..=inside + end, "");
            text.replace_range(start..inside, "");
        }
    }
    text
}
