//! Runs rows: first each once, which warms the file up and shows whether all agree; then in turns.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::time::Instant;

use serde_json::Value;
use wait4::Wait4;

use crate::run::rows::Counts;
use crate::run::rows::Row;

/// How often each rule is broken, or each check fails or cannot be told.
pub type Counted = BTreeMap<String, u64>;

/// What a row took: medians over its runs.
#[derive(Clone)]
pub struct Taken {
    pub runs: usize,
    pub seconds: f64,
    /// The time of all processors, which a busy machine changes least.
    pub busy: f64,
    /// The most memory that it held.
    pub megabytes: f64,
    /// Nanoseconds a deal, where judging alone was measured.
    pub judging: f64,
}

/// A row that takes longer than this is timed at most three times, and one that takes ten seconds once.
const LONG: f64 = 3.0;
const VERY_LONG: f64 = 10.0;

/// A row that has run once.
pub struct Checked {
    pub row: Row,
    deals: PathBuf,
    /// Its first run; the reason where it cannot run, or counts something else than the base.
    pub first: Result<Once, String>,
}

/// Runs each row once and holds its counts to those of the base, which comes first; `refused` says what is known of a peer.
pub fn check(rows: Vec<Row>, deals: &Path, refused: impl Fn(&Row) -> Option<String>) -> Vec<Checked> {
    let mut expected: Option<Counted> = None;
    let mut checked = Vec::new();
    for row in rows {
        let first = match refused(&row) {
            Some(why) => Err(why),
            None => once(&row, deals).and_then(|run| agrees(&row, run, &mut expected)),
        };
        checked.push(Checked { row, deals: deals.to_owned(), first });
    }
    checked
}

/// Times rows in turns; a file on which everybody takes long `spares` nobody.
pub fn timed(rows: &[Checked], runs: usize, spares: bool) -> Vec<Result<Taken, String>> {
    let mut times: Vec<Result<Vec<Once>, String>> =
        rows.iter().map(|checked| checked.first.as_ref().map(|_| Vec::new()).map_err(Clone::clone)).collect();
    for round in 0..runs {
        for (checked, times) in rows.iter().zip(&mut times) {
            let most = match checked.first.as_ref().map_or(0.0, |first| first.seconds) {
                seconds if seconds > VERY_LONG && spares => 1,
                seconds if seconds > LONG => 3,
                _ => runs,
            };
            if round < most
                && let Ok(done) = times
            {
                match once(&checked.row, &checked.deals) {
                    Ok(run) => done.push(run),
                    Err(why) => *times = Err(why),
                }
            }
        }
    }
    let taken = |runs: Vec<Once>| Taken {
        runs: runs.len(),
        seconds: median(runs.iter().map(|run| run.seconds)),
        busy: median(runs.iter().map(|run| run.busy)),
        megabytes: median(runs.iter().map(|run| run.megabytes)),
        judging: median(runs.iter().flat_map(|run| run.judging.iter().copied())),
    };
    times.into_iter().map(|runs| runs.map(taken)).collect()
}

fn agrees(row: &Row, run: Once, expected: &mut Option<Counted>) -> Result<Once, String> {
    let expected = expected.get_or_insert_with(|| run.counts.clone());
    // A peer that expresses some of the rules counts nothing for the others.
    let some = row.counts == Counts::Some && run.counts.iter().all(|(rule, count)| expected.get(rule) == Some(count));
    if (some || *expected == run.counts) && !run.counts.is_empty() {
        return Ok(run);
    }
    let names = expected.keys().chain(run.counts.keys()).collect::<std::collections::BTreeSet<&String>>();
    let of = |counted: &Counted, name: &String| counted.get(name).copied().unwrap_or_default();
    let differs = names.into_iter().filter(|name| of(expected, name) != of(&run.counts, name));
    let differs = differs.map(|name| format!("{name}: {} not {}", of(&run.counts, name), of(expected, name)));
    Err(format!("does not agree: {}", differs.collect::<Vec<String>>().join(", ")))
}

/// One run.
pub struct Once {
    seconds: f64,
    busy: f64,
    megabytes: f64,
    pub counts: Counted,
    judging: Vec<f64>,
}

