use std::collections::BTreeSet;

use chrono::Days;
use chrono::NaiveDate;

use crate::expr::Expr;
use crate::expr::constants;
use crate::expr::words;
use crate::scenario::draft::sketch::Bench;
use crate::scenario::draft::sketch::set;
use crate::value::Currency;
use crate::value::Decimal;
use crate::value::Duration;
use crate::value::Moment;
use crate::value::Money;
use crate::value::Record;
use crate::value::RecordType;
use crate::value::Type;
use crate::value::Unit;
use crate::value::Value;
use crate::value::builtin;

/// What conditions say: the values that stand in them, those of the computed fields they read included.
#[derive(Default)]
pub(super) struct Said {
    pub constants: Vec<(Value, Type)>,
    words: BTreeSet<String>,
}

/// More values of one field are not tried.
const MOST: usize = 24;

/// More elements of a list are not tried.
const MOST_ELEMENTS: usize = 40;

impl Said {
    pub fn of<'e>(bench: &Bench<'_>, exprs: impl IntoIterator<Item = &'e Expr>) -> Said {
        let mut said = Said::default();
        for expr in exprs {
            said.take(bench, expr);
        }
        said
    }

    fn take(&mut self, bench: &Bench<'_>, expr: &Expr) {
        self.constants.extend(constants(expr));
        for word in words(expr) {
            if self.words.insert(word.clone())
                && let Some((_, computed)) = bench.playbook.lets.find(&word)
            {
                self.take(bench, computed);
            }
        }
    }

    /// Whether a name stands somewhere.
    pub fn has(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    fn numbers(&self) -> impl Iterator<Item = Decimal> {
        self.constants.iter().filter_map(|(value, _)| match value {
            Value::Number(number) => Some(*number),
            _ => None,
        })
    }

    fn lengths(&self) -> impl Iterator<Item = Duration> {
        self.constants.iter().filter_map(|(value, _)| match value {
            Value::Duration(length) => Some(*length),
            _ => None,
        })
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        self.constants.iter().filter_map(|(value, _)| match value {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        })
    }
}

/// A value of a type that nothing is wrong with; `None` for a type that has none.
pub(super) fn benign(bench: &Bench<'_>, ty: &Type) -> Option<Value> {
    candidates(bench, ty, &Said::default()).into_iter().next()
}

/// Values of a type that may decide a condition: those that stand in it, one step to each side, and plain ones.
pub(super) fn candidates(bench: &Bench<'_>, ty: &Type, said: &Said) -> Vec<Value> {
    let mut all = match ty {
        Type::Text => text(said),
        Type::Person => vec![Value::Text("somebody".into()), Value::Text("somebody else".into())],
        Type::Bool => vec![Value::Bool(true), Value::Bool(false)],
        Type::Integer => numbers(said, Decimal::ONE, Decimal::ONE),
        Type::Number => numbers(said, Decimal::ONE, Decimal::ONE),
        Type::Percent => numbers(said, Decimal::new(1, 1), Decimal::new(1, 4)),
        Type::Money => money(bench, said),
        Type::Date => days(bench, said).into_iter().map(Value::Date).collect(),
        Type::DateTime => days(bench, said).into_iter().map(|day| Value::Moment(Moment::Day(day))).collect(),
        Type::Duration => said.lengths().flat_map(around).map(Value::Duration).collect(),
        Type::Choice(choice) => (0..).map(Value::Choice).take(choice.members.len()).collect(),
        Type::Record(record) => records(bench, record, said),
        Type::List(item) => lists(bench, item, said),
        Type::Any => Vec::new(),
    };
    if let (Type::Duration, true) = (ty, all.is_empty()) {
        all.push(Value::Duration(Duration::new(10, Unit::Days)));
    }
    distinct(all, MOST)
}

/// Histories of a deal that came to its stage at several times.
pub(super) fn histories(bench: &Bench<'_>, said: &Said) -> Vec<Value> {
    let Some(stage) = bench.stage() else { return Vec::new() };
    let steps = said.lengths().map(|length| days_of(bench, length)).flat_map(|days| [days, days + 1, days.max(1) - 1]);
    let since: Vec<u64> = std::iter::once(5).chain(steps).collect();
    distinct(since.into_iter().map(|since| bench.history(stage, since)).collect(), MOST)
}

