use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use crate::deals::Away;
use crate::deals::Error;
use crate::deals::FileRead;
use crate::deals::Input;
use crate::deals::Store;
use crate::deals::decode::Decoder;
use crate::deals::decode::Visibility;
use crate::deals::format::Format;
use crate::deals::join::Joined;
use crate::deals::layout::Form;
use crate::deals::layout::Mapped;
use crate::deals::layout::StageOf;
use crate::deals::packed::is_archive;
use crate::deals::people;
use crate::deals::plan::Plan;
use crate::deals::text::Text;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::or_list;
use crate::value::Record;
use crate::value::Schema;
use crate::value::builtin;
use crate::value::mapping::ColumnMap;
use crate::value::mapping::FirstOf;
use crate::value::mapping::SourceMap;
use crate::value::mapping::TableMap;
use crate::value::mapping::Target;

/// What is there before the first deal is read.
pub(super) struct Setup {
    pub(super) form: Form,
    /// The deals' own files.
    pub(super) files: Vec<String>,
    /// The joined files, read.
    pub(super) read: Vec<FileRead>,
    /// The number of the next file.
    pub(super) number: u32,
    /// Who holds which role when; `None` where no table says so.
    pub(super) people: Option<Vec<Record>>,
    /// Optional tables that no file was found for.
    pub(super) away: Vec<Away>,
}

/// Lists the files and loads the joined tables.
pub(super) fn set_up(
    store: &dyn Store,
    input: Input<'_>,
    threads: usize,
    decoder: &mut Decoder<'_>,
) -> Result<Setup, Error> {
    match input {
        Input::Shaped { files } => {
            let files = files.to_vec();
            Ok(Setup { form: Form::Shaped, files, read: Vec::new(), number: 0, people: None, away: Vec::new() })
        }
        Input::Mapped { source, files } => mapped(store, source, files, threads, decoder),
    }
}

fn mapped(
    store: &dyn Store,
    source: &SourceMap,
    files: &[String],
    threads: usize,
    decoder: &mut Decoder<'_>,
) -> Result<Setup, Error> {
    let schema = &decoder.frame.schema;
    let own = source.tables.iter().find(|table| matches!(table.target, Target::Deals));
    let Some(own) = own else {
        decoder.log.add_plain(
            Diagnostic::error("deals/no-deals", format!("source `{}` has no table of deals", source.name))
                .at(source.span, "")
                .help("add `deals from FILE { … }`"),
        );
        return Ok(Setup {
            form: Form::Shaped,
            files: Vec::new(),
            read: Vec::new(),
            number: 0,
            people: None,
            away: Vec::new(),
        });
    };
    let files = if files.is_empty() { list(store, own, decoder)? } else { files.to_vec() };
    let mut plan = Plan::new(own, schema);
    let id = plan.filling(&[builtin::ID]);
    let is_log = is_log(store, &files)?;
    let (mut joined, mut inner, mut read, mut number, mut people) = (Vec::new(), Vec::new(), Vec::new(), 0, None);
    let mut away = Vec::new();
    for map in source.tables.iter().filter(|table| !matches!(table.target, Target::Deals)) {
        let table = Plan::new(map, schema).writing_as(&source.tables);
        if is_log && is_inside(map, own, id.and_then(|at| plan.map.columns.get(at))) {
            inner.push(table);
            continue;
        }
        let names = list(store, map, decoder)?;
        if names.is_empty() && map.file.is_optional() {
            let names = map.file.names().map(|name| name.value.clone()).collect();
            away.push(Away { field: fills(map, &decoder.frame.schema), names });
            continue;
        }
        if matches!(map.target, Target::People) {
            let (records, mut files) = people::mapped(store, &table, &names, &mut number, decoder)?;
            people.get_or_insert_with(Vec::new).extend(records);
            read.append(&mut files);
            continue;
        }
        let (mut table, mut files) = Joined::load(store, table, names, (&mut number, threads), decoder)?;
        let column = map.join.as_ref().and_then(|join| join.deals_column.as_ref());
        table.key = column.map(|column| plan.want(column)).or(id.filter(|_| column.is_none()));
        let key = table.key.and_then(|at| plan.columns.get(at));
        table.key_column = key.cloned();
        let own = table.plan.map.join.as_ref().map(|join| join.column.clone());
        if column.is_some_and(|column| plan.is_private(column)) || own.is_some_and(|own| table.plan.is_private(&own)) {
            table.visibility = Visibility::Private;
        }
        if column.is_none() && id.is_none() {
            report_no_id(map.join.as_ref().map_or(&map.file, |join| &join.column), decoder);
        }
        if let Target::Record(slot) = map.target {
            table.shared = plan.filled_inside(slot);
        }
        joined.push(table);
        read.append(&mut files);
    }
    let has_history = source.tables.iter().any(|table| matches!(table.target, Target::List(builtin::HISTORY)));
    let stage = match plan.filling(&[builtin::STAGE]) {
        None if has_history => StageOf::History,
        _ => StageOf::Column,
    };
    let form = Form::Mapped(Box::new(Mapped { plan, joined, inner, stage }));
    Ok(Setup { form, files, read, number, people, away })
}

