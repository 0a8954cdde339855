use std::sync::Arc;

use crate::deals::change::Changed;
use crate::deals::change::Written;
use crate::deals::change::of_unknown_field;
use crate::deals::decode::Decoder;
use crate::deals::decode::Here;
use crate::deals::decode::How;
use crate::deals::decode::Visibility;
use crate::deals::decode::base_name;
use crate::deals::log::Log;
use crate::deals::node::Node;
use crate::deals::node::Shape;
use crate::deals::outcome::FileRead;
use crate::deals::parts::Found;
use crate::deals::parts::Parts;
use crate::deals::row::Row;
use crate::deals::row::Sheet;
use crate::deals::row::Standing;
use crate::deals::table::Table;
use crate::diagnostic::Diagnostic;
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
use crate::value::mapping::FirstOf;
use crate::value::mapping::Need;
use crate::value::mapping::Others;
use crate::value::mapping::TableMap;
use crate::value::mapping::Target;

/// How the rows of one table become records.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) map: TableMap,
    /// What a row becomes.
    pub(super) ty: RecordType,
    /// The columns that are read: those of the map, in its order, then the key of its join, then what `where` looks
    /// at, then the case, then the keys that joins ask for.
    pub(super) columns: Vec<FirstOf>,
    /// The place of the first column that `where` looks at.
    filters: usize,
    /// The place of the column that tells cases apart.
    pub(super) case: Option<usize>,
    /// How the values of changes are written, where it is changes that the table fills.
    written: Option<Written>,
    /// Whether messages may show what a column of the map holds.
    visibility: Vec<Visibility>,
    /// Whether an earlier column of the map may fill the same field.
    twice: Vec<bool>,
}

/// How the rows of a file are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Cells under a header.
    Cells,
    /// Documents under a header.
    #[cfg(feature = "columnar")]
    Columns,
    /// Documents, each with its own keys.
    Documents,
}

impl Plan {
    /// Makes the plan of a table.
    pub(super) fn new(map: &TableMap, schema: &Schema) -> Plan {
        let ty = match map.target {
            Target::Deals => schema.deal.as_ref().clone(),
            Target::Record(slot) | Target::List(slot) => record_in(schema, slot),
            Target::People => schema.people(),
        };
        let around = match map.target {
            Target::Record(slot) | Target::List(slot) if schema.deal.fields.get(slot).is_some_and(|it| it.private) => {
                Visibility::Private
            }
            _ => Visibility::Shown,
        };
        let visibility = |column: &ColumnMap| match around {
            Visibility::Private => Visibility::Private,
            Visibility::Shown => visibility(&ty, &column.slots),
        };
        let visibility = map.columns.iter().map(visibility).collect();
        let is_again =
            |(at, own): (usize, &ColumnMap)| map.columns.iter().take(at).any(|column| column.slots == own.slots);
        let twice = map.columns.iter().enumerate().map(is_again).collect();
        let mut columns: Vec<FirstOf> = map.columns.iter().map(|column| column.column.clone()).collect();
        columns.extend(map.join.iter().map(|join| join.column.clone()));
        let filters = columns.len();
        columns.extend(map.filters.iter().map(|filter| filter.column.clone()));
        let case = map.case.as_ref().map(|_| columns.len());
        columns.extend(map.case.clone().map(FirstOf::one));
        Plan { map: map.clone(), ty, columns, visibility, twice, filters, case, written: None }
    }

    /// Reads the values of changes as the tables of the deals write them.
    pub(super) fn writing_as(self, tables: &[TableMap]) -> Plan {
        let written = matches!(self.map.target, Target::List(builtin::CHANGES)).then(|| Written::of(tables));
        Plan { written, ..self }
    }

