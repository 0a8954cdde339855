use compact_str::CompactString;
use std::borrow::Cow;

use crate::deals::Place;
use crate::deals::cells::after_text;
use crate::deals::cells::nth;
use crate::deals::deal::Deal;
use crate::deals::decode::Visibility;
use crate::deals::direct::Keys;
use crate::deals::index::Index;
use crate::deals::inner::event_of;
use crate::deals::join::Joined;
use crate::deals::join::key_of;
use crate::deals::json_find;
use crate::deals::json_find::Entry;
use crate::deals::json_find::Escapes;
use crate::deals::layout::Form;
use crate::deals::layout::Layout;
use crate::deals::layout::StageOf;
use crate::deals::node::Node;
use crate::deals::parts::Found;
use crate::deals::parts::Parts;
use crate::deals::plan::Plan;
use crate::deals::plan::gives;
use crate::deals::row::Body;
use crate::deals::row::Mark;
use crate::deals::row::Row;
use crate::deals::row::Standing;
use crate::source::Position;
use crate::value::Record;
use crate::value::RecordType;
use crate::value::Step;
use crate::value::Type;
use crate::value::Value;
use crate::value::builtin;
use crate::value::mapping::Target;

/// Where the value at a path of a deal stands.
pub(super) fn locate(deal: &Deal, index: &Index, path: &[Step]) -> Option<Place> {
    let Deal { record, row, layout, keys, .. } = deal;
    let path = &of_history(record, layout, path);
    let (Step::Field(first), rest) = path.split_first()? else { return None };
    layout.ty.fields.get(*first)?;
    let place = match &layout.form {
        Form::Shaped => in_json(row, &layout.ty, (keys, index), path)
            .or_else(|| in_column(row, &layout.ty, path))
            .or_else(|| row.document().ok().flatten().map(|node| inside(row, node, Holder::Record(&layout.ty), path))),
        Form::Mapped(mapped) => in_columns(row, &mapped.plan, path, Fit::Whole)
            .or_else(|| {
                let mut tables = mapped.joined.iter().filter(|table| fills(table, *first));
                tables.find_map(|table| in_joined(row, &mapped.plan, table, rest))
            })
            .or_else(|| in_trace(row, mapped.inner.iter().find(|plan| is_target(plan, *first))?, rest))
            .or_else(|| in_columns(row, &mapped.plan, path, Fit::Part)),
    };
    Some(place.unwrap_or_else(|| whole(row)))
}

/// A stage that is the last one of the history stands there.
fn of_history<'p>(record: &Record, layout: &Layout, path: &'p [Step]) -> Cow<'p, [Step]> {
    let from_history = matches!(&layout.form, Form::Mapped(mapped) if mapped.stage == StageOf::History);
    match (path, record.get(builtin::HISTORY)) {
        ([Step::Field(builtin::STAGE)], Value::List(items)) if from_history && !items.is_empty() => {
            let last = Step::Item(items.len() - 1);
            Cow::Owned(vec![Step::Field(builtin::HISTORY), last, Step::Field(builtin::history::STAGE)])
        }
        _ => Cow::Borrowed(path),
    }
}

/// The place of what an event of the deal's own case fills.
fn in_trace(row: &Row, plan: &Plan, path: &[Step]) -> Option<Place> {
    let Body::Trace(trace) = &row.body else { return None };
    let (Step::Item(item), rest) = path.split_first()? else { return None };
    let event = event_of(plan, row, trace, *item)?;
    let place = if rest.is_empty() { None } else { in_columns(&event, plan, rest, Fit::Whole) };
    Some(place.unwrap_or_else(|| whole(&event)))
}

