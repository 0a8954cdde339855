//! Judging a flat table: ten rules by hand over decoded rows, and the same by Tollgate over typed columns.

mod by_hand;

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::io;
use std::path::Path;
use std::str::FromStr;
use std::time::Instant;

use chrono::NaiveDate;
use tollgate::assess::AsOf;
use tollgate::assess::Batch;
use tollgate::assess::Settings;
use tollgate::assess::Tally;
use tollgate::assess::Verdict;
use tollgate::assess::count;
use tollgate::deals::Deal;
use tollgate::deals::Frame;
use tollgate::deals::Input;
use tollgate::deals::Task;
use tollgate::deals::read;
use tollgate::model::CriterionId;
use tollgate::model::Playbook;
use tollgate::value::Bits;
use tollgate::value::Columns;
use tollgate::value::Decimal;
use tollgate::value::Moment;
use tollgate::value::Schema;
use tollgate::value::Value;
use tollgate::value::builtin;
use tollgate::workspace::Disk;
use tollgate::workspace::DiskTexts;
use tollgate::workspace::end_of_day;
use tollgate::workspace::load;

use by_hand::Limits;
use by_hand::Row;
use by_hand::Stage;

/// Arguments: a file of deals in Parquet or Arrow, and how often they are judged. It prints nanoseconds a deal, the least of all rounds.
fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or_else(|| io::Error::other("name a file of deals"))?;
    let rounds = arguments.next().and_then(|rounds| rounds.parse().ok()).unwrap_or(9);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let loaded = load(&DiskTexts, &folder.join("columns.playbook")).map_err(io::Error::other)?;
    let playbook = loaded.playbook.expect("the playbook is sound");
    let day = NaiveDate::from_ymd_opt(2026, 6, 30).expect("a day");
    let as_of = AsOf { today: day, now: end_of_day(day, playbook.zone) };
    let checks = playbook.criteria().filter(|(_, criterion)| criterion.name.starts_with('C'));
    let checks: BTreeSet<CriterionId> = checks.map(|(id, _)| id).collect();
    let settings = Settings { as_of, language: "en", people: None, only: Some(&checks) };

    let batches = batches(&playbook, &file)?;
    let deals: usize = batches.iter().map(|batch| batch.deals.count()).sum();
    let rough: Vec<Row<f64>> = batches.iter().flat_map(|batch| rows(batch, &playbook.schema)).collect();
    let exact: Vec<Row<Decimal>> = batches.iter().flat_map(|batch| rows(batch, &playbook.schema)).collect();
    let (at, now) = (days(day), as_of.now.timestamp_micros());
    let rough_limits = limits::<f64>(at, now);
    let exact_limits = limits::<Decimal>(at, now);
    let broken = by_hand::judge(&rough, &rough_limits);
    assert_eq!(broken, by_hand::judge(&exact, &exact_limits), "binary fractions come to something else");
    let ours = counts(&playbook, &settings, &file)?;
    assert_eq!(broken, ours, "the rules by hand do not agree with the playbook");

    let by_fractions = least(rounds, deals, || by_hand::judge(std::hint::black_box(&rough), &rough_limits));
    let by_decimals = least(rounds, deals, || by_hand::judge(std::hint::black_box(&exact), &exact_limits));
    let mut left = 0;
    let columns = least(rounds, deals, || {
        let mut judged = Batch::new(&playbook, &settings);
        let left_of = |batch| judged.judge_columns(&playbook, &settings, std::hint::black_box(batch)).count();
        left = batches.iter().map(left_of).sum::<usize>();
    });
    println!("{deals} deals, {left} of which fail or cannot be decided; each rule fails {broken:?}");
    println!("by hand, rows of binary fractions  {by_fractions:8.1} ns a deal");
    println!("by hand, rows of exact decimals    {by_decimals:8.1} ns a deal");
    println!("tollgate, columns                  {columns:8.1} ns a deal");
    Ok(())
}

/// The shortest of several runs, in nanoseconds a deal.
fn least<T>(rounds: usize, deals: usize, mut run: impl FnMut() -> T) -> f64 {
    let time = |_| {
        let start = Instant::now();
        std::hint::black_box(run());
        start.elapsed().as_nanos() as f64 / deals.max(1) as f64
    };
    (0..rounds).map(time).fold(f64::INFINITY, f64::min)
}

/// Keeps the columns of a file, and makes no deal of them.
struct Keep;

