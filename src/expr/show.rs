use std::fmt;
use std::fmt::Write;

use compact_str::CompactString;

use crate::value::Type;
use crate::value::Value;
use crate::value::push_day;
use crate::value::push_moment;
use crate::value::push_number;
use crate::value::push_percent;

/// What stands for a value that must not be shown.
pub const PRIVATE: &str = "[private]";

/// A value for people: `1,500 CNY`, `15%`, `2026-06-30`; empty for what is missing.
///
/// A member of an enumeration needs its type to have a name. What is private in a record is left out.
pub fn show(value: &Value, ty: &Type) -> CompactString {
    let mut text = CompactString::const_new("");
    // Writing to a text does not fail.
    let _ = push_shown(&mut text, value, ty, "", None);
    text
}

/// A value for people put behind a text, with words for what is missing; with a language, roles and approvals by their titles.
pub fn push_shown(
    out: &mut impl Write,
    value: &Value,
    ty: &Type,
    missing: &str,
    language: Option<&str>,
) -> fmt::Result {
    match (value, ty) {
        (Value::Missing(_), _) => out.write_str(missing),
        (Value::Bool(yes), _) => out.write_str(if *yes { "yes" } else { "no" }),
        (Value::Number(share), Type::Percent) => push_percent(out, *share),
        (Value::Number(number), _) => push_number(out, *number),
        (Value::Money(money), _) => {
            push_number(out, money.amount)?;
            out.write_char(' ')?;
            out.write_str(money.currency.code())
        }
        (Value::Text(text), _) => out.write_str(text),
        (Value::Date(day), _) => push_day(out, *day),
        (Value::Moment(at), _) => push_moment(out, *at),
        (Value::Duration(length), _) => write!(out, "{length}"),
        (Value::Choice(place), Type::Choice(choice)) => {
            out.write_str(language.map_or_else(|| choice.member(*place), |language| choice.title(*place, language)))
        }
        (Value::Choice(_), _) => out.write_char('?'),
        (Value::List(items), ty) => {
            let item = if let Type::List(item) = ty { item.as_ref() } else { &Type::Any };
            for (at, value) in items.iter().enumerate() {
                out.write_str(if at > 0 { ", " } else { "" })?;
                push_shown(out, value, item, missing, language)?;
            }
            Ok(())
        }
        (Value::Record(record), Type::Record(fields)) => {
            let open = fields.fields.iter().enumerate().filter(|(_, field)| !field.private);
            let filled = open.filter(|(slot, _)| !record.get(*slot).is_missing());
            out.write_str("{ ")?;
            for (at, (slot, field)) in filled.enumerate() {
                out.write_str(if at > 0 { ", " } else { "" })?;
                out.write_str(&field.name)?;
                out.write_str(": ")?;
                push_shown(out, record.get(slot), &field.ty, missing, language)?;
            }
            out.write_str(" }")
        }
        (Value::Record(_), _) => out.write_str("{ … }"),
    }
}
