use std::sync::Arc;

use chrono::DateTime;
use chrono::Datelike;
use chrono::NaiveDate;
use chrono::Offset;
use chrono_tz::Tz;
use compact_str::CompactString;

use crate::value::Bits;
use crate::value::Currency;
use crate::value::Decimal;
use crate::value::Duration;
use crate::value::Exact;
use crate::value::Gap;
use crate::value::Moment;
use crate::value::Money;
use crate::value::Near;
use crate::value::Texts;
use crate::value::Unit;
use crate::value::Value;

/// The values of one field, of many deals.
#[derive(Clone, Debug)]
pub struct Column {
    /// What the values are, where there are some.
    pub data: Data,
    /// The rows that have a value.
    pub given: Bits,
    /// Why the others have none.
    pub gaps: Gaps,
}

/// Values of one type.
#[derive(Clone, Debug)]
pub enum Data {
    /// The same value in every row.
    Same(Value),
    /// Yes or no.
    Bools(Bits),
    /// Numbers of one form.
    Numbers(Exact),
    /// Numbers of any form.
    Decimals(Vec<Decimal>),
    /// Numbers that are computed exactly where it matters.
    Near(Near),
    /// Amounts in one currency.
    Amounts(Exact, Currency),
    /// Amounts in any currency.
    Monies(Vec<Money>),
    /// Texts and people.
    Texts(Arc<dyn Texts>),
    /// Days, counted from the first of January of the year 1, which is 1.
    Days(Vec<i32>),
    /// Exact moments, in microseconds since 1970-01-01, and the time zone of the playbook.
    Instants(Vec<i64>, Tz),
    /// Lengths of time in one unit.
    Lengths(Vec<i64>, Unit),
    /// Members of an enumeration, by their places.
    Members(Vec<u16>),
    /// Anything.
    Any(Vec<Value>),
}

/// Why rows have no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gaps {
    /// Nobody gave one.
    Absent,
    /// For each row; what is said of a row that has a value means nothing.
    Each(Vec<Gap>),
    /// The computation does not tell.
    Untold,
}

impl Column {
    /// The same value in so many rows; it may be missing.
    pub fn same(value: Value, rows: usize) -> Column {
        let gaps = match &value {
            Value::Missing(Gap::Absent) => Gaps::Absent,
            Value::Missing(gap) => Gaps::Each(vec![*gap; rows]),
            _ => Gaps::Absent,
        };
        Column { given: Bits::all(rows, !value.is_missing()), data: Data::Same(value), gaps }
    }

    /// A yes or no where it is known.
    pub fn bools(given: Bits, yes: Bits, gaps: Gaps) -> Column {
        Column { data: Data::Bools(yes), given, gaps }
    }

    /// Values of any type, one for each row.
    pub fn any(values: Vec<Value>) -> Column {
        let gap = |value: &Value| match value {
            Value::Missing(gap) => *gap,
            _ => Gap::Absent,
        };
        let is_plain = values.iter().all(|value| gap(value) == Gap::Absent);
        let gaps = if is_plain { Gaps::Absent } else { Gaps::Each(values.iter().map(gap).collect()) };
        let given = Bits::of_rows(values.len(), |row| values.get(row).is_some_and(|value| !value.is_missing()));
        Column { data: Data::Any(values), given, gaps }
    }

    /// The values of a field of one type, one for each row, in the form that is asked fastest.
    pub fn of(values: Vec<Value>, zone: Tz) -> Column {
        let plain = Column::any(values);
        let Data::Any(values) = &plain.data else { return plain };
        match typed(values, zone) {
            Some(data) => Column { data, given: plain.given, gaps: plain.gaps },
            None => plain,
        }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.given.len()
    }

    /// The value of a row.
    pub fn value(&self, row: usize) -> Value {
        if !self.given.get(row) {
            return Value::Missing(self.gap(row));
        }
        match &self.data {
            Data::Same(value) => value.clone(),
            Data::Bools(yes) => Value::Bool(yes.get(row)),
            Data::Numbers(numbers) => Value::Number(numbers.get(row)),
            Data::Decimals(numbers) => Value::Number(numbers.get(row).copied().unwrap_or_default()),
            Data::Near(near) => Value::Number(near.get(row)),
            Data::Amounts(amounts, currency) => Value::Money(Money { amount: amounts.get(row), currency: *currency }),
            Data::Monies(monies) => monies.get(row).copied().map_or(Value::ABSENT, Value::Money),
            Data::Texts(texts) => Value::Text(texts.text(row).into()),
            Data::Days(days) => days.get(row).and_then(|day| date(*day)).map_or(Value::ABSENT, Value::Date),
            Data::Instants(instants, zone) => {
                instants.get(row).and_then(|at| moment(*at, *zone)).map_or(Value::ABSENT, Value::Moment)
            }
            Data::Lengths(counts, unit) => Value::Duration(Duration::new(counts.get(row).copied().unwrap_or(0), *unit)),
            Data::Members(members) => Value::Choice(members.get(row).copied().unwrap_or(0)),
            Data::Any(values) => values.get(row).cloned().unwrap_or(Value::ABSENT),
        }
    }

    /// Why a row has no value.
    pub fn gap(&self, row: usize) -> Gap {
        match &self.gaps {
            Gaps::Absent => Gap::Absent,
            Gaps::Each(gaps) => gaps.get(row).copied().unwrap_or(Gap::Absent),
            Gaps::Untold => Gap::Unreadable,
        }
    }

