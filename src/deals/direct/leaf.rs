use std::fmt;

use compact_str::CompactString;
use compact_str::ToCompactString;
use serde::Deserialize;
use serde::de;
use serde::de::Deserializer;
use serde::de::Visitor;
use sonic_rs::LazyValue;

use crate::deals::Frame;
use crate::deals::amount::money_record;
use crate::deals::direct::ODD;
use crate::deals::node::Node;
use crate::deals::node::Shape;
use crate::deals::number::plain_number;
use crate::deals::scalar::scalar;
use crate::value::Decimal;
use crate::value::Money;
use crate::value::Type;
use crate::value::Value;

/// Reads one value that is no record and no list; an error where it does not fit its type.
pub(super) fn read<'de, D: Deserializer<'de>>(
    json: D,
    ty: &Type,
    frame: &Frame,
    place: &mut Value,
) -> Result<(), D::Error> {
    match ty {
        Type::Text | Type::Person | Type::Choice(_) | Type::Date | Type::DateTime | Type::Bool => {
            json.deserialize_any(Leaf { ty, frame, place })
        }
        // A number counts as it is written, to the last digit.
        _ => {
            let written = LazyValue::deserialize(json)?;
            if let Some(value) = plain_number(written.as_raw_str()).and_then(|number| of_number(number, ty, frame)) {
                *place = value;
                return Ok(());
            }
            let node = Node::Json(written);
            let read = match (ty, node.shape()) {
                (_, Shape::Blank) => Ok(Value::ABSENT),
                (Type::Money, Shape::Record) => money_record(&node, None, frame.currency),
                (_, shape) => scalar(&shape, ty, &[], None, frame),
            };
            *place = read.map_err(|_| de::Error::custom(ODD))?;
            Ok(())
        }
    }
}

/// The value that a number stands for which is written plainly; `None` where more is to be asked.
fn of_number(number: Decimal, ty: &Type, frame: &Frame) -> Option<Value> {
    match ty {
        Type::Number | Type::Percent => Some(Value::Number(number)),
        Type::Integer => number.is_integer().then(|| Value::Number(number.normalize())),
        Type::Money => frame.currency.map(|currency| Value::Money(Money { amount: number, currency })),
        _ => None,
    }
}

/// A value that is mostly written as a text, and the place that it goes to.
struct Leaf<'s> {
    ty: &'s Type,
    frame: &'s Frame,
    place: &'s mut Value,
}

impl Leaf<'_> {
    fn take<E: de::Error>(self, shape: &Shape<'_>) -> Result<(), E> {
        *self.place = scalar(shape, self.ty, &[], None, self.frame).map_err(|_| E::custom(ODD))?;
        Ok(())
    }

    /// A whole number, whose digits are as they are written.
    fn number<E: de::Error>(self, digits: CompactString) -> Result<(), E> {
        match self.ty {
            Type::Text | Type::Person | Type::Choice(_) => self.text(&digits),
            _ => self.take(&Shape::Number(digits.as_str().into())),
        }
    }

    fn text<E: de::Error>(self, text: &str) -> Result<(), E> {
        match self.ty {
            Type::Text => set_text(self.place, text),
            Type::Person => set_text(self.place, trimmed(text)),
            Type::Choice(choice) => {
                let member = choice.place(trimmed(text)).ok_or_else(|| E::custom(ODD))?;
                *self.place = Value::Choice(member);
            }
            _ => return self.take(&Shape::Text(text.into())),
        }
        Ok(())
    }
}

impl Visitor<'_> for Leaf<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        *self.place = Value::ABSENT;
        Ok(())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<(), E> {
        if trimmed(text).is_empty() { self.visit_unit() } else { self.text(text) }
    }

    fn visit_bool<E: de::Error>(self, yes: bool) -> Result<(), E> {
        match self.ty {
            Type::Choice(_) => self.text(if yes { "true" } else { "false" }),
            _ => self.take(&Shape::Bool(yes)),
        }
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<(), E> {
        self.number(number.to_compact_string())
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<(), E> {
        // What stands there may be -0.
        if number == 0 { Err(E::custom(ODD)) } else { self.number(number.to_compact_string()) }
    }
}

/// A text without the blanks around it; most have none.
fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [b'!'..=b'~', .., b'!'..=b'~'] => text,
        _ => text.trim(),
    }
}

/// Puts a text into the place of another, whose room it takes.
fn set_text(place: &mut Value, text: &str) {
    match place {
        Value::Text(old) => {
            old.clear();
            old.push_str(text);
        }
        _ => *place = Value::Text(text.into()),
    }
}