impl Task for Keep {
    type State = Vec<Columns>;
    type Outcome = Vec<Columns>;
    type Spent = ();

    fn begin(&self) -> Vec<Columns> {
        Vec::new()
    }

    fn columns(&self, kept: &mut Vec<Columns>, columns: &Columns) -> Bits {
        kept.push(columns.clone());
        Bits::all(columns.rows(), false)
    }

    fn deal(&self, _kept: &mut Vec<Columns>, _deal: &mut Deal) {}

    fn end(&self, kept: &mut Vec<Columns>) -> Vec<Columns> {
        std::mem::take(kept)
    }

    fn again(&self, _kept: &mut Vec<Columns>, _spent: ()) {}
}

fn frame(playbook: &Playbook) -> Frame {
    Frame { schema: playbook.schema.clone(), currency: playbook.currency, zone: playbook.zone }
}

fn batches(playbook: &Playbook, file: &str) -> io::Result<Vec<Columns>> {
    let (frame, files, disk) = (frame(playbook), [file.to_owned()], Disk { folder: Path::new(".").to_owned() });
    let mut deals = read(&disk, Input::Shaped { files: &files }, &frame).map_err(io::Error::other)?;
    let mut batches = Vec::new();
    deals.work(1, &Keep, |_, kept: Vec<Columns>| {
        batches.extend(kept);
        Ok::<(), io::Error>(())
    })?;
    Ok(batches)
}

/// How many deals each check fails, judged deal by deal.
fn counts(playbook: &Playbook, settings: &Settings<'_>, file: &str) -> io::Result<by_hand::Counts> {
    let (frame, files, disk) = (frame(playbook), [file.to_owned()], Disk { folder: Path::new(".").to_owned() });
    let deals = read(&disk, Input::Shaped { files: &files }, &frame).map_err(io::Error::other)?;
    let mut tally = Tally::new(playbook);
    deals.for_each(|deal| count(playbook, &deal, settings, &mut tally));
    let mut counts = [0; 10];
    for ((id, _), count) in playbook.criteria().filter(|(id, _)| settings.asks(*id)).zip(&mut counts) {
        *count = tally.of(id).of(Verdict::Fail);
    }
    Ok(counts)
}

/// What the rules compare with.
fn limits<N: FromStr<Err: Debug>>(day: i32, now: i64) -> Limits<N> {
    let number = |text: &str| text.parse().expect("a number");
    let (nothing, one, discount) = (number("0"), number("1"), number("0.2"));
    Limits { day, now, nothing, one, discount, large: number("900000"), largest: number("950000") }
}

/// The rows of a batch, decoded as one would by hand.
fn rows<N: FromStr>(columns: &Columns, schema: &Schema) -> Vec<Row<N>> {
    let slot = |name: &str| schema.deal.find(name).expect("a field").0;
    let decimal = |value: Value| match value {
        Value::Number(number) => Some(number),
        Value::Money(money) => Some(money.amount),
        _ => None,
    };
    let number = |value: Value| decimal(value)?.to_string().parse::<N>().ok();
    let place = |value: Value| match value {
        Value::Choice(place) => u8::try_from(place).ok(),
        _ => None,
    };
    let row = |at: usize| {
        let value = |name: &str| columns.value(&[slot(name)], at);
        Row {
            stage: match place(columns.value(&[builtin::STAGE], at)) {
                Some(0..=2) => Stage::Open,
                _ => Stage::Closed,
            },
            owner: match value("owner") {
                Value::Text(text) => Some(text.into()),
                _ => None,
            },
            amount: number(value("amount")),
            list_price: number(value("list_price")),
            probability: number(value("probability")),
            close_date: match value("close_date") {
                Value::Date(day) => Some(days(day)),
                _ => None,
            },
            last_activity: match value("last_activity") {
                Value::Moment(Moment::At(at)) => Some(at.timestamp_micros()),
                _ => None,
            },
            visits: decimal(value("visits")).and_then(|visits| visits.to_string().parse().ok()),
            strategic: match value("strategic") {
                Value::Bool(yes) => Some(yes),
                _ => None,
            },
            region: place(value("region")),
            tier: place(value("tier")),
        }
    };
    columns.deals.rows().map(row).collect()
}

fn days(day: NaiveDate) -> i32 {
    chrono::Datelike::num_days_from_ce(&day)
}
