//! Parts that give another value than yes or no.

use std::borrow::Cow;

use chrono::Datelike;

use crate::expr::columns::Many;
use crate::expr::columns::compute::compute;
use crate::expr::columns::test::truth;
use crate::expr::evaluate::Asked;
use crate::expr::evaluate::calls;
use crate::expr::evaluate::operate;
use crate::expr::functions::Function;
use crate::expr::functions::ListFunction;
use crate::expr::tree::Operator;
use crate::expr::typed::Kind;
use crate::expr::typed::Node;
use crate::expr::typed::Root;
use crate::value::Bits;
use crate::value::Column;
use crate::value::Data;
use crate::value::Exact;
use crate::value::Gaps;
use crate::value::Held;
use crate::value::Moment;
use crate::value::Type;
use crate::value::Value;
use crate::value::builtin;
use crate::value::equal;

/// The values of a part, borrowed where columns have them.
pub type Got<'c> = Cow<'c, Column>;

/// The value of a part for each deal; `None` where columns do not tell.
pub fn value<'c>(node: &Node, many: &'c Many<'_>) -> Option<Got<'c>> {
    Some(match &node.kind {
        Kind::Constant(value) => same(value.clone(), many),
        Kind::Field(Root::Deal, slots) => field(slots, many)?,
        Kind::Field(Root::Let(at), slots) if slots.is_empty() => Cow::Borrowed(computed(*at, many)?),
        Kind::Minus(inner) => Cow::Owned(of_each(&*value(inner, many)?, operate::minus)),
        Kind::Compute(how, left, right) => {
            Cow::Owned(compute(*how, &*value(left, many)?, &*value(right, many)?, many.env.ground()))
        }
        Kind::Part(part, inner) => Cow::Owned(of_each(&*value(inner, many)?, |date| calls::part(*part, date))),
        Kind::Default(parts) => Cow::Owned(default(parts, many)?),
        Kind::If(_) if node.ty == Type::Bool => Cow::Owned(truth(node, many)?.into_column()),
        Kind::If(parts) => Cow::Owned(choose(parts, many)?),
        Kind::Member(inner, choice) => Cow::Owned(of_each(&*value(inner, many)?, |value| match value {
            Value::Choice(place) => Value::Text(choice.member(*place).into()),
            value => value.clone(),
        })),
        Kind::Over(ListFunction::Sum, list, None) => Cow::Owned(sum(list, many)?),
        Kind::Call(function, arguments) if node.ty != Type::Bool => call(*function, arguments, many)?,
        Kind::Call(..)
        | Kind::Not(_)
        | Kind::Compare(..)
        | Kind::And(_)
        | Kind::Or(_)
        | Kind::In(..)
        | Kind::Between(..)
        | Kind::Matches(..) => Cow::Owned(truth(node, many)?.into_column()),
        Kind::Field(..) | Kind::Index(..) | Kind::List(_) | Kind::Over(..) | Kind::Script(..) | Kind::As(_) => {
            return None;
        }
    })
}

fn same<'c>(value: Value, many: &Many<'_>) -> Got<'c> {
    Cow::Owned(Column::same(value, many.rows()))
}

fn field<'c>(slots: &[usize], many: &'c Many<'_>) -> Option<Got<'c>> {
    if slots.first().is_some_and(|first| many.elsewhere.contains(first)) {
        return None;
    }
    Some(match many.columns.at(slots) {
        Held::Column(column) => Cow::Borrowed(column),
        Held::Inside(column, from) => {
            let below = slots.get(from..).unwrap_or_default();
            Cow::Owned(Column::any((0..many.rows()).map(|row| column.inside(row, below)).collect()))
        }
        Held::Nothing => same(Value::ABSENT, many),
        Held::Parts => return None,
    })
}

/// A computed field, which is computed once.
fn computed<'c>(at: usize, many: &'c Many<'_>) -> Option<&'c Column> {
    let expr = many.env.lets.get(at)?;
    let made = || expr.program().and_then(|_| value(expr.node(), many)).map(Cow::into_owned);
    many.computed.get(at)?.get_or_init(made).as_ref()
}

/// What a function makes of each value.
fn of_each(column: &Column, make: impl Fn(&Value) -> Value) -> Column {
    match &column.data {
        _ if column.gaps == Gaps::Untold => {
            let made = Column::any((0..column.rows()).map(|row| make(&column.value(row))).collect());
            Column { gaps: Gaps::Untold, ..made }
        }
        Data::Same(value) => Column::same(make(value), column.rows()),
        _ => Column::any((0..column.rows()).map(|row| make(&column.value(row))).collect()),
    }
}

/// The first of several values that is there: only where there is surely nothing does the next one stand for it.
fn default(parts: &[Node], many: &Many<'_>) -> Option<Column> {
    let parts: Vec<Got<'_>> = parts.iter().map(|part| value(part, many)).collect::<Option<Vec<_>>>()?;
    if parts.iter().any(|part| part.gaps == Gaps::Untold && !part.given.is_all()) {
        return None;
    }
    let there = |row: usize| {
        let found = parts.iter().find(|part| part.given.get(row) || !part.gap(row).is_nothing());
        found.map_or(Value::ABSENT, |part| part.value(row))
    };
    match parts.first() {
        Some(first) if first.given.is_all() => Some(first.clone().into_owned()),
        _ => Some(Column::any((0..many.rows()).map(there).collect())),
    }
}

