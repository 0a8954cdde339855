use arrow_array::Array;
use arrow_array::ArrayRef;
use arrow_array::cast::AsArray;
use arrow_array::types;
use arrow_schema::DataType;

use crate::deals::number::number;
use crate::value::Bits;
use crate::value::Decimal;
use crate::value::Exact;

/// The numbers of a column.
pub(super) enum Numbers {
    /// All of one form.
    Exact(Exact),
    /// Of any form; `None` where nothing stands, or something that is no number that a decimal can hold.
    Any(Vec<Option<Decimal>>),
}

/// Places that numbers are tried with which are stored as binary fractions.
const PLACES: [u32; 4] = [0, 2, 4, 6];

/// Below this every whole number is one of its own among binary fractions of 15 digits.
const WHOLE: f64 = 1e15;

macro_rules! whole {
    ($array:expr, $type:ty) => {
        Exact {
            digits: $array.as_primitive::<$type>().values().iter().map(|value| i64::from(*value)).collect(),
            places: 0,
        }
    };
}

macro_rules! decimal {
    ($array:expr, $type:ty, $scale:expr, $given:expr) => {{
        let values = $array.as_primitive::<$type>().values().iter().enumerate();
        let digits = values.map(|(row, value)| if $given.get(row) { i64::try_from(*value).ok() } else { Some(0) });
        let places = u32::try_from(*$scale).ok().filter(|places| *places <= Exact::MOST_PLACES)?;
        Exact { digits: digits.collect::<Option<Vec<i64>>>()?, places }
    }};
}

/// The numbers of a column; `None` where it holds something else, or numbers that are seldom met.
pub(super) fn numbers(array: &ArrayRef, given: &Bits) -> Option<Numbers> {
    let exact = match array.data_type() {
        DataType::Int8 => whole!(array, types::Int8Type),
        DataType::Int16 => whole!(array, types::Int16Type),
        DataType::Int32 => whole!(array, types::Int32Type),
        DataType::Int64 => whole!(array, types::Int64Type),
        DataType::UInt8 => whole!(array, types::UInt8Type),
        DataType::UInt16 => whole!(array, types::UInt16Type),
        DataType::UInt32 => whole!(array, types::UInt32Type),
        DataType::Decimal32(_, scale) => decimal!(array, types::Decimal32Type, scale, given),
        DataType::Decimal64(_, scale) => decimal!(array, types::Decimal64Type, scale, given),
        DataType::Decimal128(_, scale) => decimal!(array, types::Decimal128Type, scale, given),
        DataType::Float64 => return Some(of_fractions(array.as_primitive::<types::Float64Type>().values(), given)),
        _ => return None,
    };
    Some(Numbers::Exact(exact))
}

/// Numbers that are stored as binary fractions count as they are written in the fewest digits.
fn of_fractions(fractions: &[f64], given: &Bits) -> Numbers {
    let exact = PLACES.iter().find_map(|places| with_places(fractions, given, *places));
    exact.map_or_else(|| Numbers::Any(as_written(fractions, given)), Numbers::Exact)
}

/// The numbers with so many places, if each of them is the one that is nearest to its fraction.
///
/// Of two decimals with up to 15 digits no two are nearest to the same fraction, so that it is the shortest one, too.
fn with_places(fractions: &[f64], given: &Bits, places: u32) -> Option<Exact> {
    let factor = f64::from(10_u32.pow(places));
    let digits = fractions.iter().enumerate().map(|(row, fraction)| {
        if !given.get(row) {
            return Some(0);
        }
        let whole = (fraction * factor).round();
        let is_it = whole.abs() < WHOLE && whole / factor == *fraction;
        #[expect(clippy::cast_possible_truncation, reason = "it is whole, and has 15 digits at most")]
        is_it.then_some(whole as i64)
    });
    Some(Exact { digits: digits.collect::<Option<Vec<i64>>>()?, places })
}

fn as_written(fractions: &[f64], given: &Bits) -> Vec<Option<Decimal>> {
    let written = |(row, fraction): (usize, &f64)| given.get(row).then(|| number(&fraction.to_string())).flatten();
    fractions.iter().enumerate().map(written).collect()
}

impl Numbers {
    /// Each multiplied by this; `None` where a product has no room.
    pub(super) fn times(self, factor: Decimal) -> Option<Numbers> {
        if factor == Decimal::ONE {
            return Some(self);
        }
        let factor = factor.normalize();
        match self {
            Numbers::Exact(exact) => {
                let by = i64::try_from(factor.mantissa()).ok()?;
                let places = exact.places + factor.scale();
                let digits = exact.digits.iter().map(|digits| digits.checked_mul(by));
                let digits = digits.collect::<Option<Vec<i64>>>()?;
                (places <= Exact::MOST_PLACES).then_some(Numbers::Exact(Exact { digits, places }))
            }
            Numbers::Any(numbers) => {
                let times = |number: Option<Decimal>| match number {
                    Some(number) => number.checked_mul(factor).map(Some),
                    None => Some(None),
                };
                numbers.into_iter().map(times).collect::<Option<Vec<_>>>().map(Numbers::Any)
            }
        }
    }

    /// The rows that have no number.
    pub(super) fn lacking(&self, rows: usize) -> Bits {
        match self {
            Numbers::Exact(_) => Bits::all(rows, false),
            Numbers::Any(numbers) => Bits::of(numbers, |number| number.is_none()),
        }
    }

    /// The rows whose number is not whole.
    pub(super) fn broken(&self) -> Bits {
        match self {
            Numbers::Exact(exact) => {
                let unit = 10_i64.checked_pow(exact.places);
                Bits::of(&exact.digits, |digits| unit.is_none_or(|unit| digits % unit != 0) && digits != 0)
            }
            Numbers::Any(numbers) => {
                Bits::of(numbers, |number| number.is_some_and(|number: Decimal| !number.is_integer()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::ArrayRef;
    use arrow_array::Float64Array;

    use super::Numbers;
    use super::numbers;
    use crate::deals::number::number;
    use crate::value::Bits;

    #[test]
    fn fractions_are_the_decimals_that_they_are_written_as() {
        let near = [0.1, 0.07, 1.005, 2.675, 1_234_567.89, -0.3, 0.0, -0.0, 4.35, 1e14, 999_999_999_999.99];
        let far = [1.0 / 3.0, 1e22, 123_456_789.123_456_78, 0.1 + 0.2, 5e-7];
        for fractions in [near.to_vec(), [&near[..], &far[..]].concat()] {
            let given = Bits::all(fractions.len(), true);
            let array: ArrayRef = Arc::new(Float64Array::from(fractions.clone()));
            let read = numbers(&array, &given).unwrap();
            for (row, fraction) in fractions.iter().enumerate() {
                let found = match &read {
                    Numbers::Exact(exact) => Some(exact.get(row)),
                    Numbers::Any(any) => any[row],
                };
                assert_eq!(found, number(&fraction.to_string()), "{fraction}");
            }
        }
    }
}
