use crate::value::Decimal;
use crate::value::Duration;
use crate::value::Moment;
use crate::value::RecordType;
use crate::value::Type;
use crate::value::Unit;
use crate::value::Value;

/// A value as a test writes it; `None` for what has no literal.
pub(super) fn literal(value: &Value, ty: &Type) -> Option<String> {
    Some(match (value, ty) {
        (Value::Missing(_), _) => "missing".to_owned(),
        (Value::Bool(yes), _) => yes.to_string(),
        (Value::Number(share), Type::Percent) => {
            format!("{}%", share.checked_mul(Decimal::ONE_HUNDRED)?.normalize())
        }
        (Value::Number(number), _) => number.normalize().to_string(),
        (Value::Money(money), _) => format!("{} {}", money.amount.normalize(), money.currency),
        (Value::Text(text), _) => quoted(text),
        (Value::Date(day), _) => day.to_string(),
        (Value::Moment(Moment::Day(day)), _) => day.to_string(),
        (Value::Moment(Moment::At(at)), _) => at.format("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        (Value::Duration(length), _) => duration(*length),
        (Value::Choice(place), Type::Choice(choice)) => {
            let member = choice.member(*place);
            if is_name(member) { member.to_owned() } else { quoted(member) }
        }
        (Value::Record(record), Type::Record(fields)) => {
            let inside = pairs(&record.values, fields)?;
            if inside.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", inside.join(", ")) }
        }
        (Value::List(items), Type::List(item)) => {
            let items: Option<Vec<String>> = items.iter().map(|value| literal(value, item)).collect();
            format!("[{}]", items?.join(", "))
        }
        _ => return None,
    })
}

/// The fields of a record that have a value, each with its literal.
pub(super) fn pairs(values: &[Value], ty: &RecordType) -> Option<Vec<String>> {
    let given = values.iter().zip(&ty.fields).filter(|(value, _)| !value.is_missing());
    given.map(|(value, field)| Some(format!("{}: {}", field.name, literal(value, &field.ty)?))).collect()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t"))
}

fn is_name(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_alphanumeric() || letter == '_')
        && !matches!(text, "true" | "false" | "missing" | "unreadable")
}

/// A length in the unit that loses nothing.
fn duration(length: Duration) -> String {
    match length.unit {
        Unit::Seconds => format!("{} seconds", length.count),
        Unit::WorkingSeconds => format!("{} working minutes", length.count / 60),
        Unit::Days => format!("{} days", length.count),
        Unit::WorkingDays => format!("{} working days", length.count),
        Unit::Months => format!("{} months", length.count),
    }
}
