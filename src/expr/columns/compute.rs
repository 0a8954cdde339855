//! Arithmetic on two columns.

use chrono::Datelike;

use crate::expr::columns::numbers::Numbers;
use crate::expr::columns::numbers::Unit;
use crate::expr::columns::quotients::nearly;
use crate::expr::evaluate::operate;
use crate::expr::evaluate::operate::Ground;
use crate::expr::tree::Operator;
use crate::value;
use crate::value::Bits;
use crate::value::Column;
use crate::value::Data;
use crate::value::Decimal;
use crate::value::Duration;
use crate::value::Exact;
use crate::value::Gaps;
use crate::value::Moment;
use crate::value::Value;

/// Two columns put together.
pub fn compute(how: Operator, left: &Column, right: &Column, ground: Ground<'_>) -> Column {
    let rows = left.rows();
    let untold = left.gaps == Gaps::Untold || right.gaps == Gaps::Untold;
    if let (Data::Same(left), Data::Same(right), false) = (&left.data, &right.data, untold) {
        return Column::same(operate::compute(how, left, right, ground), rows);
    }
    let given = left.given.and(&right.given);
    let gaps = if left.gaps == Gaps::Absent && right.gaps == Gaps::Absent { Gaps::Absent } else { Gaps::Untold };
    if let Some(data) = exact(how, left, right, &given).or_else(|| times(how, left, right, &given)) {
        return Column { data, given, gaps };
    }
    if let Some((data, made)) = nearly(how, left, right, &given).or_else(|| decimals(how, left, right, &given)) {
        // Why a number has no result, the result does not say.
        let gaps = if made == given { gaps } else { Gaps::Untold };
        return Column { data, given: made, gaps };
    }
    let made = (0..rows).map(|row| operate::compute(how, &left.value(row), &right.value(row), ground)).collect();
    let made = Column::any(made);
    if untold { Column { gaps: Gaps::Untold, ..made } } else { made }
}

/// Numbers of one form whose result has one: nothing is rounded, and nothing overflows.
fn exact(how: Operator, left: &Column, right: &Column, given: &Bits) -> Option<Data> {
    let ((left, of_left), (right, of_right)) = (Numbers::of(left)?, Numbers::of(right)?);
    let rows = given.len();
    let unit = match (how, of_left, of_right) {
        (Operator::Add | Operator::Subtract, one, other) if one == other => one,
        (Operator::Multiply, unit, Unit::Plain) | (Operator::Multiply, Unit::Plain, unit) => unit,
        _ => return None,
    };
    let (left, right) = (digits(left)?, digits(right)?);
    let most = left.places.max(right.places);
    let (left, right, places) = match how {
        Operator::Multiply => {
            let places = left.places + right.places;
            (left, right, places)
        }
        _ => (left.widened(most)?, right.widened(most)?, most),
    };
    if places > Exact::MOST_PLACES {
        return None;
    }
    let made = |row: usize| {
        if !given.get(row) {
            return Some(0);
        }
        let (left, right) = (left.get(row)?, right.get(row)?);
        match how {
            Operator::Add => left.checked_add(right),
            Operator::Subtract => left.checked_sub(right),
            _ => left.checked_mul(right),
        }
    };
    let digits = (0..rows).map(made).collect::<Option<Vec<i64>>>()?;
    let exact = Exact { digits, places };
    Some(match unit {
        Unit::Plain => Data::Numbers(exact),
        Unit::Of(currency) => Data::Amounts(exact, currency),
    })
}

/// Digits of many rows, or the same of all.
struct Digits<'c> {
    places: u32,
    /// What each is multiplied by.
    factor: i64,
    of: Of<'c>,
}

enum Of<'c> {
    Same(i64),
    Each(&'c [i64]),
}

fn digits(numbers: Numbers<'_>) -> Option<Digits<'_>> {
    Some(match numbers {
        Numbers::Same(number) => {
            let one = Exact::of(std::iter::once(Some(number)))?;
            Digits { places: one.places, factor: 1, of: Of::Same(*one.digits.first()?) }
        }
        Numbers::Exact(exact) => Digits { places: exact.places, factor: 1, of: Of::Each(&exact.digits) },
        Numbers::Any(_) | Numbers::Near(_) => return None,
    })
}

impl Digits<'_> {
    fn widened(self, places: u32) -> Option<Self> {
        let factor = 10_i64.checked_pow(places.checked_sub(self.places)?)?;
        Some(Digits { places, factor, ..self })
    }

    /// The digits of a row; `None` where they have no room.
    #[inline]
    fn get(&self, row: usize) -> Option<i64> {
        let digits = match self.of {
            Of::Same(digits) => digits,
            Of::Each(digits) => *digits.get(row)?,
        };
        digits.checked_mul(self.factor)
    }
}

