//! The sources that ship with the program: they load with every playbook, read their samples, and real exports.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use tollgate::diagnostic::Level;
use tollgate::workspace::DiskTexts;
use tollgate::workspace::find_playbook;
use tollgate::workspace::load_with_source;
use tollgate::workspace::shipped::SHIPPED;
use tollgate::workspace::shipped::SOURCES;
use tollgate::workspace::shipped::find_source;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn tollgate(arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tollgate"));
    let ended = command.args(arguments).arg("--no-config").env("NO_COLOR", "1").current_dir(root()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (ended.status.code().unwrap(), text(ended.stdout), text(ended.stderr))
}

/// The result of `check`, by pipeline hygiene.
fn judged(source: &str, data: &str, day: &str) -> serde_json::Value {
    let playbook = ["--playbook", "pipeline-hygiene", "--source", source];
    let (code, out, err) = tollgate(&[&["check"][..], &playbook, &[data, "--as-of", day, "-o", "json"]].concat());
    assert!(matches!(code, 0 | 1 | 4), "{code} {err}");
    serde_json::from_str(&out).unwrap()
}

/// How often each check failed.
fn fails(result: &serde_json::Value) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for finding in result["findings"].as_array().unwrap().iter().filter(|finding| finding["verdict"] == "fail") {
        *counts.entry(finding["check"].as_str().unwrap()).or_default() += 1;
    }
    counts
}

/// Deals by stage.
fn stages(result: &serde_json::Value) -> BTreeMap<&str, u64> {
    let stages = result["summary"]["stages"].as_array().unwrap().iter();
    stages.map(|stage| (stage["stage"].as_str().unwrap_or("?"), stage["deals"].as_u64().unwrap())).collect()
}

/// Every source in `rules/sources` is listed, every one that is listed is there, and each has a sample.
#[test]
fn what_ships_is_listed() {
    let listed: BTreeSet<String> = SOURCES.iter().map(|source| source.name.to_owned()).collect();
    let names = fs::read_dir(root().join("rules/sources")).unwrap().filter_map(|file| {
        let name = file.unwrap().file_name().into_string().unwrap();
        name.strip_suffix(".playbook").map(str::to_owned)
    });
    assert_eq!(names.collect::<BTreeSet<String>>(), listed);
    for name in &listed {
        assert!(root().join(format!("rules/sources/samples/{name}.csv")).is_file(), "{name}");
        let text = fs::read_to_string(root().join(format!("rules/sources/{name}.playbook"))).unwrap();
        let is_of_a_product = !["generic"].contains(&name.as_str());
        assert!(!is_of_a_product || text.contains("not affiliated"), "{name}");
    }
}

/// With any playbook a source is no mistake, whatever fields and stages that one has.
#[test]
fn every_source_fits_every_playbook() {
    for playbook in SHIPPED {
        for source in SOURCES {
            let (playbook, file) = (playbook.name, find_source(source.name).unwrap());
            let loaded = load_with_source(&DiskTexts, &find_playbook(Path::new(playbook)).unwrap(), &file).unwrap();
            let errors: Vec<_> = loaded.diagnostics.iter().filter(|found| found.level == Level::Error).collect();
            assert!(errors.is_empty(), "{playbook} {}: {errors:?}", source.name);
            let own = playbook == "pipeline-hygiene";
            assert!(!own || loaded.diagnostics.is_empty(), "{}: {:?}", source.name, loaded.diagnostics);
            assert_eq!(loaded.playbook.unwrap().sources.len(), 1);
        }
    }
}

/// Every sample is read without a column that is missing; what is wrong with it is wrong on purpose.
#[test]
fn samples_are_read() {
    let mut read = 0;
    for entry in fs::read_dir(root().join("rules/sources/samples")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let stem = name.strip_suffix(".csv").unwrap();
        if stem.ends_with("_history") {
            continue;
        }
        let source = stem.split('_').next().unwrap();
        let result = judged(source, &format!("rules/sources/samples/{name}"), "2026-06-24");
        let codes: Vec<&str> =
            result["problems"].as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap()).collect();
        // A stage that nobody mapped is told with its place.
        let expected: &[&str] = if ["salesforce", "chinese"].contains(&stem) { &["deals/unknown-label"] } else { &[] };
        assert_eq!(codes, expected, "{name}: {:#}", result["problems"]);
        for stage in ["early", "middle", "late", "won", "lost"] {
            assert!(stages(&result).get(stage).is_some_and(|deals| *deals > 0), "{name}: {stage}");
        }
        read += 1;
    }
    assert_eq!(read, 9);
}

