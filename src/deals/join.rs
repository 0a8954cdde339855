mod told;

use crate::deals::Error;
use crate::deals::FileRead;
use crate::deals::Store;
use crate::deals::decode::Decoder;
use crate::deals::decode::Visibility;
use crate::deals::direct_cells::Cells;
use crate::deals::held::HeldRows;
use crate::deals::held::Lens;
use crate::deals::hold::Held;
use crate::deals::hold::NO_KEY;
use crate::deals::hold::hold;
use crate::deals::key_table::KeyTable;
use crate::deals::log::Log;
use crate::deals::marks::Marks;
use crate::deals::node::Node;
use crate::deals::order::by_moment;
use crate::deals::order::moment_slot;
use crate::deals::parts::Found;
use crate::deals::parts::Parts;
use crate::deals::plan::Plan;
use crate::deals::plan::put;
use crate::deals::row::Row;
use crate::deals::row::Sheet;
use crate::deals::row::Standing;
use crate::value::Gap;
use crate::value::Record;
use crate::value::RecordType;
use crate::value::Type;
use crate::value::Value;
use crate::value::mapping::FirstOf;
use crate::value::mapping::Target;

/// A joined table, read and indexed.
#[derive(Debug)]
pub(super) struct Joined {
    pub(super) plan: Plan,
    rows: HeldRows,
    keys: KeyTable,
    /// The rows of each key, one key after the other, and where those of each begin.
    order: Vec<u32>,
    starts: Vec<u32>,
    /// Names of its files, for messages.
    files: Vec<String>,
    /// Whether it cannot be told which of its rows count.
    blind: bool,
    /// The place of the key among the columns of the deals' table; `None` where it has none, which is reported.
    pub(super) key: Option<usize>,
    /// The name of that column.
    pub(super) key_column: Option<FirstOf>,
    /// Whether messages may show the key.
    pub(super) visibility: Visibility,
    /// Slots of the joined record that columns of the deals' table fill.
    pub(super) shared: Vec<usize>,
}

/// Records that are not needed at the moment; they keep their room.
#[derive(Debug, Default)]
pub(super) struct Spare {
    records: Vec<Value>,
    list: Vec<Value>,
}

/// What a row of the deals asks a joined table for.
enum Asked<'k> {
    Key(&'k str),
    /// It has no key.
    Gap(Gap),
}

