//! Exit codes: every combination of verdict, severity and flag, on the built program.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

const VERDICTS: [&str; 5] = ["pass", "fail", "unknown", "waived", "error"];
const SEVERITIES: [&str; 4] = ["info", "minor", "major", "critical"];

/// A folder with one deal that gets one verdict of one severity.
fn folder(verdict: &str, severity: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("exit_{verdict}_{severity}"));
    fs::create_dir_all(&folder).unwrap();
    let (that, n) = match verdict {
        "pass" => ("n > 1", "2"),
        "unknown" => ("n > 1", "null"),
        "error" => ("refuse(n)", "2"),
        _ => ("n > 1", "0"),
    };
    let waiver =
        if verdict == "waived" { "waive big for \"D-1\" until 2026-12-31 by \"CFO\" because \"agreed\"\n" } else { "" };
    let module = if verdict == "error" { "use \"refuse.rhai\"\n" } else { "" };
    let playbook = format!(
        "playbook p \"P\" {{}}\n{module}deal {{ n: integer }}\nflow {{ open -> won }}\nstage open \"Open\" {{}}\nstage won \"Won\" {{ outcome won }}\n\
         check big \"Big\" {{\n    that {that}\n    severity {severity}\n}}\n{waiver}"
    );
    fs::write(folder.join("p.playbook"), playbook).unwrap();
    fs::write(folder.join("refuse.rhai"), "fn refuse(n) { throw \"no\" }\n").unwrap();
    fs::write(folder.join("deals.jsonl"), format!("{{\"id\": \"D-1\", \"stage\": \"open\", \"n\": {n}}}\n")).unwrap();
    folder
}

fn code(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let found = Command::new(env!("CARGO_BIN_EXE_tollgate"))
        .current_dir(folder)
        .args(["check", "p.playbook", "deals.jsonl", "--as-of", "2026-06-30"])
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    (
        found.status.code(),
        String::from_utf8_lossy(&found.stdout).into_owned() + &*String::from_utf8_lossy(&found.stderr),
    )
}

/// What the documentation says: a finding counts if it is at or above its limit, and the run fails with more than are allowed.
fn expected(verdict: &str, severity: &str, fail_on: &str, unknown: Option<&str>, allowed: usize) -> i32 {
    let limit = match verdict {
        "fail" | "error" => fail_on,
        "unknown" => unknown.unwrap_or(fail_on),
        _ => "none",
    };
    let rank = |name: &str| SEVERITIES.iter().position(|severity| *severity == name);
    let counts = rank(limit).is_some_and(|limit| rank(severity).unwrap() >= limit);
    i32::from(usize::from(counts) > allowed)
}

