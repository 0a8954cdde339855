//! The two ways to read files of columns: deal by deal, and many at once. They come to the same, to the last place of a problem.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use tollgate::assess::AsOf;
use tollgate::assess::Batch;
use tollgate::assess::Finding;
use tollgate::assess::Judging;
use tollgate::assess::Settings;
use tollgate::assess::assess;
use tollgate::deals::Deal;
use tollgate::deals::Deals;
use tollgate::deals::Frame;
use tollgate::deals::Input;
use tollgate::deals::Store;
use tollgate::deals::Task;
use tollgate::deals::read;
use tollgate::model::CriterionId;
use tollgate::model::Playbook;
use tollgate::value::Bits;
use tollgate::value::Columns;
use tollgate::workspace::end_of_day;

/// What a run came to.
pub struct Came {
    pub findings: Vec<Finding>,
    /// Verdicts, counted, and what was wrong with the data.
    pub rest: String,
}

/// How a run was worked on.
pub struct Worked {
    pub came: Came,
    /// How many deals were made of rows.
    pub made: usize,
}

struct Bench<'a> {
    playbook: &'a Playbook,
    settings: &'a Settings<'a>,
}

struct Desk {
    batch: Batch,
    deals: usize,
    made: usize,
}

impl Task for Bench<'_> {
    type State = Desk;
    type Outcome = (Batch, usize);
    type Spent = ();

    fn begin(&self) -> Desk {
        Desk { batch: Batch::new(self.playbook, self.settings), deals: 0, made: 0 }
    }

    fn columns(&self, desk: &mut Desk, columns: &Columns) -> Bits {
        desk.batch.judge_columns(self.playbook, self.settings, columns)
    }

    fn pass(&self, desk: &mut Desk, rows: usize) {
        desk.deals += rows;
    }

    fn deal(&self, desk: &mut Desk, deal: &mut Deal) {
        desk.batch.judge(self.playbook, self.settings, deal, desk.deals);
        desk.deals += 1;
        desk.made += 1;
    }

    fn end(&self, desk: &mut Desk) -> (Batch, usize) {
        desk.deals = 0;
        (desk.batch.take(self.playbook, Vec::new()), std::mem::take(&mut desk.made))
    }

    fn again(&self, _desk: &mut Desk, _spent: ()) {}
}

/// A day, and what is asked.
pub fn settings<'a>(playbook: &Playbook, only: Option<&'a BTreeSet<CriterionId>>) -> Settings<'a> {
    let today = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap();
    let as_of = AsOf { today, now: end_of_day(today, playbook.zone) };
    Settings { as_of, language: "en", people: None, only }
}

pub fn frame(playbook: &Playbook) -> Frame {
    Frame { schema: playbook.schema.clone(), currency: playbook.currency, zone: playbook.zone }
}

/// By the only source of the playbook where it has one.
pub fn input<'a>(playbook: &'a Playbook, files: &'a [String]) -> Input<'a> {
    match playbook.sources.first() {
        Some(source) => Input::Mapped { source, files },
        None => Input::Shaped { files },
    }
}

fn came(findings: Vec<Finding>, tally: &tollgate::assess::Tally, deals: Deals<'_>) -> Came {
    Came { findings, rest: format!("{tally:#?}\n{:#?}", deals.into_outcome().unwrap()) }
}

/// Deal by deal.
pub fn one_by_one(playbook: &Playbook, store: &dyn Store, files: &[String], settings: &Settings<'_>) -> Came {
    let frame = frame(playbook);
    let mut deals = read(store, input(playbook, files), &frame).unwrap();
    let assessment = assess(playbook, &mut deals, settings);
    came(assessment.findings, &assessment.tally, deals)
}

/// Many at once, by so many threads.
pub fn together(
    playbook: &Playbook,
    store: &dyn Store,
    files: &[String],
    settings: &Settings<'_>,
    threads: usize,
) -> Worked {
    let frame = frame(playbook);
    let mut deals = read(store, input(playbook, files), &frame).unwrap();
    let mut judging = Judging::new(playbook, settings);
    let (mut findings, mut made) = (Vec::new(), 0);
    let bench = Bench { playbook, settings };
    deals
        .work(threads, &bench, |portion, (batch, count)| {
            made += count;
            findings.extend(judging.take(batch, portion, &|_| {}).0);
            Ok::<(), ()>(())
        })
        .unwrap();
    let (last, tally) = judging.end();
    findings.extend(last);
    Worked { came: came(findings, &tally, deals), made }
}

/// That both ways come to the same; how many deals were made for it.
pub fn agree(playbook: &Playbook, store: &dyn Store, files: &[String], what: &str) -> usize {
    let settings = settings(playbook, None);
    let alone = one_by_one(playbook, store, files, &settings);
    let mut made = 0;
    for threads in [1, 2] {
        let worked = together(playbook, store, files, &settings, threads);
        for (one, other) in worked.came.findings.iter().zip(&alone.findings) {
            assert_eq!(format!("{one:#?}"), format!("{other:#?}"), "{what}");
        }
        assert_eq!(worked.came.findings.len(), alone.findings.len(), "{what}");
        assert_eq!(worked.came.rest, alone.rest, "{what}");
        made = worked.made;
    }
    made
}
