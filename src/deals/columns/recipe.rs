use std::sync::Arc;

use crate::deals::Frame;
use crate::deals::columns::Batch;
use crate::deals::columns::Column;
use crate::deals::columns::guarded;
use crate::deals::columns::nodes::LateRow;
use crate::deals::columns::nodes::Nodes;
use crate::deals::columns::typed::Typed;
use crate::deals::columns::typed::typed;
use crate::deals::decode::Decoder;
use crate::deals::decode::Here;
use crate::deals::decode::How;
use crate::deals::decode::Visibility;
use crate::deals::layout::Form;
use crate::deals::layout::Layout;
use crate::deals::layout::Mapped;
use crate::deals::layout::StageOf;
use crate::deals::node::Node;
use crate::deals::parts::Found;
use crate::deals::parts::Parts;
use crate::deals::row::Body;
use crate::deals::row::Row;
use crate::deals::row::Sheet;
use crate::deals::row::Standing;
use crate::value;
use crate::value::Bits;
use crate::value::Columns;
use crate::value::Gap;
use crate::value::Type;
use crate::value::Value;
use crate::value::builtin;
use crate::value::mapping::FirstOf;
use crate::value::mapping::Need;
use crate::value::mapping::Others;

/// How the columns of a file fill the fields of deals, where each column can be read by itself.
pub(in crate::deals) struct Recipe<'m> {
    fillings: Vec<Filling<'m>>,
    /// Fields that no deal of the file has, and why.
    lacking: Vec<(&'m [usize], Gap)>,
    /// Columns of documents that are no fields, by their places in the header.
    pub(in crate::deals) unknown: Vec<usize>,
}

/// How one column fills a field.
struct Filling<'m> {
    column: Column,
    slots: Vec<usize>,
    ty: &'m Type,
    how: How<'m>,
    /// The column of the map that asks for a part of it, and its place there.
    part: Option<(usize, &'m FirstOf)>,
}

/// Rows of a file, read.
pub(in crate::deals) struct Read {
    pub(in crate::deals) columns: Columns,
    /// Rows of which something is to be reported.
    pub(in crate::deals) odd: Bits,
}

