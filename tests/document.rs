//! The playbook as a document: every part of it is there, in both languages, and nothing in it means anything to a browser.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use tollgate::document::Language;
use tollgate::document::document;
use tollgate::document::html;
use tollgate::document::markdown;
use tollgate::expr::Expr;
use tollgate::expr::Phrase;
use tollgate::expr::Titles;
use tollgate::expr::phrase;
use tollgate::model::By;
use tollgate::model::Covered;
use tollgate::model::Playbook;
use tollgate::model::Rule;
use tollgate::workspace::DiskTexts;
use tollgate::workspace::load;

const LANGUAGES: [(&str, Language); 3] =
    [("en", Language::English), ("zh", Language::Chinese), ("both", Language::Both)];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn playbook(path: &str) -> Playbook {
    let loaded = load(&DiskTexts, &root().join(path)).unwrap();
    assert!(loaded.diagnostics.is_empty(), "{:#?}", loaded.diagnostics);
    loaded.playbook.unwrap()
}

fn as_markdown(playbook: &Playbook, language: Language) -> String {
    let mut out = Vec::new();
    markdown(&document(playbook, language), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn as_html(playbook: &Playbook, language: Language) -> String {
    html(&document(playbook, language)).unwrap()
}

/// The page without its style sheet, which tells nothing.
fn body(page: &str) -> String {
    let (head, rest) = page.split_once("<style>").unwrap();
    format!("{head}<style>…</style>{}", rest.split_once("</style>").unwrap().1)
}

#[test]
fn documents() {
    for (name, path, languages) in [
        ("machines", "examples/machines/machines.playbook", &["en", "zh"] as &[&str]),
        ("gated", "examples/gated/gated.playbook", &["en", "both"]),
        ("words", "tests/fixtures/document/words.playbook", &["en", "zh"]),
        ("fifteen_stages", "tests/fixtures/document/fifteen_stages.playbook", &["en", "both"]),
        ("hostile", "tests/fixtures/document/hostile.playbook", &["en"]),
    ] {
        let playbook = playbook(path);
        for (code, language) in LANGUAGES.iter().filter(|(code, _)| languages.contains(code)) {
            insta::with_settings!({ omit_expression => true, snapshot_suffix => format!("{name}.{code}") }, {
                insta::assert_snapshot!(as_markdown(&playbook, *language));
            });
        }
    }
}

#[test]
fn pages() {
    for (name, path, language) in [
        ("gated", "examples/gated/gated.playbook", Language::English),
        ("fifteen_stages", "tests/fixtures/document/fifteen_stages.playbook", Language::Both),
        ("hostile", "tests/fixtures/document/hostile.playbook", Language::English),
    ] {
        insta::with_settings!({ omit_expression => true, snapshot_suffix => name }, {
            insta::assert_snapshot!(body(&as_html(&playbook(path), language)));
        });
    }
}

/// Every stage, criterion, approval, matrix and role is named in every form.
#[test]
fn nothing_is_left_out() {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('\'', "&#x27;");
    for path in
        ["examples/machines/machines.playbook", "examples/gated/gated.playbook", "rules/pipeline-hygiene.playbook"]
    {
        let playbook = playbook(path);
        for (code, language) in LANGUAGES {
            let code = if code == "both" { "zh" } else { code };
            let page = as_html(&playbook, language);
            let text = as_markdown(&playbook, language);
            let titles = playbook.stages.iter().map(|stage| &stage.title);
            let titles = titles.chain(playbook.roles.iter().map(|role| &role.title));
            let titles = titles.chain(playbook.approvals.iter().map(|approval| &approval.title));
            let titles = titles.chain(playbook.authorities.iter().map(|matrix| &matrix.title));
            let titles = titles.chain(playbook.figures.iter().map(|figure| &figure.title));
            let criteria = playbook.criteria.iter().filter(|criterion| matches!(criterion.rule, Rule::Holds(_)));
            let of_criteria =
                criteria.flat_map(|criterion| criterion.title.iter().chain(&criterion.because).chain(&criterion.fix));
            for title in titles.chain(of_criteria) {
                let title = title.in_language(code);
                assert!(page.contains(&escaped(title)), "`{title}` is not on the page of {path}");
                // Markdown has signs of its own before some letters.
                let plain = text.replace('\\', "");
                assert!(plain.contains(title), "`{title}` is not in the text of {path}");
            }
        }
    }
}

#[test]
fn a_page_needs_nothing_from_elsewhere_and_runs_nothing() {
    let hostile = playbook("tests/fixtures/document/hostile.playbook");
    for (_, language) in LANGUAGES {
        let page = as_html(&hostile, language);
        for word in ["<script", "<img", "</style><", " src=\"", "http:", "https:", "@import", "<link", "url(h"] {
            assert!(!page.contains(word), "`{word}` is on the page:\n{page}");
        }
        assert!(page.contains("&lt;script&gt;alert(1)"), "{page}");
        let text = as_markdown(&hostile, language);
        // In code and behind a backslash a sign means nothing to Markdown.
        let plain = outside_quotes(&text.replace("\\`", "").replace("\\<", ""));
        assert!(!plain.contains("<script") && !plain.contains("<img"), "{text}");
        assert!(!page.contains('\u{1e}') && !text.contains('\u{1e}'));
    }
}

/// A flow of any length is drawn with every stage and every move, and no box lies on another one or outside.
#[test]
fn every_move_is_drawn() {
    for path in [
        "examples/machines/machines.playbook",
        "examples/gated/gated.playbook",
        "tests/fixtures/document/fifteen_stages.playbook",
    ] {
        let playbook = playbook(path);
        for (_, language) in LANGUAGES {
            let page = as_html(&playbook, language);
            assert_eq!(page.matches("marker-end").count(), playbook.flow.moves.len());
            let boxes = boxes(&page);
            assert_eq!(boxes.len(), playbook.stages.len());
            for (at, one) in boxes.iter().enumerate() {
                for other in &boxes[..at] {
                    let apart = (one[0] - other[0]).abs() >= one[2] || (one[1] - other[1]).abs() >= one[3];
                    assert!(apart, "{one:?} lies on {other:?} in {path}");
                }
            }
        }
        let chart = as_markdown(&playbook, Language::English);
        let arrows = chart.lines().filter(|line| line.contains("==>") || line.contains("-->") || line.contains("-.->"));
        assert_eq!(arrows.count(), playbook.flow.moves.len());
    }
}

/// Left, top, width and height of the boxes of a drawing.
fn boxes(page: &str) -> Vec<[i32; 4]> {
    let number = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\"")).unwrap();
        rest.split('"').next().unwrap().parse().unwrap()
    };
    let tags = page.split("<rect ").skip(1).map(|rest| format!(" {}", rest.split('>').next().unwrap()));
    tags.map(|tag| ["x", "y", "width", "height"].map(|name| number(&tag, name))).collect()
}

