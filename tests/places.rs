//! Places in data: whatever the file looks like, a finding points at the first character of the very value.
//!
//! The text is looked up again at the line and column that the built program names, by code that shares nothing with it.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

const PLAYBOOK: &str = r#"playbook p "P" { currency EUR }
deal { amount: money  note: text  account: { name: text }  contacts: list of { mail: text } }
flow { open -> won }
stage open "Open" {}
stage won "Won" { outcome won }
check a "A" { that amount > 900M EUR }
check n "N" { that note == "never" }
check m "M" {
    for  c in contacts
    that c.mail == "x"
}
check t "T" { that account.name == "x" }
source s "S" {
    deals from "d.csv" { id = "Id"  stage = "Stage" { "Open" = open }  amount = "Amount"  note = "Note" }
    contacts from "c.csv" on "Deal" { mail = "Mail" }
    account from "a.csv" on "Deal" = "Id" { name = "Name" }
}
"#;

const DEALS: &str =
    "Id,Note,Stage,Amount\r\nD-1,\"line one\r\nline two, 机会 😀\",Open,5 EUR\r\n\"D-2\",tab\there,Open,\"6 EUR\"\r\n";
const CONTACTS: &str = "\u{feff}Deal;Mail\n D-1 ;\"😀;x\"\nD-2;客户@x\n";
const ACCOUNTS: &str = "Deal\tName\nD-1\t机会\nD-2\t\"A\nB\"\n";
const YAML: &str = "- id: Y-1\n  stage: open\n  note: |\n    multi\n    line\n  amount: 5 EUR\n  account: {name: \"机会\"}\n  contacts:\n    - mail:   'q'\n    -   {mail: 😀y}\n- {id: Y-2, stage: open, amount: \"7 EUR\", account: { name:\n      deep }}\n";
const JSON: &str = "{\"id\":\"J-1\",\"stage\":\"open\",\r\n\t\"note\":\"机😀\",\"amount\":\"5 EUR\",\n \"account\":{\"name\":\"机会\"},\"contacts\":[{\"mail\":\"a\"},\n{\"mail\":\"b\"}]}";

fn packed(text: &str) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::fast());
    out.write_all(text.as_bytes()).unwrap();
    out.finish().unwrap()
}

#[test]
fn a_finding_points_at_the_very_value() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("places");
    fs::create_dir_all(&folder).unwrap();
    let files = [("p.playbook", PLAYBOOK), ("d.csv", DEALS), ("c.csv", CONTACTS), ("a.csv", ACCOUNTS)];
    for (name, text) in files.into_iter().chain([("y.yaml", YAML), ("j.json", JSON)]) {
        fs::write(folder.join(name), text).unwrap();
    }
    fs::write(folder.join("j.json.gz"), packed(JSON)).unwrap();
    fs::write(folder.join("y.yaml.gz"), packed(YAML)).unwrap();
    let texts = [("d.csv", DEALS), ("c.csv", CONTACTS), ("a.csv", ACCOUNTS), ("y.yaml", YAML), ("j.json", JSON)];
    let mut seen = 0;
    for arguments in [&["--source", "s"][..], &["y.yaml"], &["j.json"], &["j.json.gz"], &["y.yaml.gz"]] {
        let run = Command::new(env!("CARGO_BIN_EXE_tollgate"))
            .current_dir(&folder)
            .args(["check", "p.playbook"])
            .args(arguments)
            .args(["--as-of", "2026-06-30", "-o", "json"])
            .output()
            .unwrap();
        let document: Value = serde_json::from_slice(&run.stdout).unwrap();
        assert_eq!(document["problems"], Value::Array(Vec::new()), "{arguments:?}");
        let findings = document["findings"].as_array().unwrap();
        for evidence in findings.iter().flat_map(|finding| finding["evidence"].as_array().unwrap()) {
            let Some(raw) = evidence["raw"].as_str() else { continue };
            let file = evidence["file"].as_str().unwrap();
            let name = file.strip_suffix(".gz").unwrap_or(file);
            let text = texts.iter().find(|(known, _)| *known == name).unwrap().1.trim_start_matches('\u{feff}');
            let number = |key: &str| usize::try_from(evidence[key].as_u64().unwrap()).unwrap();
            let line = text.split('\n').nth(number("line") - 1).unwrap();
            let there: String = line.chars().skip(number("column") - 1).collect();
            let there = there.trim_start_matches(['"', '\'']);
            let first = raw.lines().next().unwrap();
            assert!(there.starts_with(first), "{file}: {}: `{first}` is not at `{there}`", evidence["path"]);
            seen += 1;
        }
    }
    assert!(seen > 25, "{seen}");
}
