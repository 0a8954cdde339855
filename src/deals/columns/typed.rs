use std::sync::Arc;

use arrow_array::Array;
use arrow_array::ArrayRef;
use arrow_array::cast::AsArray;
use arrow_schema::DataType;

use crate::deals::Frame;
use crate::deals::columns::numbers::Numbers;
use crate::deals::columns::numbers::numbers;
use crate::deals::columns::texts::ColumnTexts;
use crate::deals::columns::times;
use crate::deals::decode::How;
use crate::deals::node::Shape;
use crate::deals::scalar::scalar;
use crate::value::Bits;
use crate::value::Choice;
use crate::value::Column;
use crate::value::Currency;
use crate::value::Data;
use crate::value::Decimal;
use crate::value::Gap;
use crate::value::Gaps;
use crate::value::Money;
use crate::value::Texts;
use crate::value::Type;
use crate::value::Value;

/// The values of a column, and the rows in which something stands that does not fit.
pub(super) struct Typed {
    pub(super) column: Column,
    pub(super) odd: Bits,
}

/// Reads a column as it stands; `None` where its cells have to be read one by one.
///
/// What it comes to is what [`crate::deals::decode::Decoder::value`] makes of each cell.
pub(super) fn typed(array: &ArrayRef, ty: &Type, how: &How<'_>, frame: &Frame) -> Option<Typed> {
    if let Some(labels) = how.labels {
        let blank = labels.get("").cloned().unwrap_or(Value::ABSENT);
        let value = |text: &str| labels.get(text.trim()).cloned().unwrap_or(Value::Missing(Gap::Unmapped));
        return Some(of_values(ColumnTexts::of(array)?.each(&blank, value), frame));
    }
    if let Some(texts) = ColumnTexts::of(array) {
        return of_texts(texts, ty, how, frame);
    }
    let given = Bits::of_rows(array.len(), |row| array.is_valid(row));
    let data = match ty {
        Type::Bool if *array.data_type() == DataType::Boolean => {
            let yes = array.as_boolean();
            Data::Bools(Bits::of_rows(array.len(), |row| yes.is_valid(row) && yes.value(row)))
        }
        Type::Integer | Type::Number | Type::Percent | Type::Money => {
            let factor = how.unit.map_or(Decimal::ONE, |unit| unit.factor);
            return of_numbers(numbers(array, &given)?.times(factor)?, ty, given, currency(how, frame));
        }
        Type::Date if how.formats.is_empty() => Data::Days(times::days(array, &given)?),
        Type::DateTime if how.formats.is_empty() => times::moments(array, &given, frame.zone)?,
        _ => return None,
    };
    let odd = Bits::all(array.len(), false);
    Some(Typed { column: Column { data, given, gaps: Gaps::Absent }, odd })
}

/// Values that were made one by one; those that do not fit say so.
pub(super) fn of_values(values: Vec<Value>, frame: &Frame) -> Typed {
    let is_odd = |value: &Value| matches!(value, Value::Missing(Gap::Unreadable | Gap::Unmapped));
    let odd = Bits::of_rows(values.len(), |row| values.get(row).is_some_and(is_odd));
    Typed { column: Column::of(values, frame.zone), odd }
}

fn of_texts(texts: ColumnTexts, ty: &Type, how: &How<'_>, frame: &Frame) -> Option<Typed> {
    let rows = texts.given.len();
    let whole = |texts: ColumnTexts| {
        let given = texts.given.clone();
        let data = Data::Texts(Arc::<dyn Texts>::from(texts));
        Typed { column: Column { data, given, gaps: Gaps::Absent }, odd: Bits::all(rows, false) }
    };
    match ty {
        Type::Text => Some(whole(texts)),
        Type::Person => Some(whole(texts.trimmed())),
        Type::Choice(choice) => Some(members(&texts, choice)),
        Type::Record(_) | Type::List(_) | Type::Any => None,
        _ => {
            let value = |text: &str| {
                let read = scalar(&Shape::Text(text.into()), ty, how.formats, how.unit, frame);
                read.unwrap_or(Value::Missing(Gap::Unreadable))
            };
            Some(of_values(texts.each(&Value::ABSENT, value), frame))
        }
    }
}

/// Members of an enumeration by their names.
fn members(texts: &ColumnTexts, choice: &Choice) -> Typed {
    let found = texts.each(&None, |text| choice.place(text.trim()));
    let given = Bits::of(&found, |place| place.is_some());
    let odd = texts.given.without(&given);
    let data = Data::Members(found.iter().map(|place| place.unwrap_or(0)).collect());
    Typed { column: Column { data, given, gaps: gaps(&odd, Gap::Unmapped) }, odd }
}

/// Why rows have no value: nothing stands there, or something odd.
fn gaps(odd: &Bits, why: Gap) -> Gaps {
    if odd.is_none() {
        return Gaps::Absent;
    }
    Gaps::Each((0..odd.len()).map(|row| if odd.get(row) { why } else { Gap::Absent }).collect())
}

/// The currency of an amount that names none.
fn currency(how: &How<'_>, frame: &Frame) -> Option<Currency> {
    how.unit.and_then(|unit| unit.currency).or(frame.currency)
}

fn of_numbers(numbers: Numbers, ty: &Type, given: Bits, currency: Option<Currency>) -> Option<Typed> {
    let rows = given.len();
    let mut odd = numbers.lacking(rows);
    if *ty == Type::Integer {
        odd.add(&numbers.broken());
    }
    let odd = odd.and(&given);
    let data = match (ty, numbers) {
        (Type::Money, Numbers::Exact(exact)) => Data::Amounts(exact, currency?),
        (Type::Money, Numbers::Any(numbers)) => {
            let currency = currency?;
            let money = |number: Option<Decimal>| Money { amount: number.unwrap_or_default(), currency };
            Data::Monies(numbers.into_iter().map(money).collect())
        }
        (_, Numbers::Exact(exact)) => Data::Numbers(exact),
        (_, Numbers::Any(numbers)) => Data::Decimals(numbers.into_iter().map(Option::unwrap_or_default).collect()),
    };
    let gaps = gaps(&odd, Gap::Unreadable);
    Some(Typed { column: Column { data, given: given.without(&odd), gaps }, odd })
}
