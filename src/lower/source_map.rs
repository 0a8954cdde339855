use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::lower::known::Known;
use crate::lower::known::find_field;
use crate::lower::known::unknown;
use crate::lower::unjudged::not_judged;
use crate::source::Span;
use crate::source::Spanned;
use crate::syntax;
use crate::syntax::LabelValue;
use crate::syntax::Name;
use crate::syntax::TableData;
use crate::value::RecordType;
use crate::value::Type;
use crate::value::Value;
use crate::value::mapping::CellUnit;
use crate::value::mapping::ColumnMap;
use crate::value::mapping::Join;
use crate::value::mapping::SourceMap;
use crate::value::mapping::TableMap;
use crate::value::mapping::Target;

/// The sources of the playbook.
pub(super) fn sources(known: &Known<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<SourceMap> {
    known.parts.sources.iter().filter_map(|source| source_map(known, source, diagnostics)).collect()
}

fn source_map(known: &Known<'_>, source: &syntax::Source, diagnostics: &mut Vec<Diagnostic>) -> Option<SourceMap> {
    let mut tables: Vec<TableMap> = Vec::new();
    let mut filled: BTreeMap<String, Span> = BTreeMap::new();
    for written in &source.tables {
        if let Some(first) = filled.insert(written.target.text(), written.target.span) {
            let name = Name::new(written.target.text(), written.target.span);
            diagnostics.push(super::collect::twice("table", &name, first));
            continue;
        }
        tables.extend(table(known, written, diagnostics));
    }
    let at = tables.iter().position(|table| matches!(table.target, Target::Deals));
    let Some(at) = at else {
        // A table of deals that is there and wrong has been reported.
        if !filled.contains_key("deals") {
            let message = format!("the source `{}` has no table of deals", source.name.value);
            let problem = Diagnostic::error("lower/no-deals-table", message).at(source.name.span, "");
            diagnostics.push(problem.help("add `deals from \"file.csv\" { id = \"…\"  stage = \"…\" }`"));
        }
        return None;
    };
    tables.swap(0, at);
    if let Some(rest) = tables.get_mut(1..) {
        rest.sort_by_key(|table| table.span);
    }
    let title = source.title.as_ref().map_or_else(|| source.name.value.clone(), |title| title.text.value.clone());
    Some(SourceMap { name: source.name.value.clone(), title, tables, span: source.name.span })
}

fn table(known: &Known<'_>, written: &syntax::SourceTable, diagnostics: &mut Vec<Diagnostic>) -> Option<TableMap> {
    let file = match &written.data {
        TableData::File(file) => Some(file.clone()),
        TableData::Sqlite { file, .. } => {
            diagnostics.push(not_judged("sqlite", file.span));
            None
        }
        TableData::Postgres { env, .. } => {
            diagnostics.push(not_judged("postgres", env.span));
            None
        }
    };
    let (target, record) = target(known, &written.target, diagnostics)?;
    let join = join(&target, written, diagnostics);
    let columns = columns(known, &record, written, diagnostics);
    let under = written.under.iter().flat_map(|under| under.value.split('.')).map(str::to_owned).collect();
    Some(TableMap { target, file: file?, under, join: join?, columns, span: written.span })
}

/// What a table fills, and the record that its columns are fields of.
fn target(
    known: &Known<'_>,
    path: &syntax::Path,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(Target, Arc<RecordType>)> {
    let text = path.text();
    if text == "deals" {
        return Some((Target::Deals, known.schema.deal.clone()));
    }
    if text == "people" {
        diagnostics.push(not_judged("people", path.span));
        return None;
    }
    let (slots, ty) = known.field(path, diagnostics)?;
    let wrong = |message: String, diagnostics: &mut Vec<Diagnostic>| {
        let problem = Diagnostic::error("lower/not-a-table", message).at(path.span, "");
        diagnostics.push(problem.help("a table fills a record (`{ … }`) or a list of records of the deal"));
        None
    };
    let [slot] = slots.as_slice() else {
        return wrong(format!("`{text}` lies inside another field"), diagnostics);
    };
    match ty {
        Type::Record(record) => Some((Target::Record(*slot), record)),
        Type::List(item) => match item.as_ref() {
            Type::Record(record) => Some((Target::List(*slot), record.clone())),
            other => wrong(format!("`{text}` is a `list of {other}`, and a row fills a record"), diagnostics),
        },
        other => wrong(format!("the type of `{text}` is `{other}`, and a row fills a record"), diagnostics),
    }
}

/// How rows find their deal: `Some(None)` for the deals themselves.
fn join(target: &Target, written: &syntax::SourceTable, diagnostics: &mut Vec<Diagnostic>) -> Option<Option<Join>> {
    match (target, &written.join) {
        (Target::Deals, None) => Some(None),
        (Target::Deals, Some(join)) => {
            let problem = Diagnostic::error("lower/joined-deals", "the table of deals is not joined to anything");
            diagnostics.push(problem.at(join.span, "").help("remove `on …`"));
            None
        }
        (_, None) => {
            let message = format!("nothing says which deal a row of `{}` belongs to", written.target.text());
            let problem = Diagnostic::error("lower/no-join", message).at(written.target.span, "");
            diagnostics.push(
                problem.help("add `on \"column\"` that holds the deal's id, or `on \"column\" = \"deal's column\"`"),
            );
            None
        }
        (_, Some(join)) => Some(Some(Join {
            column: join.column.clone(),
            deals_column: join.deals_column.clone(),
            reading: written.reading.iter().map(|(from, to)| (from.value.clone(), to.value.clone())).collect(),
        })),
    }
}

fn columns(
    known: &Known<'_>,
    record: &RecordType,
    written: &syntax::SourceTable,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<ColumnMap> {
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    let mut columns = Vec::new();
    for column in &written.columns {
        if let Some(first) = seen.insert(column.field.text(), column.field.span) {
            let name = Name::new(column.field.text(), column.field.span);
            diagnostics.push(super::collect::twice("column", &name, first));
            continue;
        }
        match find_field(record, &column.field) {
            Ok((slots, ty)) => columns.extend(column_map(known, column, slots, ty, diagnostics)),
            // What a broken `deal { … }` declares is not known.
            Err(_) if known.parts.broken.iter().any(|broken| broken.keyword == "deal") => {}
            Err(problem) => diagnostics.push(*problem),
        }
    }
    columns
}

fn column_map(
    known: &Known<'_>,
    column: &syntax::Column,
    slots: Vec<usize>,
    ty: Type,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<ColumnMap> {
    let field = column.field.text();
    let wrong = |what: &str, span: Span, help: &str, diagnostics: &mut Vec<Diagnostic>| {
        let message = format!("{what} does not fit `{field}`, whose type is `{ty}`");
        diagnostics.push(Diagnostic::error("lower/wrong-column-form", message).at(span, "").help(help));
    };
    if matches!(ty, Type::Record(_) | Type::List(_)) {
        wrong("a column", column.field.span, "fill its parts: `account.name = \"…\"`, or join a table", diagnostics);
        return None;
    }
    if let Some(format) = column.formats.first() {
        if !matches!(ty, Type::Date | Type::DateTime) {
            wrong("`as`", format.span, "`as` says how a date or a moment is written", diagnostics);
        }
        check_formats(&column.formats, diagnostics);
    }
    if let Some(unit) = &column.unit
        && !unit_fits(&unit.value, &ty)
    {
        wrong(
            "`in`",
            unit.span,
            "money takes a currency (`in 1k EUR`), a number a factor (`in 1k`), a percent `in 1%`",
            diagnostics,
        );
    }
    let labels = column.labels.as_ref().map(|labels| Arc::new(label_map(known, labels, &ty, diagnostics)));
    Some(ColumnMap {
        slots,
        field,
        column: column.column.clone(),
        formats: column.formats.iter().map(|format| format.value.clone()).collect(),
        unit: column.unit.as_ref().map(|unit| unit.value),
        labels,
        span: column.span,
        ty,
    })
}

fn unit_fits(unit: &CellUnit, ty: &Type) -> bool {
    match ty {
        Type::Money => unit.currency.is_some(),
        _ => ty.is_numeric() && unit.currency.is_none(),
    }
}

fn check_formats(formats: &[Spanned<String>], diagnostics: &mut Vec<Diagnostic>) {
    use chrono::format::Item;
    use chrono::format::StrftimeItems;
    for format in formats {
        let items: Vec<Item<'_>> = StrftimeItems::new(&format.value).collect();
        let says_something = items.iter().any(|item| matches!(item, Item::Numeric(..) | Item::Fixed(_)));
        if items.contains(&Item::Error) || !says_something {
            let problem = Diagnostic::error("lower/date-format", "this is not a way to write a date");
            let problem = problem.at(format.span, "");
            diagnostics.push(problem.help("use strftime's letters: `%Y-%m-%d`, `%d.%m.%Y %H:%M`, `%m/%d/%y %I:%M %p`"));
        }
    }
}

fn label_map(
    known: &Known<'_>,
    labels: &[syntax::Label],
    ty: &Type,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Value> {
    let mut map = BTreeMap::new();
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for label in labels {
        if let Some(first) = seen.insert(&label.label.value, label.label.span) {
            let name = Name::new(label.label.value.clone(), label.label.span);
            diagnostics.push(super::collect::twice("label", &name, first));
            continue;
        }
        if let Some(value) = label_value(known, &label.value, ty, diagnostics) {
            map.insert(label.label.value.clone(), value);
        }
    }
    map
}

fn label_value(
    known: &Known<'_>,
    written: &Spanned<LabelValue>,
    ty: &Type,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Value> {
    match (&written.value, ty) {
        (LabelValue::Missing, _) => Some(Value::ABSENT),
        (LabelValue::Bool(value), Type::Bool) => Some(Value::Bool(*value)),
        (LabelValue::Text(text), Type::Text | Type::Person) => Some(Value::Text(text.as_str().into())),
        (LabelValue::Member(name) | LabelValue::Text(name), Type::Choice(choice)) => {
            let place = choice.place(name);
            if place.is_none() {
                let kind = if choice.name.is_empty() { "member" } else { choice.name.as_str() };
                if !known.parts.is_broken(kind, name) {
                    let kind = if kind == "stage" { "stage" } else { "member" };
                    let names: Vec<&str> = choice.members.iter().map(String::as_str).collect();
                    diagnostics.push(unknown(kind, &Name::new(name.clone(), written.span), &names));
                }
            }
            place.map(Value::Choice)
        }
        _ => {
            let message = format!("this is no value of type `{ty}`");
            let problem = Diagnostic::error("lower/wrong-label", message).at(written.span, "");
            diagnostics.push(problem.help("a label means a member, `true`, `false`, `missing` or a text"));
            None
        }
    }
}