    /// Whether the source takes a row: it fits every `where`, and has no label that is skipped.
    /// `found` is told which of the columns that are looked at stand in it.
    pub(super) fn takes(&self, row: &Row, parts: &Parts<'_>, found: &mut [bool]) -> bool {
        let mut takes = true;
        for (filter, at) in self.map.filters.iter().zip(self.filters..) {
            let node = parts.find(row, at, &filter.column);
            tell(found, at, &node);
            takes &= match &node {
                Found::Node(node) => holds(node, |text| filter.values.iter().any(|it| it == text)),
                // Nothing is left out by a column that may be away and is.
                Found::Away => true,
                Found::Nothing | Found::Cut => false,
            };
        }
        for (at, column) in self.map.columns.iter().enumerate().filter(|(_, it)| it.others == Others::Skipped) {
            let node = parts.find(row, at, &column.column);
            tell(found, at, &node);
            let known = |text: &str| text.is_empty() || column.labels.iter().any(|labels| labels.contains_key(text));
            takes &= !matches!(&node, Found::Node(node) if !holds(node, known));
        }
        takes
    }

    /// Whether a table lacks a column that `where` looks at.
    pub(super) fn is_blind(&self, table: &Table) -> bool {
        let mut looked_at = table.sheet.places.iter().skip(self.filters).take(self.map.filters.len());
        looked_at.any(|standing| *standing == Standing::Lacking)
    }

    /// Reports what a file never had: columns that no document has, or any row that the source takes.
    /// `found` tells which columns stood in it; those that a header lacks are reported already.
    pub(super) fn report_never_found(&self, found: &[bool], read: &FileRead, form: Form, log: &mut Log) {
        let nothing_left = read.left_out > 0 && read.left_out + read.unreadable == read.rows;
        let mut columns = self.columns.iter().zip(found).enumerate().filter(|(_, (_, found))| !**found);
        let mut all_looked_at = true;
        for (at, (column, _)) in columns.by_ref().filter(|(_, (column, _))| !column.is_optional()) {
            let looked_at = (self.filters..self.filters + self.map.filters.len()).contains(&at)
                || self.map.columns.get(at).is_some_and(|column| column.others == Others::Skipped);
            all_looked_at &= !looked_at;
            // Of rows that are left out, the other columns are not asked for.
            if form == Form::Documents && read.rows > read.unreadable && (looked_at || !nothing_left) {
                report_missing(column, read, log);
            }
        }
        if nothing_left && all_looked_at {
            let message = format!("the source leaves out every row of `{}`", base_name(&read.name));
            let column = self.map.filters.first().map_or("", |filter| filter.column.first.value.as_str());
            let problem = Diagnostic::warning("deals/nothing-left", message)
                .at(self.map.span, "by its `where`, or by `else skip`")
                .help("check the spelling of what is asked for");
            log.add_whole(problem, &read.name, column);
        }
    }

    /// The place of the column that a `where` looks at, by its number.
    pub(super) fn filter_at(&self, number: usize) -> usize {
        self.filters + number
    }

    /// The slots that a column of the map fills.
    pub(super) fn slots(&self, number: usize) -> &[usize] {
        self.map.columns.get(number).map_or(&[], |column| &column.slots)
    }

    /// Whether an earlier column of the map may fill the same field.
    pub(super) fn is_again(&self, number: usize) -> bool {
        self.twice.get(number) == Some(&true)
    }

    /// Whether its rows are changes, whose values have the type of the field that each names.
    pub(super) fn is_of_changes(&self) -> bool {
        self.written.is_some()
    }

    /// Tells of a table of cells which of the columns that are looked at stand in a row that is as long as its header.
    pub(super) fn tell_whole(&self, sheet: &Sheet, found: &mut [bool]) {
        for (at, found) in found.iter_mut().enumerate() {
            *found |= matches!(sheet.standing(at), Standing::At { .. });
        }
    }

    /// Adds a column to those that are read, and gives its place among them.
    pub(super) fn want(&mut self, column: &FirstOf) -> usize {
        self.columns.push(column.clone());
        self.columns.len() - 1
    }

    /// The place of the column that fills exactly these slots.
    pub(super) fn filling(&self, slots: &[usize]) -> Option<usize> {
        self.map.columns.iter().position(|column| column.slots == slots)
    }