/// What a node is made of, by its type.
#[derive(Clone, Copy)]
enum Holder<'r> {
    Record(&'r RecordType),
    Value(&'r Type),
}

/// The same as [`inside`] for a JSON document, past everything else in it; `None` where escapes stand in the way.
fn in_json(row: &Row, ty: &RecordType, (keys, index): (&Keys, &Index), path: &[Step]) -> Option<Place> {
    let Body::Json(raw, _) = &row.body else { return None };
    let mut at = json_find::start(raw, 0);
    let mut holder = Holder::Record(ty);
    let place = |at: usize, raw_text: Option<CompactString>| {
        let Position { line, column } = match u32::try_from(at) {
            Ok(at) if index.is_plain(raw) => Position { column: row.start().column.saturating_add(at), ..row.start() },
            _ => after_text(row.start(), raw.get(..at).unwrap_or_default()),
        };
        Place { file: row.sheet.name.clone(), line, column, header: None, raw: raw_text }
    };
    for step in path {
        let (next, ty) = match (step, holder) {
            (Step::Field(slot), Holder::Record(ty)) => {
                let entry = match keys.start(*slot) {
                    Some(0) => Entry::None,
                    Some(key) => json_find::value_of(raw, key),
                    None => index.entry(raw, ty, *slot),
                };
                (entry, ty.fields.get(*slot).map(|field| &field.ty))
            }
            (Step::Field(slot), Holder::Value(Type::Record(ty))) => field_in(raw, at, ty, *slot),
            (Step::Item(item), Holder::Value(Type::List(ty))) => {
                (json_find::item(raw, at, *item).map_or(Entry::None, Entry::At), Some(ty.as_ref()))
            }
            _ => (Entry::None, None),
        };
        match (next, ty) {
            (Entry::Escaped, _) => return None,
            (Entry::At(next), Some(ty)) => {
                at = next;
                holder = Holder::Value(ty);
            }
            _ => return Some(place(at, None)),
        }
    }
    let written = match raw.as_bytes().get(at) {
        Some(b'"') => match json_find::text_end(raw.as_bytes(), at) {
            (_, Escapes::Some) => return None,
            (end, Escapes::None) => raw.get(at + 1..end.saturating_sub(1)).filter(|text| !text.trim().is_empty()),
        },
        Some(b'{' | b'[' | b'n') | None => None,
        Some(_) => raw.get(at..json_find::end_of(raw, at)),
    };
    Some(place(at, written.map(Into::into)))
}

/// The same for a row of a file of columns, of which no more than one column is looked at.
#[cfg(feature = "columnar")]
fn in_column(row: &Row, ty: &RecordType, path: &[Step]) -> Option<Place> {
    let Body::Columns(late) = &row.body else { return None };
    let (Step::Field(slot), rest) = path.split_first()? else { return None };
    let field = ty.fields.get(*slot)?;
    match row.sheet.header.iter().rposition(|name| *name == field.name) {
        Some(place) => Some(inside(row, Node::Yaml(&late.cell(place)?), Holder::Value(&field.ty), rest)),
        None => Some(whole(row)),
    }
}

#[cfg(not(feature = "columnar"))]
fn in_column(_row: &Row, _ty: &RecordType, _path: &[Step]) -> Option<Place> {
    None
}

fn field_in<'t>(raw: &str, record: usize, ty: &'t RecordType, slot: usize) -> (Entry, Option<&'t Type>) {
    match ty.fields.get(slot) {
        Some(field) => (json_find::entry(raw, record, &field.name), Some(&field.ty)),
        None => (Entry::None, None),
    }
}

/// The value at a path inside a document, or the innermost thing on the way to it.
fn inside(row: &Row, mut node: Node<'_>, mut holder: Holder<'_>, path: &[Step]) -> Place {
    for step in path {
        let (next, ty) = match (step, holder) {
            (Step::Field(slot), Holder::Record(ty)) => named(&node, ty, *slot),
            (Step::Field(slot), Holder::Value(Type::Record(ty))) => named(&node, ty, *slot),
            (Step::Item(at), Holder::Value(Type::List(item))) => (node.items().nth(*at), Some(item.as_ref())),
            _ => (None, None),
        };
        let (Some(next), Some(ty)) = (next, ty) else { return Place { raw: None, ..at_node(row, &node, None) } };
        node = next;
        holder = Holder::Value(ty);
    }
    at_node(row, &node, None)
}

fn named<'r, 't>(node: &Node<'r>, ty: &'t RecordType, slot: usize) -> (Option<Node<'r>>, Option<&'t Type>) {
    match ty.fields.get(slot) {
        Some(field) => (node.get(&field.name), Some(&field.ty)),
        None => (None, None),
    }
}

/// Runs a question on the column asked for at a place: it is found again, so that a deal need not keep its parts.
fn with_parts<T>(row: &Row, at: usize, ask: impl FnOnce(&Parts<'_>) -> Option<T>) -> Option<T> {
    match &row.body {
        Body::Cells(raw) => {
            let place = match row.sheet.standing(at) {
                Standing::At { place, .. } => place,
                _ => 0,
            };
            let cell = nth(raw, row.sheet.delimiter, place);
            ask(&Parts::Cell { place, text: cell.as_ref().map(|cell| cell.text.as_ref()) })
        }
        _ => {
            let node = row.document().ok().flatten()?;
            ask(&Parts::of_document(&node, row).ok()?)
        }
    }
}

/// Which column is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    /// The one that fills the value, or a record that holds it.
    Whole,
    /// The first one that fills a part of it.
    Part,
}

