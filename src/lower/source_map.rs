use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::lower::collect::twice;
use crate::lower::column::column_map;
use crate::lower::known::Known;
use crate::lower::known::find_field;
use crate::lower::strange::Strange;
use crate::lower::unjudged::not_judged;
use crate::source::Span;
use crate::source::Spanned;
use crate::syntax;
use crate::syntax::Name;
use crate::syntax::Reach;
use crate::syntax::TableData;
use crate::value::RecordType;
use crate::value::Type;
use crate::value::builtin;
use crate::value::mapping::ColumnMap;
use crate::value::mapping::FirstOf;
use crate::value::mapping::Join;
use crate::value::mapping::Others;
use crate::value::mapping::RowFilter;
use crate::value::mapping::SourceMap;
use crate::value::mapping::TableMap;
use crate::value::mapping::Target;

/// The sources of the playbook.
pub(super) fn sources(known: &Known<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<SourceMap> {
    known.parts.sources.iter().filter_map(|source| source_map(known, source, diagnostics)).collect()
}

fn source_map(known: &Known<'_>, source: &syntax::Source, diagnostics: &mut Vec<Diagnostic>) -> Option<SourceMap> {
    let mut strange = Strange::default();
    let mut tables: Vec<TableMap> = Vec::new();
    let mut filled: BTreeMap<String, Span> = BTreeMap::new();
    for written in &source.tables {
        if let Some(first) = filled.insert(written.target.text(), written.target.span) {
            let name = Name::new(written.target.text(), written.target.span);
            diagnostics.push(twice("table", &name, first));
            continue;
        }
        tables.extend(table(known, (source.reach, written), &mut strange, diagnostics));
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
    strange.report(source, diagnostics);
    let title = source.title.as_ref().map_or_else(|| source.name.value.clone(), |title| title.text.value.clone());
    Some(SourceMap { name: source.name.value.clone(), title, tables, span: source.name.span })
}

fn table(
    known: &Known<'_>,
    (reach, written): (Reach, &syntax::SourceTable),
    strange: &mut Strange,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<TableMap> {
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
    // What a playbook does not declare is not wanted of a source that is written for any.
    let is_unknown = || find_field(&known.schema.deal, &written.target).is_err();
    if reach == Reach::Any && !["deals", "people"].contains(&written.target.text().as_str()) && is_unknown() {
        return None;
    }
    let (target, record) = target(known, &written.target, diagnostics)?;
    let join = join(&target, written, diagnostics);
    let case = case(&target, written, diagnostics);
    let mut columns = columns(known, &record, (reach, written), strange, diagnostics);
    if matches!(target, Target::Deals) {
        match &case {
            Some(case) if !fills(written, "id") => columns.push(id_of_case(case)),
            _ => needs_an_id(written, diagnostics),
        }
    } else if written.columns.is_empty() {
        let message = format!("the table `{}` fills nothing", written.target.text());
        let problem = Diagnostic::error("lower/no-columns", message).at(written.target.span, "no column is named");
        diagnostics.push(problem.help("say which column fills which field: `name = \"Name\"`"));
    }
    if matches!(target, Target::People) {
        needs_person_and_role(written, diagnostics);
    }
    let filter = |filter: &syntax::RowFilter| RowFilter {
        column: filter.column.clone(),
        values: filter.values.iter().map(|value| value.value.trim().to_owned()).collect(),
    };
    let filters = written.filters.iter().map(filter).collect();
    let under = written.under.iter().flat_map(|under| under.value.split('.')).map(str::to_owned).collect();
    let under_need = written.under_need;
    let header_rows = written.header.as_ref().map_or(1, |rows| rows.value);
    Some(TableMap {
        target,
        file: file?,
        under,
        under_need,
        header_rows,
        case,
        filters,
        join: join?,
        columns,
        span: written.span,
    })
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
        return Some((Target::People, Arc::new(known.schema.people())));
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
            other => wrong(format!("`{text}` is a list of {other}, and a row fills a record"), diagnostics),
        },
        other => wrong(format!("the type of `{text}` is `{other}`, and a row fills a record"), diagnostics),
    }
}

/// Findings name deals by their id.
fn needs_an_id(written: &syntax::SourceTable, diagnostics: &mut Vec<Diagnostic>) {
    let id = written.columns.iter().find(|column| column.field.text() == "id");
    if let Some(id) = id.filter(|id| id.column.is_optional()) {
        let problem = Diagnostic::error("lower/optional-id", "a deal is known by its id, which cannot be optional");
        let problem = problem.at(id.column.span(), "");
        diagnostics
            .push(problem.help("remove `optional`; name the columns it may stand in: `id = \"Id\" or \"Deal ID\"`"));
    }
    if !fills(written, "id") {
        let problem = Diagnostic::error("lower/no-id-column", "nothing says which column holds a deal's id");
        let problem = problem.at(written.target.span, "no column fills `id`");
        diagnostics.push(problem.help("add `id = \"Opportunity ID\"`"));
    }
}

fn fills(written: &syntax::SourceTable, field: &str) -> bool {
    written.columns.iter().any(|column| column.field.text() == field)
}

/// A row of people says who holds which role.
fn needs_person_and_role(written: &syntax::SourceTable, diagnostics: &mut Vec<Diagnostic>) {
    for (field, example) in [("person", "User"), ("role", "Role")] {
        if !fills(written, field) && !written.columns.is_empty() {
            let message = format!("nothing says which column holds the {field}");
            let problem = Diagnostic::error("lower/no-people-column", message);
            let problem = problem.at(written.target.span, format!("no column fills `{field}`"));
            diagnostics.push(problem.help(format!("add `{field} = \"{example}\"`")));
        }
    }
}

/// The column that tells the deals of a log apart.
fn case(target: &Target, written: &syntax::SourceTable, diagnostics: &mut Vec<Diagnostic>) -> Option<Spanned<String>> {
    let case = written.case.as_ref()?;
    if !matches!(target, Target::Deals) {
        let message = format!("`by` does not fit `{}`", written.target.text());
        let problem = Diagnostic::error("lower/case-of-joined-table", message).at(case.span, "only deals have cases");
        diagnostics.push(problem.help("say which deal a row belongs to: `on \"Case ID\"`"));
        return None;
    }
    Some(case.clone())
}

/// The id of a deal that is a case of a log: the case.
fn id_of_case(case: &Spanned<String>) -> ColumnMap {
    ColumnMap {
        slots: vec![builtin::ID],
        field: "id".to_owned(),
        ty: Type::Text,
        column: FirstOf::one(case.clone()),
        formats: Vec::new(),
        unit: None,
        labels: None,
        others: Others::Reported,
        span: case.span,
    }
}

/// How rows find their deal: `Some(None)` for the deals themselves, and for people.
fn join(target: &Target, written: &syntax::SourceTable, diagnostics: &mut Vec<Diagnostic>) -> Option<Option<Join>> {
    let reading = readings(&written.reading, diagnostics);
    match (target, &written.join) {
        (Target::People, Some(join)) => {
            let problem = Diagnostic::error("lower/joined-people", "the people are not joined to deals");
            let problem = problem.at(join.span, "they hold their roles whatever the deal");
            diagnostics.push(problem.help("remove `on …`"));
            None
        }
        (Target::Deals | Target::People, None) => {
            if let Some((key, _)) = written.reading.first() {
                let message = format!("the table of {} is not joined to anything", written.target.text());
                let problem = Diagnostic::error("lower/joined-deals", message);
                let problem = problem.at(key.span, "no key to read otherwise");
                diagnostics.push(problem.help("put `reading …` behind the `on …` of the joined table"));
            }
            Some(None)
        }
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
        (_, Some(join)) => {
            Some(Some(Join { column: join.column.clone(), deals_column: join.deals_column.clone(), reading }))
        }
    }
}

/// Keys that are written otherwise in the joined table.
fn readings(
    written: &[(Spanned<String>, Spanned<String>)],
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, String> {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    let mut readings = BTreeMap::new();
    for (from, to) in written {
        match seen.get(from.value.as_str()) {
            Some(first) => {
                diagnostics.push(twice("reading", &Name::new(from.value.clone(), from.span), *first));
            }
            None => {
                seen.insert(&from.value, from.span);
                readings.insert(from.value.clone(), to.value.clone());
            }
        }
    }
    readings
}

fn columns(
    known: &Known<'_>,
    record: &RecordType,
    (reach, written): (Reach, &syntax::SourceTable),
    strange: &mut Strange,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<ColumnMap> {
    let mut seen: BTreeMap<String, &syntax::Column> = BTreeMap::new();
    let mut columns = Vec::new();
    for column in &written.columns {
        // Of several columns of which each may be away, the first that is there fills the field.
        if let Some(first) = seen.insert(column.field.text(), column)
            && !(first.column.is_optional() && column.column.is_optional())
        {
            let name = Name::new(column.field.text(), column.field.span);
            let problem = twice("column", &name, first.field.span);
            diagnostics.push(problem.help(
                "name the columns in one line (`\"Amount\" or \"Value\"`), or make each line `optional`: the first that is there counts",
            ));
            continue;
        }
        match find_field(record, &column.field) {
            Ok((slots, ty)) if reach == Reach::Any => {
                let column = strange.without(known, written, column, &ty);
                columns.extend(column_map(known, &column, slots, ty, diagnostics));
            }
            Ok((slots, ty)) => columns.extend(column_map(known, column, slots, ty, diagnostics)),
            Err(_) if reach == Reach::Any => {}
            // What a broken `deal { … }` declares is not known.
            Err(_) if known.parts.broken.iter().any(|broken| broken.keyword == "deal") => {}
            Err(problem) => diagnostics.push(*problem),
        }
    }
    columns
}
