use chrono::NaiveDate;

use crate::value::Currency;
use crate::value::Decimal;
use crate::value::Money;

/// What one unit of a currency is worth in another, and from which day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rates {
    /// The rates, in the order of the text.
    pub rates: Vec<Rate>,
}

/// `USD = 7.10 CNY from 2026-01-01`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// One unit of this …
    pub currency: Currency,
    /// … is worth this.
    pub worth: Money,
    /// The first day it holds; `None` for always.
    pub from: Option<NaiveDate>,
}

impl Rates {
    /// An amount in another currency by the rate of a day, given either way round; `None` where no rate is known.
    ///
    /// The rate of a day is the latest that holds by then. Chains of rates are not followed.
    pub fn convert(&self, money: Money, to: Currency, day: NaiveDate) -> Option<Money> {
        if money.currency == to {
            return Some(money);
        }
        let amount = match self.on(money.currency, to, day) {
            Some(worth) => money.amount.checked_mul(worth)?,
            None => money.amount.checked_div(self.on(to, money.currency, day)?)?,
        };
        Some(Money { amount, currency: to })
    }

    fn on(&self, of: Currency, to: Currency, day: NaiveDate) -> Option<Decimal> {
        let holds =
            |rate: &&Rate| rate.currency == of && rate.worth.currency == to && rate.from.is_none_or(|from| from <= day);
        self.rates.iter().filter(holds).max_by_key(|rate| rate.from).map(|rate| rate.worth.amount)
    }
}
