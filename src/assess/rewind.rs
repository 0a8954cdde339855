use std::borrow::Cow;

use crate::assess::way::Way;
use crate::expr::Memo;
use crate::model::Place;
use crate::value::Gap;
use crate::value::Moment;
use crate::value::Path;
use crate::value::Record;
use crate::value::RecordType;
use crate::value::Schema;
use crate::value::Step;
use crate::value::Type;
use crate::value::Value;
use crate::value::builtin;
use crate::value::builtin::changes;
use crate::value::equal;

/// The deal as it was at a moment: every change after it undone.
#[derive(Clone, Debug)]
pub(super) struct Rewound {
    /// The values then.
    pub record: Record,
    /// The values that differ from today's, each with the change that it was read from.
    fields: Vec<(Path, usize)>,
    /// The computed fields of these values that were asked for.
    pub memo: Memo,
}

/// The moments of the gates that a deal passed at which its values differ from today's.
#[derive(Clone, Debug, Default)]
pub(super) struct Past {
    /// Whether the data says what changed, be it nothing.
    pub is_told: bool,
    moments: Vec<(Moment, Rewound)>,
}

/// One change of a field.
struct Change<'a> {
    item: usize,
    path: Path,
    from: Cow<'a, Value>,
    to: Cow<'a, Value>,
    at: Result<Moment, Gap>,
}

impl Past {
    /// The values of a deal at the moments of these gates. Nothing is copied where nothing changed after them.
    pub fn of(schema: &Schema, deal: &Record, gates: &[Moment]) -> Past {
        let Value::List(list) = deal.get(builtin::CHANGES) else { return Past::default() };
        let mut changes: Vec<Change<'_>> =
            list.iter().enumerate().filter_map(|(item, entry)| Change::of(schema, item, entry)).collect();
        // Of changes on one day that are known only by it, the later one in the data came later.
        changes.sort_by_key(|change| change.at.ok().map(|at| (at.day(), exact(at))));
        let mut moments: Vec<(Moment, Rewound)> = Vec::new();
        for gate in gates {
            if !moments.iter().any(|(known, _)| known == gate) {
                moments.extend(rewound(deal, &schema.deal, &changes, *gate).map(|rewound| (*gate, rewound)));
            }
        }
        Past { is_told: true, moments }
    }

    /// The deal at a moment, where it differs from today's.
    pub fn at(&self, moment: Moment) -> Option<&Rewound> {
        self.moments.iter().find(|(known, _)| *known == moment).map(|(_, rewound)| rewound)
    }
}

impl Rewound {
    /// Where a value stands in the data: a value of the past stands in the change that replaced it.
    pub fn source<'p>(&self, path: &'p [Step]) -> Cow<'p, [Step]> {
        match self.fields.iter().find(|(field, _)| path.starts_with(field.as_slice())) {
            Some((_, item)) => {
                Cow::Owned(vec![Step::Field(builtin::CHANGES), Step::Item(*item), Step::Field(changes::FROM)])
            }
            None => Cow::Borrowed(path),
        }
    }
}

/// The moment of the gate that a criterion guards, where the history says it.
pub(super) fn gate(way: &Way, place: &Place) -> Option<Moment> {
    match place {
        Place::Entry(stage) => way.entered_at(*stage),
        Place::Exit(stage) => way.left_at(*stage),
        Place::During(_) | Place::Whole(_) | Place::Always | Place::Stages(_) => None,
    }
}