    /// The value in a row, along slots through the records that it holds.
    pub fn inside(&self, row: usize, slots: &[usize]) -> Value {
        let found = |start: &Value| {
            let below = slots.iter().try_fold(start, |value, slot| match value {
                Value::Record(record) => Some(record.get(*slot)),
                gap @ Value::Missing(_) => Some(gap),
                _ => None,
            });
            below.cloned().unwrap_or(Value::ABSENT)
        };
        match &self.data {
            Data::Any(values) if self.given.get(row) => values.get(row).map_or(Value::ABSENT, found),
            _ => found(&self.value(row)),
        }
    }

    /// What is filled, as a `require` asks it, and where that can be told.
    pub fn filled(&self) -> (Bits, Bits) {
        let told = match &self.gaps {
            Gaps::Absent => Bits::all(self.rows(), true),
            Gaps::Each(_) => Bits::of_rows(self.rows(), |row| self.given.get(row) || self.gap(row).is_nothing()),
            Gaps::Untold => self.given.clone(),
        };
        match &self.data {
            Data::Texts(texts) => {
                let has_letters = |row| texts.text(row).chars().any(|letter| !letter.is_whitespace());
                let filled = Bits::of_rows(self.rows(), |row| self.given.get(row) && has_letters(row));
                (told, filled)
            }
            Data::Same(Value::Text(_) | Value::List(_) | Value::Record(_)) | Data::Any(_) => {
                let filled: Vec<Option<bool>> = (0..self.rows())
                    .map(|row| match (self.given.get(row), &self.data) {
                        (true, Data::Any(values)) => values.get(row).and_then(Value::is_filled),
                        (true, _) => self.value(row).is_filled(),
                        (false, _) => Some(false).filter(|_| told.get(row)),
                    })
                    .collect();
                (Bits::of(&filled, |filled| filled.is_some()), Bits::of(&filled, |filled| filled == Some(true)))
            }
            _ => (told, self.given.clone()),
        }
    }
}

/// The day of this number.
pub(super) fn date(day: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(day)
}

/// The moment of so many microseconds, by the clock of a zone.
pub(super) fn moment(micros: i64, zone: Tz) -> Option<Moment> {
    let at = DateTime::from_timestamp_micros(micros)?;
    if zone == Tz::UTC {
        return Some(Moment::At(at.fixed_offset()));
    }
    let local = at.with_timezone(&zone);
    let offset = local.offset().fix();
    Some(Moment::At(local.with_timezone(&offset)))
}

/// Values in the form of the first that is given; `None` where they have none in common.
fn typed(values: &[Value], zone: Tz) -> Option<Data> {
    let first = values.iter().find(|value| !value.is_missing())?;
    /// What each row has of one kind of value, and a stand-in where it has none; `None` where it has another kind.
    macro_rules! each {
        ($value:pat => $found:expr, $none:expr) => {
            values
                .iter()
                .map(|value| match value {
                    Value::Missing(_) => Some($none),
                    $value => $found,
                    _ => None,
                })
                .collect::<Option<Vec<_>>>()
        };
    }
    Some(match first {
        Value::Bool(_) => {
            let yes = each!(Value::Bool(yes) => Some(*yes), false)?;
            Data::Bools(Bits::of(&yes, |yes| yes))
        }
        Value::Number(_) => {
            let numbers = each!(Value::Number(number) => Some(Some(*number)), None)?;
            match Exact::of(numbers.iter().copied()) {
                Some(exact) => Data::Numbers(exact),
                None => Data::Decimals(numbers.into_iter().map(Option::unwrap_or_default).collect()),
            }
        }
        Value::Money(Money { currency, .. }) => {
            let monies = each!(Value::Money(money) => Some(Some(*money)), None)?;
            let is_one = monies.iter().flatten().all(|money| money.currency == *currency);
            match Exact::of(monies.iter().map(|money| money.map(|money| money.amount))).filter(|_| is_one) {
                Some(exact) => Data::Amounts(exact, *currency),
                None => {
                    let nothing = Money { amount: Decimal::ZERO, currency: *currency };
                    Data::Monies(monies.into_iter().map(|money| money.unwrap_or(nothing)).collect())
                }
            }
        }
        Value::Text(_) => {
            let texts = each!(Value::Text(text) => Some(text.clone()), CompactString::const_new(""))?;
            Data::Texts(Arc::new(texts))
        }
        Value::Date(_) => Data::Days(each!(Value::Date(day) => Some(day.num_days_from_ce()), 1)?),
        Value::Moment(_) => {
            let exact = |at: &Moment| match at {
                Moment::At(exact) => {
                    let micros = exact.timestamp_micros();
                    let again = moment(micros, zone);
                    let is_same =
                        matches!(again, Some(Moment::At(again)) if again == *exact && again.offset() == exact.offset());
                    is_same.then_some(micros)
                }
                Moment::Day(_) => None,
            };
            Data::Instants(each!(Value::Moment(at) => exact(at), 0)?, zone)
        }
        Value::Duration(Duration { unit, .. }) => {
            let counts = each!(Value::Duration(length) => (length.unit == *unit).then_some(length.count), 0)?;
            Data::Lengths(counts, *unit)
        }
        Value::Choice(_) => Data::Members(each!(Value::Choice(place) => Some(*place), 0)?),
        Value::Missing(_) | Value::Record(_) | Value::List(_) => return None,
    })
}
