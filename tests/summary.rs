//! The figures of a run are the same whether its findings are written or only counted.

use std::process::Command;

use serde_json::Value;

/// What a command writes, and its exit code.
fn written(arguments: &[&str], output: &str) -> (String, Option<i32>) {
    let run = Command::new(env!("CARGO_BIN_EXE_tollgate"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .arg("check")
        .args(arguments)
        .args(["-o", output])
        .output()
        .unwrap();
    (String::from_utf8(run.stdout).unwrap(), run.status.code())
}

#[track_caller]
fn same(arguments: &[&str]) {
    let (lines, code) = written(arguments, "jsonl");
    let last: Value = serde_json::from_str(lines.lines().last().unwrap()).unwrap();
    assert!(last["summary"]["deals"].as_u64() > Some(0), "there is something to count");
    for threads in ["1", "2"] {
        let (counted, own_code) = written(&[arguments, &["--threads", threads]].concat(), "summary");
        assert_eq!(serde_json::from_str::<Value>(&counted).unwrap(), last, "{arguments:?}");
        assert_eq!(own_code, code);
    }
}

#[test]
fn what_is_counted_is_what_is_written() {
    same(&["examples/machines", "--as-of", "2026-11-23"]);
    same(&["examples/machines", "--as-of", "2026-11-23", "--severity", "major", "--max-findings", "3"]);
    same(&["examples/gated/gated.playbook", "examples/gated/deals.yaml", "--as-of", "2026-09-30"]);
    same(&["examples/lead-to-cash", "examples/lead-to-cash/deals.yaml", "--as-of", "2026-09-30"]);
    same(&["examples/portfolio", "examples/portfolio/deals.jsonl", "--as-of", "2026-09-30"]);
    same(&["examples/saas", "--as-of", "2026-11-23"]);
    same(&["examples/deal-desk", "--as-of", "2026-11-23"]);
}

/// The second deal of an id is judged once more, and what a waiver covers is not counted as wrong.
#[test]
fn ids_met_twice_and_waivers_are_counted_alike() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    file(
        "p.playbook",
        "playbook p \"P\" { currency EUR }\ndeal { amount: money }\nflow { a -> b }\nstage a \"A\" {}\nstage b \"B\" {}\n\
         check big \"Big\": amount > 10 EUR\n\
         waive big for \"D-2\" until 2026-12-31 by \"Ann\" because \"agreed\"\n",
    );
    let deal = |id: &str, amount: u32| format!("{{\"id\":\"{id}\",\"stage\":\"a\",\"amount\":{amount}}}\n");
    let deals = [deal("D-1", 5), deal("D-2", 5), deal("D-1", 50), deal("D-3", 3), "{\"id\":\"D-4\"}\n".to_owned()];
    file("deals.jsonl", &deals.concat());
    let path = |name: &str| folder.path().join(name).display().to_string();
    same(&[&path("p.playbook"), &path("deals.jsonl"), "--as-of", "2026-06-30"]);
}
