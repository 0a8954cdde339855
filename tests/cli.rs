//! The built program: every transcript in `tests/cli` gives the recorded output and exit code.
//!
//! Record them anew with `TRYCMD=overwrite cargo test --test all cli`, and read what changed.

use std::io::Read;
use std::path::Path;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

#[test]
fn transcripts() {
    trycmd::TestCases::new().case("tests/cli/*.trycmd").env("NO_COLOR", "1");
}

#[test]
fn results_and_messages_go_apart() {
    let found =
        run("data_wrong", &["check", "pipeline.playbook", "cut_off.jsonl", "--as-of", "2026-06-30", "-o", "json"]);
    assert_eq!(found.status.code(), Some(4));
    let document: serde_json::Value = serde_json::from_slice(&found.stdout).unwrap();
    assert_eq!(document["as_of"], "2026-06-30");

    let invalid = run("playbook_wrong", &["check", "misspelt_field.playbook", "deals.jsonl"]);
    assert_eq!(invalid.status.code(), Some(3));
    assert!(invalid.stdout.is_empty(), "standard output carries results and nothing else");
    assert!(!invalid.stderr.is_empty());
}

#[test]
fn two_runs_give_the_same_bytes() {
    for format in ["human", "json", "jsonl"] {
        let arguments = ["check", "pipeline.playbook", "deals.jsonl", "--as-of", "2026-06-30", "-o", format];
        assert_eq!(run("choose", &arguments).stdout, run("choose", &arguments).stdout, "{format}");
    }
}

/// `tollgate check | head -c 1`: a reader that goes away is no failure.
#[test]
fn a_reader_may_go_away() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let deals: String = (0..20_000).map(|number| format!("{{\"id\": \"D-{number}\", \"stage\": \"bid\"}}\n")).collect();
    std::fs::write(folder.join("deals.jsonl"), deals).unwrap();
    let mut child = tollgate("choose")
        .args(["check", "pipeline.playbook", "--as-of", "2026-06-30", "-o", "jsonl"])
        .arg(folder.join("deals.jsonl"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut [0]).unwrap();
    drop(out);
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(1), "the exit code still tells of the findings");
    assert_eq!(String::from_utf8(ended.stderr).unwrap(), "");
}

fn run(case: &str, arguments: &[&str]) -> Output {
    tollgate(case).args(arguments).output().unwrap()
}

fn tollgate(case: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tollgate"));
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli").join(format!("{case}.in")));
    command.stdin(Stdio::null());
    command
}
