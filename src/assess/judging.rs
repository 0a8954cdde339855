use std::collections::VecDeque;
use std::sync::Arc;

use crate::assess::Finding;
use crate::assess::Settings;
use crate::assess::Tally;
use crate::assess::columns::Reached;
use crate::assess::columns::Told;
use crate::assess::columns::judge_columns;
use crate::assess::history::Ids;
use crate::assess::history::Twin;
use crate::assess::history::hash_of;
use crate::assess::history::id_of;
use crate::assess::judge::judge_among;
use crate::assess::judge::judge_rest;
use crate::assess::refs::Refs;
use crate::assess::waivers;
use crate::assess::waivers::Uses;
use crate::deals::Deal;
use crate::deals::Portion;
use crate::model::HistoryRule;
use crate::model::Playbook;
use crate::model::Rule;
use crate::value::Bits;
use crate::value::Column;
use crate::value::Columns;
use crate::value::Data;
use crate::value::Held;
use crate::value::builtin;

/// A run of the judgement: the findings of each deal are given away at once.
///
/// Of every deal no more than a hash of its id and the line it stands in are kept: the second deal of an id is told.
/// Two ids that differ have the same hash in about one of forty million runs of a million deals.
pub struct Judging<'a> {
    playbook: &'a Playbook,
    settings: &'a Settings<'a>,
    tally: Tally,
    ids: Ids,
    uses: Uses,
    refs: Refs,
}

/// Deals that were judged apart from the others of the run, by a thread of its own perhaps.
#[derive(Debug)]
pub struct Batch {
    findings: Vec<Finding>,
    judged: Vec<Judged>,
    tally: Tally,
    uses: Uses,
    /// Deals that were counted without being made, and are not among the judged yet: their places and ids.
    counted: VecDeque<(usize, u64)>,
    /// What is told of the deals in the columns that were judged last.
    told: Option<Told>,
    /// Where deals come that have no history; known once deals stand in columns.
    reached: Option<Arc<Reached>>,
    /// Whether the run asks for deals with the same id.
    asks_ids: bool,
    refs: Refs,
}

#[derive(Clone, Copy, Debug)]
struct Judged {
    /// The deal's place in its portion.
    at: usize,
    /// Its id, hashed; `None` where nobody asks for it.
    id: Option<u64>,
    /// Where its findings end.
    end: usize,
}

impl Batch {
    /// Nothing judged yet.
    pub fn new(playbook: &Playbook, settings: &Settings<'_>) -> Batch {
        let is_of_ids = |rule: &Rule| matches!(rule, Rule::History(HistoryRule::DuplicateId));
        let asks_ids = playbook.criteria().any(|(id, criterion)| settings.asks(id) && is_of_ids(&criterion.rule));
        let refs = Refs::new(playbook, settings);
        Batch {
            findings: Vec::new(),
            judged: Vec::new(),
            tally: Tally::new(playbook),
            uses: Uses::default(),
            counted: VecDeque::new(),
            told: None,
            reached: None,
            asks_ids,
            refs,
        }
    }

    /// The same, whose findings are only counted: they say their kind, verdict and severity, and nothing in words.
    pub fn counting(mut self) -> Batch {
        self.refs.counts = true;
        self
    }

    /// Takes out what was judged so far, and goes on with nothing; the next findings go into `room`, which is empty.
    pub fn take(&mut self, playbook: &Playbook, room: Vec<Finding>) -> Batch {
        self.pass_counted(usize::MAX);
        self.told = None;
        let next = Batch {
            findings: room,
            judged: Vec::with_capacity(self.judged.len()),
            tally: Tally::new(playbook),
            uses: Uses::default(),
            counted: std::mem::take(&mut self.counted),
            told: None,
            reached: self.reached.clone(),
            asks_ids: self.asks_ids,
            refs: std::mem::replace(&mut self.refs, Refs::NONE),
        };
        std::mem::replace(self, next)
    }

    /// Judges deals that stand in columns, as far as those tell, and counts the ones of which nothing is left to say.
    /// It gives the others, by their rows: each has to come to [`Batch::judge`], in order.
    pub fn judge_columns(&mut self, playbook: &Playbook, settings: &Settings<'_>, columns: &Columns) -> Bits {
        let reached = self.reached.get_or_insert_with(|| Arc::new(Reached::of(playbook))).clone();
        let told = judge_columns(playbook, settings, &reached, columns, &mut self.tally);
        if let (true, Held::Column(Column { data: Data::Texts(ids), given, .. })) =
            (self.asks_ids, columns.at(&[builtin::ID]))
        {
            let with_id = told.counted.and(given);
            self.counted.extend(with_id.rows().map(|row| (row, hash_of(ids.text(row)))));
        }
        let others = columns.deals.without(&told.counted);
        self.told = Some(told);
        others
    }

