use std::collections::BTreeSet;

use chrono::DateTime;
use chrono::FixedOffset;
use chrono::NaiveDate;

use crate::assess::history::Twin;
use crate::assess::people::People;
use crate::assess::refs::Refs;
use crate::assess::rewind::Rewound;
use crate::assess::rewind::gate;
use crate::assess::way::Way;
use crate::deals::Deal;
use crate::deals::Place;
use crate::expr::Env;
use crate::expr::Memo;
use crate::model;
use crate::model::CriterionId;
use crate::model::Playbook;
use crate::value::Moment;
use crate::value::Path;
use crate::value::Record;
use crate::value::Step;
use crate::value::Value;

/// The moment of the judgement, in the playbook's time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsOf {
    /// Today.
    pub today: NaiveDate,
    /// Now; the end of that day where only the day is given.
    pub now: DateTime<FixedOffset>,
}

/// How deals are judged.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    /// The moment of the judgement.
    pub as_of: AsOf,
    /// The language of titles and messages (`en`, `zh`).
    pub language: &'a str,
    /// Who holds which role when; `None` where the data does not say, and an approval's own record counts.
    pub people: Option<&'a People>,
    /// Only these criteria; `None` for all.
    pub only: Option<&'a BTreeSet<CriterionId>>,
}

impl Settings<'_> {
    /// Whether a criterion is asked for.
    pub fn asks(&self, criterion: CriterionId) -> bool {
        self.only.is_none_or(|only| only.contains(&criterion))
    }
}

/// All that a criterion is judged with: one deal, on one day.
#[derive(Clone, Copy)]
pub(super) struct Case<'a> {
    pub playbook: &'a Playbook,
    pub deal: &'a Deal,
    pub settings: &'a Settings<'a>,
    pub way: &'a Way,
    /// The values to judge: today's, or those of the moment of a gate.
    pub record: &'a Record,
    /// Where values of the past stand, where the record holds any.
    rewound: Option<&'a Rewound>,
    /// The moment whose values these are, where the data says what changed since.
    pub values_of: Option<Moment>,
    /// Whether another deal has the same id.
    pub twin: &'a Twin,
    /// What findings say of their criteria.
    pub refs: &'a Refs,
    /// Whether conditions may ask how approvals stand; not while that is being made out.
    pub asks_gates: bool,
    /// The computed fields of these values that were asked for; nothing is kept where values or answers are other ones.
    memo: Option<&'a Memo>,
}

/// A deal that is judged alone keeps nothing for others.
static NONE_TOLD: Refs = Refs::NONE;

impl<'a> Case<'a> {
    /// A deal judged alone, with today's values.
    pub fn new(playbook: &'a Playbook, deal: &'a Deal, settings: &'a Settings<'a>, way: &'a Way) -> Case<'a> {
        let record = &deal.record;
        Case {
            playbook,
            deal,
            settings,
            way,
            record,
            rewound: None,
            values_of: None,
            twin: &Twin::Alone,
            refs: &NONE_TOLD,
            asks_gates: true,
            memo: Some(&way.memo),
        }
    }

    /// Whether a move is made at this very moment: then it is only asked about (`next`, `gate`), and not made yet.
    pub fn moves_now(&self, moment: Option<Moment>) -> bool {
        moment == Some(Moment::At(self.settings.as_of.now))
    }

    /// The same deal among others, of which it is known whether one has its id.
    pub fn among(self, twin: &'a Twin) -> Case<'a> {
        Case { twin, ..self }
    }

    /// The same deal in a run, whose findings say the same of their criteria.
    pub fn telling(self, refs: &'a Refs) -> Case<'a> {
        Case { refs, ..self }
    }

    /// Whether a gate may look at other values than today's.
    pub fn rewinds(&self) -> bool {
        self.way.past.is_told
    }

    /// The same deal with the values that a criterion of this place looks at: a gate looks at those of its moment.
    pub fn at(&self, place: &model::Place) -> Case<'a> {
        let Some(moment) = gate(self.way, place).filter(|_| self.way.past.is_told) else { return *self };
        let rewound = self.way.past.at(moment);
        let record = rewound.map_or(self.record, |rewound| &rewound.record);
        let memo = rewound.map_or(self.memo, |rewound| Some(&rewound.memo));
        Case { record, rewound, values_of: Some(moment), memo, ..*self }
    }

    /// The same deal with other values.
    pub fn with_values(self, record: &'a Record) -> Case<'a> {
        Case { record, memo: None, ..self }
    }

    /// The same deal, of which no condition may ask how its approvals stand.
    pub fn without_gates(self) -> Case<'a> {
        Case { asks_gates: false, memo: None, ..self }
    }

    /// The same deal with today's values.
    pub fn today(&self) -> Case<'a> {
        Case { record: &self.deal.record, rewound: None, values_of: None, memo: None, ..*self }
    }

    /// Where the value at a path stands in the data.
    pub fn locate(&self, path: &[Step]) -> Option<Place> {
        match self.rewound {
            Some(rewound) => self.deal.locate_by(&self.way.index, &rewound.source(path)),
            None => self.deal.locate_by(&self.way.index, path),
        }
    }

    /// What a condition sees of the deal alone.
    pub fn env(&self) -> Env<'_> {
        self.env_with(&[], &[])
    }

    /// What a condition sees, with the element of `for x in xs` and where it stands.
    pub fn env_with<'b>(&'b self, locals: &'b [Value], local_paths: &'b [Path]) -> Env<'b> {
        Env {
            deal: self.record,
            today: self.settings.as_of.today,
            now: self.settings.as_of.now,
            calendar: &self.playbook.calendar,
            schema: &self.playbook.schema,
            lets: &self.playbook.lets,
            modules: &self.playbook.modules,
            locals,
            local_paths,
            currency: self.playbook.currency,
            rates: &self.playbook.rates,
            gates: if self.asks_gates { Some(self) } else { None },
            memo: self.memo,
        }
    }
}
