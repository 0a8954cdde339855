use crate::lower::known::find_field;
use crate::source::Sources;
use crate::source::Span;
use crate::syntax;
use crate::syntax::Item;
use crate::syntax::LabelValue;
use crate::value::RecordType;
use crate::value::Schema;
use crate::value::Type;

/// What stands behind a label that means a stage of another playbook.
const WHICH: &str = "missing  // which of your stages is it?";

/// The text of a source that is written for any playbook, as one of its own of a playbook: without the fields that this
/// one does not declare. A label of a stage that it does not have means nothing, and a comment asks for the stage.
pub fn fitted(name: &str, text: &str, schema: &Schema) -> String {
    let mut sources = Sources::default();
    let file = sources.add(name, text);
    let mut edits: Vec<(Span, &str)> = Vec::new();
    for item in &syntax::parse(&sources, file).tree.items {
        let Item::Source(source) = item else { continue };
        for table in &source.tables {
            match record_of(schema, &table.target) {
                Some(record) => table.columns.iter().for_each(|column| fit(&record, table, column, schema, &mut edits)),
                None => edits.push((table.span, "")),
            }
        }
    }
    edits.sort_by_key(|(span, _)| span.start);
    let (mut fitted, mut at) = (String::new(), 0);
    for (span, new) in edits {
        let (from, to) = (span.start as usize, span.end as usize);
        fitted.push_str(text.get(at..from).unwrap_or_default());
        fitted.push_str(new);
        at = to;
        if new.is_empty() {
            // The line goes with what stood on it.
            fitted.truncate(fitted.trim_end_matches(' ').len());
            at += text
                .get(to..)
                .and_then(|rest| rest.find('\n'))
                .filter(|_| fitted.ends_with('\n'))
                .map_or(0, |end| end + 1);
        }
    }
    fitted.push_str(text.get(at..).unwrap_or_default());
    fitted
}

fn fit(
    record: &RecordType,
    table: &syntax::SourceTable,
    column: &syntax::Column,
    schema: &Schema,
    edits: &mut Vec<(Span, &str)>,
) {
    let Ok((_, ty)) = find_field(record, &column.field) else {
        edits.push((column.span, ""));
        return;
    };
    for label in column.labels.iter().flatten() {
        match (&label.value.value, &ty) {
            (LabelValue::Member(name) | LabelValue::Text(name), Type::Choice(choice))
                if choice.place(name).is_none() =>
            {
                let is_stage = choice.name == schema.names.stages.name;
                edits.push((label.value.span, if is_stage { WHICH } else { "missing" }));
            }
            (LabelValue::Text(name), Type::Text)
                if is_changed_field(table, column) && schema.deal.find(name).is_none() =>
            {
                edits.push((label.value.span, "missing"));
            }
            _ => {}
        }
    }
}

/// Whether the labels of a column name fields of the deal.
pub(super) fn is_changed_field(table: &syntax::SourceTable, column: &syntax::Column) -> bool {
    table.target.text() == "changes" && column.field.text() == "field"
}

/// The record that the rows of a table fill; nothing where a playbook does not have it.
fn record_of(schema: &Schema, target: &syntax::Path) -> Option<RecordType> {
    match target.text().as_str() {
        "deals" => return Some(schema.deal.as_ref().clone()),
        "people" => return Some(schema.people()),
        _ => {}
    }
    match find_field(&schema.deal, target).ok()?.1 {
        Type::Record(record) => Some(record.as_ref().clone()),
        Type::List(item) => match item.as_ref() {
            Type::Record(record) => Some(record.as_ref().clone()),
            _ => None,
        },
        _ => None,
    }
}
