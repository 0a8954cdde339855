//! Comparisons of two columns.

use std::cmp::Ordering;

use chrono::Datelike;
use rust_decimal::prelude::ToPrimitive;

use crate::expr::columns::Answers;
use crate::expr::columns::numbers::Numbers;
use crate::expr::evaluate::compared;
use crate::expr::tree::Comparison;
use crate::value::Bits;
use crate::value::Column;
use crate::value::Data;
use crate::value::Decimal;
use crate::value::Duration;
use crate::value::Exact;
use crate::value::Exchange;
use crate::value::Gap;
use crate::value::Moment;
use crate::value::Value;

/// Whether a comparison holds in each row.
pub fn compare(how: Comparison, left: &Column, right: &Column, exchange: Exchange<'_>) -> Answers {
    let rows = left.rows();
    if let (Data::Same(left), Data::Same(right)) = (&left.data, &right.data) {
        return Answers::all(compared(how, left, right, exchange), rows);
    }
    let given = left.given.and(&right.given);
    if let Some(yes) = nearly(how, left, right, &given).or_else(|| as_they_stand(how, left, right, &given)) {
        return Answers::new(given, &yes);
    }
    if let (Data::Lengths(counts, unit), Data::Same(Value::Duration(length))) = (&left.data, &right.data) {
        let order = |row: usize| {
            let count = counts.get(row).filter(|_| given.get(row)).ok_or(Gap::Absent)?;
            Duration::new(*count, *unit).order(*length).map(|order| how.holds(order)).ok_or(Gap::UnlikeUnits)
        };
        return Answers::of_rows(rows, order);
    }
    Answers::of_rows(rows, |row| {
        if !given.get(row) {
            return Err(Gap::Absent);
        }
        compared(how, &left.value(row), &right.value(row), exchange)
    })
}

/// The rows in which it holds, where every two values that are given can be compared, in the form that they have.
fn as_they_stand(how: Comparison, left: &Column, right: &Column, given: &Bits) -> Option<Bits> {
    if let (Some((left, of_left)), Some((right, of_right))) = (Numbers::of(left), Numbers::of(right)) {
        return (of_left == of_right).then(|| numbers(how, left, right, given));
    }
    Some(match (&left.data, &right.data) {
        (Data::Days(days), Data::Same(Value::Date(day))) => with(how, days, day.num_days_from_ce()),
        (Data::Same(Value::Date(day)), Data::Days(days)) => with(how.mirrored(), days, day.num_days_from_ce()),
        (Data::Days(left), Data::Days(right)) => both(how, left, right),
        (Data::Instants(instants, _), Data::Same(Value::Moment(Moment::At(at)))) => {
            with(how, instants, whole_micros(at)?)
        }
        (Data::Same(Value::Moment(Moment::At(at))), Data::Instants(instants, _)) => {
            with(how.mirrored(), instants, whole_micros(at)?)
        }
        (Data::Instants(left, _), Data::Instants(right, _)) => both(how, left, right),
        (Data::Lengths(counts, unit), Data::Same(Value::Duration(length))) => {
            with(how, counts, length.count_in(*unit)?)
        }
        (Data::Members(members), Data::Same(Value::Choice(place))) => with(how, members, *place),
        (Data::Same(Value::Choice(place)), Data::Members(members)) => with(how.mirrored(), members, *place),
        (Data::Members(left), Data::Members(right)) => both(how, left, right),
        (Data::Texts(texts), Data::Same(Value::Text(text))) => {
            Bits::of_rows(left.rows(), |row| left.given.get(row) && how.holds(texts.text(row).cmp(text)))
        }
        (Data::Texts(one), Data::Texts(other)) => Bits::of_rows(left.rows(), |row| {
            left.given.get(row) && right.given.get(row) && how.holds(one.text(row).cmp(other.text(row)))
        }),
        _ => return None,
    })
}

/// Numbers that are computed exactly where it matters: near the one that they are compared with.
fn nearly(how: Comparison, left: &Column, right: &Column, given: &Bits) -> Option<Bits> {
    let (near, number, how) = match (&left.data, &right.data) {
        (Data::Near(near), Data::Same(Value::Number(number))) => (near, *number, how),
        (Data::Same(Value::Number(number)), Data::Near(near)) => (near, *number, how.mirrored()),
        _ => return None,
    };
    let rough = number.to_f64().filter(|rough| rough.abs() < 1e27)?;
    let off = near.off(rough);
    let is_more = Bits::of(&near.about, |about| about > rough);
    let mut yes = match how {
        Comparison::More | Comparison::AtLeast => is_more,
        Comparison::Less | Comparison::AtMost => is_more.not(),
        Comparison::Equal => Bits::all(given.len(), false),
        Comparison::NotEqual => Bits::all(given.len(), true),
    };
    let is_far = Bits::of(&near.about, |about| (about - rough).abs() > off + near.off(about));
    for row in given.without(&is_far).rows() {
        yes.set(row, how.holds(near.get(row).cmp(&number)));
    }
    Some(yes)
}

/// A moment in microseconds, if it is whole ones.
fn whole_micros(at: &chrono::DateTime<chrono::FixedOffset>) -> Option<i64> {
    at.timestamp_subsec_nanos().is_multiple_of(1000).then(|| at.timestamp_micros())
}

