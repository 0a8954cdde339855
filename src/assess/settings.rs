use std::collections::BTreeSet;

use chrono::DateTime;
use chrono::FixedOffset;
use chrono::NaiveDate;

use crate::assess::people::People;
use crate::assess::way::Way;
use crate::deals::Deal;
use crate::expr::Env;
use crate::model::CriterionId;
use crate::model::Playbook;
use crate::value::Path;
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
    /// Whether conditions may ask how approvals stand; not while that is being made out.
    pub asks_gates: bool,
}

impl Case<'_> {
    /// What a condition sees of the deal alone.
    pub fn env(&self) -> Env<'_> {
        self.env_with(&[], &[])
    }

    /// What a condition sees, with the element of `for x in xs` and where it stands.
    pub fn env_with<'b>(&'b self, locals: &'b [Value], local_paths: &'b [Path]) -> Env<'b> {
        Env {
            deal: &self.deal.record,
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
        }
    }
}
