use std::convert::Infallible;

use chrono::NaiveDate;

use crate::assess::Settings;
use crate::assess::group_key::GroupKey;
use crate::assess::group_key::GroupMap;
use crate::assess::group_key::KeyMaker;
use crate::assess::needed::Needed;
use crate::assess::settings::Case;
use crate::assess::way::Way;
use crate::deals::Deal;
use crate::deals::Deals;
use crate::deals::Task;
use crate::expr::Answer;
use crate::expr::decide;
use crate::expr::eval;
use crate::model::Aggregate;
use crate::model::Figure;
use crate::model::Playbook;
use crate::value::Currency;
use crate::value::Decimal;
use crate::value::Exchange;
use crate::value::Gap;
use crate::value::Moment;
use crate::value::Money;
use crate::value::Truth;
use crate::value::Value;

/// The figures over all deals of a run: what each group of deals comes to.
///
/// A deal of which it cannot be told whether it counts, to which group it belongs or what its value is, is left out, and counted.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    groups: Vec<Groups>,
}

/// One figure.
#[derive(Clone, Debug, Default)]
struct Groups {
    /// What each group comes to, by what its deals have alike.
    values: GroupMap<Value>,
    left_out: u64,
}

/// What has been met of each figure: its groups, and how many deals it leaves out.
struct Met {
    groups: Vec<(GroupMap<Members>, u64)>,
}

/// What deals that follow each other add, by the number of the figure, and which figures leave one of them out.
#[derive(Default)]
struct Entries {
    entries: Vec<(usize, Entry)>,
    left_out: Vec<usize>,
}

/// Goes through the deals of a run.
struct Gathering<'a> {
    playbook: &'a Playbook,
    settings: &'a Settings<'a>,
}

/// What has been met of one group.
#[derive(Default)]
struct Members {
    count: u64,
    values: Vec<Value>,
}

impl Figures {
    /// Goes through all deals of a run.
    pub fn of(playbook: &Playbook, deals: impl Iterator<Item = Deal>, settings: &Settings<'_>) -> Figures {
        let mut met = Met::new(playbook);
        let mut found = Entries::default();
        for deal in deals {
            found.add(playbook, &deal, settings);
            met.take(&mut found, playbook, settings);
        }
        met.figures(playbook, settings)
    }

    /// The same, by so many threads. An error of the reading ends the deals; [`Deals::into_outcome`] tells it.
    pub fn of_all(playbook: &Playbook, deals: &mut Deals<'_>, threads: usize, settings: &Settings<'_>) -> Figures {
        let mut met = Met::new(playbook);
        let done = deals.work(threads, &Gathering { playbook, settings }, |_, mut found: Entries| {
            met.take(&mut found, playbook, settings);
            Ok::<Entries, Infallible>(found)
        });
        let Ok(()) = done;
        met.figures(playbook, settings)
    }

    /// Puts the figures of its groups into a deal.
    ///
    /// A group that no deal counts for has a count and a sum of zero, and nothing else; a deal whose group is not known has no figure.
    pub fn put_into(&self, playbook: &Playbook, deal: &mut Deal, settings: &Settings<'_>) {
        let way = Way::of(playbook, &deal.record);
        let case = Case::new(playbook, deal, settings, &way);
        let found = playbook.figures.iter().zip(&self.groups).map(|(figure, groups)| {
            let value = match key(figure, &case) {
                Err(gap) => Value::Missing(gap),
                Ok(key) => groups.values.get(&key).cloned().unwrap_or(match figure.of {
                    Aggregate::Count => Value::Number(Decimal::ZERO),
                    _ => Value::Missing(Gap::EmptyList),
                }),
            };
            (figure.slot, value)
        });
        let found: Vec<(usize, Value)> = found.collect();
        for (slot, value) in found {
            if let Some(place) = deal.record.values.get_mut(slot) {
                *place = value;
            }
        }
    }

    /// Each figure, and how many deals were left out of it because something of them is not known.
    pub fn left_out<'p>(&self, playbook: &'p Playbook) -> Vec<(&'p Figure, u64)> {
        playbook.figures.iter().zip(self.groups.iter().map(|groups| groups.left_out)).collect()
    }
}

impl Met {
    fn new(playbook: &Playbook) -> Met {
        Met { groups: playbook.figures.iter().map(|_| (GroupMap::default(), 0)).collect() }
    }