/// A second file is the history, by its columns.
#[test]
fn a_second_file_is_the_history() {
    let samples = "rules/sources/samples";
    let (deals, history) = (format!("{samples}/salesforce_api.csv"), format!("{samples}/salesforce_history.csv"));
    let (code, out, err) = tollgate(&[
        "check",
        "--playbook",
        "pipeline-hygiene",
        "--source",
        "salesforce",
        &deals,
        &history,
        "--as-of",
        "2026-06-24",
        "-o",
        "json",
    ]);
    assert_eq!(code, 1, "{err}");
    let result: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(result["inputs"][1]["rows"], 17);
    assert_eq!(result["inputs"][0]["away_tables"], serde_json::json!(["changes"]));
    // Created in its last open stage.
    assert_eq!(fails(&result).get("skipped"), Some(&1));
}

#[test]
fn a_salesforce_export_is_judged_as_counted_by_hand() {
    let Some(folder) = data("sf-powerbi") else { return };
    let result = judged("salesforce", &folder, "2026-03-15");
    assert_eq!(stages(&result), BTreeMap::from([("early", 2), ("middle", 9), ("late", 5), ("won", 12), ("lost", 8)]));
    let fails = fails(&result);
    let counts = ["HYG_01", "HYG_03", "HYG_05", "HYG_33_dates", "illegal_move", "skipped"].map(|check| fails[check]);
    assert_eq!(counts, [13, 3, 16, 32, 7, 31]);
    assert_eq!(result["problems"], serde_json::json!([]));
    assert_eq!((&result["inputs"][0]["rows"], &result["inputs"][1]["rows"]), (&36.into(), &48.into()));
}

/// Records of the API as JSON: keys that have no value are absent.
#[test]
fn salesforce_records_are_judged_as_counted_by_hand() {
    let Some(folder) = data("sfdc-json") else { return };
    let result = judged("salesforce", &folder, "2021-01-15");
    assert_eq!(
        stages(&result),
        BTreeMap::from([("early", 91), ("middle", 19), ("late", 39), ("won", 112), ("lost", 17)])
    );
    assert_eq!(
        fails(&result),
        BTreeMap::from([
            ("HYG_01", 32),
            ("HYG_05", 3),
            ("HYG_26_warning", 1),
            ("HYG_33_won", 1),
            ("HYG_36_source", 106)
        ])
    );
    let unknown = result["findings"].as_array().unwrap().iter().filter(|it| it["check"] == "HYG_17").count();
    assert_eq!(unknown, 149, "who owns the deals is not in the export: it is no failure");
}

#[test]
fn maven_is_judged_by_usual_headings() {
    let Some(folder) = data("maven-crm") else { return };
    let result = judged("generic", &folder, "2017-12-31");
    assert_eq!(stages(&result), BTreeMap::from([("early", 500), ("middle", 1_589), ("won", 4_238), ("lost", 2_473)]));
    assert_eq!(
        fails(&result),
        BTreeMap::from([("HYG_02", 2_089), ("HYG_03", 1_589), ("HYG_35", 53), ("HYG_36_account", 1_425)])
    );
}

fn data(folder: &str) -> Option<String> {
    let folder = format!("../shared/data/{folder}");
    if root().join(&folder).is_dir() {
        return Some(folder);
    }
    println!("skipped: ../shared/data is not here");
    None
}

/// What is copied out checks clean, passes its tests, and is not written over.
#[test]
fn copies_check_and_test_clean() {
    for playbook in SHIPPED {
        for source in SOURCES {
            let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("copies").join(playbook.name).join(source.name);
            let _ = fs::remove_dir_all(&folder);
            let to = folder.to_str().unwrap();
            let arguments = ["init", "--playbook", playbook.name, "--source", source.name, to];
            let (code, _, err) = tollgate(&arguments);
            assert_eq!(code, 0, "{err}");
            let file: PathBuf = folder.join(format!("{}.playbook", playbook.name));
            let (code, out, err) = tollgate(&["test", file.to_str().unwrap()]);
            assert_eq!((code, err.as_str()), (0, ""), "{} {}: {out}", playbook.name, source.name);
            let (code, _, err) = tollgate(&["fmt", "--check", to]);
            assert_eq!(code, 0, "{err}");
            let (code, _, err) = tollgate(&arguments);
            assert_eq!(code, 2);
            assert!(err.contains("is there already"), "{err}");
        }
    }
}
