//! The wording of what the checker finds, and the few questions about types that wording and checking share.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::did_you_mean;
use crate::diagnostic::or_list;
use crate::expr::Scope;
use crate::expr::functions;
use crate::expr::functions::ListFunction;
use crate::expr::functions::list_name;
use crate::expr::tree::Comparison;
use crate::expr::tree::Operator;
use crate::expr::typed::DatePart;
use crate::expr::typed::Kind;
use crate::expr::typed::Node;
use crate::source::Span;
use crate::source::Spanned;
use crate::value::Choice;
use crate::value::Decimal;
use crate::value::RecordType;
use crate::value::Type;
use crate::value::Value;

/// The type that holds all parts.
pub fn common(parts: &[Node]) -> Type {
    let join = |a: Type, b: &Type| match (&a, b) {
        (Type::Any, _) | (_, Type::Any) => Type::Any,
        (a, b) if a == b => a.clone(),
        (a, b) if a.is_numeric() && b.is_numeric() => Type::Number,
        (Type::Person, Type::Text) => Type::Text,
        _ => a,
    };
    let mut types = parts.iter().map(|part| &part.ty);
    types.next().map_or(Type::Any, |first| types.fold(first.clone(), join))
}

/// Whether a value of one type can stand where the other is wanted.
pub fn one_type(wanted: &Type, found: &Type) -> bool {
    let text = |ty: &Type| matches!(ty, Type::Text | Type::Person);
    match (wanted, found) {
        (Type::Any, _) | (_, Type::Any) => true,
        (Type::List(a), Type::List(b)) => one_type(a, b),
        (Type::Choice(a), Type::Choice(b)) => a.members == b.members,
        (a, b) if a.is_numeric() => b.is_numeric(),
        (a, b) if text(a) => text(b),
        (a, b) => a == b,
    }
}

/// A type in a sentence: "text", "a number", "a list".
pub fn a(ty: &Type) -> String {
    match ty {
        Type::Text => "text".to_owned(),
        Type::Bool => "yes or no".to_owned(),
        Type::Integer => "a whole number".to_owned(),
        Type::Money => "money".to_owned(),
        Type::Choice(choice) if choice.name.is_empty() => {
            format!("one of {}", choice.members.iter().take(8).cloned().collect::<Vec<_>>().join(", "))
        }
        Type::Record(_) => "a record".to_owned(),
        Type::List(_) => "a list".to_owned(),
        Type::Any => "of unknown type".to_owned(),
        other => format!("a {other}"),
    }
}

fn this_is(node: &Node) -> String {
    format!("this is {}", a(&node.ty))
}

fn error(code: &'static str, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(code, message)
}

pub fn nothing_here(span: Span) -> Diagnostic {
    error("expr/bad-operand", "`()` stands for no value").at(span, "").help("ask with `present(x)` or `missing(x)`")
}

pub fn compared_with_nothing(span: Span) -> Diagnostic {
    error("expr/bad-operand", "a value is not compared with `()`")
        .at(span, "")
        .help("ask with `present(x)` or `missing(x)`")
}

pub fn range_here(span: Span) -> Diagnostic {
    error("expr/bad-operand", "a range stands behind `in`")
        .at(span, "")
        .help("write `x in 1..5`, or `x in 1..=5` with the end")
}

pub fn closure_here(span: Span) -> Diagnostic {
    error("expr/bad-operand", "`|x| …` is for the functions over lists")
        .at(span, "")
        .help("write it like `contacts.some(|c| c.level >= 3)`")
}

pub fn no_truth(node: &Node) -> Diagnostic {
    let help = match &node.ty {
        Type::Money => "compare it, like `amount > 0 CNY`",
        ty if ty.is_numeric() => "compare it, like `x > 0`",
        Type::List(_) => "ask something of it, like `contacts.len() > 0`",
        _ => "compare it, or ask whether it is there: `present(x)`",
    };
    error("expr/not-yes-or-no", "this is no yes or no").at(node.span, this_is(node)).help(help)
}

pub fn not_wanted(node: &Node, wanted: &Type) -> Diagnostic {
    if let (Type::List(_), Type::List(_)) = (wanted, &node.ty) {
        // Both are lists: of what, is the difference.
        let message = format!("a {wanted} is wanted here");
        return error("expr/wrong-type", message).at(node.span, format!("this is a {}", node.ty));
    }
    let help = match (&node.kind, wanted) {
        (Kind::Constant(Value::Number(number)), Type::Percent) => Some(format!("write `{number}%`")),
        _ => None,
    };
    error("expr/wrong-type", format!("{} is wanted here", a(wanted))).at(node.span, this_is(node)).maybe_help(help)
}