#[test]
fn the_same_playbook_gives_the_same_bytes() {
    let path = "tests/fixtures/document/fifteen_stages.playbook";
    for (_, language) in LANGUAGES {
        assert_eq!(as_html(&playbook(path), language), as_html(&playbook(path), language));
        assert_eq!(as_markdown(&playbook(path), language), as_markdown(&playbook(path), language));
    }
}

/// What the guide says of conditions is what a document says.
#[test]
fn the_guide_says_what_documents_say() {
    let guide = fs::read_to_string(root().join("docs/document.md")).unwrap();
    let text = fs::read_to_string(root().join("tests/fixtures/document/words.playbook")).unwrap();
    let document = as_markdown(&playbook("tests/fixtures/document/words.playbook"), Language::English);
    let rows = guide.lines().filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |")?.split_once("` | "));
    let rows: Vec<(String, &str)> = rows.map(|(condition, words)| (condition.replace("\\|", "|"), words)).collect();
    assert!(rows.len() > 3);
    for (condition, words) in rows {
        assert!(text.contains(&format!(": {condition}\n")), "`{condition}` is not in the fixture");
        assert!(document.contains(&format!("**{words}**")), "no document says: {words}");
    }
}

/// Every condition of every playbook here has words, and none of the signs of the language is among them.
#[test]
fn every_condition_has_words() {
    let mut said = 0;
    for path in playbooks() {
        let Some(playbook) = load(&DiskTexts, &path).ok().and_then(|loaded| loaded.playbook) else { continue };
        for expr in conditions(&playbook) {
            for language in ["en", "zh"] {
                let titles = Titles { member: &|_, _| None, field: &|_| None };
                let phrase = phrase(expr, language, titles);
                let line = phrase.line(language);
                let place = format!("{}: `{}` reads\n{line}", path.display(), expr.text());
                assert!(
                    !line.trim().is_empty() && facts(&phrase).iter().all(|fact| !fact.trim().is_empty()),
                    "{place}"
                );
                let words = outside_quotes(&line);
                for sign in [
                    "&&", "||", "==", "!=", "<=", ">=", "<", ">", "|", "??", "{", "}", "\"", "\\", "_", "::", "if(",
                    ".some", ".all", ".none", ".len", "()",
                ] {
                    assert!(!words.contains(sign), "`{sign}` is in {place}");
                }
                assert!(!line.contains("``") && line.matches('`').count().is_multiple_of(2), "{place}");
                assert!(!phrase.lines(language).is_empty());
                said += 1;
            }
        }
    }
    assert!(said > 800, "{said}");
}