    /// The slots that columns fill inside the record of this slot.
    pub(super) fn filled_inside(&self, slot: usize) -> Vec<usize> {
        let inside = |column: &ColumnMap| match column.slots.as_slice() {
            [first, second, ..] if *first == slot => Some(*second),
            _ => None,
        };
        self.map.columns.iter().filter_map(inside).collect()
    }

    /// The column that the deal's id stands in.
    pub(super) fn id_column(&self) -> Option<&str> {
        let at = self.filling(&[builtin::ID])?;
        self.map.columns.get(at).map(|column| column.column.first.value.as_str())
    }

    /// Whether a column may only be read, not shown.
    pub(super) fn is_private(&self, column: &FirstOf) -> bool {
        let mut columns = self.map.columns.iter().zip(&self.visibility);
        let is_one = |map: &ColumnMap| map.column.names().any(|own| column.names().any(|name| name.value == own.value));
        columns.any(|(map, visibility)| is_one(map) && *visibility == Visibility::Private)
    }

    /// The record that a row is. `found` is told which columns stand in it.
    pub(super) fn record(&self, decoder: &mut Decoder<'_>, row: &Row, parts: &Parts<'_>, found: &mut [bool]) -> Record {
        let origin = Origin { table: row.sheet.number, line: row.line };
        let mut record = Record { values: vec![Value::ABSENT; self.ty.fields.len()].into(), origin };
        let change = self.written.as_ref().map(|written| (written, self.changed(decoder, row, parts)));
        for (at, (column, visibility)) in self.map.columns.iter().zip(&self.visibility).enumerate() {
            // Of several lines for a field the first that gives a value counts.
            if self.is_again(at) && is_filled(&record, &column.slots) {
                continue;
            }
            let value = match parts.find(row, at, &column.column) {
                Found::Nothing => continue,
                Found::Cut => Value::Missing(Gap::Unreadable),
                Found::Away if column.column.need == Need::Empty => continue,
                Found::Away if self.is_filled_otherwise(&row.sheet, at) => continue,
                Found::Away => {
                    put(&mut record, &self.ty, &column.slots, Value::Missing(Gap::NotExported));
                    continue;
                }
                Found::Node(node) => {
                    let how = how(column, parts.name(row, at, &column.column));
                    let here = Here { row, how: &how, visibility: *visibility, trail: None };
                    match (&change, column.slots.as_slice()) {
                        (Some((_, (field, _))), [FIELD]) => field.clone(),
                        (Some((written, (_, Some(changed)))), [slot @ (FROM | TO)]) => {
                            let how = written.how(changed, column, parts.name(row, at, &column.column));
                            match changed.part(*slot) {
                                Some((ty, visibility)) => changed
                                    .told(*slot, decoder.value(&node, ty, Here { how: &how, visibility, ..here })),
                                None => of_unknown_field(&node),
                            }
                        }
                        (Some(_), [FROM | TO]) => of_unknown_field(&node),
                        _ => decoder.value(&node, &column.ty, here),
                    }
                }
            };
            if let Some(found) = found.get_mut(at) {
                *found = true;
            }
            put(&mut record, &self.ty, &column.slots, value);
        }
        // The columns behind those of the map are keys.
        for (at, found) in found.iter_mut().enumerate().skip(self.map.columns.len()).filter(|(_, found)| !**found) {
            let Some(column) = self.columns.get(at) else { continue };
            *found = matches!(parts.find(row, at, column), Found::Node(_));
        }
        record
    }

    /// The name of the field that a row of changes is about, and the field.
    fn changed(&self, decoder: &mut Decoder<'_>, row: &Row, parts: &Parts<'_>) -> (Value, Option<Arc<Changed>>) {
        let Some(at) = self.filling(&[FIELD]) else { return (Value::ABSENT, None) };
        let Some(column) = self.map.columns.get(at) else { return (Value::ABSENT, None) };
        let Found::Node(node) = parts.find(row, at, &column.column) else { return (Value::ABSENT, None) };
        let visibility = self.visibility.get(at).copied().unwrap_or(Visibility::Shown);
        let how = how(column, parts.name(row, at, &column.column));
        decoder.changed_field(&node, Here { row, how: &how, visibility, trail: None })
    }
}

