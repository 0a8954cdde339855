//! Values on their way into rhai and out of it.

use rhai::Array;
use rhai::Dynamic;
use rhai::EvalAltResult;
use rhai::INT;
use rhai::Position;

use crate::value::Decimal;
use crate::value::Gap;
use crate::value::Type;
use crate::value::Value;

/// A value that rhai has no type for, with its type.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The value.
    pub value: Value,
    /// Its type; an enumeration has its names there.
    pub ty: Type,
}

/// A value that is not there although something was given; only `()` means that nobody gave one.
#[derive(Clone, Copy, Debug)]
pub struct Gone(pub Gap);

/// What the author writes as `()` behind `==`.
#[derive(Clone, Copy, Debug)]
pub struct Nothing;

/// The sum of nothing: zero of whatever it meets, because a list without elements has no type in rhai.
#[derive(Clone, Copy, Debug)]
pub struct EmptySum;

/// What a rhai function gives.
pub type Given<T> = Result<T, Box<EvalAltResult>>;

/// A value for rhai.
pub fn to_dynamic(value: &Value, ty: &Type) -> Dynamic {
    match (value, ty) {
        (Value::Missing(Gap::Absent), _) => Dynamic::UNIT,
        (Value::Missing(gap), _) => Dynamic::from(Gone(*gap)),
        (Value::Bool(yes), _) => Dynamic::from_bool(*yes),
        (Value::Number(number), Type::Integer) => match INT::try_from(number.normalize()) {
            Ok(whole) if number.fract().is_zero() => Dynamic::from_int(whole),
            _ => Dynamic::from_decimal(*number),
        },
        (Value::Number(number), _) => Dynamic::from_decimal(*number),
        (Value::Text(text), _) => text.as_str().into(),
        (Value::List(items), ty) => {
            let item = if let Type::List(item) = ty { item.as_ref() } else { &Type::Any };
            Dynamic::from_array(items.iter().map(|value| to_dynamic(value, item)).collect::<Array>())
        }
        (value, ty) => Dynamic::from(Cell { value: value.clone(), ty: ty.clone() }),
    }
}

/// A value from rhai; `None` for what the language has no value for (a map, a function).
pub fn from_dynamic(given: &Dynamic) -> Option<Value> {
    if given.is_unit() {
        return Some(Value::ABSENT);
    }
    if let Ok(yes) = given.as_bool() {
        return Some(Value::Bool(yes));
    }
    if let Ok(whole) = given.as_int() {
        return Some(Value::Number(Decimal::from(whole)));
    }
    if let Ok(number) = given.as_decimal() {
        return Some(Value::Number(number));
    }
    if let Ok(letter) = given.as_char() {
        return Some(Value::Text(letter.to_string().as_str().into()));
    }
    if let Some(text) = given.read_lock::<rhai::ImmutableString>() {
        return Some(Value::Text(text.as_str().into()));
    }
    if let Some(cell) = given.read_lock::<Cell>() {
        return Some(cell.value.clone());
    }
    if given.is::<EmptySum>() {
        return Some(Value::Number(Decimal::ZERO));
    }
    if let Some(gone) = given.read_lock::<Gone>() {
        return Some(Value::Missing(gone.0));
    }
    let items = given.read_lock::<Array>()?;
    items.iter().map(from_dynamic).collect::<Option<Vec<_>>>().map(Value::List)
}

/// A value that leaves rhai for good: a member of an enumeration becomes its text.
pub fn leaving(given: &Dynamic) -> Option<Value> {
    if let Some(cell) = given.read_lock::<Cell>()
        && let (Value::Choice(place), Type::Choice(choice)) = (&cell.value, &cell.ty)
    {
        return Some(Value::Text(choice.member(*place).into()));
    }
    if let Some(items) = given.read_lock::<Array>() {
        return items.iter().map(leaving).collect::<Option<Vec<_>>>().map(Value::List);
    }
    from_dynamic(given)
}

/// The type of a value in rhai, as far as its value does not tell.
pub fn type_of(given: &Dynamic) -> Type {
    if given.is_int() {
        return Type::Integer;
    }
    given.read_lock::<Cell>().map_or(Type::Any, |cell| cell.ty.clone())
}

/// Stops a script because a value is missing.
pub fn stop(gap: Gap) -> Box<EvalAltResult> {
    // In a script a missing value has one name, whoever is to blame.
    Box::new(EvalAltResult::ErrorRuntime(Dynamic::from(Gone(gap)), Position::NONE))
}

/// Stops a script because of a mistake in it.
pub fn mistake(message: impl Into<String>) -> Box<EvalAltResult> {
    let message: String = message.into();
    Box::new(EvalAltResult::ErrorRuntime(message.into(), Position::NONE))
}

/// A value back to rhai, where a gap stops the script.
pub fn give(value: &Value, ty: &Type) -> Given<Dynamic> {
    match value {
        Value::Missing(gap) => Err(stop(*gap)),
        value => Ok(to_dynamic(value, ty)),
    }
}

/// What a value is, in the author's words.
pub fn kind(given: &Dynamic) -> &'static str {
    match from_dynamic(given) {
        Some(Value::Missing(_)) => "a missing value",
        Some(Value::Bool(_)) => "yes or no",
        Some(Value::Number(_)) => "a number",
        Some(Value::Money(_)) => "money",
        Some(Value::Text(_)) => "text",
        Some(Value::Date(_)) => "a date",
        Some(Value::Moment(_)) => "a datetime",
        Some(Value::Duration(_)) => "a duration",
        Some(Value::Choice(_)) => "a member of an enumeration",
        Some(Value::Record(_)) => "a record",
        Some(Value::List(_)) => "a list",
        None if given.is_map() => "a map",
        None => "something else",
    }
}
