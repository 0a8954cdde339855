//! Advice on playbooks: every fixture gives the recorded advice, every example of a text is true, every code has a text.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use tollgate::codes;
use tollgate::lint::LINTS;
use tollgate::lint::Level;
use tollgate::lint::Levels;
use tollgate::lint::Setting;
use tollgate::lint::Sorted;
use tollgate::lint::Subject;
use tollgate::lint::lint;
use tollgate::report::Style;
use tollgate::report::diagnostics;
use tollgate::workspace::DiskTexts;
use tollgate::workspace::Error;
use tollgate::workspace::Loaded;
use tollgate::workspace::Texts;
use tollgate::workspace::load;

#[test]
fn bad() {
    insta::glob!("fixtures/lint/bad/*.playbook", |path| {
        let text = advice_of(path);
        assert_ne!(text, "", "{} has no advice", path.display());
        snapshot(path, &text);
    });
}

/// What looks like a fault and is none: no lint may say anything.
#[test]
fn good() {
    for path in playbooks_below(&root().join("tests/fixtures/lint/good")) {
        assert_eq!(advice_of(&path), "", "{}", path.display());
    }
}

/// The examples of the repository are playbooks as they should be.
#[test]
fn examples_are_without_advice() {
    let all = playbooks_below(&root().join("examples")).into_iter();
    let all: Vec<PathBuf> = all.filter(|path| !path.to_string_lossy().contains("/mistakes/")).collect();
    assert!(all.len() > 1);
    let of_tests = |path: &PathBuf| path.to_string_lossy().ends_with(".test.playbook");
    for path in all.iter().filter(|path| !of_tests(path)) {
        assert_eq!(advice_of(path), "", "{}", path.display());
    }
}

/// The fixtures and snapshots of a lint show it at work.
#[test]
fn every_lint_has_a_fixture() {
    let folder = root().join("tests/snapshots");
    let snapshots = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let snapshots =
        snapshots.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("all__lint__snapshot@"));
    let shown: String = snapshots.map(|path| fs::read_to_string(path).unwrap()).collect();
    for lint in LINTS {
        assert!(shown.contains(&format!("[{}]", lint.code)), "no fixture shows `{}`", lint.name);
    }
}

