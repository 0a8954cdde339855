use serde::Deserialize;
use serde::de::Deserializer;
use sonic_rs::LazyValue;

use crate::deals::Frame;
use crate::deals::amount::money_record;
use crate::deals::node::Node;
use crate::deals::node::Shape;
use crate::deals::scalar::scalar;
use crate::value::Type;
use crate::value::Value;

/// Reads one value that is no record and no list; `false` where it does not fit its type.
pub(super) fn read<'de, D: Deserializer<'de>>(
    json: D,
    ty: &Type,
    frame: &Frame,
    place: &mut Value,
) -> Result<bool, D::Error> {
    let node = Node::Json(LazyValue::deserialize(json)?);
    let read = match (ty, node.shape()) {
        (_, Shape::Blank) => Ok(Value::ABSENT),
        (Type::Text, Shape::Text(text) | Shape::Number(text)) => return Ok(set_text(place, &text)),
        (Type::Person, Shape::Text(text) | Shape::Number(text)) => return Ok(set_text(place, text.trim())),
        (Type::Choice(choice), Shape::Text(text) | Shape::Number(text)) => {
            choice.place(text.trim()).map(Value::Choice).ok_or("")
        }
        (Type::Choice(choice), Shape::Bool(yes)) => {
            choice.place(if yes { "true" } else { "false" }).map(Value::Choice).ok_or("")
        }
        (Type::Money, Shape::Record) => money_record(&node, None, frame.currency),
        (_, shape) => scalar(&shape, ty, &[], None, frame),
    };
    match read {
        Ok(value) => {
            *place = value;
            Ok(true)
        }
        Err(_) => Ok(false),
    }
}

/// Puts a text into the place of another, whose room it takes.
fn set_text(place: &mut Value, text: &str) -> bool {
    match place {
        Value::Text(old) => {
            old.clear();
            old.push_str(text);
        }
        _ => *place = Value::Text(text.into()),
    }
    true
}