/// Numbers of any form, one at a time: the results, and the rows that have one.
fn decimals(how: Operator, left: &Column, right: &Column, given: &Bits) -> Option<(Data, Bits)> {
    let ((left, of_left), (right, of_right)) = (Numbers::of(left)?, Numbers::of(right)?);
    let unit = match (how, of_left, of_right) {
        (_, Unit::Plain, Unit::Plain) => Unit::Plain,
        (Operator::Add | Operator::Subtract, one, other) if one == other => one,
        (Operator::Divide, one, other) if one == other => Unit::Plain,
        (Operator::Multiply | Operator::Divide, unit, Unit::Plain) => unit,
        (Operator::Multiply, Unit::Plain, unit) => unit,
        _ => return None,
    };
    let made = |row: usize| -> Option<Decimal> {
        let (left, right) = (left.get(row), right.get(row));
        match how {
            Operator::Divide | Operator::Remainder if right.is_zero() => None,
            Operator::Add => left.checked_add(right),
            Operator::Subtract => left.checked_sub(right),
            Operator::Multiply => left.checked_mul(right),
            Operator::Divide => left.checked_div(right),
            Operator::Remainder => left.checked_rem(right),
        }
    };
    let results: Vec<Option<Decimal>> = (0..given.len()).map(|row| made(row).filter(|_| given.get(row))).collect();
    let known = Bits::of(&results, |result| result.is_some());
    let data = match unit {
        Unit::Plain => Data::Decimals(results.into_iter().map(Option::unwrap_or_default).collect()),
        Unit::Of(currency) => {
            let money = |amount: Option<Decimal>| value::Money { amount: amount.unwrap_or_default(), currency };
            Data::Monies(results.into_iter().map(money).collect())
        }
    };
    Some((data, known))
}

/// Days and moments: how long it is from one to the other, and days later or earlier.
fn times(how: Operator, left: &Column, right: &Column, given: &Bits) -> Option<Data> {
    let rows = given.len();
    Some(match (how, &left.data, &right.data) {
        (
            Operator::Subtract,
            Data::Days(_) | Data::Same(Value::Date(_)),
            Data::Days(_) | Data::Same(Value::Date(_)),
        ) => {
            let apart = |row| Some(i64::from(day(left, row)?) - i64::from(day(right, row)?));
            Data::Lengths((0..rows).map(apart).collect::<Option<_>>()?, value::Unit::Days)
        }
        (Operator::Subtract, Data::Instants(instants, _), Data::Same(Value::Moment(Moment::At(_))))
            if near(instants) =>
        {
            let one = micros(right, 0).filter(|one| near(&[*one]))?;
            Data::Lengths(instants.iter().map(|at| (at - one) / 1_000_000).collect(), value::Unit::Seconds)
        }
        (Operator::Subtract, Data::Same(Value::Moment(Moment::At(_))), Data::Instants(instants, _))
            if near(instants) =>
        {
            let one = micros(left, 0).filter(|one| near(&[*one]))?;
            Data::Lengths(instants.iter().map(|at| (one - at) / 1_000_000).collect(), value::Unit::Seconds)
        }
        (Operator::Subtract, Data::Instants(..), _) | (Operator::Subtract, _, Data::Instants(..)) => {
            // Seconds that are not full do not count, on either side of zero.
            let apart = |row| {
                if given.get(row) {
                    Some(micros(left, row)?.checked_sub(micros(right, row)?)? / 1_000_000)
                } else {
                    Some(0)
                }
            };
            Data::Lengths((0..rows).map(apart).collect::<Option<_>>()?, value::Unit::Seconds)
        }
        (Operator::Add | Operator::Subtract, Data::Days(days), Data::Same(Value::Duration(length))) => {
            let Duration { count, unit: value::Unit::Days } = length else { return None };
            let count = i32::try_from(if how == Operator::Add { *count } else { count.checked_neg()? }).ok()?;
            // Near the ends of the calendar each day is asked for itself.
            let later = |day: &i32| day.checked_add(count).filter(|later| (1..=3_000_000).contains(later));
            Data::Days(days.iter().map(later).collect::<Option<_>>()?)
        }
        _ => return None,
    })
}

/// Whether the differences of moments have room.
fn near(instants: &[i64]) -> bool {
    instants.iter().fold(true, |near, at| near & (*at > i64::MIN / 4) & (*at < i64::MAX / 4))
}

fn day(column: &Column, row: usize) -> Option<i32> {
    match &column.data {
        Data::Days(days) => days.get(row).copied(),
        Data::Same(Value::Date(day)) => Some(day.num_days_from_ce()),
        _ => None,
    }
}

/// An exact moment in microseconds; `None` where it is none, or finer.
fn micros(column: &Column, row: usize) -> Option<i64> {
    match &column.data {
        Data::Instants(instants, _) => instants.get(row).copied(),
        Data::Same(Value::Moment(Moment::At(at))) if at.timestamp_subsec_nanos().is_multiple_of(1000) => {
            Some(at.timestamp_micros())
        }
        _ => None,
    }
}