/// The example of every text provokes what the text is about, and what to write instead does not.
#[test]
fn texts_say_the_truth() {
    let mut wrong = Vec::new();
    let mut shown = 0;
    for (code, text) in texts() {
        let blocks = blocks(&text);
        shown += usize::from(!blocks.is_empty());
        for (is_wrong, whole, block) in &blocks {
            let loaded = loaded(if *whole { block.clone() } else { around(block) });
            let codes = codes_of(&loaded);
            if *is_wrong && !codes.contains(code.as_str()) {
                wrong.push(format!("{code}: the example gives {codes:?}"));
            }
            let errors = loaded.diagnostics.iter().filter(|found| !found.code.starts_with("lint/"));
            let errors: Vec<&str> = errors.map(|found| found.message.as_str()).collect();
            if !is_wrong && (codes.contains(code.as_str()) || loaded.playbook.is_none()) {
                wrong.push(format!("{code}: what to write instead gives {codes:?}: {errors:?}"));
            }
        }
        let unlisted = text.lines().find(|line| line.chars().count() > 260);
        wrong.extend(unlisted.map(|line| format!("{code}: a line is long: {line}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(shown > 80, "{shown}");
}

/// Every code that the program can say has a text, and every text a code.
#[test]
fn every_code_has_a_text() {
    let said: BTreeSet<String> = sources().iter().flat_map(|text| codes_in(text)).collect();
    assert!(said.len() > 100, "{}", said.len());
    let told: BTreeSet<String> =
        codes::rooms().into_iter().flat_map(|room| room.codes).map(|known| known.code).collect();
    let without: Vec<&String> = said.difference(&told).collect();
    assert!(without.is_empty(), "codes without a text in src/codes: {without:?}");
    let idle: Vec<&String> = told.difference(&said).collect();
    assert!(idle.is_empty(), "texts of codes that nothing says: {idle:?}");
    for room in codes::rooms() {
        assert!(room.codes.is_sorted_by(|a, b| a.code < b.code), "src/codes/{}.md is not in order", room.name);
        assert!(room.codes.iter().all(|known| known.code.starts_with(&format!("{}/", room.name))));
    }
}

#[test]
fn names_of_lints_are_in_order() {
    let names: BTreeSet<&str> = LINTS.iter().map(|lint| lint.name).collect();
    assert_eq!(names.len(), LINTS.len());
    for lint in LINTS {
        let file = root().join("src/lint").join(format!("{}.rs", lint.name.replace('-', "_")));
        assert!(file.is_file(), "the lint `{}` has no file of its name", lint.name);
        let text = lint.text();
        for heading in ["## What it does", "## Why is this bad?", "## Example", "## Use instead"] {
            assert!(text.contains(heading), "`{}` has no `{heading}`", lint.name);
        }
    }
}

/// `docs/lints.md` and `docs/diagnostics.md` are made from the texts. Write them anew with `TOLLGATE_DOCS=overwrite cargo test pages`.
#[test]
fn pages_are_in_step() {
    for (name, page) in [("docs/lints.md", lints_page()), ("docs/diagnostics.md", diagnostics_page())] {
        let path = root().join(name);
        if std::env::var("TOLLGATE_DOCS").is_ok_and(|wish| wish == "overwrite") {
            fs::write(&path, &page).unwrap();
        }
        let there = fs::read_to_string(&path).unwrap_or_default();
        assert!(there == page, "{name} is behind: run `TOLLGATE_DOCS=overwrite cargo test pages`");
    }
}

fn lints_page() -> String {
    let mut page = "# Lints\n\n\
        `tollgate lint` says what is valid in a playbook and probably not meant.\n\
        `tollgate explain CODE` prints the texts of this page, which is made from them.\n\n\
        | lint | level | group |\n|---|---|---|\n"
        .to_owned();
    for lint in LINTS {
        page += &format!("| [`{0}`](#{0}) | {1} | {2} |\n", lint.name, lint.level.name(), lint.group.name());
    }
    for lint in LINTS {
        page += &format!("\n## {}\n\n{}\n", lint.name, deeper(&lint.text()));
    }
    page
}

fn diagnostics_page() -> String {
    let mut page = "# Codes of messages\n\n\
        Every message about a playbook or about data carries a code.\n\
        `tollgate explain CODE` prints the texts of this page, which is made from them; [lints](lints.md) have a page of their own.\n"
        .to_owned();
    for room in codes::rooms() {
        page += &format!("\n## {}\n\n{}\n", room.name, room.about);
        for known in room.codes {
            page += &format!("\n### {}\n\n{}\n", known.code, known.text);
        }
    }
    page.replace("```playbook-whole", "```text").replace("```playbook", "```text")
}

/// Headings one level further down; examples are parts of playbooks.
fn deeper(text: &str) -> String {
    let lines = text.lines().map(|line| if line.starts_with("## ") { format!("#{line}") } else { line.to_owned() });
    let text = lines.collect::<Vec<String>>().join("\n");
    text.replace("```playbook-whole", "```text").replace("```playbook", "```text")
}

/// The code and the text of everything that can be explained.
fn texts() -> Vec<(String, String)> {
    let rooms = codes::rooms().into_iter().flat_map(|room| room.codes).map(|known| (known.code, known.text));
    rooms.chain(LINTS.iter().map(|lint| (lint.code.to_owned(), lint.text()))).collect()
}

/// The playbooks in a text: whether what is wrong is shown, whether they are whole.
fn blocks(text: &str) -> Vec<(bool, bool, String)> {
    let instead = ["Write instead", "## Use instead"].iter().find_map(|words| text.find(words)).unwrap_or(text.len());
    let mut found = Vec::new();
    for (at, fence) in text.match_indices("```playbook") {
        let (kind, rest) = text[at + fence.len()..].split_once('\n').unwrap();
        let (block, _) = rest.split_once("```").unwrap();
        found.push((at < instead, kind == "-whole", block.to_owned()));
    }
    found
}

/// A part of a playbook, with what it speaks of around it.
fn around(part: &str) -> String {
    let mut text = String::new();
    if !part.contains("playbook bids") {
        text += "playbook example \"Example\" { currency CNY }\n";
    }
    let declared = |name: &str| {
        part.split(['\n', '{']).any(|line| {
            line.trim_start().starts_with(&format!("{name}:")) || line.trim_start().starts_with(&format!("let {name} "))
        })
    };
    let fields = [
        "amount: money",
        "list_price: money",
        "discount: percent",
        "margin: percent",
        "visits: integer",
        "strategic: bool",
        "close_date: date",
        "signed_at: datetime",
        "next_step: text",
        "loss_reason: one of price, timing",
        "account: { name: text  tier: one of C, B, A }",
        "contacts: list of { name: text  role: one of user, decision_maker  level: integer }",
    ];
    let missing = fields.iter().filter(|field| {
        let name = field.split(':').next().unwrap();
        part.contains(name) && !declared(name)
    });
    text += &format!("deal {{\n{}\n}}\n", missing.copied().collect::<Vec<&str>>().join("\n"));
    if !part.contains("flow {") {
        text += "flow {\n lead -> bid -> won\n lead, bid -> lost\n}\n";
        for stage in ["lead", "bid", "won", "lost"] {
            if !part.lines().any(|line| line.starts_with(&format!("stage {stage} "))) {
                let inside = if ["won", "lost"].contains(&stage) { format!("outcome {stage}") } else { String::new() };
                text += &format!("stage {stage} \"{stage}\" {{ {inside} }}\n");
            }
        }
    }
    text + part
}

struct One(String);

impl Texts for One {
    fn read(&self, path: &Path) -> Result<String, Error> {
        if path.ends_with("example.playbook") {
            Ok(self.0.clone())
        } else {
            Err(Error::NoPlaybook { folder: path.to_owned() })
        }
    }
}

fn loaded(text: String) -> Loaded {
    load(&One(text), Path::new("example.playbook")).unwrap()
}

fn codes_of(loaded: &Loaded) -> BTreeSet<&str> {
    let mut codes: BTreeSet<&str> = loaded.diagnostics.iter().map(|problem| problem.code).collect();
    if let Some(playbook) = &loaded.playbook {
        codes.extend(
            lint(&Subject { playbook, trees: &loaded.trees, warnings: &loaded.diagnostics })
                .iter()
                .map(|advice| advice.lint.code),
        );
    }
    codes
}

fn advice_of(path: &Path) -> String {
    let loaded =
        load(&DiskTexts, path.canonicalize().unwrap().strip_prefix(root().canonicalize().unwrap()).unwrap()).unwrap();
    let shown = match &loaded.playbook {
        None => loaded.diagnostics.clone(),
        Some(playbook) => {
            let advice = lint(&Subject { playbook, trees: &loaded.trees, warnings: &loaded.diagnostics });
            // What is silent unless asked for is asked for, but in the folder of what is good.
            let mut levels = Levels { playbook: tollgate::lint::levels(&loaded.trees), ..Levels::default() };
            if path.to_string_lossy().contains("/bad/") {
                let silent = LINTS.iter().filter(|lint| lint.level == Level::Allow);
                levels.playbook.extend(silent.map(|lint| Setting::new(Level::Warn, lint.name, None).unwrap()));
            }
            Sorted::of(&loaded.diagnostics, advice, &levels).shown
        }
    };
    let mut text = Vec::new();
    diagnostics::write(&shown, &loaded.sources, &Style::default(), &mut text).unwrap();
    anstream::adapter::strip_str(&String::from_utf8(text).unwrap()).to_string()
}

fn snapshot(path: &Path, text: &str) {
    let input = fs::read_to_string(path).unwrap();
    insta::with_settings!({ description => input.trim_end(), omit_expression => true }, {
        insta::assert_snapshot!(text);
    });
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn playbooks_below(folder: &Path) -> Vec<PathBuf> {
    let is_playbook = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "playbook");
    let mut found: Vec<PathBuf> = files_below(folder).into_iter().filter(is_playbook).collect();
    found.sort();
    found
}

/// Every file of the program.
fn sources() -> Vec<String> {
    let files = files_below(&root().join("src")).into_iter();
    let of_rust = files.filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
    of_rust.map(|path| fs::read_to_string(path).unwrap()).collect()
}

/// Texts in quotes that have the form of a code: `"room/what-is-wrong"`.
fn codes_in(text: &str) -> BTreeSet<String> {
    let rooms =
        ["syntax/", "expr/", "lower/", "deals/", "workspace/", "scenario/", "value/", "source/", "format/", "config/"];
    let quoted = text.split('"').filter(|part| rooms.iter().any(|room| part.starts_with(room)));
    let is_code = |part: &&str| {
        let what = part.split_once('/').unwrap().1;
        !what.is_empty()
            && !what.ends_with('-')
            && what.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-')
    };
    quoted.filter(is_code).map(str::to_owned).collect()
}

/// Fixes leave nothing to fix, and every comment where it was.
#[test]
fn fixes_are_complete_and_lose_no_comment() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("lint_fix");
    let _ = fs::remove_dir_all(&folder);
    let from = root().join("tests/fixtures/lint/bad");
    for file in files_below(&from) {
        let to = folder.join(file.strip_prefix(&from).unwrap());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(&file, &to).unwrap();
    }
    let mut changed = 0;
    for path in playbooks_below(&folder).into_iter().filter(|path| !path.starts_with(folder.join("below"))) {
        let before = fs::read_to_string(&path).unwrap();
        let fix = || {
            let program =
                Command::new(env!("CARGO_BIN_EXE_tollgate")).arg("lint").arg(&path).arg("--fix").output().unwrap();
            assert!(program.status.success(), "{program:?}");
            (fs::read_to_string(&path).unwrap(), String::from_utf8(program.stderr).unwrap())
        };
        let (after, _) = fix();
        changed += usize::from(before != after);
        assert_eq!(comments(&before), comments(&after), "{}", path.display());
        let (again, said) = fix();
        assert_eq!(again, after, "{}", path.display());
        assert_eq!(said, "", "{}", path.display());
    }
    assert!(changed > 2, "{changed}");
    assert!(playbooks_below(&folder).len() > 3);
}

fn comments(text: &str) -> Vec<String> {
    let mut sources = tollgate::source::Sources::default();
    let file = sources.add("a.playbook", text);
    let tree = tollgate::syntax::parse(&sources, file).tree;
    tree.comments.iter().map(|span| sources.text(*span).to_owned()).collect()
}

/// An editor asks while a playbook is being written: whatever stands there, nothing falls over.
#[test]
fn unfinished_playbooks_are_looked_at() {
    let mut whole = 0;
    for path in playbooks_below(&root().join("tests/fixtures/lint")) {
        let text = fs::read_to_string(&path).unwrap();
        for end in (0..=text.len()).rev().filter(|end| text.is_char_boundary(*end)).step_by(43) {
            let loaded = loaded(text[..end].to_owned());
            if let Some(playbook) = &loaded.playbook {
                whole += 1;
                lint(&Subject { playbook, trees: &loaded.trees, warnings: &loaded.diagnostics });
            }
        }
    }
    assert!(whole > 10, "{whole}");
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found
}
