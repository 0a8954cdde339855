use std::sync::Arc;

use crate::deals::decode::Decoder;
use crate::deals::decode::Here;
use crate::deals::decode::How;
use crate::deals::decode::Trail;
use crate::deals::decode::Visibility;
use crate::deals::decode::shortened;
use crate::deals::log::near;
use crate::deals::node::Node;
use crate::deals::node::Shape;
use crate::value::Field;
use crate::value::Gap;
use crate::value::Origin;
use crate::value::Record;
use crate::value::RecordType;
use crate::value::Schema;
use crate::value::Type;
use crate::value::Value;
use crate::value::builtin;
use crate::value::builtin::changes::FIELD;
use crate::value::builtin::changes::FROM;
use crate::value::builtin::changes::TO;
use crate::value::mapping::ColumnMap;
use crate::value::mapping::TableMap;
use crate::value::mapping::Target;

/// A field that changes name, and what an entry of `changes` then looks like.
#[derive(Debug)]
pub(super) struct Changed {
    /// Where the field stands in the deal.
    slots: Vec<usize>,
    /// `from` and `to` have the type of the field.
    entry: RecordType,
}

/// How the deals' own columns write the values of their fields: changes write them the same way.
#[derive(Debug)]
pub(super) struct Written {
    columns: Vec<(Vec<usize>, ColumnMap)>,
}

impl Written {
    /// What the columns of the deals, and of the records joined to them, say.
    pub(super) fn of(tables: &[TableMap]) -> Written {
        let mut columns = Vec::new();
        for table in tables {
            let around = match table.target {
                Target::Deals => None,
                Target::Record(slot) => Some(slot),
                Target::List(_) | Target::People => continue,
            };
            for column in &table.columns {
                columns.push((around.iter().chain(&column.slots).copied().collect(), column.clone()));
            }
        }
        Written { columns }
    }

    /// How a value of this column is read, where it is one of a field that changed.
    pub(super) fn how<'m>(&'m self, changed: &Changed, own: &'m ColumnMap, name: &'m str) -> How<'m> {
        let field = self.columns.iter().find(|(slots, _)| *slots == changed.slots).map(|(_, column)| column);
        let formats = if own.formats.is_empty() { field.map(|field| &field.formats) } else { None };
        How {
            column: Some(name),
            formats: formats.unwrap_or(&own.formats),
            unit: own.unit.or(field.and_then(|field| field.unit)),
            labels: own.labels.as_ref().or(field.and_then(|field| field.labels.as_ref())).map(|labels| labels.as_ref()),
            span: Some(own.span),
        }
    }
}

impl Changed {
    /// The value of `from` or `to` as conditions read it: a member of an enumeration by its name, because they know no enumeration there.
    pub(super) fn told(&self, slot: usize, value: Value) -> Value {
        match self.entry.fields.get(slot) {
            Some(field) => field.ty.by_name(value),
            None => value,
        }
    }

    /// The type of `from` or `to`, and whether messages may show it.
    pub(super) fn part(&self, slot: usize) -> Option<(&Type, Visibility)> {
        let field = self.entry.fields.get(slot)?;
        Some((&field.ty, if field.private { Visibility::Private } else { Visibility::Shown }))
    }
}

/// What an entry of `changes` looks like while its field is not known.
pub(super) fn entry_type(schema: &Schema) -> Option<Arc<RecordType>> {
    match schema.deal.fields.get(builtin::CHANGES).map(|field| &field.ty) {
        Some(Type::List(item)) => match item.as_ref() {
            Type::Record(entry) => Some(entry.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// Finds a field by its name, through records, as in `account.tier`.
pub(super) fn changed(schema: &Schema, path: &str) -> Option<Changed> {
    let mut slots = Vec::new();
    let (mut record, mut private, mut found) = (Some(schema.deal.as_ref()), false, None);
    for name in path.split('.') {
        let (slot, field) = record?.find(name.trim())?;
        slots.push(slot);
        private |= field.private;
        record = match &field.ty {
            Type::Record(inner) => Some(inner),
            _ => None,
        };
        found = Some(field);
    }
    let ty = &found?.ty;
    let mut entry = entry_type(schema)?.as_ref().clone();
    for slot in [FROM, TO] {
        let field = entry.fields.get_mut(slot)?;
        *field = Field { name: field.name.clone(), ty: ty.clone(), private };
    }
    Some(Changed { slots, entry })
}

impl Decoder<'_> {
    /// The field of a name; nothing where there is none.
    pub(super) fn changed(&mut self, name: &str) -> Option<Arc<Changed>> {
        if let Some(known) = self.changed.get(name) {
            return known.clone();
        }
        let found = changed(&self.frame.schema, name).map(Arc::new);
        // Wrong names are not kept: there may be any number of them.
        if found.is_some() {
            self.changed.insert(name.to_owned(), found.clone());
        }
        found
    }

    /// An entry of `changes` in a document: its `from` and `to` are values of the field that it names.
    pub(super) fn change(&mut self, node: &Node<'_>, ty: &RecordType, here: Here<'_>) -> Value {
        let name = node.get("field").and_then(|field| Some((field.text()?.trim().to_owned(), field)));
        let changed = name.as_ref().and_then(|(name, _)| self.changed(name));
        let entry = changed.as_ref().map_or(ty, |changed| &changed.entry);
        let (mut values, _) = self.fields(node, entry, here);
        if let (Some((name, field)), None) = (name, &changed) {
            let trail = Trail::after(here.trail, "field");
            let gap = self.unknown_field(&name, &field, Here { trail: Some(&trail), ..here });
            for slot in [FIELD, FROM, TO] {
                if let Some(value) = values.get_mut(slot).filter(|value| **value != Value::ABSENT) {
                    *value = gap.clone();
                }
            }
        }
        if let Some(changed) = &changed {
            for slot in [FROM, TO] {
                if let Some(value) = values.get_mut(slot) {
                    *value = changed.told(slot, std::mem::replace(value, Value::ABSENT));
                }
            }
        }
        Value::Record(Box::new(Record { values, origin: Origin::INHERITED }))
    }

    /// The name of a field in a table of changes, and the field.
    pub(super) fn changed_field(&mut self, node: &Node<'_>, here: Here<'_>) -> (Value, Option<Arc<Changed>>) {
        let value = self.value(node, &Type::Text, here);
        let Value::Text(name) = &value else { return (value, None) };
        match self.changed(name.trim()) {
            Some(changed) => (value, Some(changed)),
            None => (self.unknown_field(name.trim(), node, here), None),
        }
    }

    fn unknown_field(&mut self, name: &str, node: &Node<'_>, here: Here<'_>) -> Value {
        let shown = shortened(name);
        let fields = &self.frame.schema.deal.fields;
        let help = || {
            near(name, fields.iter().map(|field| field.name.as_str())).unwrap_or_else(|| match here.how.column {
                Some(column) => format!("map it: `field = \"{column}\" {{ \"{shown}\" = \"…\", else skip }}`"),
                None => "a change names a field of the deal, like `amount` or `account.tier`".to_owned(),
            })
        };
        self.unknown_label(name, format!("no field of the deal is named `{shown}`"), help, node, here)
    }
}

/// What stands for a value whose field is not known.
pub(super) fn of_unknown_field(node: &Node<'_>) -> Value {
    match node.shape() {
        Shape::Blank => Value::ABSENT,
        _ => Value::Missing(Gap::Unmapped),
    }
}
