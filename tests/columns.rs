//! The same deals as JSON Lines, CSV, Parquet and Arrow have the same findings; broken files of columns are told, and nothing falls over.
#![cfg(feature = "columnar")]

mod generated;
mod ways;

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use chrono::NaiveDate;
use tollgate::assess::AsOf;
use tollgate::assess::Finding;
use tollgate::assess::Settings;
use tollgate::assess::assess;
use tollgate::deals::Frame;
use tollgate::deals::Input;
use tollgate::deals::read;
use tollgate::workspace::Disk;
use tollgate::workspace::DiskTexts;
use tollgate::workspace::end_of_day;
use tollgate::workspace::load;

use crate::deals::memory::Memory;
use crate::deals::memory::Playbook;
use crate::deals::show;

/// What is wrong in `flat.csv`.
const FLAT: &[&str] = &[
    "D-1 visited: `visits >= 2 || !strategic` does not hold",
    "D-2 bid.during.next_step: `next_step` is missing; Bid requires it",
    "D-2 ahead: `close_date >= today` does not hold",
    "D-2 touched: `now - touched <= 21 days` does not hold",
    "D-2 discount: 22.5% on 250,000 EUR",
    "D-2 north: `amount < 50k EUR || region == \"north\"` does not hold",
    "D-3 lead.needs.AR: nobody is named as Account responsible; Lead needs it",
    "D-3 bid.entry.amount: `amount` is missing; entering Bid requires it",
    "D-3 bid.during.next_step: `next_step` is missing; Bid requires it",
    "D-3 ahead: cannot tell: `close_date` is missing",
    "D-3 touched: cannot tell: `touched` is missing",
    "D-3 discount: cannot tell: `discount` is missing",
    "D-3 visited: cannot tell: `visits` is missing, `strategic` is missing",
    "D-3 north: cannot tell: `amount` is missing, `region` is missing",
    "D-5 lead.needs.AR: nobody is named as Account responsible; Lead needs it",
    "D-5 north: `amount < 50k EUR || region == \"north\"` does not hold",
];

#[test]
fn shaped_deals_have_the_same_findings_as_lines_and_as_columns() {
    let lines = findings("benches/twelve.playbook", "tests/fixtures/twelve/deals.jsonl");
    assert_eq!(lines.len(), 133);
    for file in ["twelve.parquet", "twelve.feather"] {
        let columns = findings("benches/twelve.playbook", &format!("tests/fixtures/columns/{file}"));
        assert_eq!(without_places(&columns), without_places(&lines), "{file}");
        let row = columns.iter().find(|finding| finding.deal.id == "D-0000080").unwrap();
        let place = row.evidence.first().and_then(|evidence| evidence.place.as_ref()).unwrap();
        assert_eq!(place.line, 80);
        assert!(place.header.is_some(), "{place:?}");
    }
}

#[test]
fn a_table_has_the_same_findings_as_cells_lines_and_columns() {
    let of = |file: &str| findings("tests/fixtures/columns/flat.playbook", &format!("tests/fixtures/columns/{file}"));
    let cells = of("flat.csv");
    let shown: Vec<String> = cells
        .iter()
        .map(|finding| format!("{} {}: {}", finding.deal.id, finding.criterion.name, finding.message))
        .collect();
    assert_eq!(shown, FLAT);
    for file in ["flat.jsonl", "flat.parquet", "flat.arrow", "flat.arrows"] {
        let columns = of(file);
        assert_eq!(without_places(&columns), without_places(&cells), "{file}");
        if file == "flat.jsonl" {
            continue;
        }
        for (column, cell) in
            columns.iter().zip(&cells).flat_map(|(one, other)| one.evidence.iter().zip(&other.evidence))
        {
            let (Some(column), Some(cell)) = (&column.place, &cell.place) else { continue };
            // The rows of a table begin below its header.
            assert_eq!((column.line + 1, &column.header), (cell.line, &cell.header), "{file}");
        }
    }
}

/// `tests/fixtures/columns/types.py` says what the files hold; `expected.txt` is what is read and reported.
#[test]
fn every_type_has_its_value_and_its_place() {
    for folder in ["shaped", "tables", "broken", "missing"] {
        let folder = root().join("tests/fixtures/columns").join(folder);
        let mut store = Memory::default();
        for entry in fs::read_dir(&folder).unwrap() {
            let file = entry.unwrap().path();
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            if !["playbook", "txt"].contains(&file.extension().unwrap().to_str().unwrap()) {
                store.files.insert(name, fs::read(&file).unwrap());
            }
        }
        let playbook = Playbook::new(&fs::read_to_string(folder.join("p.playbook")).unwrap());
        let (deals, outcome) = playbook.read(&store, &store.names());
        let read = format!("{}\n{}", show::outcome(&outcome), show::deals(&deals, &playbook.frame.schema.deal));
        let expected = folder.join("expected.txt");
        if std::env::var_os("INSTA_UPDATE").is_some_and(|how| how == "always") {
            fs::write(&expected, &read).unwrap();
        }
        assert_eq!(read, fs::read_to_string(&expected).unwrap(), "{}", folder.display());
    }
}

