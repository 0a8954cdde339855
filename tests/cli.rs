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

/// `tollgate.toml` is found from a folder below it, and its paths are its own.
#[test]
fn a_configuration_is_found_upwards() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("config");
    let below = folder.join("reports/weekly");
    std::fs::create_dir_all(&below).unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/config.in");
    std::fs::create_dir_all(folder.join("exports")).unwrap();
    for file in ["pipeline.playbook", "tollgate.toml", "exports/deals.jsonl"] {
        std::fs::copy(from.join(file), folder.join(file)).unwrap();
    }
    let found = tollgate("choose").current_dir(&below).args(["check", "-o", "json"]).output().unwrap();
    assert_eq!(
        String::from_utf8(found.stderr).unwrap(),
        "using `../../tollgate.toml`: playbook, data, only, as-of, lang, fail-on\n"
    );
    let document: serde_json::Value = serde_json::from_slice(&found.stdout).unwrap();
    assert_eq!(document["playbook"]["file"], "../../pipeline.playbook");
    assert_eq!(document["inputs"][0]["file"], "../../exports/deals.jsonl");
    assert_eq!(document["summary"]["findings"]["fail_on"], "critical");
}

/// Every option of `check` can stand in `tollgate.toml`, but for those that are about one run.
#[test]
fn every_option_has_a_key() {
    let one_run = ["deal", "write-baseline", "config", "no-config", "help", "record"];
    let help = String::from_utf8(run("choose", &["check", "--help"]).stdout).unwrap();
    let keys: Vec<&str> = tollgate::workspace::KEYS.iter().map(|key| key.name).collect();
    let options = help.split_whitespace().filter_map(|word| word.strip_prefix("--"));
    let options: std::collections::BTreeSet<&str> = options
        .map(|word| word.split(|letter: char| !letter.is_alphanumeric() && letter != '-').next().unwrap())
        .collect();
    assert!(options.contains("fail-on"), "{options:?}");
    let without: Vec<&&str> =
        options.iter().filter(|option| !keys.contains(option) && !one_run.contains(option)).collect();
    assert!(without.is_empty(), "no key in tollgate.toml: {without:?}");
    for key in keys {
        assert!(key == "data" || options.contains(key), "`{key}` is no option of check");
    }
}

/// What the shells and `man` get is well formed, as far as their own programs are at hand.
#[test]
fn completions_and_man_pages_are_well_formed() {
    for (shell, check) in
        [("bash", vec!["bash", "-n"]), ("zsh", vec!["zsh", "-n"]), ("fish", vec!["fish", "--no-execute"])]
    {
        let text = run("choose", &["completions", shell]).stdout;
        assert!(String::from_utf8_lossy(&text).contains("write-baseline"), "{shell}");
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("completions.{shell}"));
        std::fs::write(&file, text).unwrap();
        match Command::new(check[0]).args(&check[1..]).arg(&file).output() {
            Ok(checked) => assert!(checked.status.success(), "{shell}: {}", String::from_utf8_lossy(&checked.stderr)),
            Err(_) => println!("skipped: {shell} is not here"),
        }
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("man");
    std::fs::create_dir_all(&folder).unwrap();
    assert!(run("choose", &["man", "--dir", folder.to_str().unwrap()]).status.success());
    for page in ["tollgate.1", "tollgate-check.1", "tollgate-diff.1"] {
        let text = std::fs::read_to_string(folder.join(page)).unwrap();
        assert!(text.contains(".TH") && text.contains(".SH NAME"), "{page}");
    }
    assert!(std::fs::read_to_string(folder.join("tollgate-check.1")).unwrap().contains("write\\-baseline"));
}

/// What `verify` says of a record that was tampered with, or of files that have changed since.
#[test]
fn a_record_tells_what_has_changed() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("record");
    std::fs::create_dir_all(&folder).unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/record.in");
    for file in ["pipeline.playbook", "words.playbook", "deals.jsonl"] {
        std::fs::copy(from.join(file), folder.join(file)).unwrap();
    }
    let here = |arguments: &[&str]| tollgate("record").current_dir(&folder).args(arguments).output().unwrap();
    // Without a date the record holds the very moment.
    let made = here(&["check", "pipeline.playbook", "deals.jsonl", "--record", "run.json", "-o", "jsonl=run.jsonl"]);
    assert_eq!(made.status.code(), Some(1), "{}", String::from_utf8_lossy(&made.stderr));
    let text = std::fs::read_to_string(folder.join("run.json")).unwrap();
    let record: serde_json::Value = serde_json::from_str(&text).unwrap();
    let lines = std::fs::read(folder.join("run.jsonl")).unwrap();
    let hash = tollgate::workspace::hash_file(&folder.join("run.jsonl")).unwrap();
    assert_eq!((&record["result"]["bytes"], &record["result"]["sha256"]), (&lines.len().into(), &hash.1.into()));
    assert_eq!(here(&["verify", "run.json"]).status.code(), Some(0));

    // A record of another version of the program serves as long as the result is the same.
    let older = text.replace("\"tollgate\": \"0.1.0\"", "\"tollgate\": \"0.0.9\"");
    std::fs::write(folder.join("older.json"), older).unwrap();
    assert_eq!(here(&["verify", "older.json"]).status.code(), Some(0));

    let deals = std::fs::read_to_string(folder.join("deals.jsonl")).unwrap();
    std::fs::write(folder.join("deals.jsonl"), deals.replace("1200000 EUR", "1300000 EUR")).unwrap();
    let changed = here(&["verify", "run.json"]);
    assert_eq!(changed.status.code(), Some(1));
    let said = String::from_utf8(changed.stdout).unwrap();
    assert!(said.contains("deals.jsonl has changed: sha256"), "{said}");
    std::fs::write(folder.join("deals.jsonl"), deals).unwrap();
    assert_eq!(here(&["verify", "run.json"]).status.code(), Some(0));
}

/// A real export, judged and made again.
#[test]
fn a_record_of_a_real_run_is_verified() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    if !root.join("../shared/data/maven-crm").is_dir() {
        println!("skipped: ../shared/data is not here");
        return;
    }
    let record = Path::new(env!("CARGO_TARGET_TMPDIR")).join("maven.json");
    let made = tollgate("record")
        .current_dir(root)
        .args(["check", "tests/fixtures/real/maven_mapped.playbook", "../shared/data/maven-crm"])
        .args(["--as-of", "2017-12-31", "-o", "json=target/tmp/maven_found.json", "--record"])
        .arg(&record)
        .output()
        .unwrap();
    assert_eq!(made.status.code(), Some(1), "{}", String::from_utf8_lossy(&made.stderr));
    let text: serde_json::Value = serde_json::from_slice(&std::fs::read(&record).unwrap()).unwrap();
    assert_eq!(text["data"].as_array().unwrap().len(), 4);
    assert_eq!(text["fingerprints"].as_array().unwrap().len(), 2_805);
    let again = tollgate("record").current_dir(root).arg("verify").arg(&record).output().unwrap();
    let said = String::from_utf8(again.stdout).unwrap();
    assert_eq!(again.status.code(), Some(0), "{said}");
    assert!(said.contains("the same result, byte for byte"), "{said}");
}
