use std::collections::BTreeMap;

use crate::assess::Verdict;
use crate::assess::ruling::Ruling;
use crate::assess::settings::Case;
use crate::expr::Answer;
use crate::expr::PRIVATE;
use crate::expr::decide;
use crate::expr::eval;
use crate::expr::show;
use crate::model::Criterion;
use crate::model::Health;
use crate::value::Decimal;
use crate::value::Exchange;
use crate::value::Truth;
use crate::value::Value;

/// The largest weight of a deal: sums of weights stay exact.
const HEAVIEST: i64 = 1_000_000_000_000_000_000;

/// How healthy the records of the deals of a run are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HealthTally {
    /// The groups, by what their deals have alike; the empty name is of deals of which that is not known.
    pub groups: BTreeMap<String, HealthGroup>,
    /// Deals of which it cannot be told whether they count.
    pub left_out: u64,
}

/// The deals that are told together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HealthGroup {
    /// How many they are.
    pub deals: u64,
    /// Those without a weight, or with one that is not positive: they are in the mean by number alone.
    pub unweighed: u64,
    left: u64,
    weighed: Decimal,
    weight: Decimal,
}

impl HealthGroup {
    /// The mean over the deals, each counting alike.
    pub fn mean(&self) -> Option<Decimal> {
        Decimal::from(self.left).checked_div(Decimal::from(self.deals))
    }

    /// The mean over the deals that have a weight, each counting by it.
    pub fn weighed_mean(&self) -> Option<Decimal> {
        self.weighed.checked_div(self.weight)
    }

    fn add(&mut self, other: &HealthGroup) {
        self.deals += other.deals;
        self.unweighed += other.unweighed;
        self.left += other.left;
        self.weighed += other.weighed;
        self.weight += other.weight;
    }

    fn remove(&mut self, other: &HealthGroup) {
        self.deals = self.deals.saturating_sub(other.deals);
        self.unweighed = self.unweighed.saturating_sub(other.unweighed);
        self.left = self.left.saturating_sub(other.left);
        self.weighed -= other.weighed;
        self.weight -= other.weight;
    }
}

impl HealthTally {
    /// Counts a deal whose findings take away so much: what is left of it, where the playbook says what health is and the deal counts.
    pub(super) fn count(&mut self, case: &Case<'_>, lost: u64) -> Option<u8> {
        let health = case.playbook.health.as_ref()?;
        match health.when.as_ref().map_or(Ok(Truth::Yes), |when| decide(when, &case.env())) {
            Ok(Truth::Yes) => {}
            Ok(Truth::No) => return None,
            _ => {
                self.left_out += 1;
                return None;
            }
        }
        let left = Health::left(lost);
        let weight = weight(case, health);
        let own = HealthGroup {
            deals: 1,
            unweighed: u64::from(weight.is_none() && health.weigh.is_some()),
            left: u64::from(left),
            weighed: weight.unwrap_or_default() * Decimal::from(left),
            weight: weight.unwrap_or_default(),
        };
        self.groups.entry(group(case, health)).or_default().add(&own);
        Some(left)
    }

    /// Adds what another one counted.
    pub(super) fn add(&mut self, other: &HealthTally) {
        self.left_out += other.left_out;
        for (name, group) in &other.groups {
            self.groups.entry(name.clone()).or_default().add(group);
        }
    }

    /// Takes away what another one counted that this one counted, too.
    pub(super) fn remove(&mut self, other: &HealthTally) {
        self.left_out = self.left_out.saturating_sub(other.left_out);
        for (name, group) in &other.groups {
            if let Some(known) = self.groups.get_mut(name) {
                known.remove(group);
            }
        }
        self.groups.retain(|_, group| group.deals > 0);
    }
}

/// What the findings of a criterion take away; what is waived or undecided takes nothing.
pub(super) fn lost(health: Option<&Health>, criterion: &Criterion, ruling: &Ruling) -> u64 {
    let Some(health) = health else { return 0 };
    let failed = ruling.breaches.iter().filter(|breach| breach.verdict == Verdict::Fail);
    failed.map(|breach| u64::from(health.weight(criterion.severity_of(breach.kind.name())))).sum()
}

/// What a deal weighs: more than nothing, in the playbook's currency.
fn weight(case: &Case<'_>, health: &Health) -> Option<Decimal> {
    let Answer::Known(value) = eval(health.weigh.as_ref()?, &case.env()) else { return None };
    let weight = match value {
        Value::Number(number) => number,
        Value::Money(money) => {
            let exchange = Exchange { rates: &case.playbook.rates, day: case.settings.as_of.today };
            exchange.convert(money, case.playbook.currency?)?.amount
        }
        _ => return None,
    };
    // Two places are enough for an amount, and keep sums exact.
    Some(weight.round_dp(2)).filter(|weight| *weight > Decimal::ZERO && *weight <= Decimal::from(HEAVIEST))
}

fn group(case: &Case<'_>, health: &Health) -> String {
    match eval(&health.by, &case.env()) {
        Answer::Known(Value::Missing(_)) | Answer::Unknown(_) | Answer::Failed(_) => String::new(),
        Answer::Known(_) if health.by.is_private() => PRIVATE.to_owned(),
        Answer::Known(value) => show(&value, health.by.ty()).trim().to_owned(),
    }
}