pub fn unlike(first: &Node, other: &Node) -> Diagnostic {
    error("expr/wrong-type", "these parts must be of one type")
        .at(other.span, this_is(other))
        .at(first.span, this_is(first))
}

pub fn unknown_member(text: &str, choice: &Choice, span: Span) -> Diagnostic {
    let members = || choice.members.iter().map(String::as_str);
    let what = if choice.name.is_empty() { "value" } else { choice.name.as_str() };
    let near = did_you_mean(text, members()).map(|name| format!("did you mean `{name}`?"));
    let known = if choice.members.len() <= 12 {
        format!("known are {}", or_list(members()).replace(" or ", " and "))
    } else {
        format!("see where each {what} is declared")
    };
    error("expr/unknown-member", format!("no {what} is named `{text}`"))
        .at(span, "not declared")
        .help(near.unwrap_or(known))
        .renaming(span, text, members(), "\"")
}

pub fn unknown_field<'n>(
    name: &str,
    span: Span,
    known: impl Iterator<Item = &'n str>,
    kind: Option<&str>,
    is_function: bool,
) -> Diagnostic {
    let known: Vec<&str> = known.collect();
    let help = match (kind, did_you_mean(name, known.iter().copied())) {
        (Some(kind), _) => format!("`{name}` is declared as {kind}: put it into quotes, like `{kind} == \"{name}\"`"),
        (None, _) if is_function => format!("`{name}` is a function: call it with its arguments in brackets"),
        (None, Some(near)) => format!("did you mean `{near}`?"),
        (None, None) => "declare it in `deal { … }`, or put a text into quotes".to_owned(),
    };
    let meant = known.into_iter().filter(|_| kind.is_none() && !is_function);
    error("expr/unknown-field", format!("no field is named `{name}`"))
        .at(span, "not declared")
        .help(help)
        .renaming(span, name, meant, "")
}

pub fn unknown_part(name: &str, span: Span, record: &RecordType) -> Diagnostic {
    let fields = || record.fields.iter().map(|field| field.name.as_str());
    let near = did_you_mean(name, fields()).map(|near| format!("did you mean `{near}`?"));
    let known = fields().take(12).collect::<Vec<_>>();
    error("expr/unknown-field", format!("no field is named `{name}` here"))
        .at(span, "not declared")
        .help(near.unwrap_or_else(|| format!("the fields are {}", or_list(known).replace(" or ", " and "))))
        .renaming(span, name, fields(), "")
}

pub fn unknown_date_part(name: &str, span: Span) -> Diagnostic {
    let parts = || DatePart::ALL.iter().map(|(name, _)| *name);
    let near = did_you_mean(name, parts()).map(|near| format!("did you mean `{near}`?"));
    error("expr/unknown-field", format!("a date has no `{name}`"))
        .at(span, "")
        .help(near.unwrap_or_else(|| format!("it has {}", or_list(parts()).replace(" or ", " and "))))
}

pub fn no_fields(node: &Node, name: &Spanned<String>) -> Diagnostic {
    let is_function = functions::names().any(|known| known == name.value);
    let help = match &node.ty {
        _ if is_function => format!("`{}` is a function: write `{}()`", name.value, name.value),
        Type::List(_) => format!("ask each element, like `some(|x| x.{} …)`", name.value),
        Type::Any => "nothing is known of what a module gives: do it inside the module".to_owned(),
        ty => format!("{} has no fields", a(ty)),
    };
    error("expr/unknown-field", format!("`{}` is not a field of this", name.value))
        .at(name.span, "")
        .at(node.span, this_is(node))
        .help(help)
}

pub fn no_list(node: &Node) -> Diagnostic {
    error("expr/wrong-type", "a list is wanted here").at(node.span, this_is(node))
}

pub fn no_index(node: &Node) -> Diagnostic {
    error("expr/wrong-type", "the place in a list is a whole number from 0").at(node.span, this_is(node))
}

pub fn not_over(function: ListFunction, node: &Node) -> Diagnostic {
    let name = list_name(function);
    error("expr/wrong-type", format!("`{name}` is for lists")).at(node.span, this_is(node))
}