fn once(row: &Row, deals: &Path) -> Result<Once, String> {
    let (program, arguments) = row.command(deals);
    let told = |error: io::Error| format!("cannot run `{}`: {error}", program.display());
    let start = Instant::now();
    let mut child = Command::new(program)
        .args(&arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(told)?;
    let mut printed = String::new();
    let mut complaints = String::new();
    if let Some(mut out) = child.stdout.take() {
        out.read_to_string(&mut printed).map_err(told)?;
    }
    if let Some(mut err) = child.stderr.take() {
        err.read_to_string(&mut complaints).map_err(told)?;
    }
    let used = child.wait4().map_err(told)?;
    let seconds = start.elapsed().as_secs_f64();
    // Tollgate says with 1 that there are findings.
    let code = used.status.code().unwrap_or(-1);
    let tollgate = matches!(row.counts, Counts::Findings | Counts::Checks);
    if code != 0 && !(tollgate && code == 1) {
        let complaint = complaints.lines().last().unwrap_or_default();
        return Err(format!("`{}` ends with {code}: {complaint}", program.display()));
    }
    let (counts, judging) = match row.counts {
        Counts::Findings => (of_findings(&row.findings(), rule)?, Vec::new()),
        Counts::Checks => (of_findings(&row.findings(), |check| Some(check.to_owned()))?, Vec::new()),
        Counts::Printed | Counts::Some => of_printed(&printed)?,
    };
    // Each run makes its file anew, and the disk holds one at a time.
    let _ = fs::remove_file(row.findings());
    let busy = (used.rusage.utime + used.rusage.stime).as_secs_f64();
    Ok(Once { seconds, busy, megabytes: used.rusage.maxrss as f64 / 1e6, counts, judging })
}

fn of_printed(printed: &str) -> Result<(Counted, Vec<f64>), String> {
    let told = |what: &str| format!("what it prints has no {what}: {printed}");
    let value: Value = serde_json::from_str(printed).map_err(|_| told("JSON"))?;
    let mut counted = Counted::new();
    match &value["counts"] {
        Value::Array(counts) => {
            for (number, count) in (1..).zip(counts) {
                add(&mut counted, format!("R{number:02}"), count);
            }
        }
        Value::Object(checks) => {
            for (check, counts) in checks {
                add(&mut counted, check.clone(), &counts[0]);
                add(&mut counted, format!("{check} unknown"), &counts[1]);
            }
        }
        _ => return Err(told("counts")),
    }
    let times = value["ns"].as_array().ok_or_else(|| told("times"))?;
    Ok((counted, times.iter().filter_map(Value::as_f64).collect()))
}

/// Adds a count that is not 0.
fn add(counted: &mut Counted, name: String, count: &Value) {
    if let Some(count) = count.as_u64().filter(|count| *count > 0) {
        *counted.entry(name).or_default() += count;
    }
}

/// The verdicts on each check, from the last line that Tollgate writes.
fn of_findings(path: &Path, name: impl Fn(&str) -> Option<String>) -> Result<Counted, String> {
    let told = |error: io::Error| format!("cannot read `{}`: {error}", path.display());
    let last = last_line(path).map_err(told)?;
    let value: Value =
        serde_json::from_str(&last).map_err(|error| format!("the last line of the findings: {error}"))?;
    let mut counted = Counted::new();
    for check in value["summary"]["checks"].as_array().into_iter().flatten() {
        let verdicts = &check["verdicts"];
        let check = check["check"].as_str().unwrap_or_default();
        let name = name(check).unwrap_or_else(|| check.to_owned());
        add(&mut counted, format!("{name} unknown"), &verdicts["unknown"]);
        add(&mut counted, name, &verdicts["fail"]);
    }
    Ok(counted)
}

/// Which of the twelve rules a check is part of: the flow finds R08, the stages find R09.
fn rule(check: &str) -> Option<String> {
    match check {
        "skipped" | "illegal_move" => Some("R08".to_owned()),
        name if name.ends_with(".at_most") => Some("R09".to_owned()),
        _ => None,
    }
}

/// The last line of a file; only its end is read, so that this process stays small.
fn last_line(path: &Path) -> io::Result<String> {
    use std::io::Seek;
    use std::io::SeekFrom;
    let mut file = fs::File::open(path)?;
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(1 << 16)))?;
    let mut end = Vec::new();
    file.read_to_end(&mut end)?;
    let end = String::from_utf8_lossy(&end);
    Ok(end.lines().last().unwrap_or_default().to_owned())
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
