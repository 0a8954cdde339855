use std::fmt::Write;

use crate::value::Type;
use crate::value::Value;
use crate::value::push_number;
use crate::value::push_percent;

/// What stands for a value that must not be shown.
pub const PRIVATE: &str = "[private]";

/// A value for people: `1,500 CNY`, `15%`, `2026-06-30`; empty for what is missing.
///
/// A member of an enumeration needs its type to have a name. What is private in a record is left out.
pub fn show(value: &Value, ty: &Type) -> String {
    let mut text = String::new();
    push_shown(&mut text, value, ty, "", None);
    text
}

/// A value for people put behind a text, with words for what is missing; with a language, roles and approvals by their titles.
pub fn push_shown(out: &mut String, value: &Value, ty: &Type, missing: &str, language: Option<&str>) {
    match (value, ty) {
        (Value::Missing(_), _) => out.push_str(missing),
        (Value::Bool(yes), _) => out.push_str(if *yes { "yes" } else { "no" }),
        (Value::Number(share), Type::Percent) => push_percent(out, *share),
        (Value::Number(number), _) => push_number(out, *number),
        (Value::Money(money), _) => {
            push_number(out, money.amount);
            out.push(' ');
            out.push_str(money.currency.code());
        }
        (Value::Text(text), _) => out.push_str(text),
        // Writing to a text does not fail.
        (Value::Date(day), _) => drop(write!(out, "{day}")),
        (Value::Moment(at), _) => drop(write!(out, "{at}")),
        (Value::Duration(length), _) => drop(write!(out, "{length}")),
        (Value::Choice(place), Type::Choice(choice)) => {
            out.push_str(language.map_or_else(|| choice.member(*place), |language| choice.title(*place, language)));
        }
        (Value::Choice(_), _) => out.push('?'),
        (Value::List(items), ty) => {
            let item = if let Type::List(item) = ty { item.as_ref() } else { &Type::Any };
            for (at, value) in items.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                push_shown(out, value, item, missing, language);
            }
        }
        (Value::Record(record), Type::Record(fields)) => {
            let open = fields.fields.iter().enumerate().filter(|(_, field)| !field.private);
            let filled = open.filter(|(slot, _)| !record.get(*slot).is_missing());
            out.push_str("{ ");
            for (at, (slot, field)) in filled.enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                out.push_str(&field.name);
                out.push_str(": ");
                push_shown(out, record.get(slot), &field.ty, missing, language);
            }
            out.push_str(" }");
        }
        (Value::Record(_), _) => out.push_str("{ … }"),
    }
}