#[test]
fn nonsense_in_files_of_columns_is_told() {
    let file = root().join("tests/fixtures/columns/shaped/p.playbook");
    let read_by = Playbook::new(&fs::read_to_string(&file).unwrap());
    let playbook = load(&DiskTexts, &file).unwrap().playbook.unwrap();
    for name in ["deals.parquet", "more.arrow", "stream.arrows"] {
        let whole = fs::read(root().join("tests/fixtures/columns/shaped").join(name)).unwrap();
        for at in (0..whole.len()).step_by(37) {
            let mut flipped = whole.clone();
            flipped[at] ^= 0xff;
            for bytes in [&flipped[..], &whole[..at]] {
                let store = Memory::with(&[(name, bytes)]);
                let (_, outcome) = read_by.read(&store, &store.names());
                assert!(outcome.deals > 0 || outcome.problems.errors() > 0, "{name} at {at}");
                ways::agree(&playbook, &store, &store.names(), &format!("{name} at {at}"));
            }
        }
    }
}

/// Files with nested lists, of tables that are joined, with cells that do not fit, and those that are broken.
#[test]
fn rows_come_to_the_same_many_at_once_as_one_by_one() {
    let folder = "tests/fixtures/columns";
    for (playbook, file) in [
        ("benches/twelve.playbook", "twelve.parquet"),
        ("benches/twelve.playbook", "twelve.feather"),
        ("tests/fixtures/columns/flat.playbook", "flat.parquet"),
        ("tests/fixtures/columns/flat.playbook", "flat.arrow"),
        ("tests/fixtures/columns/flat.playbook", "flat.arrows"),
        ("rules/pipeline-hygiene.playbook", "twelve.parquet"),
    ] {
        let playbook = load(&DiskTexts, &root().join(playbook)).unwrap().playbook.unwrap();
        let files = [root().join(folder).join(file).to_string_lossy().into_owned()];
        ways::agree(&playbook, &Disk { folder: root() }, &files, file);
    }
    for folder in ["shaped", "tables", "broken", "missing"] {
        let folder = root().join("tests/fixtures/columns").join(folder);
        let playbook = load(&DiskTexts, &folder.join("p.playbook")).unwrap().playbook.unwrap();
        let mut store = Memory::default();
        for entry in fs::read_dir(&folder).unwrap() {
            let file = entry.unwrap().path();
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            if !["playbook", "txt"].contains(&file.extension().unwrap().to_str().unwrap()) {
                store.files.insert(name, fs::read(&file).unwrap());
            }
        }
        let files = if playbook.sources.is_empty() { store.names() } else { Vec::new() };
        ways::agree(&playbook, &store, &files, &folder.display().to_string());
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The findings on a file of deals, by the source of the playbook where it has one.
fn findings(playbook: &str, file: &str) -> Vec<Finding> {
    let playbook = load(&DiskTexts, &root().join(playbook)).unwrap().playbook.unwrap();
    let today = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap();
    let as_of = AsOf { today, now: end_of_day(today, playbook.zone) };
    let settings = Settings { as_of, language: "en", people: None, only: None };
    let frame = Frame { schema: playbook.schema.clone(), currency: playbook.currency, zone: playbook.zone };
    let files = [root().join(file).to_string_lossy().into_owned()];
    let input = match playbook.sources.first() {
        Some(source) => Input::Mapped { source, files: &files },
        None => Input::Shaped { files: &files },
    };
    let disk = Disk { folder: root() };
    let mut deals = read(&disk, input, &frame).unwrap();
    let assessment = assess(&playbook, &mut deals, &settings);
    let outcome = deals.into_outcome().unwrap();
    assert_eq!(outcome.problems.errors(), 0, "{:?}", outcome.problems);
    assessment.findings
}

/// Everything that findings say but where values stand and how they are written there.
fn without_places(findings: &[Finding]) -> Vec<String> {
    let placeless = |finding: &Finding| {
        let mut finding = finding.clone();
        for evidence in &mut finding.evidence {
            evidence.place = None;
        }
        format!("{finding:?}")
    };
    findings.iter().map(placeless).collect()
}