/// No document of a file has a column: perhaps it is misspelt.
fn report_missing(column: &FirstOf, read: &FileRead, log: &mut Log) {
    let name = &column.first.value;
    let names = crate::diagnostic::or_list(column.names().map(|name| name.value.as_str()));
    let message = format!("no row of `{}` has {names}", base_name(&read.name));
    let problem = Diagnostic::warning("deals/missing-column", message)
        .at(column.span(), "asked for here")
        .help("check its spelling; paths are written with dots: `Account.Name`");
    log.add_whole(problem, &read.name, name);
}

/// How a column is read that a file has under this name.
fn how<'m>(column: &'m ColumnMap, name: &'m str) -> How<'m> {
    How {
        column: Some(name),
        formats: &column.formats,
        unit: column.unit,
        labels: column.labels.as_deref(),
        span: Some(column.span),
    }
}

/// Whether what stands in a node is as wanted; nothing is a text without letters.
fn holds(node: &Node<'_>, wanted: impl Fn(&str) -> bool) -> bool {
    match node.shape() {
        Shape::Blank => wanted(""),
        _ => node.text().is_some_and(|text| wanted(text.trim())),
    }
}

/// Whether what stands in a node is a value for the column, and not mapped to nothing.
pub(super) fn gives(node: &Node<'_>, column: &ColumnMap) -> bool {
    let text = match node.shape() {
        Shape::Blank => Some("".into()),
        _ => node.text(),
    };
    let meant = text.zip(column.labels.as_ref()).and_then(|(text, labels)| labels.get(text.trim()).cloned());
    match meant {
        Some(value) => value != Value::ABSENT,
        None => !matches!(node.shape(), Shape::Blank),
    }
}

/// Whether the slots hold a value, or one that could not be read.
pub(super) fn is_filled(record: &Record, slots: &[usize]) -> bool {
    !matches!(record.inside(slots), Value::Missing(Gap::Absent | Gap::NotExported))
}

fn tell(found: &mut [bool], at: usize, node: &Found<'_>) {
    if let Some(found) = found.get_mut(at) {
        *found |= matches!(node, Found::Node(_));
    }
}

/// Puts a value where the slots lead, making the records on the way.
pub(super) fn put(record: &mut Record, ty: &RecordType, slots: &[usize], value: Value) {
    let Some((slot, rest)) = slots.split_first() else { return };
    let (Some(place), Some(field)) = (record.values.get_mut(*slot), ty.fields.get(*slot)) else { return };
    if rest.is_empty() {
        *place = value;
        return;
    }
    let Type::Record(ty) = &field.ty else { return };
    // A record of which nothing is filled stays a missing one.
    if value == Value::ABSENT && !matches!(place, Value::Record(_)) {
        return;
    }
    if !matches!(place, Value::Record(_)) {
        *place = Value::Record(Box::new(Record::empty(ty.fields.len())));
    }
    if let Value::Record(inner) = place {
        put(inner, ty, rest, value);
    }
}

fn record_in(schema: &Schema, slot: usize) -> RecordType {
    let item = match schema.deal.fields.get(slot).map(|field| &field.ty) {
        Some(Type::List(item)) => Some(item.as_ref()),
        other => other,
    };
    match item {
        Some(Type::Record(ty)) => ty.as_ref().clone(),
        _ => RecordType::default(),
    }
}

/// Whether a field, or a record around it, is private.
fn visibility(ty: &RecordType, slots: &[usize]) -> Visibility {
    let field = slots.split_first().and_then(|(slot, rest)| Some((ty.fields.get(*slot)?, rest)));
    match field {
        Some((field, _)) if field.private => Visibility::Private,
        Some((Field { ty: Type::Record(ty), .. }, rest)) => visibility(ty, rest),
        _ => Visibility::Shown,
    }
}
