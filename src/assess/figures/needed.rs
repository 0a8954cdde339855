use crate::assess::figures::made::sum;
use crate::assess::figures::order::sorted;
use crate::model::Aggregate;
use crate::value::Currency;
use crate::value::Exchange;
use crate::value::Value;

/// Which values are needed of those that were met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needed {
    Sum,
    Least,
    /// So many of the largest.
    Largest(usize),
}

impl Needed {
    /// What an aggregate needs; `None` where that is all of them.
    pub fn of(aggregate: &Aggregate) -> Option<Needed> {
        match aggregate {
            Aggregate::Sum(_) | Aggregate::Mean(_) => Some(Needed::Sum),
            Aggregate::Least(_) => Some(Needed::Least),
            Aggregate::Most(_) => Some(Needed::Largest(1)),
            Aggregate::Top(count, _) => Some(Needed::Largest(*count)),
            Aggregate::Count | Aggregate::Percentile(..) | Aggregate::Rank(_) | Aggregate::Others(_) => None,
        }
    }

    /// Puts values together, or drops them, as far as what comes of them and of any that follow stays what it is.
    pub fn compact(self, values: &mut Vec<Value>, own: Option<Currency>, exchange: Exchange<'_>) {
        let kept = if let Needed::Largest(count) = self { count } else { 1 };
        // Where nothing can be dropped it is tried ever less often.
        if !values.len().is_power_of_two() || values.len() < kept.saturating_mul(2).max(8) {
            return;
        }
        // Amounts are compared in the currency of the first of all.
        let currency = |value: &Value| match value {
            Value::Money(money) => Some(money.currency),
            _ => None,
        };
        let first = values.first().and_then(currency);
        let are_alike = || values.iter().all(|value| currency(value) == first);
        let found = match self {
            Needed::Sum => sum(values, own, exchange).ok().map(|total| vec![total]),
            Needed::Least | Needed::Largest(_) if are_alike() => sorted(values.clone(), exchange).ok(),
            Needed::Least | Needed::Largest(_) => None,
        };
        let Some(mut found) = found else { return };
        match self {
            Needed::Sum | Needed::Least => found.truncate(1),
            Needed::Largest(count) => drop(found.drain(..found.len().saturating_sub(count))),
        }
        values.clear();
        values.append(&mut found);
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{Needed, sorted, sum};
    use crate::value::{Currency, Decimal, Duration, Exchange, Money, Rates, Value};

    /// What is told of values, whether they are put together on the way or not.
    fn told(needed: Needed, values: &[Value], own: Option<Currency>, exchange: Exchange<'_>) -> String {
        let in_order = sorted(values.to_vec(), exchange);
        match needed {
            Needed::Sum => format!("{:?}", sum(values, own, exchange)),
            Needed::Least => format!("{:?}", in_order.map(|values| values.first().cloned())),
            Needed::Largest(count) => {
                format!("{:?}", in_order.map(|values| values[values.len().saturating_sub(count)..].to_vec()))
            }
        }
    }

    #[test]
    fn values_that_are_put_together_come_to_the_same() {
        let rates = Rates { rates: Vec::new() };
        let exchange = Exchange { rates: &rates, day: NaiveDate::from_ymd_opt(2026, 9, 3).unwrap() };
        let (eur, usd): (Currency, Currency) = ("EUR".parse().unwrap(), "USD".parse().unwrap());
        let number =
            |at: usize| Decimal::new(i64::try_from(at * 7919 % 101).unwrap() - 50, u32::from(at.is_multiple_of(3)));
        let money = |at: usize, currency| Value::Money(Money { amount: number(at), currency });
        let kinds: [&dyn Fn(usize) -> Value; 5] = [
            &|at| Value::Number(number(at)),
            &|at| money(at, eur),
            &|at| money(at, if at == 40 { usd } else { eur }),
            &|at| Value::Date(NaiveDate::from_ymd_opt(2026, 1, 1 + u32::try_from(at * 7 % 28).unwrap()).unwrap()),
            &|at| {
                let unit = if at == 30 { "weeks" } else { "days" };
                Value::Duration(Duration::of(i64::try_from(at * 31 % 17).unwrap(), unit).unwrap())
            },
        ];
        for kind in kinds {
            for needed in [Needed::Sum, Needed::Least, Needed::Largest(1), Needed::Largest(3), Needed::Largest(20)] {
                for own in [None, Some(eur), Some(usd)] {
                    let (mut all, mut some) = (Vec::new(), Vec::new());
                    for at in 0..100 {
                        all.push(kind(at));
                        some.push(kind(at));
                        needed.compact(&mut some, own, exchange);
                        assert_eq!(told(needed, &some, own, exchange), told(needed, &all, own, exchange), "{needed:?}");
                    }
                }
            }
        }
    }
}