/// The text that a key is compared by.
pub(super) fn key_of(found: &Found<'_>) -> Option<String> {
    let Found::Node(node) = found else { return None };
    node.text().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

impl Spare {
    /// Takes back what a table has filled the slot of a deal with.
    pub(super) fn take_back(&mut self, place: &mut Value) {
        match std::mem::replace(place, Value::ABSENT) {
            Value::List(mut items) => {
                self.records.append(&mut items);
                self.list = items;
            }
            record @ Value::Record(_) => self.records.push(record),
            _ => {}
        }
    }

    fn record(&mut self) -> Box<Record> {
        match self.records.pop() {
            Some(Value::Record(record)) => record,
            _ => Box::new(Record::empty(0)),
        }
    }
}

impl Joined {
    /// Reads all rows of a table, by so many threads. `number` counts the files of the run.
    pub(super) fn load(
        store: &dyn Store,
        plan: Plan,
        files: Vec<String>,
        (number, threads): (&mut u32, usize),
        decoder: &mut Decoder<'_>,
    ) -> Result<(Joined, Vec<FileRead>), Error> {
        let fills = fills(&plan, decoder);
        let held = hold(store, &plan, &files, &fills, (number, threads), decoder)?;
        let (starts, order) = in_order_of_keys(&held, moment_slot(&plan.map.target).is_some());
        let joined = Joined {
            plan,
            rows: held.rows,
            keys: held.keys,
            order,
            starts,
            files,
            blind: held.blind,
            key: None,
            key_column: None,
            visibility: Visibility::Shown,
            shared: Vec::new(),
        };
        Ok((joined, held.read))
    }

    /// What deals ask it for, before they have asked.
    pub(super) fn marks(&self) -> Marks {
        Marks::new(self.keys.len())
    }

    /// The rows that a key of the deals' table finds, in the order of the list; `None` where there are none.
    pub(super) fn rows_of(&self, key: &str) -> Option<&[u32]> {
        self.find(key).map(|(_, rows)| rows)
    }

    /// A row as it stands in its file.
    pub(super) fn row(&self, at: u32) -> Option<Row> {
        self.rows.row(usize::try_from(at).ok()?)
    }

    /// The number of a key of the deals' table, and its rows.
    fn find(&self, key: &str) -> Option<(u32, &[u32])> {
        let number = self.keys.number(self.read_as(key))?;
        let at = usize::try_from(number).ok()?;
        let from = usize::try_from(*self.starts.get(at)?).ok()?;
        let to = usize::try_from(*self.starts.get(at + 1)?).ok()?;
        Some((number, self.order.get(from..to)?))
    }

    /// Fills the deal's record from the rows that its key finds.
    pub(super) fn fill(
        &self,
        (record, ty): (&mut Record, &RecordType),
        (row, parts): (&Row, &Parts<'_>),
        marks: &Marks,
        lens: &mut Lens<'_>,
        log: &mut Log,
    ) {
        let found = self.found(row, parts);
        let key = key_of(&found);
        let spare = &mut Spare::default();
        let Target::Record(slot) = self.plan.map.target else {
            self.fill_asked(record, ty, self.asked(&found, key.as_deref()), marks, lens, spare);
            return;
        };
        match self.asked(&found, key.as_deref()) {
            Asked::Gap(gap) => self.fill_gap(record, ty, slot, gap),
            Asked::Key(key) => match self.find(key) {
                None => {
                    marks.ask();
                    if let Found::Node(node) = &found {
                        self.report_no_match(key, row, node, log);
                    }
                    self.fill_gap(record, ty, slot, Gap::Unmatched);
                }
                Some((_, [_])) => {
                    self.fill_asked(record, ty, Asked::Key(key), marks, lens, spare);
                }
                Some((number, several)) => {
                    marks.ask();
                    marks.take(number);
                    if marks.tell(number) {
                        self.report_ambiguous(key, several, log);
                    }
                    self.fill_gap(record, ty, slot, Gap::Ambiguous);
                }
            },
        }
    }

    /// The same for a row of cells; `false`, and no mark, where something has to be told.
    pub(super) fn fill_cells(
        &self,
        (record, ty): (&mut Record, &RecordType),
        (sheet, cells, text): (&Sheet, &Cells, &str),
        marks: &Marks,
        lens: &mut Lens<'_>,
        spare: &mut Spare,
    ) -> bool {
        let found = match self.key.map(|at| sheet.standing(at)) {
            Some(Standing::Away) => Found::Away,
            Some(Standing::At { place, .. }) => {
                cells.get(text, place).map_or(Found::Cut, |text| Found::Node(Node::Cell { text, column: place }))
            }
            _ => Found::Cut,
        };
        let key = match &found {
            Found::Node(Node::Cell { text, .. }) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        };
        self.fill_asked(record, ty, self.asked(&found, key), marks, lens, spare)
    }

    /// Fills the deal's record; `false`, and no mark, where something has to be told.
    fn fill_asked(
        &self,
        record: &mut Record,
        ty: &RecordType,
        asked: Asked<'_>,
        marks: &Marks,
        lens: &mut Lens<'_>,
        spare: &mut Spare,
    ) -> bool {
        match (&self.plan.map.target, asked) {
            (Target::Deals | Target::People, _) => {}
            (Target::List(slot), Asked::Gap(gap)) => put(record, ty, &[*slot], Value::Missing(gap)),
            (Target::Record(slot), Asked::Gap(gap)) => self.fill_gap(record, ty, *slot, gap),
            (Target::List(slot), Asked::Key(key)) => {
                marks.ask();
                let mut items = std::mem::take(&mut spare.list);
                if let Some((number, rows)) = self.find(key) {
                    marks.take(number);
                    items.extend(rows.iter().map(|row| Value::Record(self.read(*row, lens, spare))));
                }
                put(record, ty, &[*slot], Value::List(items));
            }
            (Target::Record(slot), Asked::Key(key)) => {
                let Some((number, [only])) = self.find(key) else { return false };
                marks.ask();
                marks.take(number);
                let joined = self.read(*only, lens, spare);
                merge(record, ty, *slot, joined, &self.plan);
            }
        }
        true
    }

    /// The record that a row is.
    fn read(&self, row: u32, lens: &mut Lens<'_>, spare: &mut Spare) -> Box<Record> {
        let mut record = spare.record();
        let at = usize::try_from(row).unwrap_or(usize::MAX);
        if !self.rows.read(&self.plan, lens, at, &mut record) {
            *record = Record::empty(self.plan.ty.fields.len());
        }
        record
    }

    /// What a row of the deals asks for.
    fn asked<'k>(&self, found: &Found<'_>, key: Option<&'k str>) -> Asked<'k> {
        match (found, key) {
            (Found::Cut, _) => Asked::Gap(Gap::Unmatched),
            (Found::Away, _) => Asked::Gap(Gap::NotExported),
            (_, None) => Asked::Gap(Gap::Absent),
            (_, Some(_)) if self.files.is_empty() || self.blind => Asked::Gap(Gap::Unmatched),
            (_, Some(key)) => Asked::Key(key),
        }
    }

    /// The rows of a deal that the source leaves out belong to it, and are no orphans.
    pub(super) fn excuse(&self, row: &Row, parts: &Parts<'_>, marks: &Marks) {
        if let Some(key) = key_of(&self.found(row, parts)) {
            self.excuse_key(&key, marks);
        }
    }

    /// The same for a row of cells.
    pub(super) fn excuse_cells(&self, sheet: &Sheet, cells: &Cells, text: &str, marks: &Marks) {
        if let Some(Standing::At { place, .. }) = self.key.map(|at| sheet.standing(at)) {
            self.excuse_key(cells.get(text, place).unwrap_or_default().trim(), marks);
        }
    }

    fn excuse_key(&self, key: &str, marks: &Marks) {
        if let Some((number, _)) = self.find(key).filter(|_| !key.is_empty()) {
            marks.take(number);
        }
    }

    /// The key that stands in a row of the deals.
    fn found<'r>(&self, row: &Row, parts: &Parts<'r>) -> Found<'r> {
        self.key.zip(self.key_column.as_ref()).map_or(Found::Cut, |(at, column)| parts.find(row, at, column))
    }

    /// A gap in the place of a record: in all of it, or in the fields that the deals' own table does not fill.
    fn fill_gap(&self, record: &mut Record, ty: &RecordType, slot: usize, gap: Gap) {
        let Some(place) = record.values.get_mut(slot).filter(|_| gap != Gap::Absent) else { return };
        if self.shared.is_empty() {
            *place = Value::Missing(gap);
            return;
        }
        let Some(Type::Record(ty)) = ty.fields.get(slot).map(|field| &field.ty) else { return };
        if !matches!(place, Value::Record(_)) {
            *place = Value::Record(Box::new(Record::empty(ty.fields.len())));
        }
        let Value::Record(inner) = place else { return };
        let open = inner.values.iter_mut().enumerate().filter(|(slot, _)| !self.shared.contains(slot));
        for (_, value) in open {
            *value = Value::Missing(gap);
        }
    }

    /// The key of the joined table that a key of the deals' table stands for.
    fn read_as<'k>(&'k self, key: &'k str) -> &'k str {
        let reading = self.plan.map.join.as_ref().and_then(|join| join.reading.get(key));
        reading.map_or(key, |read| read.trim())
    }
}