fn rewound(deal: &Record, deal_type: &RecordType, changes: &[Change<'_>], moment: Moment) -> Option<Rewound> {
    let mut past: Option<Rewound> = None;
    // Undone from the latest back; those without a moment (sorted first) come last and leave their field open.
    for change in changes.iter().rev() {
        let then = match change.at {
            Ok(at) => match at.order(moment) {
                Some(order) if order.is_gt() => change.from.clone().into_owned(),
                Some(_) => continue,
                None if same(&change.from, &change.to) => continue,
                None => Value::Missing(Gap::SameDay),
            },
            Err(_) if same(&change.from, &change.to) => continue,
            Err(_) => Value::Missing(Gap::Unreadable),
        };
        let past = past.get_or_insert_with(|| Rewound { record: deal.clone(), fields: Vec::new(), memo: Memo::new() });
        put(&mut past.record, deal_type, &change.path, then);
        past.fields.retain(|(path, _)| *path != change.path);
        past.fields.push((change.path.clone(), change.item));
    }
    past
}

impl<'a> Change<'a> {
    /// A change of a field of the deal; what names none has been reported where it was read.
    fn of(schema: &Schema, item: usize, entry: &'a Value) -> Option<Change<'a>> {
        let Value::Record(entry) = entry else { return None };
        let Value::Text(field) = entry.get(changes::FIELD) else { return None };
        let at = match entry.get(changes::AT) {
            Value::Moment(at) => Ok(*at),
            Value::Date(day) => Ok(Moment::Day(*day)),
            Value::Missing(gap) => Err(*gap),
            _ => Err(Gap::Unreadable),
        };
        let (path, ty) = field_path(schema, field)?;
        let value = |slot| as_member(entry.get(slot), ty);
        Some(Change { item, path, from: value(changes::FROM), to: value(changes::TO), at })
    }
}

/// What a change was from or to: a member of an enumeration stands there by its name.
fn as_member<'a>(value: &'a Value, ty: &Type) -> Cow<'a, Value> {
    match (value, ty) {
        (Value::Text(name), Type::Choice(choice)) => {
            Cow::Owned(choice.place(name).map_or(Value::Missing(Gap::Unmapped), Value::Choice))
        }
        _ => Cow::Borrowed(value),
    }
}

/// The slots of `amount` or `account.tier`, and its type.
fn field_path<'s>(schema: &'s Schema, name: &str) -> Option<(Path, &'s Type)> {
    let mut record = Some(&*schema.deal);
    let (mut path, mut ty) = (Path::new(), None);
    for part in name.split('.') {
        let (slot, field) = record?.find(part.trim())?;
        path.push(Step::Field(slot));
        ty = Some(&field.ty);
        record = match &field.ty {
            Type::Record(inner) => Some(inner),
            _ => None,
        };
    }
    ty.map(|ty| (path, ty))
}

/// Puts a value into a record; an inner record that is missing today is made.
fn put(record: &mut Record, ty: &RecordType, path: &[Step], value: Value) {
    let Some((Step::Field(slot), rest)) = path.split_first() else { return };
    let Some(place) = record.values.get_mut(*slot) else { return };
    if rest.is_empty() {
        let fits = ty.fields.get(*slot).is_some_and(|field| fits(&value, &field.ty));
        *place = if fits { value } else { Value::Missing(Gap::Unreadable) };
        return;
    }
    let Some(Type::Record(inner_type)) = ty.fields.get(*slot).map(|field| &field.ty) else { return };
    if place.is_missing() {
        *place = Value::Record(Box::new(Record::empty(inner_type.fields.len())));
    }
    if let Value::Record(inner) = place {
        put(inner, inner_type, rest, value);
    }
}

/// Whether a value is one of a type: what no condition was checked for must not reach one.
fn fits(value: &Value, ty: &Type) -> bool {
    match ty {
        Type::Any => true,
        _ if value.is_missing() => true,
        Type::Bool => matches!(value, Value::Bool(_)),
        Type::Integer | Type::Number | Type::Percent => matches!(value, Value::Number(_)),
        Type::Money => matches!(value, Value::Money(_)),
        Type::Text | Type::Person => matches!(value, Value::Text(_)),
        Type::Date => matches!(value, Value::Date(_)),
        Type::DateTime => matches!(value, Value::Moment(_) | Value::Date(_)),
        Type::Duration => matches!(value, Value::Duration(_)),
        Type::Choice(_) => matches!(value, Value::Choice(_)),
        Type::Record(_) => matches!(value, Value::Record(_)),
        Type::List(_) => matches!(value, Value::List(_)),
    }
}

fn same(from: &Value, to: &Value) -> bool {
    match (from, to) {
        (Value::Missing(Gap::Absent), Value::Missing(Gap::Absent)) => true,
        (Value::Missing(_), _) | (_, Value::Missing(_)) => false,
        _ => equal(from, to) == Ok(true),
    }
}

/// Sorts exact moments within their day behind those known only by it.
fn exact(at: Moment) -> Option<chrono::DateTime<chrono::FixedOffset>> {
    match at {
        Moment::At(at) => Some(at),
        Moment::Day(_) => None,
    }
}
