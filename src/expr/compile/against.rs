//! Comparisons of a value of the deal with a constant: what the constant is, is known when it is compiled.

use std::cmp::Ordering;

use compact_str::CompactString;

use crate::expr::compile::Test;
use crate::expr::compile::operand::Reach;
use crate::expr::compile::operand::Spot;
use crate::expr::compile::operand::reach;
use crate::expr::evaluate::Verdict;
use crate::expr::evaluate::compared;
use crate::expr::tree::Comparison;
use crate::value::Decimal;
use crate::value::Gap;
use crate::value::Money;
use crate::value::Value;

/// `place < constant`
pub fn spot(how: Comparison, spot: Spot, constant: Value) -> Test {
    match constant {
        Value::Choice(place) => reach!(spot, choice(Wanted::of(how), place)),
        Value::Number(number) => reach!(spot, number_of(Wanted::of(how), number)),
        Value::Money(money) => reach!(spot, amount(how, money)),
        Value::Text(text) if !how.orders() => reach!(spot, text_of(how == Comparison::Equal, text)),
        constant => Box::new(move |asked| compared(how, spot.get(asked), &constant, asked.env.exchange())),
    }
}

/// The orders of two values for which a comparison holds: a bit each for less, equal, more.
#[derive(Clone, Copy)]
pub struct Wanted(u8);

impl Wanted {
    pub fn of(how: Comparison) -> Wanted {
        let bit = |order: Ordering, bit: u8| if how.holds(order) { bit } else { 0 };
        Wanted(bit(Ordering::Less, 1) | bit(Ordering::Equal, 2) | bit(Ordering::Greater, 4))
    }

    #[inline]
    pub fn holds(self, order: Ordering) -> bool {
        let bit = match order {
            Ordering::Less => 1,
            Ordering::Equal => 2,
            Ordering::Greater => 4,
        };
        self.0 & bit != 0
    }
}

/// A value that is not of the type it was checked to be is missing, or worse.
#[cold]
fn other(value: &Value) -> Verdict {
    match value {
        Value::Missing(gap) => Err(*gap),
        _ => Err(Gap::Unreadable),
    }
}

fn choice(place: impl Reach, wanted: Wanted, member: u16) -> Test {
    Box::new(move |asked| match place.get(asked) {
        Value::Choice(place) => Ok(wanted.holds(place.cmp(&member))),
        value => other(value),
    })
}

fn number_of(place: impl Reach, wanted: Wanted, number: Decimal) -> Test {
    Box::new(move |asked| match place.get(asked) {
        Value::Number(value) => Ok(wanted.holds(value.cmp(&number))),
        value => other(value),
    })
}

fn amount(place: impl Reach, how: Comparison, money: Money) -> Test {
    let (wanted, constant) = (Wanted::of(how), Value::Money(money));
    Box::new(move |asked| match place.get(asked) {
        Value::Money(value) if value.currency == money.currency => Ok(wanted.holds(value.amount.cmp(&money.amount))),
        value => compared(how, value, &constant, asked.env.exchange()),
    })
}

fn text_of(place: impl Reach, equal: bool, text: CompactString) -> Test {
    Box::new(move |asked| match place.get(asked) {
        Value::Text(value) => Ok((*value == text) == equal),
        value => other(value),
    })
}