impl<'m> Recipe<'m> {
    /// The recipe of a file; `None` where a row has to be looked at as a whole.
    pub(in crate::deals) fn of(layout: &'m Layout, sheet: &'m Sheet, columns: &[Column]) -> Option<Recipe<'m>> {
        match &layout.form {
            Form::Shaped => Recipe::shaped(&layout.ty, sheet, columns),
            Form::Mapped(mapped) => Recipe::mapped(mapped, sheet, columns),
        }
    }

    fn shaped(ty: &'m value::RecordType, sheet: &Sheet, columns: &[Column]) -> Option<Recipe<'m>> {
        let mut recipe = Recipe { fillings: Vec::new(), lacking: Vec::new(), unknown: Vec::new() };
        for column in columns {
            let name = sheet.header.get(column.place)?;
            let Some((slot, field)) = ty.find(name) else {
                recipe.unknown.push(column.place);
                continue;
            };
            // A column that stands twice is reported for each row.
            if recipe.fillings.iter().any(|known| known.slots == [slot]) {
                return None;
            }
            let (slots, how) = (vec![slot], How::default());
            recipe.fillings.push(Filling { column: *column, slots, ty: &field.ty, how, part: None });
        }
        (!recipe.fillings.is_empty()).then_some(recipe)
    }

    fn mapped(mapped: &'m Mapped, sheet: &'m Sheet, columns: &[Column]) -> Option<Recipe<'m>> {
        let plan = &mapped.plan;
        let map = &plan.map;
        let looks_at_rows =
            !map.filters.is_empty() || map.columns.iter().any(|column| column.others == Others::Skipped);
        let is_joined = !mapped.joined.is_empty() || !mapped.inner.is_empty() || mapped.stage == StageOf::History;
        if looks_at_rows || is_joined || plan.case.is_some() {
            return None;
        }
        let mut recipe = Recipe { fillings: Vec::new(), lacking: Vec::new(), unknown: Vec::new() };
        for (at, column) in map.columns.iter().enumerate() {
            let (place, name) = match sheet.standing(at) {
                Standing::At { place, name } => (place, column.column.names().nth(name)?),
                Standing::Away if column.column.need == Need::Empty || plan.is_filled_otherwise(sheet, at) => continue,
                Standing::Away => {
                    recipe.lacking.push((&column.slots, Gap::NotExported));
                    continue;
                }
                Standing::Lacking => {
                    recipe.lacking.push((&column.slots, Gap::Unreadable));
                    continue;
                }
                Standing::InDocuments => return None,
            };
            let leads = |known: &[usize]| known.starts_with(&column.slots) || column.slots.starts_with(known);
            let is_filled = recipe.fillings.iter().any(|known| leads(&known.slots));
            if is_filled || recipe.lacking.iter().any(|(known, _)| leads(known)) {
                return None;
            }
            let is_whole = sheet.header.get(place).is_some_and(|header| *header == name.value);
            recipe.fillings.push(Filling {
                column: *columns.iter().find(|column| column.place == place)?,
                slots: column.slots.clone(),
                ty: &column.ty,
                how: How {
                    column: Some(&name.value),
                    formats: &column.formats,
                    unit: column.unit,
                    labels: column.labels.as_deref(),
                    span: Some(column.span),
                },
                part: (!is_whole).then_some((at, &column.column)),
            });
        }
        let lacks_two = |(at, (slots, _)): (usize, &(&[usize], Gap))| {
            recipe.lacking.iter().skip(at + 1).any(|(other, _)| other.starts_with(slots) || slots.starts_with(other))
        };
        let is_doubtful = recipe.lacking.iter().enumerate().any(lacks_two);
        (!recipe.fillings.is_empty() && !is_doubtful).then_some(recipe)
    }

    /// Reads rows that follow each other.
    pub(in crate::deals) fn read(&self, batch: &Batch, nodes: &Arc<Nodes>, sheet: &Arc<Sheet>, frame: &Frame) -> Read {
        let rows = batch.arrays.num_rows();
        let mut columns = Columns::new(rows);
        let mut odd = Bits::all(rows, false);
        let mut deals = Bits::all(rows, true);
        for (slots, gap) in &self.lacking {
            columns.put(slots, value::Column::same(Value::Missing(*gap), rows));
        }
        for filling in &self.fillings {
            let array = filling.column.array.and_then(|at| batch.arrays.columns().get(at));
            let whole = array.filter(|_| filling.part.is_none());
            let read = whole.and_then(|array| guarded(|| typed(array, filling.ty, &filling.how, frame)).flatten());
            let read = read.unwrap_or_else(|| {
                let (read, gone) = filling.one_by_one(rows, nodes, sheet, frame);
                deals = deals.without(&gone);
                odd.add(&gone);
                read
            });
            odd.add(&read.odd);
            columns.put(&filling.slots, read.column);
        }
        // A deal without an id is reported.
        let has_id = columns.at(&[builtin::ID]);
        match has_id {
            value::Held::Column(ids) => odd.add(&ids.given.not()),
            _ => odd = Bits::all(rows, true),
        }
        columns.deals = deals;
        Read { columns, odd }
    }
}

impl Filling<'_> {
    /// Reads the column cell by cell, as the exact decoder does; and tells the rows that cannot be read at all.
    fn one_by_one(&self, rows: usize, nodes: &Arc<Nodes>, sheet: &Arc<Sheet>, frame: &Frame) -> (Typed, Bits) {
        let mut decoder = Decoder::new(frame);
        let (mut gone, mut odd) = (Bits::all(rows, false), Bits::all(rows, false));
        let mut values = Vec::with_capacity(rows);
        for at in 0..rows {
            let body = Body::Columns(LateRow::new(nodes, at));
            let row = Row { sheet: sheet.clone(), line: nodes.line(at), body };
            match self.value(at, &row, nodes, &mut decoder) {
                Some(value) => values.push(value),
                None => {
                    gone.set(at, true);
                    values.push(Value::ABSENT);
                }
            }
            if !decoder.log.is_empty() {
                odd.set(at, true);
                decoder = Decoder::new(frame);
            }
        }
        (Typed { column: value::Column::of(values, frame.zone), odd }, gone)
    }

    fn value(&self, at: usize, row: &Row, nodes: &Nodes, decoder: &mut Decoder<'_>) -> Option<Value> {
        decoder.begin();
        let here = Here { row, how: &self.how, visibility: Visibility::Shown, trail: None };
        let Some((place, column)) = self.part else {
            let node = nodes.cell(self.column.place, at).ok()?;
            return Some(decoder.value(&Node::Yaml(&node), self.ty, here));
        };
        let document = row.document().ok()??;
        let parts = Parts::of_document(&document, row).ok()?;
        Some(match parts.find(row, place, column) {
            Found::Node(node) => decoder.value(&node, self.ty, here),
            Found::Cut => Value::Missing(Gap::Unreadable),
            Found::Nothing | Found::Away => Value::ABSENT,
        })
    }
}