    /// Puts those that were counted before a place among the judged.
    fn pass_counted(&mut self, before: usize) {
        while let Some((at, id)) = self.counted.front().copied().filter(|(at, _)| *at < before) {
            self.counted.pop_front();
            self.judged.push(Judged { at, id: Some(id), end: self.findings.len() });
        }
    }

    /// Judges a deal, which stands at this place of its portion, as if it were the only one with its id.
    pub fn judge(&mut self, playbook: &Playbook, settings: &Settings<'_>, deal: &Deal, at: usize) {
        self.pass_counted(at);
        let id = id_of(deal);
        let twin = if id.is_some() { Twin::First } else { Twin::Alone };
        let among = (&twin, &self.refs);
        let told = |id| self.told.as_ref().and_then(|told| told.of(id, at));
        let into = (&mut self.tally, &mut self.uses, &mut self.findings);
        judge_rest(playbook, deal, settings, among, told, into);
        self.judged.push(Judged { at, id: id.filter(|_| self.asks_ids), end: self.findings.len() });
    }

    /// The findings so far, where every deal is the only one with its id.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

impl<'a> Judging<'a> {
    /// Nothing judged yet.
    pub fn new(playbook: &'a Playbook, settings: &'a Settings<'a>) -> Judging<'a> {
        Judging {
            playbook,
            settings,
            tally: Tally::new(playbook),
            ids: Ids::default(),
            uses: Uses::default(),
            refs: Refs::new(playbook, settings),
        }
    }

    /// The same, whose findings are only counted: they say their kind, verdict and severity, and nothing in words.
    pub fn counting(mut self) -> Judging<'a> {
        self.refs.counts = true;
        self
    }

    /// Judges the next deal: its findings, in the order of the criteria.
    pub fn deal(&mut self, deal: &Deal) -> Vec<Finding> {
        let twin = match id_of(deal) {
            None => Twin::Alone,
            Some(id) => self.ids.meet(id, deal.file(), deal.line()).map_or(Twin::First, Twin::Of),
        };
        let mut findings = Vec::new();
        let among = (&twin, &self.refs);
        judge_among(self.playbook, deal, self.settings, among, &mut self.tally, &mut self.uses, &mut findings);
        findings
    }

    /// Takes in the next deals of the run, which were judged apart: their findings, in order,
    /// and whether they are others than [`Batch::findings`], because a deal before has the id of one of them.
    ///
    /// `complete` gives a deal that is made again what the task gave it.
    pub fn take(
        &mut self,
        mut batch: Batch,
        portion: &Portion<'_>,
        complete: &dyn Fn(&mut Deal),
    ) -> (Vec<Finding>, bool) {
        let mut twins = Vec::new();
        for (index, judged) in batch.judged.iter().enumerate() {
            let place = portion.place(judged.at).zip(judged.id);
            if let Some(first) = place.and_then(|((file, line), id)| self.ids.meet(id, file, line)) {
                twins.push((index, first));
            }
        }
        let differs = !twins.is_empty();
        if differs {
            self.judge_again(&mut batch, twins, portion, complete);
        }
        self.tally.add(&batch.tally);
        self.uses.add(batch.uses, self.playbook);
        (batch.findings, differs)
    }

    /// Judges deals again, each of which is not the first with its id.
    fn judge_again(
        &self,
        batch: &mut Batch,
        twins: Vec<(usize, String)>,
        portion: &Portion<'_>,
        complete: &dyn Fn(&mut Deal),
    ) {
        let mut before = std::mem::take(&mut batch.findings).into_iter();
        let mut twins = twins.into_iter().peekable();
        let mut start = 0;
        for (index, judged) in batch.judged.iter().enumerate() {
            let findings: Vec<Finding> = before.by_ref().take(judged.end - start).collect();
            start = judged.end;
            let first = twins.next_if(|(twin, _)| *twin == index).map(|(_, first)| first);
            let Some((first, mut deal)) = first.zip(portion.deal(judged.at)) else {
                batch.findings.extend(findings);
                continue;
            };
            complete(&mut deal);
            let (playbook, settings, findings) = (self.playbook, self.settings, &mut batch.findings);
            let mut alone = Tally::new(playbook);
            let first_of = (&Twin::First, &self.refs);
            judge_among(playbook, &deal, settings, first_of, &mut alone, &mut Uses::default(), &mut Vec::new());
            batch.tally.remove(&alone);
            let twin = Twin::Of(first);
            let twin_of = (&twin, &self.refs);
            judge_among(playbook, &deal, settings, twin_of, &mut batch.tally, &mut batch.uses, findings);
        }
    }

    /// The findings on the waivers themselves, and the verdicts, counted.
    pub fn end(self) -> (Vec<Finding>, Tally) {
        (waivers::findings(self.playbook, self.settings, &self.uses), self.tally)
    }
}