pub fn cannot_fold(function: ListFunction, ty: &Type, list: &Node) -> Diagnostic {
    let name = list_name(function);
    error("expr/wrong-type", format!("`{name}` does not work on this list"))
        .at(list.span, format!("each element is {}", a(ty)))
        .help(format!("say what of each element is meant, like `{name}(|x| x.amount)`"))
}

pub fn wants_closure(name: &str, span: Span) -> Diagnostic {
    error("expr/wrong-type", format!("`{name}` wants to know what to ask of each element"))
        .at(span, "")
        .help(format!("write it like `contacts.{name}(|c| c.level >= 3)`"))
}

pub fn wants_one_parameter(name: &str, span: Span) -> Diagnostic {
    error("expr/wrong-count", format!("`{name}` hands over one element at a time"))
        .at(span, "")
        .help(format!("give one name, like `{name}(|c| …)`"))
}

pub fn wrong_argument(name: &str, node: &Node, wanted: &str) -> Diagnostic {
    error(
        "expr/wrong-type",
        format!("`{name}` wants a {wanted} here").replace("a text", "text").replace("a amount", "an amount"),
    )
    .at(node.span, this_is(node))
}

pub fn wrong_count(name: &str, span: Span, found: usize, least: usize, most: usize) -> Diagnostic {
    let arguments = |count: usize| format!("{count} argument{}", if count == 1 { "" } else { "s" });
    let wanted = match (least, most) {
        (least, most) if least == most => arguments(least),
        (least, most) => format!("{least} to {}", arguments(most)),
    };
    error("expr/wrong-count", format!("`{name}` takes {wanted}, not {found}"))
        .at(span, "what stands before the point of a call counts as the first argument")
}

