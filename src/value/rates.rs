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

/// What no rate is known of.
static NONE: Rates = Rates { rates: Vec::new() };

/// The rates of one day: what amounts in two currencies meet through.
#[derive(Clone, Copy, Debug)]
pub struct Exchange<'a> {
    /// The rates.
    pub rates: &'a Rates,
    /// The day.
    pub day: NaiveDate,
}

impl Exchange<'static> {
    /// No rate is known: amounts in two currencies do not meet.
    pub const NONE: Exchange<'static> = Exchange { rates: &NONE, day: NaiveDate::MIN };
}

impl Exchange<'_> {
    /// An amount in another currency; `None` where no rate is known.
    pub fn convert(&self, money: Money, to: Currency) -> Option<Money> {
        self.rates.convert(money, to, self.day)
    }

    /// Two amounts in one currency, whichever of the two is reached without a division, so that nothing is rounded.
    pub fn alike(&self, left: Money, right: Money) -> Option<(Decimal, Decimal)> {
        if left.currency == right.currency {
            return Some((left.amount, right.amount));
        }
        match self.rates.on(right.currency, left.currency, self.day) {
            Some(worth) => Some((left.amount, right.amount.checked_mul(worth)?)),
            None => {
                let worth = self.rates.on(left.currency, right.currency, self.day)?;
                Some((left.amount.checked_mul(worth)?, right.amount))
            }
        }
    }
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
