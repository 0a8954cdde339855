//! Columns that are numbers, whatever their form and unit.

use crate::value::Column;
use crate::value::Currency;
use crate::value::Data;
use crate::value::Decimal;
use crate::value::Exact;
use crate::value::Money;
use crate::value::Near;
use crate::value::Value;

/// Numbers of many rows.
#[derive(Clone, Copy)]
pub enum Numbers<'c> {
    /// The same in every row.
    Same(Decimal),
    /// Of one form.
    Exact(&'c Exact),
    /// Of any form.
    Any(&'c [Decimal]),
    /// Computed where it matters.
    Near(&'c Near),
}

/// What numbers count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Nothing: an integer, a number, a percent.
    Plain,
    /// Units of a currency.
    Of(Currency),
}

impl<'c> Numbers<'c> {
    /// The numbers of a column that has one unit; `None` for any other column.
    pub fn of(column: &'c Column) -> Option<(Numbers<'c>, Unit)> {
        Some(match &column.data {
            Data::Same(Value::Number(number)) => (Numbers::Same(*number), Unit::Plain),
            Data::Same(Value::Money(Money { amount, currency })) => (Numbers::Same(*amount), Unit::Of(*currency)),
            Data::Numbers(exact) => (Numbers::Exact(exact), Unit::Plain),
            Data::Decimals(numbers) => (Numbers::Any(numbers), Unit::Plain),
            Data::Near(near) => (Numbers::Near(near), Unit::Plain),
            Data::Amounts(exact, currency) => (Numbers::Exact(exact), Unit::Of(*currency)),
            _ => return None,
        })
    }

    /// The number of a row.
    #[inline]
    pub fn get(&self, row: usize) -> Decimal {
        match self {
            Numbers::Same(number) => *number,
            Numbers::Exact(exact) => exact.get(row),
            Numbers::Any(numbers) => numbers.get(row).copied().unwrap_or_default(),
            Numbers::Near(near) => near.get(row),
        }
    }
}
