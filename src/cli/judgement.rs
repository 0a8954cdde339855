use std::collections::BTreeSet;
use std::io;
use std::num::NonZeroUsize;
use std::thread::available_parallelism;

use crate::assess::Batch;
use crate::assess::Figures;
use crate::assess::Finding;
use crate::assess::Judging;
use crate::assess::Settings;
use crate::assess::Tally;
use crate::cli::Stop;
use crate::cli::check::id;
use crate::cli::outlets::Outlets;
use crate::cli::outlets::Pens;
use crate::cli::progress::Bar;
use crate::cli::select::NearIds;
use crate::deals::Deal;
use crate::deals::Deals;
use crate::deals::Task;
use crate::model::Playbook;
use crate::value::Bits;
use crate::value::Columns;

/// The judgement of a run, by several threads.
pub(super) struct Judgement<'a> {
    pub playbook: &'a Playbook,
    pub settings: &'a Settings<'a>,
    /// The figures over all deals that each deal is to have.
    pub figures: Option<&'a Figures>,
    /// The deals asked for, by id; empty for all.
    pub asked: &'a [String],
    /// How many threads judge; `None` for as many as the machine has.
    pub threads: Option<NonZeroUsize>,
}

/// What a judgement came to.
pub(super) struct Judged {
    pub tally: Tally,
    /// The first deal asked for that the data does not have.
    pub missing: Option<String>,
    /// The ids met, where some were asked for.
    pub near: NearIds,
}

impl Judgement<'_> {
    /// Judges deals as they are read, and gives the findings to the outlets.
    pub fn run(&self, deals: &mut Deals<'_>, outlets: &mut Outlets, mut bar: Bar) -> Result<Judged, Stop> {
        let mut wanted: BTreeSet<&str> = self.asked.iter().map(String::as_str).collect();
        let mut near = NearIds::default();
        let counts = !outlets.reads();
        let judging = Judging::new(self.playbook, self.settings);
        let mut judging = if counts { judging.counting() } else { judging };
        let threads = self.threads.or(available_parallelism().ok()).map_or(1, NonZeroUsize::get);
        let pens = outlets.pens();
        let task = Bench { judgement: self, pens: &pens, counts };
        deals.work(threads, &task, |portion, done: Done| {
            let Done { batch, ids, texts } = done;
            for id in &ids {
                near.note(id);
                wanted.remove(id.as_str());
            }
            let (mut findings, differs) = judging.take(batch, portion, &|deal| self.complete(deal));
            bar.pass(portion.len(), portion.progress());
            let texts = texts.transpose().map_err(unwritten)?;
            match &texts {
                Some(texts) if !differs => outlets.take_penned(&mut findings, texts)?,
                _ => outlets.take(&mut findings)?,
            }
            Ok::<Spent, Stop>(Spent { findings, texts: texts.unwrap_or_default() })
        })?;
        bar.end();
        let (mut last, tally) = judging.end();
        if !self.asked.is_empty() {
            // What a waiver of other deals covers was not looked at.
            last.retain(|finding| self.asked.iter().any(|id| *id == finding.deal.id));
        }
        outlets.take(&mut last)?;
        Ok(Judged { tally, missing: wanted.first().map(|id| (*id).to_owned()), near })
    }
}

/// How many threads work: as many as are asked for, or else as the machine has.
pub(super) fn threads(asked: Option<NonZeroUsize>) -> usize {
    asked.or(available_parallelism().ok()).map_or(1, NonZeroUsize::get)
}

fn unwritten(source: io::Error) -> Stop {
    Stop::Write { to: "the findings".to_owned(), source }
}

impl Judgement<'_> {
    /// Gives a deal what it has from all deals.
    fn complete(&self, deal: &mut Deal) {
        if let Some(figures) = self.figures {
            figures.put_into(self.playbook, deal, self.settings);
        }
    }
}

/// What the threads do.
struct Bench<'a> {
    judgement: &'a Judgement<'a>,
    /// How findings are written; `None` where they are to be marked before.
    pens: &'a Option<Pens>,
    /// Whether findings are only counted.
    counts: bool,
}

/// What a thread works with.
struct Desk {
    batch: Batch,
    ids: Vec<String>,
    deals: usize,
    spent: Spent,
}

/// What is left of findings that were written.
#[derive(Default)]
struct Spent {
    findings: Vec<Finding>,
    texts: Vec<Vec<u8>>,
}

/// What the deals of a portion came to.
struct Done {
    batch: Batch,
    /// The ids met, where some are asked for.
    ids: Vec<String>,
    /// What each pen wrote.
    texts: Option<io::Result<Vec<Vec<u8>>>>,
}

impl Bench<'_> {
    fn batch(&self) -> Batch {
        let batch = Batch::new(self.judgement.playbook, self.judgement.settings);
        if self.counts { batch.counting() } else { batch }
    }
}

impl Task for Bench<'_> {
    type State = Desk;
    type Outcome = Done;
    type Spent = Spent;

    fn begin(&self) -> Desk {
        Desk { batch: self.batch(), ids: Vec::new(), deals: 0, spent: Spent::default() }
    }

    fn columns(&self, desk: &mut Desk, columns: &Columns) -> Bits {
        let Judgement { playbook, settings, asked, .. } = self.judgement;
        // Which deals are asked for is known of deals that are made.
        if !asked.is_empty() {
            return columns.deals.clone();
        }
        desk.batch.judge_columns(playbook, settings, columns)
    }

    fn pass(&self, desk: &mut Desk, rows: usize) {
        desk.deals += rows;
    }

    fn deal(&self, desk: &mut Desk, deal: &mut Deal) {
        let Judgement { playbook, settings, asked, .. } = self.judgement;
        let at = desk.deals;
        desk.deals += 1;
        if !asked.is_empty() {
            let id = id(deal);
            desk.ids.push(id.to_owned());
            if !asked.iter().any(|asked| asked == id) {
                return;
            }
        }
        self.judgement.complete(deal);
        desk.batch.judge(playbook, settings, deal, at);
    }

    fn end(&self, desk: &mut Desk) -> Done {
        let Spent { findings, mut texts } = std::mem::take(&mut desk.spent);
        let batch = desk.batch.take(self.judgement.playbook, findings);
        let ids = std::mem::take(&mut desk.ids);
        desk.deals = 0;
        let written = |pens: &Pens| pens.write(batch.findings(), &mut texts).map(|()| texts);
        let texts = self.pens.as_ref().map(written);
        Done { batch, ids, texts }
    }

    fn again(&self, desk: &mut Desk, mut spent: Spent) {
        spent.findings.clear();
        spent.texts.iter_mut().for_each(Vec::clear);
        desk.spent = spent;
    }
}
