use compact_str::CompactString;

use crate::assess::figures::entry::Entry;
use crate::assess::figures::entry::entry;
use crate::assess::figures::entry::id;
use crate::assess::figures::entry::moment;
use crate::assess::figures::made::amounts;
use crate::assess::figures::made::made;
use crate::assess::figures::needed::Needed;
use crate::assess::figures::order::Order;
use crate::assess::figures::order::Place;
use crate::assess::figures::order::ordered;
use crate::assess::figures::stretches::Stretches;
use crate::assess::figures::stretches::length;
use crate::assess::settings::Case;
use crate::expr::decide;
use crate::model::Aggregate;
use crate::model::Figure;
use crate::value::Currency;
use crate::value::Decimal;
use crate::value::Exchange;
use crate::value::Gap;
use crate::value::Money;
use crate::value::Origin;
use crate::value::Record;
use crate::value::Truth;
use crate::value::Value;

/// The most members of a group of which each reads the others.
pub const MOST_OTHERS: usize = 200;

/// What has been met of one group: no more than what is made of it needs.
pub(super) enum Members {
    /// How many, and their values.
    Many(u64, Vec<Value>),
    /// When each falls, and its value; 1 for a count.
    Timed(Vec<(i64, Value)>),
    /// The value that each is placed by, its deal and its place in a list.
    Placed(Vec<(Value, CompactString, usize)>),
    /// The fields that others read, by their deals; `None` where they are more than each can read.
    Named(Option<Vec<(CompactString, Vec<Value>)>>),
}

/// What a group comes to.
#[derive(Clone, Debug)]
pub(super) enum Group {
    /// Nobody counts for it.
    Empty,
    /// The same for all of it.
    Value(Value),
    /// What its stretches of time come to, in this currency where they are amounts.
    Stretches(Stretches, Option<Currency>),
    /// Its members in their order, by amounts in this currency.
    Places(Vec<Place>, Option<Currency>),
    /// Its members, by their ids.
    Others(Vec<(CompactString, Vec<Value>)>),
    /// Its members are more than each can read.
    Crowded,
}

impl Members {
    pub fn of(figure: &Figure) -> Members {
        match (&figure.of, &figure.within) {
            (Aggregate::Rank(_), _) => Members::Placed(Vec::new()),
            (Aggregate::Others(_), _) => Members::Named(Some(Vec::new())),
            (_, Some(_)) => Members::Timed(Vec::new()),
            (_, None) => Members::Many(0, Vec::new()),
        }
    }

    pub fn add(&mut self, entry: Entry) {
        let one = || Value::Number(Decimal::ONE);
        match self {
            Members::Many(count, values) => {
                *count += 1;
                values.extend(entry.value);
            }
            Members::Timed(members) => {
                members.extend(entry.at.map(|at| (at, entry.value.unwrap_or_else(one))));
            }
            Members::Placed(members) => {
                members.extend(entry.value.map(|value| (value, entry.id, entry.item)));
            }
            Members::Named(named) => match named {
                Some(members) if members.len() < MOST_OTHERS => members.push((entry.id, entry.fields)),
                _ => *named = None,
            },
        }
    }

    /// Drops what is not needed of what was met.
    pub fn compact(&mut self, figure: &Figure, own: Option<Currency>, exchange: Exchange<'_>) {
        if let (Members::Many(_, values), Some(needed)) = (self, Needed::of(&figure.of)) {
            needed.compact(values, own, exchange);
        }
    }

    pub fn made(self, figure: &Figure, own: Option<Currency>, exchange: Exchange<'_>) -> Group {
        match self {
            Members::Many(count, values) => Group::Value(made(&figure.of, (count, values), own, exchange)),
            Members::Timed(members) => {
                let (points, values): (Vec<i64>, Vec<Value>) = members.into_iter().unzip();
                let length = figure.within.as_ref().map_or(0, length);
                let stretches = amounts(&values, own, exchange).and_then(|(values, currency)| {
                    let stretches = Stretches::of(points.into_iter().zip(values).collect(), length)?;
                    Ok(Group::Stretches(stretches, currency))
                });
                stretches.unwrap_or_else(|gap| Group::Value(Value::Missing(gap)))
            }
            Members::Placed(members) => {
                let places = ordered(members, exchange);
                places.map_or_else(
                    |gap| Group::Value(Value::Missing(gap)),
                    |(places, currency)| Group::Places(places, currency),
                )
            }
            Members::Named(Some(mut members)) => {
                // The order of rows must not matter.
                members.sort_by(|(a, fields), (b, other)| a.cmp(b).then_with(|| shown(fields).cmp(&shown(other))));
                Group::Others(members)
            }
            Members::Named(None) => Group::Crowded,
        }
    }
}

/// Whether another deal is one of those of which something must hold.
fn is_asked_for(figure: &Figure, case: &Case<'_>, other: &Value) -> Result<bool, Gap> {
    let Some((_, that)) = &figure.that else { return Ok(true) };
    match decide(that, &case.env_with(std::slice::from_ref(other), &[])) {
        Ok(Truth::Yes) => Ok(true),
        Ok(Truth::No) => Ok(false),
        Ok(Truth::Unknown) => Err(Gap::InOthers),
        Err(_) => Err(Gap::InScript),
    }
}

/// Tells two deals of one id apart.
fn shown(fields: &[Value]) -> String {
    format!("{fields:?}")
}

impl Group {
    pub fn is_crowded(&self) -> bool {
        matches!(self, Group::Crowded)
    }

    /// What a deal of the group, or an element of it, reads.
    pub fn read(&self, figure: &Figure, case: &Case<'_>, item: Option<(usize, &Value)>) -> Result<Value, Gap> {
        match self {
            Group::Empty => match figure.of {
                Aggregate::Count => Ok(Value::Number(Decimal::ZERO)),
                Aggregate::Others(_) => Ok(Value::List(Vec::new())),
                _ => Err(Gap::EmptyList),
            },
            Group::Value(value) => Ok(value.clone()),
            Group::Stretches(stretches, currency) => {
                let at = moment(figure, case, item)?.and_then(|at| stretches.at(at));
                match (at, currency) {
                    (None, _) => Group::Empty.read(figure, case, item),
                    (Some(amount), Some(currency)) => Ok(Value::Money(Money { amount, currency: *currency })),
                    (Some(number), None) => Ok(Value::Number(number)),
                }
            }
            Group::Places(places, currency) => {
                // One that does not count has no place.
                let (_, own) = entry(figure, case, item)?.ok_or(Gap::EmptyList)?;
                let exchange = Exchange { rates: &case.playbook.rates, day: case.settings.as_of.today };
                let order = Order::of(&own.value.ok_or(Gap::EmptyList)?, *currency, exchange)?;
                let before =
                    places.partition_point(|(other, id, item)| (other, id, *item) < (&order, &own.id, own.item));
                Ok(Value::Number(Decimal::from(before + 1)))
            }
            Group::Others(members) => {
                let own = id(case)?;
                let mut others = Vec::new();
                for (id, fields) in members.iter().filter(|(id, _)| *id != own) {
                    let id = std::iter::once(Value::Text(id.clone()));
                    let values = id.chain(fields.iter().cloned()).collect::<Vec<Value>>();
                    let other = Value::Record(Box::new(Record { values: values.into(), origin: Origin::INHERITED }));
                    if is_asked_for(figure, case, &other)? {
                        others.push(other);
                    }
                }
                Ok(Value::List(others))
            }
            Group::Crowded => Err(Gap::Crowded),
        }
    }
}
