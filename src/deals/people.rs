use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use crate::deals::Error;
use crate::deals::FileRead;
use crate::deals::Frame;
use crate::deals::Store;
use crate::deals::cells::split;
use crate::deals::decode::Decoder;
use crate::deals::decode::base_name;
use crate::deals::load::load;
use crate::deals::log::Log;
use crate::deals::node::Node;
use crate::deals::plan::Plan;
use crate::deals::row::Body;
use crate::deals::row::Row;
use crate::deals::row::Unsound;
use crate::deals::table::Table;
use crate::deals::wanted::Wanted;
use crate::deals::xes::Grain;
use crate::deals::yaml::YamlKind;
use crate::deals::yaml::YamlNode;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Problems;
use crate::source::Position;
use crate::value::Record;
use crate::value::RecordType;
use crate::value::Value;
use crate::value::mapping::Need;
use crate::value::people;

/// Who holds which role when, as a file says.
#[derive(Clone, Debug, Default)]
pub struct PeopleRead {
    /// The rows that name a person and a role, as [`crate::value::Schema::people`] has them.
    pub records: Vec<Record>,
    /// Everything that is wrong with the file.
    pub problems: Problems,
    /// The file; nothing where it could not be opened as what its name says.
    pub file: Option<FileRead>,
}

/// Reads a file of people: a table with the headers `person`, `role`, `from`, `until`, `deputy`, `limit` and `manager`,
/// or documents with these keys. Only `person` and `role` are needed.
pub fn read_people(store: &dyn Store, file: &str, frame: &Frame) -> Result<PeopleRead, Error> {
    let mut decoder = Decoder::for_people(frame);
    let ty = frame.schema.people();
    let (grain, shape, fills) = (Grain::Traces, Some(&ty), "people");
    let wanted = Wanted {
        name: file,
        number: 0,
        grain,
        under: &[],
        under_need: Need::Required,
        header_rows: 1,
        columns: &[],
        shape,
        fills,
    };
    let opened = Table::open(store, &wanted, &Arc::new(AtomicU64::new(0)), &mut decoder.log)?;
    let mut read = PeopleRead::default();
    if let Some(mut table) = opened {
        while let Some(row) = table.next(&mut decoder.log)? {
            match shaped(&mut decoder, &table, &row, &ty) {
                Ok(Some(record)) => read.records.extend(complete(record, &row, &mut decoder.log)),
                Ok(None) => table.skip_blank(&row, &mut decoder.log),
                Err(unsound) => table.reject(&unsound, &mut decoder.log),
            }
        }
        if table.met == 0 {
            let problem = Diagnostic::error("deals/no-people", format!("nobody stands in `{}`", base_name(file)))
                .help("a table of people begins with `person,role,from,until,deputy,limit,manager`");
            decoder.log.add_whole(problem, &table.sheet.name, "");
        }
        read.file = Some(table.outcome());
    }
    read.problems = decoder.log.into_problems();
    Ok(read)
}

/// Reads the people of a source.
pub(super) fn mapped(
    store: &dyn Store,
    plan: &Plan,
    names: &[String],
    number: &mut u32,
    decoder: &mut Decoder<'_>,
) -> Result<(Vec<Record>, Vec<FileRead>), Error> {
    let loaded = load(store, plan, names, "people", number, decoder)?;
    let records = loaded.rows.into_iter().filter_map(|loaded| complete(loaded.record, &loaded.row, &mut decoder.log));
    Ok((records.collect(), loaded.read))
}

/// A row that says who holds which role; one that lacks either says nothing, and is reported.
///
/// A person or a role that could not be read has been reported, and stays: who it is about is open, not nobody.
fn complete(record: Record, row: &Row, log: &mut Log) -> Option<Record> {
    for (slot, name) in [(people::PERSON, "person"), (people::ROLE, "role")] {
        let value = record.get(slot);
        if *value == Value::ABSENT {
            let problem = Diagnostic::error("deals/incomplete-person", format!("a row of people has no {name}"))
                .note("it says nothing, and is not used")
                .help("each row says who holds which role: give it both");
            log.add(problem, &row.sheet.name, name, row.start());
            return None;
        }
    }
    Some(record)
}

/// A row that has the shape of people; nothing where it is blank.
fn shaped(decoder: &mut Decoder<'_>, table: &Table, row: &Row, ty: &RecordType) -> Result<Option<Record>, Unsound> {
    decoder.begin();
    let cells = match &row.body {
        Body::Cells(raw) => Some(document(row, raw)),
        _ => None,
    };
    let document = match &cells {
        Some(None) => return Ok(None),
        Some(Some(node)) => Some(Node::Yaml(node)),
        None => row.document()?,
    };
    let record = document.and_then(|node| decoder.person(&node, row, ty, table.sheet.number));
    let why = "it has neither a person nor a role, nor anything else that is said of people";
    record.map(Some).ok_or_else(|| Unsound { why, at: row.start() })
}

/// The cells of a row under the names of its header; nothing where all are blank.
fn document(row: &Row, raw: &str) -> Option<YamlNode> {
    let cells = split(raw, row.sheet.delimiter).cells;
    let is_filled = |node: &YamlNode| matches!(&node.kind, YamlKind::Scalar { text, .. } if !text.trim().is_empty());
    let entries: Vec<(String, YamlNode)> = row
        .sheet
        .header
        .iter()
        .zip(cells)
        .map(|(name, cell)| {
            let at = Position { line: row.line.saturating_add(cell.at.line), column: cell.at.column };
            let text = cell.text.trim().to_owned();
            (name.clone(), YamlNode { kind: YamlKind::Scalar { text, quoted: true }, at })
        })
        .collect();
    let any = entries.iter().any(|(_, node)| is_filled(node));
    any.then(|| YamlNode { kind: YamlKind::Record(entries), at: row.start() })
}