/// What a joined table fills, as the playbook calls it.
fn fills(plan: &Plan, decoder: &Decoder<'_>) -> String {
    let (Target::Record(slot) | Target::List(slot)) = plan.map.target else { return "deals".to_owned() };
    let field = decoder.frame.schema.deal.fields.get(slot);
    field.map(|field| field.name.clone()).unwrap_or_default()
}

/// Where the rows of each key begin, and the rows: in the order of their moments, where they have them.
fn in_order_of_keys(held: &Held, by_time: bool) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0_u32; held.keys.len() + 1];
    let place = |key: u32| usize::try_from(key).ok().filter(|_| key != NO_KEY);
    for key in held.key_of.iter().filter_map(|key| place(*key)) {
        if let Some(count) = starts.get_mut(key + 1) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    let mut next = starts.clone();
    let mut order = vec![0; usize::try_from(sum).unwrap_or_default()];
    for (row, key) in (0..).zip(&held.key_of) {
        let next = place(*key).and_then(|key| next.get_mut(key));
        let Some(next) = next else { continue };
        if let Some(place) = usize::try_from(*next).ok().and_then(|at| order.get_mut(at)) {
            *place = row;
        }
        *next += 1;
    }
    if by_time {
        let moment = |row: u32| held.moments.get(usize::try_from(row).ok()?).copied().flatten();
        for pair in starts.windows(2) {
            let [from, to] = pair else { continue };
            by_moment(order.get_mut(range(*from, *to)).unwrap_or_default(), moment);
        }
    }
    (starts, order)
}

fn range(from: u32, to: u32) -> std::ops::Range<usize> {
    usize::try_from(from).unwrap_or(usize::MAX)..usize::try_from(to).unwrap_or(usize::MAX)
}

/// The joined row's record, over what the deals' own table has filled.
fn merge(record: &mut Record, ty: &RecordType, slot: usize, joined: Box<Record>, plan: &Plan) {
    let Some(place) = record.values.get_mut(slot) else { return };
    let Value::Record(inner) = place else {
        *place = Value::Record(joined);
        return;
    };
    let Some(Type::Record(ty)) = ty.fields.get(slot).map(|field| &field.ty) else { return };
    for column in &plan.map.columns {
        let steps: Vec<crate::value::Step> = column.slots.iter().map(|slot| crate::value::Step::Field(*slot)).collect();
        if let Some(value) = joined.at(&steps) {
            put(inner, ty, &column.slots, value.clone());
        }
    }
}
