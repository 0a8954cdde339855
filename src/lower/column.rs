use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use chrono::DateTime;
use chrono::NaiveDate;
use chrono::NaiveDateTime;

use crate::diagnostic::Diagnostic;
use crate::lower::known::Known;
use crate::lower::known::unknown;
use crate::source::Span;
use crate::source::Spanned;
use crate::syntax;
use crate::syntax::LabelValue;
use crate::syntax::Name;
use crate::value::Type;
use crate::value::Value;
use crate::value::mapping::CellUnit;
use crate::value::mapping::ColumnMap;
use crate::value::mapping::EXCEL;
use crate::value::mapping::ISO;
use crate::value::mapping::Others;

/// One line of a table's mapping; the field it fills has been found.
pub(super) fn column_map(
    known: &Known<'_>,
    column: &syntax::Column,
    slots: Vec<usize>,
    ty: Type,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<ColumnMap> {
    let field = column.field.text();
    let help = match &ty {
        Type::Record(_) => "fill its parts (`account.name = \"…\"`), or join a table",
        Type::List(_) => "join a table whose rows become its elements",
        _ => {
            form(column, &field, &ty, diagnostics);
            let labels = column.labels.as_ref().map(|labels| Arc::new(label_map(known, labels, &ty, diagnostics)));
            return Some(ColumnMap {
                slots,
                field,
                column: column.column.clone(),
                formats: column.formats.iter().map(|format| format.value.clone()).collect(),
                unit: column.unit.as_ref().map(|unit| unit.value),
                labels,
                others: if column.skip_others.is_some() { Others::Skipped } else { Others::Reported },
                span: column.span,
                ty,
            });
        }
    };
    diagnostics.push(wrong_form("a column", &field, &ty, column.field.span).help(help));
    None
}

fn wrong_form(what: &str, field: &str, ty: &Type, span: Span) -> Diagnostic {
    Diagnostic::error("lower/wrong-column-form", format!("{what} does not fit `{field}`, whose type is `{ty}`"))
        .at(span, "")
}

/// `as` is for dates, `in` is for numbers. A type that is not known has been reported.
fn form(column: &syntax::Column, field: &str, ty: &Type, diagnostics: &mut Vec<Diagnostic>) {
    if let Some(format) = column.formats.first().filter(|_| !matches!(ty, Type::Date | Type::DateTime | Type::Any)) {
        let problem = wrong_form("`as`", field, ty, format.span);
        diagnostics.push(problem.help("`as` says how a date or a moment is written"));
    }
    for format in &column.formats {
        check_format(format, diagnostics);
    }
    if let Some(unit) = column.unit.as_ref().filter(|unit| !unit_fits(&unit.value, ty)) {
        let problem = wrong_form("`in`", field, ty, unit.span);
        diagnostics
            .push(problem.help("money takes a currency (`in 1k EUR`), a number a factor (`in 1k`), a percent `in 1%`"));
    }
}

fn unit_fits(unit: &CellUnit, ty: &Type) -> bool {
    match ty {
        Type::Any => true,
        Type::Money => unit.currency.is_some(),
        _ => ty.is_numeric() && unit.currency.is_none(),
    }
}

/// A form is good if it has a name, or if a moment written in it can be read back as far as its day.
fn check_format(format: &Spanned<String>, diagnostics: &mut Vec<Diagnostic>) {
    if [ISO, EXCEL].contains(&format.value.as_str()) {
        return;
    }
    let Some(sample) = DateTime::from_timestamp(1_788_430_271, 0) else { return };
    let mut written = String::new();
    let is_form = write!(written, "{}", sample.format(&format.value)).is_ok();
    let day = NaiveDate::parse_from_str(&written, &format.value).ok();
    let moment = NaiveDateTime::parse_from_str(&written, &format.value).ok().map(|moment| moment.date());
    let problem = if !is_form {
        "this is not a way to write a date"
    } else if day.or(moment).is_none() {
        "a date written like this cannot be read: a part of it is missing"
    } else {
        return;
    };
    let problem = Diagnostic::error("lower/date-format", problem).at(format.span, "");
    diagnostics.push(
        problem.help("use strftime's letters: `%Y-%m-%d`, `%d.%m.%Y %H:%M`, `%m/%d/%y %I:%M %p`; or `iso`, `excel`"),
    );
}

/// What labels mean; a label given twice has been reported.
fn label_map(
    known: &Known<'_>,
    labels: &[syntax::Label],
    ty: &Type,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Value> {
    let meaning =
        |label: &syntax::Label| Some((label.label.value.clone(), label_value(known, &label.value, ty, diagnostics)?));
    labels.iter().filter_map(meaning).collect()
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
            let is_broken = !choice.name.is_empty() && known.parts.is_broken(&choice.name, name);
            if place.is_none() && !is_broken {
                let kind = match choice.name.as_str() {
                    "stage" => "stage",
                    "role" => "role",
                    _ => "member",
                };
                let names: Vec<&str> = choice.members.iter().map(String::as_str).collect();
                diagnostics.push(unknown(kind, &Name::new(name.clone(), written.span), &names));
            }
            place.map(Value::Choice)
        }
        (_, Type::Any) => None,
        _ => {
            let problem = Diagnostic::error("lower/wrong-label", format!("this is not a value of type `{ty}`"));
            diagnostics.push(problem.at(written.span, "").help(label_help(ty)));
            None
        }
    }
}

fn label_help(ty: &Type) -> &'static str {
    match ty {
        Type::Bool => "a label of a bool means `true`, `false` or `missing`",
        Type::Text | Type::Person => "put the text in quotes, or write `missing`",
        Type::Choice(_) => "a label means a member or `missing`",
        _ => "a label of this type can mean `missing` only",
    }
}
