use crate::draft::column::Column;
use crate::draft::column::Kind;
use crate::draft::names::quoted;
use crate::draft::names::remark;
use crate::value::Currency;

/// A field of a deal or of a record, and the column that fills it.
pub(super) struct Field {
    /// Its name, without the record it is in.
    pub name: String,
    /// The place of its column.
    pub column: usize,
    /// `money`
    pub ty: String,
    /// `= "Close Date" as "%d.%m.%Y"`
    pub filled_by: String,
    /// What was found about it.
    pub comment: String,
}

/// The field that a column fills.
pub(super) fn field(column: &Column, name: String, currency: Option<Currency>) -> Field {
    let (ty, how) = type_of(column, currency);
    let mut comment = column.share();
    if matches!(column.kind, Kind::Money(None)) && currency.is_none() {
        comment.push_str("; an amount? `--currency` makes it one");
    }
    if let Some(doubt) = &column.doubt {
        comment.push_str(&format!("; {doubt}"));
    }
    let filled_by = format!("= {}{how}", quoted(&column.header));
    Field { name, column: column.at, ty, filled_by, comment: remark(&comment) }
}

/// The type of a column's field, and how its cells are read.
fn type_of(column: &Column, currency: Option<Currency>) -> (String, String) {
    let plain = |ty: &str| (ty.to_owned(), String::new());
    match &column.kind {
        Kind::Bool(None) => plain("bool"),
        Kind::Bool(Some((yes, no))) => {
            ("bool".to_owned(), format!(" {{ {} = true, {} = false }}", quoted(yes), quoted(no)))
        }
        Kind::Integer => plain("integer"),
        Kind::Number => plain("number"),
        Kind::Percent { hundredths } => ("percent".to_owned(), if *hundredths { " in 1%" } else { "" }.to_owned()),
        Kind::Money(Some(_)) => plain("money"),
        Kind::Money(None) => match currency {
            Some(currency) => ("money".to_owned(), format!(" in {currency}")),
            None => plain("number"),
        },
        Kind::Date(written) => {
            let ty = if written.timed { "datetime" } else { "date" };
            (ty.to_owned(), written.format.as_ref().map(|format| format!(" as {}", quoted(format))).unwrap_or_default())
        }
        Kind::Choice(labels) => {
            let members: Vec<&str> = labels.iter().map(|(_, member)| member.as_str()).collect();
            (format!("one of {}", members.join(", ")), format!(" {}", value_map(labels)))
        }
        Kind::Person => plain("person"),
        Kind::Text | Kind::Blank => plain("text"),
    }
}

/// `{ "Won" = won }`
pub(super) fn value_map(labels: &[(String, String)]) -> String {
    let labels = labels.iter().map(|(label, member)| format!("{} = {member}", quoted(label)));
    format!("{{ {} }}", labels.collect::<Vec<String>>().join(", "))
}
