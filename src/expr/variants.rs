use chrono::Days;

use crate::expr::Expr;
use crate::expr::lexer::Token;
use crate::expr::lexer::TokenKind;
use crate::expr::literal::rewrite;
use crate::source::Span;
use crate::value::Decimal;
use crate::value::Duration;
use crate::value::Moment;
use crate::value::Money;
use crate::value::Type;
use crate::value::Value;
use crate::value::parse_number;

/// A text that differs from a condition in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// What is changed, as written.
    pub old: String,
    /// What stands there instead.
    pub new: String,
    /// Where.
    pub span: Span,
    /// The whole text with the change; whether it still fits the schema is for the caller to ask.
    pub text: String,
}

/// The same text with one comparison, connective, threshold, quantifier or name of a member changed, from left to right.
///
/// `neighbours` gives, for a text in quotes, those that may stand in its place.
pub fn variants(expr: &Expr, neighbours: &dyn Fn(&str) -> Vec<String>) -> Vec<Variant> {
    let (text, span) = (expr.text(), expr.span());
    let tokens = rewrite(text, span).tokens;
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let old = text.get(token.range.clone()).unwrap_or_default();
        for new in changes(text, &tokens, at, old, neighbours) {
            let (Some(before), Some(after)) = (text.get(..token.range.start), text.get(token.range.end..)) else {
                continue;
            };
            let start = span.start as usize;
            found.push(Variant {
                old: old.to_owned(),
                text: format!("{before}{new}{after}"),
                new,
                span: Span::new(span.file, start + token.range.start, start + token.range.end),
            });
        }
    }
    found
}

/// What may stand in the place of a token.
fn changes(
    text: &str,
    tokens: &[Token],
    at: usize,
    old: &str,
    neighbours: &dyn Fn(&str) -> Vec<String>,
) -> Vec<String> {
    let Some(token) = tokens.get(at) else { return Vec::new() };
    let word = |at: Option<usize>| {
        at.and_then(|at| tokens.get(at)).and_then(|token| text.get(token.range.clone())).unwrap_or_default()
    };
    let (before, after) = (word(at.checked_sub(1)), word(Some(at + 1)));
    match &token.kind {
        TokenKind::Sign => sign(old, before).into_iter().map(str::to_owned).collect(),
        TokenKind::Word | TokenKind::Name => named(old, before, after).into_iter().map(str::to_owned).collect(),
        TokenKind::Number => parse_number(old)
            .map(|number| shifted(number).map(|number| number.to_string()))
            .into_iter()
            .flatten()
            .collect(),
        TokenKind::Literal(value, ty) => literal(value, ty),
        TokenKind::Quoted => {
            let inside = old.trim_matches('"');
            neighbours(inside).into_iter().map(|other| format!("\"{other}\"")).collect()
        }
        TokenKind::Nothing => Vec::new(),
    }
}

/// Another sign: a limit that is in or out, a connective, a `!` that is not there.
fn sign(old: &str, before: &str) -> Option<&'static str> {
    Some(match old {
        "<" => "<=",
        "<=" => "<",
        ">" => ">=",
        ">=" => ">",
        "==" => "!=",
        "!=" => "==",
        "&&" => "||",
        // `||` behind a bracket or a comma begins a closure.
        "||" if !matches!(before, "" | "(" | ",") => "&&",
        "!" => "",
        "!in" => "in",
        "+" => "-",
        "-" if !matches!(before, "" | "(" | ",") => "+",
        "*" => "/",
        "/" => "*",
        _ => return None,
    })
}

/// Another quantifier or function of the same kind.
fn named(old: &str, before: &str, after: &str) -> Option<&'static str> {
    Some(match (old, before, after) {
        ("some", ".", _) | ("none", ".", _) => "all",
        ("all", ".", _) => "some",
        ("first", ".", "(") => "last",
        ("last", ".", "(") => "first",
        ("min", ".", "(") => "max",
        ("max", ".", "(") => "min",
        ("present", _, "(") => "missing",
        ("missing", _, "(") => "present",
        ("working_days_between", _, "(") => "days_between",
        ("entered", _, "(") => "last_entered",
        ("last_entered", _, "(") => "entered",
        ("true", ..) => "false",
        ("false", ..) => "true",
        ("in", ..) if before != "for" => "!in",
        _ => return None,
    })
}

/// A threshold a tenth higher and a tenth lower.
fn literal(value: &Value, ty: &Type) -> Vec<String> {
    shifted_value(value, *ty == Type::Percent).iter().filter_map(|value| written(value, ty)).collect()
}

/// A value a little above and a little below, as thresholds are shifted; nothing for what has no order to shift in.
pub fn shifted_value(value: &Value, is_percent: bool) -> Vec<Value> {
    match value {
        Value::Number(number) if is_percent => tenth(*number).map(Value::Number).into(),
        Value::Number(number) => shifted(*number).map(Value::Number).into(),
        Value::Money(money) => tenth(money.amount).map(|amount| Value::Money(Money { amount, ..*money })).into(),
        Value::Duration(length) => {
            let by = (length.count / 10).max(1);
            let counts = [length.count.saturating_add(by), length.count.saturating_sub(by)];
            counts.map(|count| Value::Duration(Duration::new(count, length.unit))).into()
        }
        Value::Date(day) => {
            let days = [day.checked_add_days(Days::new(1)), day.checked_sub_days(Days::new(1))];
            days.into_iter().flatten().map(Value::Date).collect()
        }
        Value::Moment(Moment::At(at)) => {
            let hour = chrono::Duration::hours(1);
            let moments = [at.checked_add_signed(hour), at.checked_sub_signed(hour)];
            moments.into_iter().flatten().map(|at| Value::Moment(Moment::At(at))).collect()
        }
        _ => Vec::new(),
    }
}

/// A number a tenth higher and a tenth lower; a whole one stays whole.
fn shifted(number: Decimal) -> [Decimal; 2] {
    if !number.is_integer() {
        return tenth(number);
    }
    let by = (number / Decimal::TEN).trunc().abs().max(Decimal::ONE);
    [number.saturating_add(by), number.saturating_sub(by)]
}

fn tenth(number: Decimal) -> [Decimal; 2] {
    let by = if number.is_zero() { Decimal::ONE } else { number.abs() / Decimal::TEN };
    [number.saturating_add(by).normalize(), number.saturating_sub(by).normalize()]
}

/// A value as a condition writes it.
fn written(value: &Value, ty: &Type) -> Option<String> {
    Some(match (value, ty) {
        (Value::Number(share), Type::Percent) => {
            format!("{}%", share.checked_mul(Decimal::ONE_HUNDRED)?.normalize())
        }
        (Value::Number(number), _) => number.to_string(),
        (Value::Money(money), _) => format!("{} {}", money.amount.normalize(), money.currency),
        (Value::Duration(length), _) => length.to_string(),
        (Value::Date(day), _) => day.to_string(),
        (Value::Moment(Moment::At(at)), _) => at.format("%Y-%m-%dT%H:%M%:z").to_string(),
        _ => return None,
    })
}