/// What a joined table fills, as the playbook calls it.
fn fills(map: &TableMap, schema: &Schema) -> String {
    let slot = match map.target {
        Target::Record(slot) | Target::List(slot) => slot,
        Target::Deals => return "deals".to_owned(),
        Target::People => return "people".to_owned(),
    };
    schema.deal.fields.get(slot).map(|field| field.name.clone()).unwrap_or_default()
}

/// Whether the deals are the traces of an event log.
fn is_log(store: &dyn Store, files: &[String]) -> Result<bool, Error> {
    let Some(first) = files.first() else { return Ok(false) };
    if !is_archive(first) {
        return Ok(Format::of(first) == Some(Format::Xes));
    }
    // A file that cannot be opened is reported when it is read.
    let opened = Text::open(store, first, &Arc::new(AtomicU64::new(0)))?;
    Ok(opened.is_ok_and(|(_, format)| format == Format::Xes))
}

/// Whether a list is filled by the events of the very cases that the deals are.
fn is_inside(map: &TableMap, own: &TableMap, id: Option<&ColumnMap>) -> bool {
    let Some(join) = map.join.as_ref().filter(|join| join.reading.is_empty()) else { return false };
    let asked = join.deals_column.as_ref().or(id.map(|id| &id.column));
    let of_case = join.column.first.value.strip_prefix("case:");
    matches!(map.target, Target::List(_))
        && map.file.first.value == own.file.first.value
        && of_case.is_some()
        && of_case == asked.map(|column| column.first.value.as_str())
}

fn list(store: &dyn Store, map: &TableMap, decoder: &mut Decoder<'_>) -> Result<Vec<String>, Error> {
    for pattern in map.file.names().map(|name| &name.value) {
        let names = store.list(pattern).map_err(|source| Error::List { pattern: pattern.clone(), source })?;
        if !names.is_empty() {
            return Ok(names);
        }
    }
    if !map.file.is_optional() {
        let patterns = or_list(map.file.names().map(|name| name.value.as_str()));
        decoder.log.add_plain(
            Diagnostic::error("deals/no-file", format!("no file matches {patterns}"))
                .at(map.file.span(), "looked for in the folder of the data")
                .help("put the export there, or write the name it has"),
        );
    }
    Ok(Vec::new())
}

fn report_no_id(column: &FirstOf, decoder: &mut Decoder<'_>) {
    decoder.log.add_plain(
        Diagnostic::error("deals/no-key", "the deals have no id that a table could be joined by")
            .at(column.span(), "matched to the id of the deals")
            .help("map `id` in the table of deals, or name the deals' column: `on \"column\" = \"deal's column\"`"),
    );
}