/// The place of what a column of the row's own table fills.
fn in_columns(row: &Row, plan: &Plan, path: &[Step], fit: Fit) -> Option<Place> {
    let slots: Vec<usize> = path
        .iter()
        .map_while(|step| match step {
            Step::Field(slot) => Some(*slot),
            Step::Item(_) => None,
        })
        .collect();
    let filled = |column: &&Vec<usize>| slots.starts_with(column) && !column.is_empty();
    let fits = |at: &usize| match plan.map.columns.get(*at).map(|column| &column.slots) {
        Some(column) if fit == Fit::Whole => filled(&column),
        Some(column) => slots.len() == path.len() && column.starts_with(&slots),
        None => false,
    };
    let fitting: Vec<usize> = (0..plan.map.columns.len()).filter(fits).collect();
    let at = match fitting.as_slice() {
        [only] => *only,
        several => first_that_gives(row, plan, several).or(several.first().copied())?,
    };
    let column = plan.map.columns.get(at)?;
    let rest = path.get(column.slots.len().min(path.len())..).unwrap_or_default();
    with_parts(row, at, |parts| match parts.find(row, at, &column.column) {
        Found::Node(node @ Node::Cell { .. }) => Some(at_node(row, &node, Some(parts.name(row, at, &column.column)))),
        Found::Node(node) => Some(inside(row, node, Holder::Value(&column.ty), rest)),
        Found::Nothing | Found::Away | Found::Cut => Some(whole(row)),
    })
}

/// Of several columns that may fill a field, the first that has a value, or else that is there.
fn first_that_gives(row: &Row, plan: &Plan, columns: &[usize]) -> Option<usize> {
    let there = || columns.iter().copied().filter(|at| row.sheet.standing(*at) != Standing::Away);
    let giving = there().find(|at| {
        let Some(column) = plan.map.columns.get(*at) else { return false };
        let gives = |parts: &Parts<'_>| match parts.find(row, *at, &column.column) {
            Found::Node(node) => Some(gives(&node, column)),
            _ => None,
        };
        with_parts(row, *at, gives) == Some(true)
    });
    giving.or_else(|| there().next())
}

fn fills(table: &Joined, slot: usize) -> bool {
    is_target(&table.plan, slot)
}

fn is_target(plan: &Plan, slot: usize) -> bool {
    matches!(plan.map.target, Target::Record(filled) | Target::List(filled) if filled == slot)
}

/// The place of what a joined row fills, or of the key that found no row.
fn in_joined(row: &Row, plan: &Plan, table: &Joined, path: &[Step]) -> Option<Place> {
    let at = table.key?;
    let column = plan.columns.get(at)?;
    with_parts(row, at, |parts| {
        let found = parts.find(row, at, column);
        let name = parts.name(row, at, column);
        let rows = key_of(&found).and_then(|key| table.rows_of(&key)).unwrap_or_default();
        let (wanted, path) = match (&table.plan.map.target, path.split_first()) {
            (Target::List(_), Some((Step::Item(item), rest))) => (rows.get(*item), rest),
            (Target::List(_), _) => (rows.first(), path),
            _ => (rows.first().filter(|_| rows.len() == 1), path),
        };
        let joined = wanted.and_then(|at| table.row(*at));
        match (joined, found) {
            (Some(joined), _) if path.is_empty() => Some(whole(&joined)),
            (Some(joined), _) => {
                Some(in_columns(&joined, &table.plan, path, Fit::Whole).unwrap_or_else(|| whole(&joined)))
            }
            (None, Found::Node(node)) => {
                let place = at_node(row, &node, Some(name));
                let raw = place.raw.filter(|_| table.visibility == Visibility::Shown);
                Some(Place { raw, ..place })
            }
            (None, _) => None,
        }
    })
}

fn whole(row: &Row) -> Place {
    let at = row.start();
    Place { file: row.sheet.name.clone(), line: at.line, column: at.column, header: None, raw: None }
}

fn at_node(row: &Row, node: &Node<'_>, header: Option<&str>) -> Place {
    let at = row.position(node, &mut Mark::default());
    let header = match node {
        Node::Cell { .. } => header,
        Node::Yaml(node) if row.is_whole(node) => None,
        Node::Yaml(node) => row.sheet.column_of(node),
        Node::Json(_) => None,
    };
    Place {
        file: row.sheet.name.clone(),
        line: at.line,
        column: at.column,
        header: header.map(Into::into),
        raw: node.text().map(Into::into),
    }
}
