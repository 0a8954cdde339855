use std::collections::BTreeSet;

use chrono::Days;
use chrono::NaiveDate;

use crate::assess::AsOf;
use crate::assess::Finding;
use crate::assess::Settings;
use crate::assess::Tally;
use crate::assess::Verdict;
use crate::assess::judge;
use crate::deals::Deal;
use crate::model::Criterion;
use crate::model::CriterionId;
use crate::model::Outcome;
use crate::model::Place;
use crate::model::Playbook;
use crate::model::StageId;
use crate::source::Position;
use crate::value::Moment;
use crate::value::Origin;
use crate::value::Record;
use crate::value::Value;
use crate::value::builtin;

/// How long before today the deal of a draft came to its stage, in days.
const SINCE: u64 = 5;

/// How long it was in each stage before that.
const STAY: u64 = 10;

/// Where the tests of one criterion are tried.
pub(super) struct Bench<'a> {
    pub playbook: &'a Playbook,
    pub criterion: &'a Criterion,
    only: BTreeSet<CriterionId>,
    /// The day of the tests.
    pub on: NaiveDate,
    as_of: AsOf,
}

impl<'a> Bench<'a> {
    pub fn new(
        playbook: &'a Playbook,
        id: CriterionId,
        criterion: &'a Criterion,
        today: NaiveDate,
        at: &dyn Fn(NaiveDate) -> AsOf,
    ) -> Bench<'a> {
        // A day on which the criterion binds.
        let started = criterion.from.and_then(|from| from.checked_add_days(Days::new(2 * SINCE)));
        let on = started.map_or(today, |started| started.max(today));
        let on = criterion.until.map_or(on, |until| until.min(on));
        Bench { playbook, criterion, only: BTreeSet::from([id]), on, as_of: at(on) }
    }

    /// The moment of the tests.
    pub fn now(&self) -> AsOf {
        self.as_of
    }

    pub fn settings(&self) -> Settings<'_> {
        Settings { as_of: self.as_of, language: "en", people: None, only: Some(&self.only) }
    }

    /// The verdict of the criterion on a deal, and the findings.
    pub fn judge(&self, record: &Record) -> (Verdict, Vec<Finding>) {
        let mut tally = Tally::new(self.playbook);
        let findings = judge(self.playbook, &self.deal(record), &self.settings(), &mut tally);
        let counts = self.only.first().map(|id| tally.of(*id)).unwrap_or_default();
        let verdict = Verdict::ALL.into_iter().find(|verdict| counts.of(*verdict) > 0);
        (verdict.unwrap_or(Verdict::NotApplicable), findings)
    }

    pub fn deal(&self, record: &Record) -> Deal {
        Deal::written(self.playbook.schema.deal.clone(), record.clone(), "".into(), Position { line: 1, column: 1 })
    }

    /// A deal in the stage at which the criterion is asked; `None` where no deal comes there.
    pub fn blank(&self) -> Option<Record> {
        let stage = self.stage()?;
        let mut record = Record::empty(self.playbook.schema.deal.fields.len());
        self.put(&mut record, &[builtin::STAGE], Value::Choice(stage.0));
        if self.criterion.from.is_some() || self.criterion.until.is_some() {
            let history = self.history(stage, SINCE);
            self.put(&mut record, &[builtin::HISTORY], history);
        }
        Some(record)
    }

    /// The stage of a deal that the criterion is asked of.
    pub fn stage(&self) -> Option<StageId> {
        match &self.criterion.place {
            Place::Entry(stage) | Place::During(stage) | Place::Whole(stage) => Some(*stage),
            Place::Stages(stages) => stages.first().copied(),
            Place::Always => self.playbook.flow.main.first().copied(),
            Place::Exit(stage) => {
                let main = &self.playbook.flow.main;
                let next = self.playbook.flow.place(*stage).and_then(|place| main.get(place + 1)).copied();
                let lost = |stage: StageId| {
                    self.playbook.stage(stage).is_some_and(|stage| stage.outcome == Some(Outcome::Lost))
                };
                next.or_else(|| {
                    let moves = self.playbook.flow.moves.iter();
                    moves.filter(|step| step.from == *stage).map(|step| step.to).find(|to| !lost(*to))
                })
            }
        }
    }

    /// The way to a stage along the main line, which the deal came to so many days ago.
    pub fn history(&self, stage: StageId, since: u64) -> Value {
        let line = &self.playbook.flow.main;
        let way: Vec<StageId> = match self.playbook.flow.place(stage) {
            Some(place) => line.iter().take(place + 1).copied().collect(),
            None => vec![stage],
        };
        let last = way.len().saturating_sub(1);
        let entries = way.iter().enumerate().map(|(at, stage)| {
            let before = u64::try_from(last - at).unwrap_or(0).saturating_mul(STAY).saturating_add(since);
            let day = self.on.checked_sub_days(Days::new(before)).unwrap_or(self.on);
            let mut entry = Record { values: vec![Value::ABSENT; 4].into(), origin: Origin::INHERITED };
            set(&mut entry, builtin::history::STAGE, Value::Choice(stage.0));
            set(&mut entry, builtin::history::AT, Value::Moment(Moment::Day(day)));
            Value::Record(Box::new(entry))
        });
        Value::List(entries.collect())
    }

    /// The day before the deal of [`Bench::came`] came to its stage.
    pub fn day_before(&self, days: u64) -> NaiveDate {
        self.on.checked_sub_days(Days::new(SINCE + days)).unwrap_or(self.on)
    }

    /// A deal with the history of how it came to its stage.
    pub fn came(&self) -> Option<Record> {
        let stage = self.stage()?;
        let mut record = self.blank()?;
        let history = self.history(stage, SINCE);
        self.put(&mut record, &[builtin::HISTORY], history);
        Some(record)
    }

    pub fn put(&self, record: &mut Record, slots: &[usize], value: Value) {
        record.put(&self.playbook.schema.deal, slots, value);
    }
}

/// Sets a slot of a record that has it.
pub(super) fn set(record: &mut Record, slot: usize, value: Value) {
    if let Some(place) = record.values.get_mut(slot) {
        *place = value;
    }
}
