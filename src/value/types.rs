use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::value::Step;
use crate::value::Value;

/// The type of a value, known before any deal is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Text.
    Text,
    /// Yes or no.
    Bool,
    /// A whole number.
    Integer,
    /// An exact decimal number.
    Number,
    /// A share; 15 % is 0.15.
    Percent,
    /// An amount in a currency.
    Money,
    /// A calendar day.
    Date,
    /// A moment.
    DateTime,
    /// A length of time.
    Duration,
    /// A person.
    Person,
    /// A member of an enumeration; the stages, roles and approvals of the playbook are enumerations too.
    Choice(Arc<Choice>),
    /// Named values.
    Record(Arc<RecordType>),
    /// Any number of values of one type.
    List(Arc<Type>),
    /// What a rhai function gave: nothing is known of it.
    Any,
}

impl Type {
    /// A list of values of type `item`.
    pub fn list(item: Type) -> Type {
        Type::List(Arc::new(item))
    }

    /// Whether values of this type are numbers without a unit.
    pub fn is_numeric(&self) -> bool {
        matches!(self, Type::Integer | Type::Number | Type::Percent)
    }
}

impl Type {
    /// The record that it is, or that the elements of the list are.
    pub fn record(&self) -> Option<&RecordType> {
        match self {
            Type::Record(record) => Some(record),
            Type::List(item) => item.record(),
            _ => None,
        }
    }

    /// Whether a part of such a value is private.
    pub fn holds_private(&self) -> bool {
        let is_hidden = |field: &Field| field.private || field.ty.holds_private();
        self.record().is_some_and(|record| record.fields.iter().any(is_hidden))
    }
}

impl fmt::Display for Type {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Text => out.write_str("text"),
            Type::Bool => out.write_str("bool"),
            Type::Integer => out.write_str("integer"),
            Type::Number => out.write_str("number"),
            Type::Percent => out.write_str("percent"),
            Type::Money => out.write_str("money"),
            Type::Date => out.write_str("date"),
            Type::DateTime => out.write_str("datetime"),
            Type::Duration => out.write_str("duration"),
            Type::Person => out.write_str("person"),
            Type::Choice(choice) if choice.name.is_empty() => write!(out, "one of {}", choice.members.join(", ")),
            Type::Choice(choice) => out.write_str(&choice.name),
            Type::Record(_) => out.write_str("record"),
            Type::List(item) => write!(out, "list of {item}"),
            Type::Any => out.write_str("unknown type"),
        }
    }
}

/// An ordered enumeration.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Choice {
    /// What its members are called together ("stage", "role"); empty for `one of` in a schema.
    pub name: String,
    /// The members, in order.
    pub members: Vec<String>,
    /// What people call the members, by language, as first written under the empty one; empty where names are all there is.
    titles: Vec<BTreeMap<String, String>>,
}

impl Choice {
    /// An enumeration of these members.
    pub fn new(name: &str, members: impl IntoIterator<Item = impl Into<String>>) -> Choice {
        Choice { name: name.to_owned(), members: members.into_iter().map(Into::into).collect(), titles: Vec::new() }
    }

    /// The same, with what people call its members: by language, as first written under the empty one.
    pub fn titled(self, titles: Vec<BTreeMap<String, String>>) -> Choice {
        Choice { titles, ..self }
    }

    /// What people call the member at a place, in a language; its name where it has no title.
    pub fn title(&self, place: u16, language: &str) -> &str {
        let titles = self.titles.get(usize::from(place));
        let title = titles.and_then(|titles| titles.get(language).or_else(|| titles.get("")));
        title.map_or_else(|| self.member(place), String::as_str)
    }

    /// The place of a member.
    pub fn place(&self, member: &str) -> Option<u16> {
        self.members.iter().position(|known| known == member).and_then(|at| u16::try_from(at).ok())
    }

    /// The member at a place; a question mark where there is none.
    pub fn member(&self, place: u16) -> &str {
        self.members.get(usize::from(place)).map_or("?", String::as_str)
    }
}

impl Type {
    /// A value of this type where the type is not known: a member of an enumeration by its name.
    pub fn by_name(&self, value: Value) -> Value {
        match (self, value) {
            (Type::Choice(choice), Value::Choice(place)) => Value::Text(choice.member(place).into()),
            (_, value) => value,
        }
    }
}

/// The fields of a record, in slot order.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct RecordType {
    /// The fields; a field's place is its slot.
    pub fields: Vec<Field>,
}

/// One field of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in the playbook.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// Whether its value must never appear in any output.
    pub private: bool,
}

impl Field {
    /// A field that may be shown.
    pub fn new(name: impl Into<String>, ty: Type) -> Field {
        Field { name: name.into(), ty, private: false }
    }
}

impl RecordType {
    /// A record of these fields.
    pub fn new(fields: impl IntoIterator<Item = Field>) -> RecordType {
        RecordType { fields: fields.into_iter().collect() }
    }

    /// Whether a field on the way to a value is private: then the value must not be shown.
    ///
    /// Steps into elements of lists may be left out.
    pub fn is_private(&self, path: &[Step]) -> bool {
        let mut record = Some(self);
        for step in path {
            let Step::Field(slot) = step else { continue };
            let Some(field) = record.and_then(|record| record.fields.get(*slot)) else { return false };
            if field.private {
                return true;
            }
            record = field.ty.record();
        }
        false
    }

    /// Slot and field of a name.
    pub fn find(&self, name: &str) -> Option<(usize, &Field)> {
        self.fields.iter().enumerate().find(|(_, field)| field.name == name)
    }
}