    /// Takes in what deals add, in their order.
    fn take(&mut self, found: &mut Entries, playbook: &Playbook, settings: &Settings<'_>) {
        let exchange = Exchange { rates: &playbook.rates, day: settings.as_of.today };
        for (number, (key, value)) in found.entries.drain(..) {
            let figure = playbook.figures.get(number).zip(self.groups.get_mut(number));
            let Some((figure, (groups, _))) = figure else { continue };
            let members = groups.entry(key).or_default();
            members.count += 1;
            members.values.extend(value);
            if let Some(needed) = Needed::of(&figure.of) {
                needed.compact(&mut members.values, playbook.currency, exchange);
            }
        }
        for figure in found.left_out.drain(..) {
            if let Some((_, left_out)) = self.groups.get_mut(figure) {
                *left_out += 1;
            }
        }
    }

    fn figures(self, playbook: &Playbook, settings: &Settings<'_>) -> Figures {
        let exchange = Exchange { rates: &playbook.rates, day: settings.as_of.today };
        let groups = playbook.figures.iter().zip(self.groups).map(|(figure, (groups, left_out))| {
            let values =
                groups.into_iter().map(|(key, members)| (key, made(&figure.of, members, playbook.currency, exchange)));
            Groups { values: values.collect(), left_out }
        });
        Figures { groups: groups.collect() }
    }
}

impl Entries {
    fn add(&mut self, playbook: &Playbook, deal: &Deal, settings: &Settings<'_>) {
        let way = Way::of(playbook, &deal.record);
        let case = Case::new(playbook, deal, settings, &way);
        for (number, figure) in playbook.figures.iter().enumerate() {
            match entry(figure, &case) {
                Ok(Some(entry)) => self.entries.push((number, entry)),
                Ok(None) => {}
                Err(_) => self.left_out.push(number),
            }
        }
    }
}

impl Task for Gathering<'_> {
    type State = Entries;
    type Outcome = Entries;
    type Spent = Entries;

    fn begin(&self) -> Entries {
        Entries::default()
    }

    fn deal(&self, found: &mut Entries, deal: &mut Deal) {
        found.add(self.playbook, deal, self.settings);
    }

    fn end(&self, found: &mut Entries) -> Entries {
        std::mem::take(found)
    }

    fn again(&self, found: &mut Entries, spent: Entries) {
        if found.entries.is_empty() && found.left_out.is_empty() {
            *found = spent;
        }
    }
}

/// The group of a deal and its value.
type Entry = (GroupKey, Option<Value>);

/// What a deal adds to a figure; `None` where it does not count.
fn entry(figure: &Figure, case: &Case<'_>) -> Result<Option<Entry>, Gap> {
    if let Some(when) = &figure.when {
        match decide(when, &case.env()) {
            Ok(Truth::Yes) => {}
            Ok(Truth::No) => return Ok(None),
            Ok(Truth::Unknown) => return Err(Gap::Absent),
            Err(_) => return Err(Gap::InScript),
        }
    }
    let key = key(figure, case)?;
    let value = match figure.of.value() {
        Some(of) => Some(known(eval(of, &case.env()))?),
        None => None,
    };
    Ok(Some((key, value)))
}

/// What a deal has alike with the others of its group.
fn key(figure: &Figure, case: &Case<'_>) -> Result<GroupKey, Gap> {
    let mut key = KeyMaker::new();
    for by in &figure.by {
        key.add(&known(eval(by, &case.env()))?);
    }
    Ok(key.end())
}

fn known(answer: Answer) -> Result<Value, Gap> {
    match answer {
        Answer::Known(Value::Missing(gap)) | Answer::Unknown(gap) => Err(gap),
        Answer::Known(value) => Ok(value),
        Answer::Failed(_) => Err(Gap::InScript),
    }
}

/// What the members of a group come to.
fn made(of: &Aggregate, members: Members, own: Option<Currency>, exchange: Exchange<'_>) -> Value {
    let Members { count, values } = members;
    match of {
        Aggregate::Count => Value::Number(Decimal::from(count)),
        Aggregate::Sum(_) => sum(&values, own, exchange).unwrap_or_else(Value::Missing),
        Aggregate::Mean(_) => {
            let mean = sum(&values, own, exchange).and_then(|sum| {
                let divide = |sum: Decimal| sum.checked_div(Decimal::from(count)).ok_or(Gap::DividedByZero);
                Ok(match sum {
                    Value::Money(money) => Value::Money(Money { amount: divide(money.amount)?, ..money }),
                    Value::Number(number) => Value::Number(divide(number)?),
                    other => other,
                })
            });
            mean.unwrap_or_else(Value::Missing)
        }
        Aggregate::Least(_) => nth(values, |_| 0, exchange),
        Aggregate::Most(_) => nth(values, |count| count.saturating_sub(1), exchange),
        Aggregate::Percentile(place, _) => nth(values, |count| rank(*place, count), exchange),
        Aggregate::Top(count, _) => {
            let top = sorted(values, exchange).and_then(|values| {
                let rest = values.len().saturating_sub(*count);
                sum(values.get(rest..).unwrap_or_default(), own, exchange)
            });
            top.unwrap_or_else(Value::Missing)
        }
    }
}

