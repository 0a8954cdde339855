//! What is private appears in no output: every field holds a word or a number of its own, and none of them is met again.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

const PLAYBOOK: &str = include_str!("fixtures/privacy/private.playbook");
const RULES: &str = include_str!("fixtures/privacy/rules.rhai");
const DEALS: &str = include_str!("fixtures/privacy/deals.json");
const TABLE: &str = include_str!("fixtures/privacy/table.csv");
const ACCOUNTS: &str = include_str!("fixtures/privacy/accounts.csv");

/// What stands in private fields, as written and as shown.
const MARKS: [&str; 25] = [
    "Zanzibar",
    "Quetzal",
    "kiwi@",
    "7,531",
    "7531",
    "15,062",
    "3,765.5",
    "8642",
    "8,642",
    "1987-06-05",
    "secretgold",
    "555-0199",
    "Obsidian",
    "mango@",
    "Narwhal",
    "Walrus",
    "1977-01-02",
    "1977-01-03",
    "Pelican",
    "Tapir",
    "papaya",
    "Axolotl",
    "yes-man",
    "Capybara",
    "Wombat",
];

fn folder(name: &str, playbook: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    for (file, text) in [
        ("p.playbook", playbook),
        ("rules.rhai", RULES),
        ("deals.json", DEALS),
        ("table.csv", TABLE),
        ("accounts.csv", ACCOUNTS),
    ] {
        fs::write(folder.join(file), text).unwrap();
    }
    folder
}

/// Everything that every command says, with the command before it.
fn said(folder: &Path) -> Vec<(String, String)> {
    let mut calls: Vec<Vec<&str>> = Vec::new();
    let formats = [
        "human",
        "json",
        "jsonl",
        "sarif",
        "junit",
        "github",
        "github-summary",
        "gitlab",
        "markdown",
        "csv",
        "summary",
    ];
    for format in formats {
        for language in ["en", "zh"] {
            calls.push(vec!["check", "p.playbook", "deals.json", "--lang", language, "-o", format]);
        }
        calls.push(vec!["check", "p.playbook", "--source", "crm", "-o", format]);
    }
    calls.push(vec!["check", "p.playbook", "deals.json", "--all", "--group", "deal"]);
    for output in ["human", "json"] {
        for deal in ["D-1", "D-2"] {
            calls.push(vec!["explain", deal, "--playbook", "p.playbook", "--data", "deals.json", "-o", output]);
            calls.push(vec!["next", deal, "--playbook", "p.playbook", "--data", "deals.json", "-o", output]);
            calls.push(vec![
                "gate",
                deal,
                "--to",
                "won",
                "--playbook",
                "p.playbook",
                "--data",
                "deals.json",
                "-o",
                output,
            ]);
        }
        calls.push(vec!["explain", "T-1", "--playbook", "p.playbook", "--source", "crm", "-o", output]);
    }
    calls.push(vec!["check", "p.playbook", "deals.json", "--baseline", "known.json", "--write-baseline"]);
    let mut all = Vec::new();
    for call in calls {
        let run = Command::new(env!("CARGO_BIN_EXE_tollgate"))
            .current_dir(folder)
            .args(&call)
            .args(["--as-of", "2026-06-30"])
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let code = run.status.code();
        assert!(matches!(code, Some(0 | 1 | 4)), "{call:?}: {code:?} {}", String::from_utf8_lossy(&run.stderr));
        let text = [run.stdout, run.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).join("\n");
        all.push((call.join(" "), text));
    }
    all.push(("the baseline".to_owned(), fs::read_to_string(folder.join("known.json")).unwrap()));
    all
}

#[test]
fn nothing_private_is_said() {
    let said = said(&folder("private", PLAYBOOK));
    let mut told = Vec::new();
    for (call, text) in &said {
        for mark in MARKS {
            for line in text.lines().filter(|line| line.contains(mark)) {
                told.push(format!("{call}\n    {mark}: {}", line.trim()));
            }
        }
    }
    assert!(told.is_empty(), "{} places\n{}", told.len(), told.join("\n"));
    let whole: String = said.iter().map(|(_, text)| text.as_str()).collect();
    assert!(whole.contains("[private]"));
    // What may be told is told: a yes or no, how many there are, and what is not private.
    assert!(whole.contains("2 phones, rich: yes"), "{whole}");
}

/// The same without the word: every mark is met, so the test above asks for something.
#[test]
fn without_the_word_everything_is_said() {
    let open: String = PLAYBOOK
        .lines()
        .filter(|line| !line.trim_start().starts_with("private "))
        .map(|line| format!("{}\n", line.replace("private ", "")))
        .collect();
    let said: String = said(&folder("open", &open)).into_iter().map(|(_, text)| text).collect();
    let missed: Vec<&str> = MARKS.into_iter().filter(|mark| !said.contains(mark)).collect();
    assert!(missed.is_empty(), "{missed:?}");
}