fn facts(phrase: &Phrase) -> Vec<&str> {
    match phrase {
        Phrase::Fact(text) => vec![text],
        Phrase::All(parts) | Phrase::Any(parts) => {
            assert!(!parts.is_empty());
            parts.iter().flat_map(facts).collect()
        }
    }
}

/// What stands neither in backticks nor in quotes: names, patterns, texts and members are not of our wording.
fn outside_quotes(line: &str) -> String {
    let mut out = String::new();
    let mut until = None;
    for letter in line.chars() {
        match (until, letter) {
            (Some(end), letter) if letter == end => until = None,
            (Some(_), _) => {}
            (None, '`') => until = Some('`'),
            (None, '“') => until = Some('”'),
            (None, '「') => until = Some('」'),
            (None, letter) => out.push(letter),
        }
    }
    out
}

fn conditions(playbook: &Playbook) -> Vec<&Expr> {
    let mut all: Vec<&Expr> = Vec::new();
    for criterion in &playbook.criteria {
        if let Rule::Holds(expr) = &criterion.rule {
            all.push(expr);
        }
        all.extend(&criterion.when);
        all.extend(criterion.each.as_ref().map(|each| &each.list));
    }
    let scores: Vec<&str> = playbook.scores.iter().map(|score| score.name.as_str()).collect();
    all.extend(playbook.lets.iter().filter(|(name, _)| !scores.contains(name)).map(|(_, expr)| expr));
    all.extend(playbook.scores.iter().flat_map(|score| &score.parts).map(|part| &part.when));
    for figure in &playbook.figures {
        all.extend(figure.when.iter().chain(&figure.by).chain(figure.of.value()));
    }
    for waiver in &playbook.waivers {
        if let Covered::Where(expr) = &waiver.covered {
            all.push(expr);
        }
    }
    for approval in &playbook.approvals {
        if let By::Table(table) = &approval.by {
            all.extend(table.columns.iter().map(|column| &column.value));
        }
    }
    all
}

/// Every playbook of the repository, and those of the language reference.
fn playbooks() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = ["examples", "rules", "benches", "tests"].map(|name| root().join(name)).into();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if is_playbook(&path) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn is_playbook(path: &Path) -> bool {
    let name = path.file_name().unwrap().to_string_lossy();
    name.ends_with(".playbook") && !name.ends_with(".test.playbook")
}