/// Each value against one, in a loop of its own for each comparison.
fn with<T: Ord + Copy>(how: Comparison, values: &[T], one: T) -> Bits {
    match how {
        Comparison::Equal => Bits::of(values, |value| value == one),
        Comparison::NotEqual => Bits::of(values, |value| value != one),
        Comparison::Less => Bits::of(values, |value| value < one),
        Comparison::AtMost => Bits::of(values, |value| value <= one),
        Comparison::More => Bits::of(values, |value| value > one),
        Comparison::AtLeast => Bits::of(values, |value| value >= one),
    }
}

fn both<T: Ord + Copy>(how: Comparison, left: &[T], right: &[T]) -> Bits {
    match how {
        Comparison::Equal => Bits::of_both(left, right, |left, right| left == right),
        Comparison::NotEqual => Bits::of_both(left, right, |left, right| left != right),
        Comparison::Less => Bits::of_both(left, right, |left, right| left < right),
        Comparison::AtMost => Bits::of_both(left, right, |left, right| left <= right),
        Comparison::More => Bits::of_both(left, right, |left, right| left > right),
        Comparison::AtLeast => Bits::of_both(left, right, |left, right| left >= right),
    }
}

/// Numbers of one unit.
fn numbers(how: Comparison, left: Numbers<'_>, right: Numbers<'_>, given: &Bits) -> Bits {
    match (left, right) {
        (Numbers::Exact(exact), Numbers::Same(number)) => against(how, exact, number),
        (Numbers::Same(number), Numbers::Exact(exact)) => against(how.mirrored(), exact, number),
        (Numbers::Exact(left), Numbers::Exact(right)) if left.places == right.places => {
            both(how, &left.digits, &right.digits)
        }
        (Numbers::Any(numbers), Numbers::Same(number)) => with(how, numbers, number),
        (Numbers::Same(number), Numbers::Any(numbers)) => with(how.mirrored(), numbers, number),
        (Numbers::Exact(_) | Numbers::Near(_), _) | (_, Numbers::Exact(_) | Numbers::Near(_)) => {
            Bits::of_rows(given.len(), |row| given.get(row) && how.holds(left.get(row).cmp(&right.get(row))))
        }
        (Numbers::Any(left), Numbers::Any(right)) => both(how, left, right),
        // Two values that are the same for all were compared before.
        (Numbers::Same(left), Numbers::Same(right)) => Bits::all(0, how.holds(left.cmp(&right))),
    }
}

/// Numbers of one form against one of any: it is put between two digits of theirs, so that whole numbers are compared.
fn against(how: Comparison, exact: &Exact, number: Decimal) -> Bits {
    let rows = exact.digits.len();
    match floor(number, exact.places) {
        Floor::At(floor) => with(how, &exact.digits, floor),
        Floor::Above(floor) => match how {
            Comparison::Less | Comparison::AtMost => with(Comparison::AtMost, &exact.digits, floor),
            Comparison::More | Comparison::AtLeast => with(Comparison::More, &exact.digits, floor),
            Comparison::Equal => Bits::all(rows, false),
            Comparison::NotEqual => Bits::all(rows, true),
        },
        Floor::Beyond(all) => Bits::all(rows, how.holds(all)),
    }
}

/// Where a number stands among those of so many places, by their digits.
enum Floor {
    /// It is this one.
    At(i64),
    /// It lies between this one and the next.
    Above(i64),
    /// It lies beyond all; how those compare to it.
    Beyond(Ordering),
}

fn floor(number: Decimal, places: u32) -> Floor {
    let beyond = || Floor::Beyond(if number.is_sign_negative() { Ordering::Greater } else { Ordering::Less });
    let number = number.normalize();
    let (mantissa, scale) = (number.mantissa(), number.scale());
    if scale <= places {
        let digits = 10_i128.checked_pow(places - scale).and_then(|factor| mantissa.checked_mul(factor));
        return digits.and_then(|digits| i64::try_from(digits).ok()).map_or_else(beyond, Floor::At);
    }
    let Some(divisor) = 10_i128.checked_pow(scale - places) else { return Floor::Above(0) };
    let floor = mantissa.div_euclid(divisor);
    // What has more places than these, and no zeros at its end, is none of them.
    i64::try_from(floor).map_or_else(|_| beyond(), Floor::Above)
}

#[cfg(test)]
mod tests {
    use super::against;
    use crate::expr::tree::Comparison;
    use crate::value::Decimal;
    use crate::value::Exact;

    #[test]
    fn numbers_compare_as_decimals_do() {
        let constants =
            ["0", "1.5", "1.55", "-1.55", "-0.001", "1.6", "99999999999999999999", "-99999999999999999999.5"];
        let exact = Exact { digits: vec![15, 16, -15, -16, 0, -1, 1, i64::MAX, i64::MIN], places: 1 };
        for constant in constants.map(|text| text.parse::<Decimal>().unwrap()) {
            for how in Comparison::ALL {
                let bits = against(how, &exact, constant);
                for row in 0..exact.digits.len() {
                    let number = Decimal::from_i128_with_scale(exact.digits[row].into(), 1);
                    assert_eq!(bits.get(row), how.holds(number.cmp(&constant)), "{number} {} {constant}", how.sign());
                }
            }
        }
    }
}
