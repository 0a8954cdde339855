use std::fmt;
use std::sync::Arc;

use serde::de;
use serde::de::DeserializeSeed;
use serde::de::Deserializer;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;
use sonic_rs::LazyValue;

use crate::deals::change::Changed;
use crate::deals::direct::Context;
use crate::deals::direct::ODD;
use crate::deals::direct::Unknown;
use crate::deals::direct::leaf;
use crate::deals::direct::reader::Key;
use crate::deals::direct::reader::Reader;
use crate::value::Record;
use crate::value::Type;
use crate::value::Value;
use crate::value::builtin::changes::FIELD;

/// How the fields of a record are read.
pub(super) struct Fields<'s, 'a> {
    pub(super) reader: &'s mut Reader,
    pub(super) context: &'s mut Context<'a>,
}

impl<'s, 'a> Fields<'s, 'a> {
    /// Reads them into this record; gives how many keys were fields.
    pub(super) fn into_record(self, record: &'s mut Record) -> Whole<'s, 'a> {
        Whole { fields: self, record }
    }

    fn read<'de, A: MapAccess<'de>>(self, values: &mut [Value], mut map: A) -> Result<usize, A::Error> {
        let Fields { reader, context } = self;
        if !reader.begin() {
            return Err(de::Error::custom(ODD));
        }
        let (mut known, mut next) = (0, 0);
        while let Some((key, start)) =
            map.next_key_seed(KeySeed { reader: &mut *reader, next: &mut next, unknown: &mut context.unknown })?
        {
            match key {
                Key::Slot(slot) => {
                    // A key that stands twice is reported.
                    if !reader.fill(slot) {
                        return Err(de::Error::custom(ODD));
                    }
                    known += 1;
                    if reader.is_outermost() {
                        context.keys.note(slot, start);
                    }
                    let changed = match reader.is_of_change(slot) {
                        true => Some(changed(reader, values, context).ok_or_else(|| de::Error::custom(ODD))?),
                        false => None,
                    };
                    let Some((place, (ty, reader))) = values.get_mut(slot).zip(reader.slot(slot)) else {
                        return Err(de::Error::custom(ODD));
                    };
                    let (ty, reader) = match changed.as_ref().and_then(|changed| changed.part(slot)) {
                        Some((ty, _)) => (ty, None),
                        None => (ty, reader),
                    };
                    map.next_value_seed(Part { ty, reader, context: &mut *context, place: &mut *place })?;
                    if let Some(changed) = &changed {
                        *place = changed.told(slot, std::mem::replace(place, Value::ABSENT));
                    }
                }
                Key::Unknown(at) => {
                    context.unknown.pending.push(at);
                    let value = map.next_value::<LazyValue<'_>>()?;
                    if reader.may_be_too_deep(&value.as_raw_cow()) {
                        return Err(de::Error::custom(ODD));
                    }
                }
            }
        }
        if known < values.len() {
            let not_given = values.iter_mut().enumerate().filter(|(slot, _)| !reader.is_filled(*slot));
            for (_, place) in not_given {
                *place = Value::ABSENT;
            }
        }
        Ok(known)
    }
}

/// The field that the entry of `changes` names which is read; nothing where it has not named one yet.
fn changed(reader: &Reader, values: &[Value], context: &mut Context<'_>) -> Option<Arc<Changed>> {
    match values.get(FIELD).filter(|_| reader.is_filled(FIELD))? {
        Value::Text(name) => context.changed(name),
        _ => None,
    }
}

/// A document that has the shape of a deal.
pub(super) struct Whole<'s, 'a> {
    fields: Fields<'s, 'a>,
    record: &'s mut Record,
}

impl<'de> DeserializeSeed<'de> for Whole<'_, '_> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<usize, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Whole<'_, '_> {
    type Value = usize;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a deal")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<usize, A::Error> {
        let slots = self.fields.reader.ty().fields.len();
        if self.record.values.len() != slots {
            *self.record = Record::empty(slots);
        }
        self.fields.read(&mut self.record.values, map)
    }
}

/// One key of a record.
struct KeySeed<'s> {
    reader: &'s mut Reader,
    next: &'s mut usize,
    unknown: &'s mut Unknown,
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    /// What the key stands for, and the address of its text where that stands in the document.
    type Value = (Key, Option<usize>);

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for KeySeed<'_> {
    type Value = (Key, Option<usize>);

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a key")
    }

    fn visit_borrowed_str<E: de::Error>(self, key: &'de str) -> Result<Self::Value, E> {
        let (meant, _) = self.visit_str(key)?;
        Ok((meant, Some(key.as_ptr() as usize)))
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<Self::Value, E> {
        let meant = self.reader.key(key, self.next, self.unknown).ok_or_else(|| E::custom(ODD))?;
        Ok((meant, None))
    }
}

/// One value of a type, and the place that it goes to.
struct Part<'s, 'a> {
    ty: &'s Type,
    /// How records in it are read.
    reader: Option<&'s mut Reader>,
    context: &'s mut Context<'a>,
    place: &'s mut Value,
}

impl<'de> DeserializeSeed<'de> for Part<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        match self.ty {
            Type::Record(_) | Type::List(_) => json.deserialize_any(self),
            _ => leaf::read(json, self.ty, self.context.frame, self.place),
        }
    }
}

impl<'de> Visitor<'de> for Part<'_, '_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a record or a list")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        *self.place = Value::ABSENT;
        Ok(())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<(), E> {
        if !text.trim().is_empty() {
            return Err(E::custom(ODD));
        }
        self.visit_unit()
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let (Type::Record(ty), Some(reader)) = (self.ty, self.reader) else { return Err(de::Error::custom(ODD)) };
        let slots = ty.fields.len();
        if !matches!(self.place, Value::Record(record) if record.values.len() == slots) {
            *self.place = Value::Record(Box::new(Record::empty(slots)));
        }
        if let Value::Record(record) = self.place {
            Fields { reader, context: self.context }.read(&mut record.values, map)?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Part { ty: Type::List(ty), mut reader, context, place } = self else {
            return Err(de::Error::custom(ODD));
        };
        if !matches!(place, Value::List(_)) {
            *place = Value::List(Vec::new());
        }
        let Value::List(items) = place else { return Ok(()) };
        let mut count = 0;
        loop {
            if items.len() == count {
                items.push(reader.as_mut().and_then(|reader| reader.spare.pop()).unwrap_or(Value::ABSENT));
            }
            let Some(place) = items.get_mut(count) else { break };
            let part = Part { ty, reader: reader.as_deref_mut(), context: &mut *context, place };
            if seq.next_element_seed(part)?.is_none() {
                break;
            }
            count += 1;
        }
        match reader {
            Some(reader) => reader.spare.extend(items.drain(count..)),
            None => items.truncate(count),
        }
        Ok(())
    }
}
