//! Tollgate's own judgement of deals that are in memory, with the findings that it makes.

use std::io;
use std::path::Path;
use std::time::Instant;

use chrono::NaiveDate;
use tollgate::assess::AsOf;
use tollgate::assess::Judging;
use tollgate::assess::Settings;
use tollgate::assess::Verdict;
use tollgate::deals::Deal;
use tollgate::deals::Frame;
use tollgate::deals::Input;
use tollgate::deals::read;
use tollgate::model::CriterionId;
use tollgate::workspace::Disk;
use tollgate::workspace::DiskTexts;
use tollgate::workspace::end_of_day;
use tollgate::workspace::load;

/// How often each of the twelve rules is broken.
type Counts = [u64; 12];

/// Arguments: the deals as JSON Lines, and how often they are judged. It prints, as JSON, the counts and the times.
fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or_else(|| io::Error::other("name a file of deals"))?;
    let rounds = arguments.next().and_then(|rounds| rounds.parse().ok()).unwrap_or(5);
    let (counts, times) = judge_alone(Path::new(&file), rounds)?;
    println!("{}", serde_json::json!({ "counts": counts, "ns": times }));
    Ok(())
}

/// Reads all deals of a file, then judges them by the twelve rules so often.
fn judge_alone(file: &Path, rounds: usize) -> io::Result<(Counts, Vec<f64>)> {
    let loaded = load(&DiskTexts, Path::new("twelve.playbook")).map_err(io::Error::other)?;
    let playbook = loaded.playbook.expect("the playbook is sound");
    let frame = Frame { schema: playbook.schema.clone(), currency: playbook.currency, zone: playbook.zone };
    let files = [file.to_string_lossy().into_owned()];
    let disk = Disk { folder: Path::new(".").to_owned() };
    let deals: Vec<Deal> = read(&disk, Input::Shaped { files: &files }, &frame).map_err(io::Error::other)?.collect();
    let today = NaiveDate::from_ymd_opt(2026, 6, 30).expect("a day");
    let as_of = AsOf { today, now: end_of_day(today, playbook.zone) };
    let asked: Vec<(CriterionId, usize)> =
        playbook.criteria().filter_map(|(id, criterion)| Some((id, rule(&criterion.name)?))).collect();
    let only = asked.iter().map(|(id, _)| *id).collect();
    let settings = Settings { as_of, language: "en", people: None, only: Some(&only) };
    let mut times = Vec::new();
    let mut counts = Counts::default();
    for _ in 0..rounds {
        let start = Instant::now();
        let mut judging = Judging::new(&playbook, &settings);
        for deal in &deals {
            std::hint::black_box(judging.deal(deal));
        }
        let (_, tally) = judging.end();
        times.push(start.elapsed().as_nanos() as f64 / deals.len().max(1) as f64);
        counts = Counts::default();
        for (id, rule) in &asked {
            counts[rule - 1] += tally.of(*id).of(Verdict::Fail);
        }
    }
    Ok((counts, times))
}

/// Which rule a check is part of: the flow finds R08, the stages find R09.
fn rule(check: &str) -> Option<usize> {
    match check {
        "skipped" | "illegal_move" => Some(8),
        name if name.ends_with(".at_most") => Some(9),
        name => name.strip_prefix('R')?.parse().ok(),
    }
}
