//! The playbook as a document: every part of it is there, in both languages, and nothing in it means anything to a browser.

use std::path::Path;

use tollgate::doc::document;
use tollgate::doc::html;
use tollgate::doc::markdown;
use tollgate::model::Playbook;
use tollgate::model::Rule;
use tollgate::workspace::DiskTexts;
use tollgate::workspace::load;

fn playbook(path: &str) -> Playbook {
    let loaded = load(&DiskTexts, &Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    assert!(loaded.diagnostics.is_empty(), "{:#?}", loaded.diagnostics);
    loaded.playbook.unwrap()
}

fn as_markdown(playbook: &Playbook, language: &str) -> String {
    let mut out = Vec::new();
    markdown(&document(playbook, language), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn documents() {
    for (name, path) in [
        ("machines", "examples/machines/machines.playbook"),
        ("gated", "examples/gated/gated.playbook"),
        ("words", "tests/fixtures/doc/words.playbook"),
    ] {
        let playbook = playbook(path);
        for language in ["en", "zh"] {
            insta::with_settings!({ omit_expression => true, snapshot_suffix => format!("{name}.{language}") }, {
                insta::assert_snapshot!(as_markdown(&playbook, language));
            });
        }
    }
}

/// Every stage, criterion, approval, matrix and role is named in every form.
#[test]
fn nothing_is_left_out() {
    for path in ["examples/machines/machines.playbook", "examples/gated/gated.playbook"] {
        let playbook = playbook(path);
        let page = html(&document(&playbook, "en")).unwrap();
        let text = as_markdown(&playbook, "en");
        let names = playbook.stages.iter().map(|stage| &stage.title.text);
        let names = names.chain(playbook.roles.iter().map(|role| &role.title.text));
        let names = names.chain(playbook.approvals.iter().map(|approval| &approval.title.text));
        let names = names.chain(playbook.authorities.iter().map(|matrix| &matrix.title.text));
        let titles = playbook.criteria.iter().filter(|criterion| matches!(criterion.rule, Rule::Holds(_)));
        for name in names.chain(titles.filter_map(|criterion| criterion.title.as_ref().map(|title| &title.text))) {
            assert!(page.contains(name.as_str()), "`{name}` is not on the page of {path}");
            assert!(text.contains(name.as_str()), "`{name}` is not in the text of {path}");
        }
    }
}

#[test]
fn a_page_needs_nothing_from_elsewhere_and_runs_nothing() {
    let hostile = playbook("tests/fixtures/doc/hostile.playbook");
    for language in ["en", "zh"] {
        let page = html(&document(&hostile, language)).unwrap();
        for word in ["<script", "<img", "</style><", "src=", "http:", "https:", "@import", "<link"] {
            assert!(!page.contains(word), "`{word}` is on the page:\n{page}");
        }
        assert!(page.contains("&lt;script&gt;alert(1)"), "{page}");
        let text = as_markdown(&hostile, language);
        assert!(!text.contains("<script"), "{text}");
    }
}

/// A flow of any length is drawn with every stage and every move.
#[test]
fn every_move_is_drawn() {
    for path in ["examples/machines/machines.playbook", "examples/gated/gated.playbook"] {
        let playbook = playbook(path);
        let page = html(&document(&playbook, "en")).unwrap();
        assert_eq!(page.matches("<rect ").count(), playbook.stages.len());
        assert_eq!(page.matches("marker-end").count(), playbook.flow.moves.len());
        let chart = as_markdown(&playbook, "en");
        let arrows = chart.lines().filter(|line| line.contains("==>") || line.contains("-->") || line.contains("-.->"));
        assert_eq!(arrows.count(), playbook.flow.moves.len());
    }
}
