use std::collections::HashMap;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use crate::deals::Error;
use crate::deals::FileRead;
use crate::deals::Store;
use crate::deals::decode::Decoder;
use crate::deals::decode::Visibility;
use crate::deals::decode::base_name;
use crate::deals::decode::shortened;
use crate::deals::load::LoadedRow;
use crate::deals::load::load;
use crate::deals::log::Log;
use crate::deals::log::Telling;
use crate::deals::log::near;
use crate::deals::node::Node;
use crate::deals::order::by_moment;
use crate::deals::order::moment_slot;
use crate::deals::parts::Found;
use crate::deals::parts::Parts;
use crate::deals::plan::Plan;
use crate::deals::plan::put;
use crate::deals::row::Mark;
use crate::deals::row::Row;
use crate::deals::row::Standing;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::or_list;
use crate::value::Gap;
use crate::value::Record;
use crate::value::RecordType;
use crate::value::Type;
use crate::value::Value;
use crate::value::mapping::FirstOf;
use crate::value::mapping::Join;
use crate::value::mapping::Target;

/// A joined table, loaded and indexed.
#[derive(Debug)]
pub(super) struct Joined {
    pub(super) plan: Plan,
    pub(super) rows: Vec<LoadedRow>,
    index: HashMap<String, Matches>,
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
    /// Whether any deal has had a key.
    asked: AtomicBool,
}

#[derive(Debug, Default)]
struct Matches {
    rows: Vec<usize>,
    /// Whether a deal has asked for it.
    used: AtomicBool,
}

