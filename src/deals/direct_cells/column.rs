use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::deals::Frame;
use crate::deals::moment::Format;
use crate::deals::moment::moment_by;
use crate::deals::node::Shape;
use crate::deals::scalar::scalar;
use crate::value::Moment;
use crate::value::Type;
use crate::value::Value;
use crate::value::mapping::CellUnit;
use crate::value::mapping::ColumnMap;

/// How the cells of one column become values.
#[derive(Debug)]
pub(super) struct Column {
    ty: Type,
    labels: Option<Arc<BTreeMap<String, Value>>>,
    formats: Vec<Format>,
    /// As they are written.
    written: Vec<String>,
    unit: Option<CellUnit>,
}

impl Column {
    pub(super) fn of(map: &ColumnMap) -> Column {
        Column {
            ty: map.ty.clone(),
            labels: map.labels.clone(),
            formats: map.formats.iter().map(|format| Format::new(format)).collect(),
            written: map.formats.clone(),
            unit: map.unit,
        }
    }

    /// Reads a cell into the place of a value; `false` where something about it has to be told.
    pub(super) fn read(&self, cell: &str, frame: &Frame, place: &mut Value) -> bool {
        let text = cell.trim();
        let found = match (&self.labels, &self.ty) {
            (labels, _) if text.is_empty() => {
                Some(labels.as_ref().and_then(|labels| labels.get("")).cloned().unwrap_or(Value::ABSENT))
            }
            (Some(labels), _) => labels.get(text).cloned(),
            (None, Type::Text | Type::Person) => {
                set_text(place, text);
                return true;
            }
            (None, Type::Choice(choice)) => choice.place(text).map(Value::Choice),
            (None, Type::Date) => moment_by(text, &self.formats, frame.zone).map(Moment::day).map(Value::Date),
            (None, Type::DateTime) => moment_by(text, &self.formats, frame.zone).map(Value::Moment),
            (None, ty) => scalar(&Shape::Text(Cow::Borrowed(text)), ty, &self.written, self.unit, frame).ok(),
        };
        match found {
            Some(value) => {
                *place = value;
                true
            }
            None => false,
        }
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