/// Events of the names that conditions say: none, each alone, each pair in both orders.
pub(super) fn events(bench: &Bench<'_>, said: &Said) -> Vec<Value> {
    let names: BTreeSet<&str> = said.texts().collect();
    let event = |name: &str, before: u64| {
        let day = bench.on.checked_sub_days(Days::new(before)).unwrap_or(bench.on);
        let mut event = Record::empty(4);
        set(&mut event, builtin::events::NAME, Value::Text(name.into()));
        set(&mut event, builtin::events::AT, Value::Moment(Moment::Day(day)));
        set(&mut event, builtin::events::BY, Value::Text("somebody".into()));
        Value::Record(Box::new(event))
    };
    let mut all = vec![Value::List(Vec::new())];
    for first in &names {
        all.push(Value::List(vec![event(first, 4)]));
        for second in names.iter().filter(|second| *second != first) {
            all.push(Value::List(vec![event(first, 4), event(second, 3)]));
        }
    }
    distinct(all, MOST)
}

/// The days that a length reaches back from today.
fn days_of(bench: &Bench<'_>, length: Duration) -> u64 {
    let back = Duration::new(length.count.saturating_neg(), length.unit);
    let day = bench.playbook.calendar.add(bench.on, back).unwrap_or(bench.on);
    u64::try_from((bench.on - day).num_days()).unwrap_or(0)
}

fn text(said: &Said) -> Vec<Value> {
    let mut all = vec![Value::Text("some text to read".into())];
    all.extend(said.texts().map(|text| Value::Text(text.into())));
    all.extend(["x", ""].map(|text| Value::Text(text.into())));
    all
}

fn numbers(said: &Said, plain: Decimal, step: Decimal) -> Vec<Value> {
    let near = said.numbers().flat_map(|number| [number, number.saturating_add(step), number.saturating_sub(step)]);
    let all = std::iter::once(plain).chain(near).chain([Decimal::ZERO]);
    all.map(|number| Value::Number(number.normalize())).collect()
}

/// Amounts that stand in conditions, and those that shares of a plain one come to.
fn money(bench: &Bench<'_>, said: &Said) -> Vec<Value> {
    let amounts: Vec<Money> = said
        .constants
        .iter()
        .filter_map(|(value, _)| match value {
            Value::Money(money) => Some(*money),
            _ => None,
        })
        .collect();
    let currency: Option<Currency> = amounts.first().map(|money| money.currency).or(bench.playbook.currency);
    let Some(currency) = currency else { return Vec::new() };
    let beside = |money: Money| {
        let by = |by: Decimal| Money { amount: money.amount.saturating_add(by).normalize(), ..money };
        [money, by(Decimal::ONE), by(Decimal::NEGATIVE_ONE)]
    };
    let plain = Money { amount: Decimal::from(100_000), currency };
    let shares = said.numbers().filter(|share| !share.is_zero()).flat_map(|share| {
        let of = plain.amount;
        let parts = [of.checked_mul(share), of.checked_mul(Decimal::ONE.saturating_sub(share)), of.checked_div(share)];
        parts.into_iter().flatten()
    });
    let shares: Vec<Money> = shares.map(|amount| Money { amount: amount.round_dp(2).normalize(), currency }).collect();
    let all = std::iter::once(plain).chain(amounts.into_iter().chain(shares).flat_map(beside));
    let zero = Money { amount: Decimal::ZERO, currency };
    all.chain([zero]).map(Value::Money).collect()
}

