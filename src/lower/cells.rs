use crate::diagnostic::Diagnostic;
use crate::diagnostic::did_you_mean;
use crate::diagnostic::or_list;
use crate::expr::Wanted;
use crate::lower::known::Known;
use crate::model::Cell;
use crate::model::Column;
use crate::model::Comparison;
use crate::source::Span;
use crate::source::Spanned;
use crate::syntax;
use crate::syntax::CellKind;
use crate::syntax::Literal;
use crate::value::Moment;
use crate::value::Type;
use crate::value::Value;
use crate::value::compare;

/// What a column of a table is about: a field, declared or computed.
pub(super) fn column(known: &Known<'_>, path: &syntax::Path, diagnostics: &mut Vec<Diagnostic>) -> Option<Column> {
    let condition = syntax::Condition { text: path.text(), span: path.span };
    let value = known.condition(&condition, &[], &Wanted::Any, diagnostics)?;
    if matches!(value.ty(), Type::Record(_) | Type::List(_)) {
        let message = format!("`{}` is no single value, so a table cannot decide by it", path.text());
        let problem = Diagnostic::error("lower/wrong-column", message).at(path.span, format!("a {}", value.ty()));
        diagnostics.push(problem.help("name a field that holds one value, or compute one with `let`"));
        return None;
    }
    Some(Column { name: path.text(), value })
}

/// A cell, its literals of the column's type. `None` where it is wrong, which has been reported.
pub(super) fn cell(written: &syntax::Cell, column: &Column, diagnostics: &mut Vec<Diagnostic>) -> Option<Cell> {
    let ty = column.value.ty();
    let mut literal = |literal: &Spanned<Literal>| value(literal, ty, &column.name, diagnostics);
    match &written.kind {
        CellKind::Any => Some(Cell::Any),
        CellKind::OneOf(literals) => literals.iter().map(&mut literal).collect::<Option<Vec<Value>>>().map(Cell::OneOf),
        CellKind::Compare(sign, bound) => {
            let bound = literal(bound)?;
            Some(Cell::Compare(comparison(*sign), bound))
        }
        CellKind::Range(first, last) => {
            let (first, last) = (literal(first)?, literal(last)?);
            if compare(&first, &last).is_ok_and(|order| order.is_gt()) {
                let problem = Diagnostic::error("lower/empty-range", "no value lies in this range");
                diagnostics.push(problem.at(written.span, "").help("write the smaller value first"));
                return None;
            }
            Some(Cell::Range(first, last))
        }
    }
}

/// A literal as a value of a type.
pub(super) fn value(
    written: &Spanned<Literal>,
    ty: &Type,
    name: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Value> {
    match (&written.value, ty) {
        (Literal::Bad, _) | (_, Type::Any) => None,
        (Literal::Bool(value), Type::Bool) => Some(Value::Bool(*value)),
        (Literal::Number(number), Type::Integer | Type::Number) => Some(Value::Number(*number)),
        (Literal::Percent(share), Type::Percent | Type::Number) => Some(Value::Number(*share)),
        (Literal::Money(money), Type::Money) => Some(Value::Money(*money)),
        (Literal::Duration(length), Type::Duration) => Some(Value::Duration(*length)),
        (Literal::Date(day), Type::Date) => Some(Value::Date(*day)),
        (Literal::Date(day), Type::DateTime) => Some(Value::Moment(Moment::Day(*day))),
        (Literal::Moment(at), Type::DateTime) => Some(Value::Moment(Moment::At(*at))),
        (Literal::Text(text), Type::Text | Type::Person) => Some(Value::Text(text.as_str().into())),
        (Literal::Member(member) | Literal::Text(member), Type::Choice(choice)) => {
            let place = choice.place(member);
            if place.is_none() {
                let names = || choice.members.iter().map(String::as_str);
                let help = did_you_mean(member, names()).map_or_else(
                    || format!("write {}", or_list(names().take(12))),
                    |near| format!("did you mean `{near}`?"),
                );
                let message = format!("`{name}` is never `{member}`");
                diagnostics.push(wrong(message, written.span).help(help));
            }
            place.map(Value::Choice)
        }
        (Literal::Number(_), Type::Percent) => {
            diagnostics.push(wrong(format!("`{name}` is a percent"), written.span).help("write `15%`"));
            None
        }
        (Literal::Number(_), Type::Money) => {
            diagnostics.push(wrong(format!("`{name}` is money"), written.span).help("say the currency: `5M CNY`"));
            None
        }
        _ => {
            let message = format!("this is no value of `{name}`, whose type is `{ty}`");
            diagnostics.push(wrong(message, written.span));
            None
        }
    }
}

fn wrong(message: String, span: Span) -> Diagnostic {
    Diagnostic::error("lower/wrong-cell", message).at(span, "")
}

fn comparison(sign: syntax::Comparison) -> Comparison {
    match sign {
        syntax::Comparison::Below => Comparison::Below,
        syntax::Comparison::AtMost => Comparison::AtMost,
        syntax::Comparison::Above => Comparison::Above,
        syntax::Comparison::AtLeast => Comparison::AtLeast,
        syntax::Comparison::Equal => Comparison::Equal,
        syntax::Comparison::NotEqual => Comparison::NotEqual,
    }
}
