use crate::value::Type;
use crate::value::Value;
use crate::value::show_number;
use crate::value::show_percent;

/// A value for people: `1,500 CNY`, `15%`, `2026-06-30`; empty for what is missing.
///
/// A member of an enumeration needs its type to have a name. What is private in a record is left out.
pub fn show(value: &Value, ty: &Type) -> String {
    show_with(value, ty, "")
}

/// A value for people, with words for what is missing.
pub fn show_with(value: &Value, ty: &Type, missing: &str) -> String {
    match (value, ty) {
        (Value::Missing(_), _) => missing.to_owned(),
        (Value::Bool(yes), _) => if *yes { "yes" } else { "no" }.to_owned(),
        (Value::Number(share), Type::Percent) => show_percent(*share),
        (Value::Number(number), _) => show_number(*number),
        (Value::Money(money), _) => money.to_string(),
        (Value::Text(text), _) => text.to_string(),
        (Value::Date(day), _) => day.to_string(),
        (Value::Moment(at), _) => at.to_string(),
        (Value::Duration(length), _) => length.to_string(),
        (Value::Choice(place), Type::Choice(choice)) => choice.member(*place).to_owned(),
        (Value::Choice(_), _) => "?".to_owned(),
        (Value::List(items), ty) => {
            let item = if let Type::List(item) = ty { item.as_ref() } else { &Type::Any };
            items.iter().map(|value| show_with(value, item, missing)).collect::<Vec<_>>().join(", ")
        }
        (Value::Record(record), Type::Record(fields)) => {
            let open = fields.fields.iter().enumerate().filter(|(_, field)| !field.private);
            let filled = open.filter(|(slot, _)| !record.get(*slot).is_missing());
            let shown = filled
                .map(|(slot, field)| format!("{}: {}", field.name, show_with(record.get(slot), &field.ty, missing)));
            format!("{{ {} }}", shown.collect::<Vec<_>>().join(", "))
        }
        (Value::Record(_), _) => "{ … }".to_owned(),
    }
}