/// Today, the days that stand in conditions and those that lengths lead to, with their neighbours.
fn days(bench: &Bench<'_>, said: &Said) -> Vec<NaiveDate> {
    let written = said.constants.iter().filter_map(|(value, _)| match value {
        Value::Date(day) => Some(*day),
        Value::Moment(moment) => Some(moment.day()),
        _ => None,
    });
    let reached = said.lengths().flat_map(|length| {
        let back = Duration::new(length.count.saturating_neg(), length.unit);
        [length, back].into_iter().filter_map(|length| bench.playbook.calendar.add(bench.on, length))
    });
    let numbers = said.numbers().filter_map(|number| u64::try_from(number.trunc().mantissa()).ok());
    let counted = numbers
        .filter(|count| *count < 4_000)
        .flat_map(|count| [bench.on.checked_add_days(Days::new(count)), bench.on.checked_sub_days(Days::new(count))]);
    let all = std::iter::once(bench.on).chain(written).chain(reached).chain(counted.flatten());
    let beside = all.flat_map(|day| [Some(day), day.succ_opt(), day.pred_opt()]);
    beside.flatten().collect()
}

fn around(length: Duration) -> [Duration; 3] {
    let by = |by: i64| Duration::new(length.count.saturating_add(by), length.unit);
    [length, by(1), by(-1)]
}

/// Records whose fields have values that may decide.
fn records(bench: &Bench<'_>, ty: &RecordType, said: &Said) -> Vec<Value> {
    let told = |name: &str| said.has(name);
    let fields: Vec<Vec<Value>> = ty
        .fields
        .iter()
        .map(|field| match &field.ty {
            // Lists inside lists grow beyond what can be tried.
            Type::List(_) | Type::Record(_) | Type::Any => vec![Value::ABSENT],
            ty if told(&field.name) => candidates(bench, ty, said),
            ty => benign(bench, ty).into_iter().collect(),
        })
        .collect();
    let plain: Vec<Value> = fields.iter().map(|values| values.first().cloned().unwrap_or(Value::ABSENT)).collect();
    let record = |values: Vec<Value>| {
        let mut record = Record::empty(values.len());
        values.into_iter().enumerate().for_each(|(slot, value)| set(&mut record, slot, value));
        Value::Record(Box::new(record))
    };
    let mut all = vec![record(plain.clone())];
    // One field at a time, then two.
    for (slot, values) in fields.iter().enumerate() {
        for value in values.iter().skip(1) {
            let mut one = plain.clone();
            replace(&mut one, slot, value);
            all.push(record(one.clone()));
            for (other, values) in fields.iter().enumerate().skip(slot + 1) {
                for value in values.iter().skip(1) {
                    let mut two = one.clone();
                    replace(&mut two, other, value);
                    all.push(record(two));
                }
            }
        }
    }
    distinct(all, MOST_ELEMENTS * 2)
}

fn replace(values: &mut [Value], slot: usize, value: &Value) {
    if let Some(place) = values.get_mut(slot) {
        *place = value.clone();
    }
}

/// The empty list, lists of one element, and as many of a plain one as conditions count.
fn lists(bench: &Bench<'_>, item: &Type, said: &Said) -> Vec<Value> {
    let elements = match item {
        Type::Record(record) => records(bench, record, said),
        other => candidates(bench, other, said),
    };
    let counts = said.numbers().filter_map(|number| usize::try_from(number.trunc().mantissa()).ok());
    let counts: BTreeSet<usize> =
        counts.filter(|count| (2..=8).contains(count)).flat_map(|n| [n - 1, n, n + 1]).collect();
    let first = elements.first().cloned();
    let mut all: Vec<Value> = Vec::new();
    all.extend(first.iter().map(|first| Value::List(vec![first.clone()])));
    all.push(Value::List(Vec::new()));
    all.extend(counts.into_iter().filter_map(|count| Some(Value::List(vec![first.clone()?; count]))));
    all.extend(elements.into_iter().skip(1).map(|element| Value::List(vec![element])));
    distinct(all, MOST_ELEMENTS)
}

fn distinct(values: Vec<Value>, most: usize) -> Vec<Value> {
    let mut kept: Vec<Value> = Vec::new();
    for value in values {
        if !kept.contains(&value) {
            kept.push(value);
        }
        if kept.len() >= most {
            break;
        }
    }
    kept
}
