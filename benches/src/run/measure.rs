//! Runs rows: first each once, which warms the file up and shows whether all agree; then in turns.

use std::collections::BTreeMap;
use std::fs;
use std::fs::File;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::time::Instant;

use serde::Deserialize;
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
const LONG: f64 = 2.0;
const VERY_LONG: f64 = 10.0;

/// A row that has run once.
pub struct Checked {
    pub row: Row,
    deals: PathBuf,
    /// Its first run; the reason where it cannot run, or finds something else than the base.
    pub first: Result<First, String>,
}

/// What a row came to when it ran first.
pub struct First {
    seconds: f64,
    pub counts: Counted,
}

/// Runs each row once and holds its counts to those of the base, which comes first, and its bytes to those of the
/// reference where they must be the same; `refused` says what is known of a peer.
pub fn check(rows: Vec<Row>, deals: &Path, refused: impl Fn(&Row) -> Option<String>) -> Vec<Checked> {
    let mut expected: Option<Counted> = None;
    let mut checked = Vec::new();
    let first = |row: &Row| match refused(row) {
        Some(why) => Err(why),
        None => once(row, deals).and_then(|run| Ok((counted(row, &run.printed)?, run))),
    };
    let (mut reference, bytes) = match rows.iter().find(|row| row.is_reference()) {
        Some(row) => (Some(first(row)), Some(row.findings().with_extension("reference"))),
        None => (None, None),
    };
    if let (Some(row), Some(bytes)) = (rows.iter().find(|row| row.is_reference()), &bytes) {
        let _ = fs::rename(row.findings(), bytes);
    }
    for row in rows {
        let known = if row.is_reference() { reference.take() } else { None };
        let compared = known.is_none() && row.is_same;
        let first = known.unwrap_or_else(|| first(&row)).and_then(|(counts, run)| {
            if let (true, Some(bytes)) = (compared, &bytes) {
                same(&row.findings(), bytes)?;
            }
            agrees(&row, &counts, &mut expected)?;
            Ok(First { seconds: run.seconds, counts })
        });
        let _ = fs::remove_file(row.findings());
        checked.push(Checked { row, deals: deals.to_owned(), first });
    }
    if let Some(bytes) = bytes {
        let _ = fs::remove_file(bytes);
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
                // Each run makes its file anew, and the disk holds one at a time.
                let _ = fs::remove_file(checked.row.findings());
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

fn agrees(row: &Row, counts: &Counted, expected: &mut Option<Counted>) -> Result<(), String> {
    let expected = expected.get_or_insert_with(|| counts.clone());
    // A peer that expresses some of the rules counts nothing for the others.
    let some = row.is_partial && counts.iter().all(|(rule, count)| expected.get(rule) == Some(count));
    if (some || expected == counts) && !counts.is_empty() {
        return Ok(());
    }
    let names = expected.keys().chain(counts.keys()).collect::<std::collections::BTreeSet<&String>>();
    let of = |counted: &Counted, name: &String| counted.get(name).copied().unwrap_or_default();
    let differs = names.into_iter().filter(|name| of(expected, name) != of(counts, name));
    let differs = differs.map(|name| format!("{name}: {} not {}", of(counts, name), of(expected, name)));
    Err(format!("does not agree: {}", differs.collect::<Vec<String>>().join(", ")))
}

/// Whether two files are the same, byte for byte; the first line that differs where they are not.
fn same(path: &Path, reference: &Path) -> Result<(), String> {
    let told = |error: io::Error| format!("cannot be held to the bytes that tollgate writes: {error}");
    let mut one = BufReader::with_capacity(1 << 16, File::open(path).map_err(told)?);
    let mut other = BufReader::with_capacity(1 << 16, File::open(reference).map_err(told)?);
    let (mut line, mut wanted) = (Vec::new(), Vec::new());
    for number in 1.. {
        line.clear();
        wanted.clear();
        let read = one.read_until(b'\n', &mut line).map_err(told)?;
        let asked = other.read_until(b'\n', &mut wanted).map_err(told)?;
        if line != wanted {
            let at = line.iter().zip(&wanted).take_while(|(one, other)| one == other).count();
            let part = |line: &[u8]| {
                String::from_utf8_lossy(&line[at.saturating_sub(20)..line.len().min(at + 20)]).into_owned()
            };
            return Err(format!(
                "does not write the bytes of tollgate: line {number}, byte {}: `{}` not `{}`",
                at + 1,
                part(&line).trim_end(),
                part(&wanted).trim_end()
            ));
        }
        if read == 0 && asked == 0 {
            break;
        }
    }
    Ok(())
}

/// One run.
struct Once {
    seconds: f64,
    busy: f64,
    megabytes: f64,
    printed: String,
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
    let tollgate = matches!(row.counts, Counts::Summary | Counts::Checks);
    if code != 0 && !(tollgate && code == 1) {
        let complaint = complaints.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        return Err(format!("`{}` ends with {code}: {complaint}", program.display()));
    }
    let judging = if row.counts == Counts::Printed { times(&printed)? } else { Vec::new() };
    let busy = (used.rusage.utime + used.rusage.stime).as_secs_f64();
    Ok(Once { seconds, busy, megabytes: used.rusage.maxrss as f64 / 1e6, printed, judging })
}

/// What a run counted.
fn counted(row: &Row, printed: &str) -> Result<Counted, String> {
    match row.counts {
        Counts::Printed => of_printed(printed),
        Counts::Written => of_lines(&row.findings()),
        Counts::Summary => of_summary(&row.findings(), rule),
        Counts::Checks => of_summary(&row.findings(), |check| Some(check.to_owned())),
    }
}

/// What a peer prints, and what it lacks.
fn parsed(printed: &str) -> Result<Value, String> {
    serde_json::from_str(printed).map_err(|_| format!("what it prints has no JSON: {printed}"))
}

/// The nanoseconds a deal of each round.
fn times(printed: &str) -> Result<Vec<f64>, String> {
    let value = parsed(printed)?;
    let times = value["ns"].as_array().ok_or_else(|| format!("what it prints has no times: {printed}"))?;
    Ok(times.iter().filter_map(Value::as_f64).collect())
}

fn of_printed(printed: &str) -> Result<Counted, String> {
    let mut counted = Counted::new();
    match &parsed(printed)?["counts"] {
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
        _ => return Err(format!("what it prints has no counts: {printed}")),
    }
    Ok(counted)
}

/// How many findings there are of each rule in the lines that a peer wrote; a last line without one is a summary.
fn of_lines(path: &Path) -> Result<Counted, String> {
    #[derive(Deserialize)]
    struct Line<'a> {
        #[serde(borrow)]
        check: Option<&'a str>,
    }
    let told = |error: &dyn std::fmt::Display| format!("cannot read `{}`: {error}", path.display());
    let mut lines = BufReader::with_capacity(1 << 16, File::open(path).map_err(|error| told(&error))?);
    let mut line = Vec::new();
    let mut counted = Counted::new();
    while lines.read_until(b'\n', &mut line).map_err(|error| told(&error))? > 0 {
        let read: Line<'_> = sonic_rs::from_slice(&line).map_err(|error| told(&error))?;
        if let Some(check) = read.check {
            let rule = rule(check).unwrap_or_else(|| check.to_owned());
            *counted.entry(rule).or_default() += 1;
        }
        line.clear();
    }
    Ok(counted)
}

/// Adds a count that is not 0.
fn add(counted: &mut Counted, name: String, count: &Value) {
    if let Some(count) = count.as_u64().filter(|count| *count > 0) {
        *counted.entry(name).or_default() += count;
    }
}

/// The verdicts on each check, from the summary that Tollgate writes: the only document, or the last line.
fn of_summary(path: &Path, name: impl Fn(&str) -> Option<String>) -> Result<Counted, String> {
    let told = |error: io::Error| format!("cannot read `{}`: {error}", path.display());
    let end = end(path).map_err(told)?;
    let last = end.lines().last().unwrap_or_default();
    let value: Value = serde_json::from_str(&end)
        .or_else(|_| serde_json::from_str(last))
        .map_err(|error| format!("the summary of the findings: {error}"))?;
    let checks = value.pointer("/summary/checks").or_else(|| value.get("checks"));
    let mut counted = Counted::new();
    for check in checks.and_then(Value::as_array).into_iter().flatten() {
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

/// The end of a file, which holds its last line; the rest is not read, so that this process stays small.
fn end(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(1 << 16)))?;
    let mut end = Vec::new();
    file.read_to_end(&mut end)?;
    Ok(String::from_utf8_lossy(&end).into_owned())
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
