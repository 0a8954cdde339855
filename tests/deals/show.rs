//! Deals and problems as text to be read.

use std::fmt::Write;

use tollgate::deals::Deal;
use tollgate::deals::Outcome;
use tollgate::diagnostic::Level;
use tollgate::value::Record;
use tollgate::value::RecordType;
use tollgate::value::Step;
use tollgate::value::Type;
use tollgate::value::Value;
use tollgate::value::show_number;

/// Every value that is there or has a reason not to be, with its place.
pub fn deals(deals: &[Deal], ty: &RecordType) -> String {
    let mut text = String::new();
    for deal in deals {
        writeln!(text, "{} at {}:{}", deal.label(), deal.file(), deal.line()).unwrap();
        for (slot, field) in ty.fields.iter().enumerate() {
            value(deal, &mut vec![Step::Field(slot)], &field.ty, ty, &mut text);
        }
    }
    text
}

/// Every row of people.
pub fn people(records: &[Record], ty: &RecordType) -> String {
    let mut text = String::new();
    for record in records {
        let filled = ty.fields.iter().zip(&record.values).filter(|(_, value)| **value != Value::ABSENT);
        let shown = filled.map(|(field, value)| format!(" {}={}", field.name, plain(value, &field.ty)));
        writeln!(text, "line {}:{}", record.origin.line, shown.collect::<String>()).unwrap();
    }
    text
}

fn value(deal: &Deal, path: &mut Vec<Step>, ty: &Type, root: &RecordType, text: &mut String) {
    let found = deal.record.at(path).unwrap();
    if *found == Value::ABSENT {
        return;
    }
    match (found, ty) {
        (Value::Record(record), Type::Record(ty)) => {
            assert_eq!(record.values.len(), ty.fields.len());
            for (slot, field) in ty.fields.iter().enumerate() {
                path.push(Step::Field(slot));
                value(deal, path, &field.ty, root, text);
                path.pop();
            }
            return;
        }
        (Value::List(items), Type::List(item)) if !items.is_empty() => {
            for at in 0..items.len() {
                path.push(Step::Item(at));
                value(deal, path, item, root, text);
                path.pop();
            }
            return;
        }
        _ => {}
    }
    let place = deal.locate(path).unwrap();
    let header = place.header.map(|header| format!(" [{header}]")).unwrap_or_default();
    let raw = place.raw.map(|raw| format!(" {raw:?}")).unwrap_or_default();
    let shown = plain(found, ty);
    let path = Step::show(path, root);
    writeln!(text, "  {path} = {shown}  <- {}:{}:{}{header}{raw}", place.file, place.line, place.column).unwrap();
}

fn plain(value: &Value, ty: &Type) -> String {
    match (value, ty) {
        (Value::Missing(gap), _) => format!("? {gap:?}"),
        (Value::Choice(place), Type::Choice(choice)) => choice.member(*place).to_owned(),
        (Value::Bool(yes), _) => yes.to_string(),
        (Value::Number(number), _) => show_number(*number),
        (Value::Money(money), _) => money.to_string(),
        (Value::Text(text), _) => format!("{text:?}"),
        (Value::Date(day), _) => day.to_string(),
        (Value::Moment(moment), _) => moment.to_string(),
        (Value::Duration(length), _) => length.to_string(),
        (other, _) => format!("{other:?}"),
    }
}

/// Counts, files and problems.
pub fn outcome(outcome: &Outcome) -> String {
    let mut text = String::new();
    let Outcome { rows, deals, unreadable, left_out, further, .. } = outcome;
    let more = counts(*left_out, *further, " + ");
    writeln!(text, "{rows} rows = {deals} deals + {unreadable} unreadable{more}").unwrap();
    for file in &outcome.files {
        let more = counts(file.left_out, file.further, ", ");
        let count = format!("{} rows, {} unreadable{more}", file.rows, file.unreadable);
        writeln!(text, "{} fills {}: {count}, {}", file.name, file.fills, file.encoding).unwrap();
        for away in &file.away {
            writeln!(text, "  without {}: {}", away.field, away.names.join(", ")).unwrap();
        }
        for column in &file.passed_over {
            writeln!(text, "  {} from {}, not from {}", column.field, column.read, column.other).unwrap();
        }
    }
    for away in &outcome.away {
        writeln!(text, "no file for {}: {}", away.field, away.names.join(", ")).unwrap();
    }
    for problem in outcome.problems.iter() {
        let level = if problem.level == Level::Error { "error" } else { "warning" };
        writeln!(text, "{level}[{}]: {}", problem.code, problem.message).unwrap();
        if let Some(cells) = &problem.cells {
            let column = cells.first_column.map(|column| format!(", the first at column {column}")).unwrap_or_default();
            writeln!(text, "  in {} `{}` lines {:?}{column}", cells.file, cells.column, cells.lines).unwrap();
        }
        for label in &problem.labels {
            writeln!(text, "  at {}..{} {}", label.span.start, label.span.end, label.text).unwrap();
        }
        for note in &problem.notes {
            writeln!(text, "  = note: {note}").unwrap();
        }
        if let Some(help) = &problem.help {
            writeln!(text, "  = help: {help}").unwrap();
        }
    }
    text
}

fn counts(left_out: u64, further: u64, between: &str) -> String {
    let counts = [(left_out, "left out"), (further, "further rows of a case")];
    let shown = counts.iter().filter(|(count, _)| *count > 0);
    shown.map(|(count, what)| format!("{between}{count} {what}")).collect()
}
