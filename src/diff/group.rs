use compact_str::CompactString;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::assess::DealRef;
use crate::value::Currency;
use crate::value::Decimal;
use crate::value::Money;

/// Exact sums, by currency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums(BTreeMap<Currency, Decimal>);

impl Sums {
    /// Adds an amount.
    pub fn add(&mut self, money: Money) {
        let sum = self.0.entry(money.currency).or_default();
        *sum = sum.saturating_add(money.amount);
    }

    /// The sums, by currency in the order of its code.
    pub fn iter(&self) -> impl Iterator<Item = Money> {
        self.0.iter().map(|(currency, amount)| Money { amount: *amount, currency: *currency })
    }

    /// Whether no amount was added.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Some deals and the money they carry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// How many.
    pub deals: u64,
    /// Their amounts.
    pub sums: Sums,
    /// How many of them have no amount.
    pub without_amount: u64,
}

impl Line {
    fn add(&mut self, amount: Option<Money>) {
        self.deals += 1;
        match amount {
            Some(amount) => self.sums.add(amount),
            None => self.without_amount += 1,
        }
    }
}

/// Deals of which the same changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// All of them.
    pub all: Line,
    /// By owner; `None` where nobody is named.
    pub owners: BTreeMap<Option<CompactString>, Line>,
    /// By stage, by name; `None` where it is not known.
    pub stages: BTreeMap<Option<CompactString>, Line>,
    /// The deals with the largest amounts, as many as were asked for, the largest first.
    pub largest: Vec<Changed>,
}

/// A deal of which something changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The deal.
    pub deal: DealRef,
    /// What it carries.
    pub amount: Option<Money>,
}

impl Group {
    /// Adds a deal; of all of them no more than `most` are kept by name.
    pub fn add(&mut self, changed: &Changed, most: usize) {
        self.all.add(changed.amount);
        self.owners.entry(changed.deal.owner.clone()).or_default().add(changed.amount);
        self.stages.entry(changed.deal.stage.clone()).or_default().add(changed.amount);
        let key = |changed: &Changed| (Reverse(changed.amount.map(|money| money.amount)), changed.deal.id.clone());
        let at = self.largest.partition_point(|kept| key(kept) <= key(changed));
        if at < most {
            self.largest.insert(at, changed.clone());
            self.largest.truncate(most);
        }
    }

    /// The owners with the most deals first.
    pub fn owners(&self) -> Vec<(Option<&str>, &Line)> {
        sorted(&self.owners)
    }

    /// The stages with the most deals first.
    pub fn stages(&self) -> Vec<(Option<&str>, &Line)> {
        sorted(&self.stages)
    }
}

fn sorted(lines: &BTreeMap<Option<CompactString>, Line>) -> Vec<(Option<&str>, &Line)> {
    let mut sorted: Vec<(Option<&str>, &Line)> = lines.iter().map(|(name, line)| (name.as_deref(), line)).collect();
    sorted.sort_by_key(|(_, line)| Reverse(line.deals));
    sorted
}