pub fn unknown_function<'n>(name: &Spanned<String>, of_modules: impl Iterator<Item = &'n str>) -> Diagnostic {
    let words = [("today", 0), ("now", 0), ("date", 1), ("money", 1), ("duration", 1)];
    let known: Vec<&str> = of_modules.chain(functions::names().map(|name| -> &'n str { name })).collect();
    let of_words = words.iter().find(|(known, _)| *known == name.value);
    let help = match of_words {
        Some((known, 0)) => format!("write `{known}` without brackets"),
        Some((_, 1)) => "write the value itself: `2026-06-30`, `5M CNY`, `30 days`".to_owned(),
        _ => match did_you_mean(&name.value, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "declare it in a rhai module and bring that in with `use`".to_owned(),
        },
    };
    error("expr/unknown-function", format!("no function is named `{}`", name.value))
        .at(name.span, "not declared")
        .help(help)
        .renaming(name.span, &name.value, known.into_iter().filter(|_| of_words.is_none()), "")
}

pub fn no_currency(text: &str, span: Span) -> Diagnostic {
    error("expr/unknown-member", format!("`{text}` is not a currency"))
        .at(span, "")
        .help("write its three capital letters, like `\"EUR\"`")
}

pub fn not_comparable(left: &Node, right: &Node, scope: &Scope<'_>) -> Diagnostic {
    let help = side_help(left, right, scope).or_else(|| side_help(right, left, scope));
    error("expr/not-comparable", format!("{} and {} cannot be compared", a(&left.ty), a(&right.ty)))
        .at(left.span.to(right.span), "")
        .at(left.span, this_is(left))
        .at(right.span, this_is(right))
        .maybe_help(help)
}

/// What to do about one side, given the other.
fn side_help(side: &Node, other: &Node, scope: &Scope<'_>) -> Option<String> {
    let literal = match &side.kind {
        Kind::Constant(Value::Number(number)) => number.to_string(),
        Kind::Constant(Value::Text(text)) => text.to_string(),
        _ => "x".to_owned(),
    };
    let currency = scope.currency.map_or_else(|| "CNY".to_owned(), |currency| currency.to_string());
    Some(match (&side.ty, &other.ty) {
        (ty, Type::Money) if ty.is_numeric() => format!("say the currency: `{literal} {currency}`"),
        (ty, Type::Duration) if ty.is_numeric() && literal != "x" => format!("say the unit: `{literal} days`"),
        (Type::Duration, ty) if ty.is_numeric() => {
            "a plain number is compared with a plain number: leave the unit out".to_owned()
        }
        (ty, Type::Date | Type::DateTime) if ty.is_numeric() => {
            "compare a number of days: `days_between(a, b) > 30`".to_owned()
        }
        (Type::Text, Type::Date | Type::DateTime) => "write a date without quotes: `2026-06-30`".to_owned(),
        (Type::Text, Type::Money) => "write an amount without quotes: `5M CNY`".to_owned(),
        (Type::Text, Type::Duration) => "write a length of time without quotes: `30 days`".to_owned(),
        (Type::Text, ty) if ty.is_numeric() && matches!(side.kind, Kind::Constant(_)) => {
            "write a number without quotes".to_owned()
        }
        (ty, Type::Text) if ty.is_numeric() && literal != "x" => {
            format!("put a text into quotes, like `\"{literal}\"`, or declare the field as a number")
        }
        (Type::Bool, _) => "a yes or no needs no comparison: write `x` or `!x`".to_owned(),
        (Type::Record(_), _) => "compare its fields one by one".to_owned(),
        (Type::List(_), _) => "ask its elements: `xs.contains(x)`, `xs.some(|x| …)`".to_owned(),
        _ => return None,
    })
}

pub fn no_order(node: &Node, how: Comparison) -> Diagnostic {
    error("expr/not-comparable", format!("{} has no order", a(&node.ty)))
        .at(node.span, this_is(node))
        .help(format!("compare with `==` or `!=` instead of `{}`", how.sign()))
}

pub fn no_order_with_text(member: &Node, text: &Node) -> Diagnostic {
    error("expr/not-comparable", "which comes first is known only for declared members")
        .at(text.span, this_is(text))
        .at(member.span, this_is(member))
        .help("compare with a member in quotes, like `tier >= \"B\"`")
}

pub fn percent_with_number(share: &Node, number: &Node, value: Decimal) -> Diagnostic {
    error("expr/percent-with-number", format!("a percent is compared with {value}, which is {value}00%"))
        .at(number.span, this_is(number))
        .at(share.span, this_is(share))
        .help(format!("write `{value}%`"))
}

pub fn unlike_units(left: &Node, right: &Node) -> Diagnostic {
    error("expr/unlike-units", "these lengths of time are counted in units that do not meet")
        .at(left.span.to(right.span), "")
        .help("working days meet working days, working hours working hours, months meet months, days meet hours; `working_days_between(a, b)` counts working days")
}

pub fn not_computable(how: Operator, left: &Node, right: &Node, scope: &Scope<'_>) -> Diagnostic {
    let help = match (how, &left.ty, &right.ty) {
        (Operator::Add | Operator::Subtract, ..) => {
            side_help(left, right, scope).or_else(|| side_help(right, left, scope))
        }
        (Operator::Multiply, Type::Money, Type::Money) => Some("an amount is multiplied with a number".to_owned()),
        _ => None,
    };
    let help = match (&left.ty, &right.ty) {
        (Type::Date | Type::DateTime, ty) | (ty, Type::Date | Type::DateTime) if ty.is_numeric() => {
            Some("say the unit: `today + 30 days`".to_owned())
        }
        (Type::Text, _) | (_, Type::Text) if how == Operator::Add => {
            Some("only texts are put together; in a message write `{x}`".to_owned())
        }
        _ => help,
    };
    error("expr/bad-operand", format!("`{}` does not work on {} and {}", how.sign(), a(&left.ty), a(&right.ty)))
        .at(left.span.to(right.span), "")
        .at(left.span, this_is(left))
        .at(right.span, this_is(right))
        .maybe_help(help)
}

pub fn hours_of_day(node: &Node) -> Diagnostic {
    error("expr/unlike-units", "a date has no hours to count on")
        .at(node.span, this_is(node))
        .help("count in days, or use a field of type `datetime`")
}

pub fn no_minus(node: &Node) -> Diagnostic {
    error("expr/bad-operand", format!("`-` does not work on {}", a(&node.ty))).at(node.span, this_is(node))
}

pub fn pattern_not_fixed(span: Span) -> Diagnostic {
    error("expr/bad-pattern", "the pattern must be written out")
        .at(span, "")
        .help("write it in quotes: `name.matches(\"^[A-Z]+$\")`")
}

pub fn bad_pattern(found: &regex::Error, span: Span) -> Diagnostic {
    let why = match found {
        regex::Error::CompiledTooBig(_) => "it is too large".to_owned(),
        other => other.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned(),
    };
    error("expr/bad-pattern", "this is not a pattern")
        .at(span, why)
        .help("patterns are regular expressions; `\\\\.` is a point")
}
