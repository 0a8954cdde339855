//! The JSON Schema: what the program writes fits it, and what does not fit is found.

use std::path::Path;
use std::process::Command;
use std::process::Stdio;

use serde_json::Value;
use tollgate::report::schema::DOCUMENTS;
use tollgate::report::schema::schema;

/// What is wrong with a document by the schema of its kind.
pub fn wrong(kind: Option<&str>, document: &Value) -> Vec<String> {
    let schema = schema(kind).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn run(arguments: &[&str]) -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_tollgate"))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    String::from_utf8(run.stdout).unwrap()
}

#[track_caller]
fn fits(kind: &str, text: &str) {
    let document: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{kind}: {error}: {text}"));
    for kind in [Some(kind), Some("line"), None].into_iter().filter(|asked| *asked != Some("line") || kind == "line") {
        // A line is a finding, or the last one; the schema of all documents knows whole documents only.
        if kind.is_none() && document.get("format").is_none() || kind.is_none() && document.get("findings").is_none() {
            continue;
        }
        let wrong = wrong(kind, &document);
        assert!(wrong.is_empty(), "{kind:?}: {}", wrong.join("\n"));
    }
}

#[test]
fn what_is_written_fits() {
    let machines = ["examples/machines", "--as-of", "2026-11-23"];
    let gated = ["examples/gated/gated.playbook", "examples/gated/deals.yaml", "--as-of", "2026-09-30"];
    let broken =
        ["tests/cli/data_wrong.in/pipeline.playbook", "tests/cli/data_wrong.in/cut_off.jsonl", "--as-of", "2026-06-30"];
    let invalid = ["tests/cli/playbook_wrong.in/misspelt_field.playbook", "tests/cli/playbook_wrong.in/deals.jsonl"];
    let missing = ["examples/machines", "no_such_folder"];
    for (arguments, kind) in [
        (&machines[..], "report"),
        (&gated[..], "report"),
        (&broken[..], "report"),
        (&invalid[..], "diagnostics"),
        (&missing[..], "diagnostics"),
    ] {
        fits(kind, &run(&[&["check"], arguments, &["-o", "json"]].concat()));
        let lines = run(&[&["check"], arguments, &["-o", "jsonl"]].concat());
        assert!(!lines.is_empty());
        for line in lines.lines() {
            fits("line", line);
        }
    }
    let place = ["--playbook", "examples/machines", "--as-of", "2026-11-23", "-o", "json"];
    for deal in ["M-1003", "M-1010", "M-1011"] {
        fits("explanation", &run(&[&["explain", deal], &place[..]].concat()));
        fits("next", &run(&[&["next", deal], &place[..]].concat()));
        for stage in ["won", "negotiation"] {
            fits("gate", &run(&[&["gate", deal, "--to", stage], &place[..]].concat()));
        }
    }
}

#[test]
fn what_does_not_fit_is_found() {
    let text = run(&["check", "examples/machines", "--as-of", "2026-11-23", "-o", "json"]);
    for (written, instead) in [
        ("\"severity\": \"critical\"", "\"severity\": \"terrible\""),
        ("\"deals\": 12", "\"deals\": \"twelve\""),
        ("\"fingerprint\": ", "\"print\": "),
    ] {
        let document: Value = serde_json::from_str(&text.replacen(written, instead, 1)).unwrap();
        assert!(!wrong(Some("report"), &document).is_empty(), "{instead}");
    }
}

/// The program prints what the tests hold it to; a schema of one document holds what it refers to and no more.
#[test]
fn the_schema_is_printed() {
    let whole: Value = serde_json::from_str(&run(&["schema"])).unwrap();
    assert_eq!(Some(whole.clone()), schema(None));
    for document in DOCUMENTS {
        let one: Value = serde_json::from_str(&run(&["schema", document])).unwrap();
        let definitions = one["$defs"].as_object().unwrap();
        assert!(definitions.contains_key(document));
        assert!(definitions.len() < whole["$defs"].as_object().unwrap().len());
    }
}