fn choose(parts: &[Node; 3], many: &Many<'_>) -> Option<Column> {
    let [condition, then, other] = parts;
    let (condition, then, other) = (truth(condition, many)?, value(then, many)?, value(other, many)?);
    let all_known = condition.known.is_all();
    if let (true, Data::Same(Value::Number(a)), Data::Same(Value::Number(b))) = (all_known, &then.data, &other.data)
        && let Some(both) = Exact::of([Some(*a), Some(*b)].into_iter())
        && let [a, b] = *both.digits.as_slice()
    {
        let digits = (0..many.rows()).map(|row| if condition.yes.get(row) { a } else { b }).collect();
        let data = Data::Numbers(Exact { digits, places: both.places });
        return Some(Column { data, given: Bits::all(many.rows(), true), gaps: Gaps::Absent });
    }
    let chosen = |row: usize| match (condition.known.get(row), condition.yes.get(row)) {
        (true, true) => then.value(row),
        (true, false) => other.value(row),
        // Undecided, but both ways lead to the same.
        (false, _) => {
            let (then, other) = (then.value(row), other.value(row));
            if equal(&then, &other) == Ok(true) { then } else { Value::ABSENT }
        }
    };
    let made = Column::any((0..many.rows()).map(chosen).collect());
    let is_told = all_known && then.gaps != Gaps::Untold && other.gaps != Gaps::Untold;
    Some(if is_told || made.given.is_all() { made } else { Column { gaps: Gaps::Untold, ..made } })
}

/// The sum of a list that is written out, as a score has it.
fn sum(list: &Node, many: &Many<'_>) -> Option<Column> {
    let Kind::List(items) = &list.kind else { return None };
    let (first, rest) = items.split_first()?;
    let first = value(first, many)?.into_owned();
    let sum = rest
        .iter()
        .try_fold(first, |sum, item| Some(compute(Operator::Add, &sum, &*value(item, many)?, many.env.ground())))?;
    // Which of several missing parts is told is another matter.
    Some(if sum.given.is_all() { sum } else { Column { gaps: Gaps::Untold, ..sum } })
}

/// A function that gives another value than yes or no, and asks nothing of the deal but its arguments.
fn call<'c>(function: Function, arguments: &[Node], many: &'c Many<'_>) -> Option<Got<'c>> {
    use Function as F;
    match (function, arguments) {
        (F::Today, _) => return Some(same(Value::Date(many.env.today), many)),
        (F::Now, _) => return Some(same(Value::Moment(Moment::At(many.env.now)), many)),
        (F::Holder, [role]) => match &role.kind {
            Kind::Constant(Value::Choice(role)) => return field(&[builtin::TEAM, usize::from(*role)], many),
            _ => return None,
        },
        (
            F::DaysBetween
            | F::WorkingDaysBetween
            | F::WorkingHoursBetween
            | F::Length
            | F::Trim
            | F::Lower
            | F::InCurrency,
            _,
        ) => {}
        _ => return None,
    }
    let given: Vec<Got<'_>> = arguments.iter().map(|argument| value(argument, many)).collect::<Option<Vec<_>>>()?;
    if let (F::DaysBetween, [from, to]) = (function, given.as_slice())
        && let Some(days) = days_between(from, to)
    {
        return Some(Cow::Owned(days));
    }
    let made = |row: usize| {
        let values: Vec<Cow<'_, Value>> = given.iter().map(|column| Cow::Owned(column.value(row))).collect();
        calls::value_of(function, &values, Asked { env: &many.env, frame: None }).unwrap_or_else(Value::Missing)
    };
    let untold = given.iter().any(|column| column.gaps == Gaps::Untold);
    let made = Column::any((0..many.rows()).map(made).collect());
    Some(Cow::Owned(if untold { Column { gaps: Gaps::Untold, ..made } } else { made }))
}

/// Days from one day to another, where both are days as such; `None` where they are written otherwise.
fn days_between(from: &Column, to: &Column) -> Option<Column> {
    let day = |column: &Column, row: usize| match &column.data {
        Data::Days(days) => days.get(row).copied(),
        Data::Same(Value::Date(day)) => Some(day.num_days_from_ce()),
        _ => None,
    };
    let days = |row: usize| Some(i64::from(day(to, row)?) - i64::from(day(from, row)?));
    let digits = (0..from.rows()).map(days).collect::<Option<Vec<i64>>>()?;
    let given = from.given.and(&to.given);
    let gaps = if from.gaps == Gaps::Absent && to.gaps == Gaps::Absent { Gaps::Absent } else { Gaps::Untold };
    Some(Column { data: Data::Numbers(Exact { digits, places: 0 }), given, gaps })
}
