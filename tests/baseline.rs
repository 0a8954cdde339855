//! A baseline knows findings again, whatever happens to the data, and only those.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;

use tollgate::baseline::Baseline;
use tollgate::check::Run;

#[test]
fn a_real_pipeline_stays_silent_when_its_rows_are_shuffled_and_its_files_move() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/maven-crm");
    if !data.is_dir() {
        println!("skipped: ../shared/data is not here");
        return;
    }
    let folder = fresh("baseline_maven");
    let known = folder.join("known.jsonl");
    let moved = folder.join("exports/of/january");
    fs::create_dir_all(&moved).unwrap();
    for entry in fs::read_dir(&data).unwrap() {
        let file = entry.unwrap().path();
        let text = fs::read_to_string(&file).unwrap();
        fs::write(moved.join(file.file_name().unwrap()), backwards(&text)).unwrap();
    }

    let first = check(&data, &known, &["--write-baseline"]);
    assert_eq!(first.status.code(), Some(0), "{}", String::from_utf8_lossy(&first.stderr));
    let written = fs::read_to_string(&known).unwrap();
    assert_eq!(written.lines().count(), 1 + 2_805, "a line for each finding");

    let second = check(&moved, &known, &["--all"]);
    let said = String::from_utf8(second.stdout).unwrap();
    assert_eq!(second.status.code(), Some(0), "{said}");
    assert!(said.contains("2,805 known · 0 new · 0 fixed"), "{said}");

    let third = check(&moved, &known, &["--write-baseline"]);
    assert_eq!(third.status.code(), Some(0));
    assert_eq!(fs::read_to_string(&known).unwrap(), written, "written anew it is the same, byte for byte");

    // One deal is mended, and one goes wrong.
    let deals = moved.join("sales_pipeline.csv");
    let text = fs::read_to_string(&deals).unwrap();
    let mended = text.lines().find(|line| line.contains(",Engaging,") && line.contains(",,Engaging,")).unwrap();
    let broken = text.lines().find(|line| line.contains(",Prospecting,")).unwrap();
    let text = text.replace(mended, &mended.replace(",,Engaging,", ",Acme Corporation,Engaging,"));
    let text = text.replace(broken, &broken.replace(",Prospecting,,", ",Engaging,2017-01-02,"));
    fs::write(&deals, text).unwrap();
    let fourth = check(&moved, &known, &[]);
    let said = String::from_utf8(fourth.stdout).unwrap();
    assert_eq!(fourth.status.code(), Some(1), "{said}");
    let id = broken.split(',').next().unwrap();
    assert!(said.contains(&format!("✗ {id}")), "{said}");
    assert!(said.contains("1 finding of the baseline is no longer there"), "{said}");
}

/// A module may say several things of one deal: they share a fingerprint, and one more of them is new.
#[test]
fn several_findings_with_one_fingerprint_are_counted() {
    let folder = fresh("baseline_counted");
    fs::write(folder.join("rules.rhai"), "fn faults(names) { names.filter(|name| name.len() > 3) }").unwrap();
    fs::write(
        folder.join("pipeline.playbook"),
        "playbook p \"P\" {}\nuse \"rules.rhai\"\ndeal { names: list of text }\nflow { lead -> won }\n\
         stage lead \"Lead\" {}\nstage won \"Won\" { outcome won }\ncheck short \"Names are short\": faults(names)\n",
    )
    .unwrap();
    let judged = |names: &str| -> Run {
        let deals = folder.join("deals.jsonl");
        fs::write(&deals, format!("{{\"id\": \"D-1\", \"stage\": \"lead\", \"names\": {names}}}\n")).unwrap();
        tollgate::check(&folder, &deals, "2026-10-05".parse().unwrap()).unwrap()
    };
    let mut baseline = Baseline::new("p");
    let mut two = judged(r#"["Anna", "Bob", "Carla"]"#).assessment.findings;
    assert_eq!(two.len(), 2);
    two.iter_mut().for_each(|finding| baseline.learn(finding));
    assert!(two.iter().all(|finding| finding.baseline.is_some()));
    baseline.settle(|_| true);
    let mut text = Vec::new();
    baseline.write(&mut text).unwrap();
    let text = String::from_utf8(text).unwrap();
    assert!(text.lines().count() == 2 && text.contains("\"count\":2"), "{text}");

    let mut baseline = Baseline::parse(&text, "p").unwrap();
    let mut three = judged(r#"["Anna", "Carla", "Dieter"]"#).assessment.findings;
    three.iter_mut().for_each(|finding| baseline.mark(finding));
    let new: Vec<bool> = three.iter().map(|finding| finding.baseline.is_none()).collect();
    assert_eq!(new, [false, false, true]);

    let mut baseline = Baseline::parse(&text, "p").unwrap();
    let mut one = judged(r#"["Anna"]"#).assessment.findings;
    one.iter_mut().for_each(|finding| baseline.mark(finding));
    assert_eq!(baseline.summary("known.jsonl", |_| true).gone(), 1);
}

fn check(data: &Path, known: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tollgate"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["check", "tests/fixtures/real/maven_mapped.playbook"])
        .args([data, Path::new("--baseline"), known])
        .args(["--as-of", "2017-12-31"])
        .args(more)
        .output()
        .unwrap()
}

fn fresh(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The rows of a table from last to first; the header stays.
fn backwards(table: &str) -> String {
    let (header, rows) = table.split_once('\n').unwrap();
    let rows: Vec<&str> = rows.lines().rev().collect();
    format!("{}\n{}\n", header.trim_end(), rows.join("\n"))
}