#[test]
fn every_combination_of_verdict_and_flag() {
    let mut wrong = Vec::new();
    let mut runs = 0;
    for verdict in VERDICTS {
        for severity in ["minor", "critical"] {
            let folder = folder(verdict, severity);
            for fail_on in [None, Some("none"), Some("minor"), Some("critical")] {
                for unknown in [None, Some(""), Some("none"), Some("critical")] {
                    for allowed in [0, 1] {
                        let mut flags: Vec<String> = Vec::new();
                        flags.extend(fail_on.map(|level| format!("--fail-on={level}")));
                        flags.extend(unknown.map(|level| match level {
                            "" => "--fail-on-unknown".to_owned(),
                            level => format!("--fail-on-unknown={level}"),
                        }));
                        flags.extend((allowed > 0).then(|| format!("--max-findings={allowed}")));
                        let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
                        let unknown = unknown.map(|level| if level.is_empty() { "info" } else { level });
                        let wanted = expected(verdict, severity, fail_on.unwrap_or("major"), unknown, allowed);
                        let (found, said) = code(&folder, &flags);
                        runs += 1;
                        if found != Some(wanted) {
                            wrong.push(format!("{verdict} {severity} {flags:?}: {found:?}, not {wanted}\n{said}"));
                        }
                        // What is not counted is not kept quiet.
                        let excused = verdict == "unknown" && wanted == 0 && severity == "critical";
                        if excused && !said.contains("cannot be decided") && !said.contains("do not make") {
                            wrong.push(format!("{verdict} {severity} {flags:?} passes in silence\n{said}"));
                        }
                    }
                }
            }
        }
    }
    assert_eq!(runs, 5 * 2 * 4 * 4 * 2);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// No flag makes a run count that could not be made.
#[test]
fn other_codes_stay_whatever_the_flags() {
    let lenient = ["--fail-on=none", "--fail-on-unknown=none", "--max-findings=1000"];
    for flags in [&[][..], &lenient[..]] {
        let folder = folder("fail", "major");
        let with = |more: &[&str]| code(&folder, &[flags, more].concat()).0;
        assert_eq!(with(&["--only", "no_such_check"]), Some(2));
        assert_eq!(with(&["--max-findings", "many"]), Some(2));
        assert_eq!(with(&["not_there.jsonl"]), Some(2));
        assert_eq!(with(&["--deal", "D-2"]), Some(4));
        fs::write(folder.join("empty.jsonl"), "").unwrap();
        fs::write(folder.join("cut.jsonl"), "{\"id\": \"D-1\", \"stage\": \"open\", \"n\": 2}\n{\"id\": ").unwrap();
        fs::write(folder.join("wrong.playbook"), "playbook p \"P\" {}\ncheck big \"Big\": amuont > 1\n").unwrap();
        let run = |arguments: &[&str]| {
            let command = Command::new(env!("CARGO_BIN_EXE_tollgate"))
                .current_dir(&folder)
                .arg("check")
                .args(arguments)
                .args(["--as-of", "2026-06-30"])
                .args(flags)
                .output();
            command.unwrap().status.code()
        };
        assert_eq!(run(&["p.playbook", "empty.jsonl"]), Some(4));
        assert_eq!(run(&["p.playbook", "cut.jsonl"]), Some(4));
        assert_eq!(run(&["wrong.playbook", "deals.jsonl"]), Some(3));
    }
}

/// What keeps a run from being made is written to every output, in place of the result of an earlier run.
#[test]
fn no_result_of_before_is_left() {
    let folder = folder("fail", "critical");
    fs::write(folder.join("wrong.playbook"), "playbook p \"P\" {}\ncheck big \"Big\": amuont > 1\n").unwrap();
    let formats = ["human", "json", "jsonl", "sarif", "junit", "github", "github-summary", "gitlab", "markdown", "csv"];
    for format in formats {
        let file = folder.join(format!("result.{format}"));
        let output = format!("{format}=result.{format}");
        let (made, _) = code(&folder, &["-o", &output]);
        assert_eq!(made, Some(1), "{format}");
        assert!(fs::read_to_string(&file).unwrap().contains("D-1"), "{format}");
        let run = |arguments: &[&str]| {
            Command::new(env!("CARGO_BIN_EXE_tollgate")).current_dir(&folder).args(arguments).output().unwrap()
        };
        let invalid = run(&["check", "wrong.playbook", "deals.jsonl", "-o", &output]);
        assert_eq!(invalid.status.code(), Some(3), "{format}");
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains("amuont") && !text.contains("D-1"), "{format}: {text}");
        let usage = run(&["check", "p.playbook", "not_there.jsonl", "-o", &output]);
        assert_eq!(usage.status.code(), Some(2), "{format}");
        assert!(fs::read_to_string(&file).unwrap().contains("not_there.jsonl"), "{format}");
    }
}

/// The summary of a step is written at the end of what the step has said before.
#[test]
fn a_step_summary_goes_on() {
    let folder = folder("unknown", "major");
    let file = folder.join("step_summary.md");
    fs::write(&file, "# Before\n").unwrap();
    let found = Command::new(env!("CARGO_BIN_EXE_tollgate"))
        .current_dir(&folder)
        .args(["check", "p.playbook", "deals.jsonl", "-o", "github-summary", "-o", "github", "--as-of", "2026-06-30"])
        .env("GITHUB_STEP_SUMMARY", &file)
        .output()
        .unwrap();
    assert_eq!(found.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&found.stdout).starts_with("::error "));
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("# Before\n## "), "{text}");
}
