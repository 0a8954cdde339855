//! Divisions, and what is computed of their results: roughly at first, because most comparisons need no more.

use rust_decimal::prelude::ToPrimitive;

use crate::expr::columns::numbers::Numbers;
use crate::expr::tree::Operator;
use crate::value::Bits;
use crate::value::Column;
use crate::value::Data;
use crate::value::Decimal;
use crate::value::Exact;
use crate::value::Near;
use crate::value::Value;

/// Beyond this a decimal may have no room for a result, which then is computed at once.
const LARGE: f64 = 1e24;

/// What two columns come to, and the rows that have a result; `None` where that is not a division or made of one.
pub fn nearly(how: Operator, left: &Column, right: &Column, given: &Bits) -> Option<(Data, Bits)> {
    match (how, &left.data, &right.data) {
        (Operator::Divide, ..) => divided(left, right, given),
        (Operator::Add | Operator::Subtract, Data::Same(Value::Number(number)), Data::Near(near)) => {
            let (number, near, own) = (*number, near.clone(), near.clone());
            let sign = if how == Operator::Add { 1.0 } else { -1.0 };
            let rough = rough(number)?;
            let about = near.about.iter().map(|about| rough + sign * about).collect();
            let exact = move |row| {
                if how == Operator::Add { number.checked_add(own.get(row)) } else { number.checked_sub(own.get(row)) }
            };
            further(about, near.size + rough.abs(), exact, given)
        }
        (Operator::Add | Operator::Subtract, Data::Near(near), Data::Same(Value::Number(number))) => {
            let (number, own) = (*number, near.clone());
            let sign = if how == Operator::Add { 1.0 } else { -1.0 };
            let rough = rough(number)?;
            let about = near.about.iter().map(|about| about + sign * rough).collect();
            let exact = move |row| {
                if how == Operator::Add { own.get(row).checked_add(number) } else { own.get(row).checked_sub(number) }
            };
            further(about, near.size + rough.abs(), exact, given)
        }
        _ => None,
    }
}

fn further(
    about: Vec<f64>,
    size: f64,
    exact: impl Fn(usize) -> Option<Decimal> + Send + Sync + 'static,
    given: &Bits,
) -> Option<(Data, Bits)> {
    let has_room = Bits::of(&about, |about: f64| about.abs() < LARGE);
    if size > LARGE || !given.without(&has_room).is_none() {
        return None;
    }
    // What is not large has room.
    let exact = move |row| exact(row).unwrap_or_default();
    Some((Data::Near(Near::new(about, size, exact)), given.clone()))
}

/// One number of one form by another, of the same unit.
fn divided(left: &Column, right: &Column, given: &Bits) -> Option<(Data, Bits)> {
    let ((dividend, of_left), (divisor, of_right)) = (Numbers::of(left)?, Numbers::of(right)?);
    let (dividend, divisor) = (Owned::of(dividend)?, Owned::of(divisor)?);
    if of_left != of_right {
        return None;
    }
    let rows = given.len();
    let made = given.without(&divisor.zeros(rows));
    let (above, below) = (dividend.rough(rows)?, divisor.rough(rows)?);
    let about = above.iter().zip(&below).map(|(above, below)| above / below).collect();
    further(about, 0.0, move |row| dividend.get(row).checked_div(divisor.get(row)), &made)
}

fn rough(number: Decimal) -> Option<f64> {
    number.to_f64().filter(|rough| rough.abs() < LARGE)
}

/// Numbers of one form, kept for later.
enum Owned {
    Same(Decimal),
    Exact(Exact),
}

impl Owned {
    fn of(numbers: Numbers<'_>) -> Option<Owned> {
        match numbers {
            Numbers::Same(number) => Some(Owned::Same(number)),
            Numbers::Exact(exact) => Some(Owned::Exact(exact.clone())),
            Numbers::Any(_) | Numbers::Near(_) => None,
        }
    }

    fn get(&self, row: usize) -> Decimal {
        match self {
            Owned::Same(number) => *number,
            Owned::Exact(exact) => exact.get(row),
        }
    }

    fn zeros(&self, rows: usize) -> Bits {
        match self {
            Owned::Same(number) => Bits::all(rows, number.is_zero()),
            Owned::Exact(exact) => Bits::of(&exact.digits, |digits| digits == 0),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "it is a rough number")]
    fn rough(&self, rows: usize) -> Option<Vec<f64>> {
        Some(match self {
            Owned::Same(number) => vec![rough(*number)?; rows],
            Owned::Exact(exact) => {
                let unit = 10_f64.powi(i32::try_from(exact.places).ok()?);
                exact.digits.iter().map(|digits| *digits as f64 / unit).collect()
            }
        })
    }
}