/// Amounts are added in the playbook's own currency, where the first of them can be brought to it.
pub(super) fn sum(values: &[Value], own: Option<Currency>, exchange: Exchange<'_>) -> Result<Value, Gap> {
    let mut total: Option<Value> = None;
    for value in values {
        total = Some(match (total, value) {
            (None, Value::Money(first)) => {
                Value::Money(own.and_then(|own| exchange.convert(*first, own)).unwrap_or(*first))
            }
            (None, first) => first.clone(),
            (Some(Value::Number(a)), Value::Number(b)) => Value::Number(a.checked_add(*b).ok_or(Gap::OutOfRange)?),
            (Some(Value::Money(a)), Value::Money(b)) => {
                let b = exchange.convert(*b, a.currency).ok_or(Gap::NoRate)?;
                Value::Money(Money { amount: a.amount.checked_add(b.amount).ok_or(Gap::OutOfRange)?, ..a })
            }
            _ => return Err(Gap::Unreadable),
        });
    }
    total.ok_or(Gap::EmptyList)
}

/// A value by its place in the order; unknown where two of the values do not compare.
fn nth(values: Vec<Value>, place: impl Fn(usize) -> usize, exchange: Exchange<'_>) -> Value {
    let sorted = match sorted(values, exchange) {
        Ok(sorted) => sorted,
        Err(gap) => return Value::Missing(gap),
    };
    let at = place(sorted.len());
    sorted.into_iter().nth(at).unwrap_or(Value::Missing(Gap::EmptyList))
}

/// Values from the smallest.
pub(super) fn sorted(values: Vec<Value>, exchange: Exchange<'_>) -> Result<Vec<Value>, Gap> {
    let currency = values.iter().find_map(|value| match value {
        Value::Money(money) => Some(money.currency),
        _ => None,
    });
    let keyed = values.into_iter().map(|value| Ok((Rank::of(&value, currency, exchange)?, value)));
    let mut keyed = keyed.collect::<Result<Vec<(Rank, Value)>, Gap>>()?;
    keyed.sort_by(|(a, _), (b, _)| a.cmp(b));
    if let (Some((Rank::Length(a, _), _)), Some((Rank::Length(b, _), _))) = (keyed.first(), keyed.last())
        && a != b
    {
        return Err(Gap::UnlikeUnits);
    }
    Ok(keyed.into_iter().map(|(_, value)| value).collect())
}

/// What values are put in order by. A moment that is known only by its day comes before the others of that day.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Number(Decimal),
    Day(NaiveDate, i64),
    /// The unit first: lengths in different units have no order.
    Length(String, i64),
}

impl Rank {
    fn of(value: &Value, currency: Option<Currency>, exchange: Exchange<'_>) -> Result<Rank, Gap> {
        Ok(match (value, currency) {
            (Value::Number(number), _) => Rank::Number(*number),
            (Value::Money(money), Some(currency)) => {
                Rank::Number(exchange.convert(*money, currency).ok_or(Gap::NoRate)?.amount)
            }
            (Value::Date(day), _) => Rank::Day(*day, 0),
            (Value::Moment(Moment::Day(day)), _) => Rank::Day(*day, 0),
            (Value::Moment(Moment::At(at)), _) => Rank::Day(at.date_naive(), at.timestamp()),
            (Value::Duration(length), _) => Rank::Length(format!("{:?}", length.unit), length.count),
            _ => return Err(Gap::Unreadable),
        })
    }
}

/// The place of a percentile by the nearest rank: the smallest that so many hundredths of the values reach.
fn rank(place: Decimal, count: usize) -> usize {
    let share = Decimal::from(count).checked_mul(place).and_then(|it| it.checked_div(Decimal::ONE_HUNDRED));
    let rank = share.map(|share| share.ceil()).and_then(|rank| usize::try_from(rank).ok()).unwrap_or(1);
    rank.max(1).min(count.max(1)) - 1
}