/// The text that a key is compared by.
pub(super) fn key_of(found: &Found<'_>) -> Option<String> {
    let Found::Node(node) = found else { return None };
    node.text().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

impl Joined {
    /// Reads all rows of a table. `number` counts the files of the run.
    pub(super) fn load(
        store: &dyn Store,
        plan: Plan,
        files: Vec<String>,
        number: &mut u32,
        decoder: &mut Decoder<'_>,
    ) -> Result<(Joined, Vec<FileRead>), Error> {
        let mut joined = Joined {
            plan,
            rows: Vec::new(),
            index: HashMap::new(),
            files,
            blind: false,
            key: None,
            key_column: None,
            visibility: Visibility::Shown,
            shared: Vec::new(),
            asked: AtomicBool::new(false),
        };
        let fills = joined.fills(decoder);
        let loaded = load(store, &joined.plan, &joined.files, &fills, number, decoder)?;
        joined.blind = loaded.blind;
        for row in loaded.rows {
            joined.add(row);
        }
        joined.sort();
        Ok((joined, loaded.read))
    }

    /// Puts the rows of each key in the order of their moments, where they have them.
    fn sort(&mut self) {
        let Some(slot) = moment_slot(&self.plan.map.target) else { return };
        for matches in self.index.values_mut() {
            by_moment(&mut matches.rows, |at| self.rows.get(at).map_or(&Value::ABSENT, |row| row.record.get(slot)));
        }
    }

    /// The rows that a key of the deals' table finds, in the order of the list; `None` where there are none.
    pub(super) fn rows_of(&self, key: &str) -> Option<&[usize]> {
        self.index.get(self.read_as(key)).map(|matches| matches.rows.as_slice())
    }

    /// Fills the deal's record from the rows that its key finds.
    pub(super) fn fill(&self, record: &mut Record, ty: &RecordType, row: &Row, parts: &Parts<'_>, log: &mut Log) {
        self.fill_by(record, ty, row, &self.found(row, parts), log);
    }

    /// The rows of a deal that the source leaves out belong to it, and are no orphans.
    pub(super) fn excuse(&self, row: &Row, parts: &Parts<'_>) {
        let key = key_of(&self.found(row, parts));
        if let Some(matches) = key.and_then(|key| self.index.get(self.read_as(&key))) {
            matches.used.store(true, Ordering::Relaxed);
        }
    }

    /// The key that stands in a row of the deals.
    fn found<'r>(&self, row: &Row, parts: &Parts<'r>) -> Found<'r> {
        self.key.zip(self.key_column.as_ref()).map_or(Found::Cut, |(at, column)| parts.find(row, at, column))
    }

    /// Fills the deal's record by the key that stands in its row.
    pub(super) fn fill_by(&self, record: &mut Record, ty: &RecordType, row: &Row, found: &Found<'_>, log: &mut Log) {
        let matches = match (found, key_of(found)) {
            (Found::Cut, _) => Err(Gap::Unmatched),
            (Found::Away, _) => Err(Gap::NotExported),
            (_, None) => Err(Gap::Absent),
            (_, Some(_)) if self.files.is_empty() || self.blind => Err(Gap::Unmatched),
            (_, Some(key)) => Ok((self.index.get(self.read_as(&key)), key)),
        };
        if matches.is_ok() {
            self.asked.store(true, Ordering::Relaxed);
        }
        match (&self.plan.map.target, matches) {
            (Target::Deals | Target::People, _) => {}
            (Target::List(slot), Ok((matches, _))) => {
                let rows = matches.map(|matches| matches.take().0).unwrap_or_default();
                let items = rows.iter().filter_map(|at| self.rows.get(*at));
                let items = items.map(|joined| Value::Record(Box::new(joined.record.clone()))).collect();
                put(record, ty, &[*slot], Value::List(items));
            }
            (Target::List(slot), Err(gap)) => put(record, ty, &[*slot], Value::Missing(gap)),
            (Target::Record(slot), Err(gap)) => self.fill_gap(record, ty, *slot, gap),
            (Target::Record(slot), Ok((None, key))) => {
                if let Found::Node(node) = found {
                    self.report_no_match(&key, row, node, log);
                }
                self.fill_gap(record, ty, *slot, Gap::Unmatched);
            }
            (Target::Record(slot), Ok((Some(matches), key))) => match matches.take() {
                ([only], _) => {
                    if let Some(joined) = self.rows.get(*only) {
                        merge(record, ty, *slot, joined, &self.plan);
                    }
                }
                (several, was_used) => {
                    if !was_used {
                        self.report_ambiguous(&key, several, log);
                    }
                    self.fill_gap(record, ty, *slot, Gap::Ambiguous);
                }
            },
        }
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

    /// Reports the rows that no deal has asked for, where every row must belong to one.
    ///
    /// Silent where no deal had a key at all: the cause, a missing column or file, is reported already.
    /// A row of the deals' own log that names no case is reported already, too.
    pub(super) fn report_orphans(&self, own: &Plan, log: &mut Log) {
        let of_own_log = own.case.is_some() && own.map.file.first.value == self.plan.map.file.first.value;
        let Some(join) = self.plan.map.join.as_ref().filter(|_| self.asked.load(Ordering::Relaxed)) else { return };
        let belongs = matches!(self.plan.map.target, Target::List(_)) || join.deals_column.is_none();
        for row in &self.rows {
            let column = self.join_column(join, &row.row);
            let file = &row.row.sheet.name;
            let shown = base_name(file);
            let problem = match row.key.as_ref().map(|key| self.index.get(key)) {
                None if of_own_log => continue,
                None if row.row.sheet.lacks(self.plan.map.columns.len()) => continue,
                None => Diagnostic::warning("deals/orphan-row", format!("a row of `{shown}` has no `{column}`"))
                    .note("it belongs to no deal, and is not used"),
                Some(Some(matches)) if belongs && !matches.used.load(Ordering::Relaxed) => {
                    Diagnostic::warning("deals/orphan-row", format!("a row of `{shown}` belongs to no deal"))
                        .note(format!("no deal has the key that stands in `{column}`"))
                        .help("check that both exports cover the same deals")
                }
                _ => continue,
            };
            log.add(problem, file, column, row.row.start());
        }
    }

    /// The name of the column by which a row is joined.
    fn join_column<'j>(&self, join: &'j Join, row: &Row) -> &'j str {
        let name = match row.sheet.standing(self.plan.map.columns.len()) {
            Standing::At { name, .. } => join.column.names().nth(name),
            _ => None,
        };
        &name.unwrap_or(&join.column.first).value
    }

    /// The key of the joined table that a key of the deals' table stands for.
    fn read_as<'k>(&'k self, key: &'k str) -> &'k str {
        let reading = self.plan.map.join.as_ref().and_then(|join| join.reading.get(key));
        reading.map_or(key, |read| read.trim())
    }

    fn add(&mut self, row: LoadedRow) {
        if let Some(key) = &row.key {
            self.index.entry(key.clone()).or_default().rows.push(self.rows.len());
        }
        self.rows.push(row);
    }

    fn fills(&self, decoder: &Decoder<'_>) -> String {
        let (Target::Record(slot) | Target::List(slot)) = self.plan.map.target else { return "deals".to_owned() };
        let field = decoder.frame.schema.deal.fields.get(slot);
        field.map(|field| field.name.clone()).unwrap_or_default()
    }

    fn report_no_match(&self, key: &str, row: &Row, node: &Node<'_>, log: &mut Log) {
        let Some(join) = &self.plan.map.join else { return };
        let code = "deals/no-match";
        let files = or_list(self.files.iter().take(3).map(|name| base_name(name)));
        let asked = join.deals_column.as_ref().map_or("id", |column| column.first.value.as_str());
        let column = self.rows.first().map_or(join.column.first.value.as_str(), |of| self.join_column(join, &of.row));
        let told = format!("no row of {files} has the {column} `{}`", shortened(key));
        let telling = match self.visibility {
            Visibility::Shown => log.telling(code, &row.sheet.name, &format!("{asked} {files}"), key),
            Visibility::Private => Telling::Together,
        };
        let problem = match telling {
            Telling::First => Diagnostic::error(code, told)
                .at(join.column.span(), "joined by this column")
                .maybe_help(near(key, self.index.keys().map(String::as_str))),
            Telling::Again => Diagnostic::error(code, told),
            Telling::Together => Diagnostic::error(code, format!("no row of {files} has the {column} of these rows")),
        };
        log.add(problem, &row.sheet.name, asked, row.position(node, &mut Mark::default()));
    }

    fn report_ambiguous(&self, key: &str, rows: &[usize], log: &mut Log) {
        let Some(join) = &self.plan.map.join else { return };
        for row in rows.iter().filter_map(|at| self.rows.get(*at)) {
            let column = self.join_column(join, &row.row);
            let shown = match self.visibility {
                Visibility::Shown => format!("the {column} `{}`", shortened(key)),
                Visibility::Private => format!("the same {column}"),
            };
            let message = format!("{} rows have {shown}, where one is expected", rows.len());
            let problem = Diagnostic::error("deals/ambiguous-match", message)
                .note("which of them is meant cannot be told, so none is used")
                .help("keep one of them, or join by a column that is different in each");
            log.add(problem, &row.row.sheet.name, column, row.row.start());
        }
    }
}

impl Matches {
    /// The rows, and whether they were asked for before.
    fn take(&self) -> (&[usize], bool) {
        (&self.rows, self.used.swap(true, Ordering::Relaxed))
    }
}

/// The joined row's record, over what the deals' own table has filled.
fn merge(record: &mut Record, ty: &RecordType, slot: usize, joined: &LoadedRow, plan: &Plan) {
    let Some(place) = record.values.get_mut(slot) else { return };
    let Value::Record(inner) = place else {
        *place = Value::Record(Box::new(joined.record.clone()));
        return;
    };
    let Some(Type::Record(ty)) = ty.fields.get(slot).map(|field| &field.ty) else { return };
    for column in &plan.map.columns {
        let steps: Vec<crate::value::Step> = column.slots.iter().map(|slot| crate::value::Step::Field(*slot)).collect();
        if let Some(value) = joined.record.at(&steps) {
            put(inner, ty, &column.slots, value.clone());
        }
    }
}
