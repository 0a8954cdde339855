//! The functions of the language, for rhai: literals, presence, lists, texts, days.

use std::cmp::Ordering;
use std::sync::Arc;

use chrono::DateTime;
use chrono::NaiveDate;
use regex::RegexBuilder;
use rhai::Array;
use rhai::Dynamic;
use rhai::Engine;
use rhai::FnPtr;
use rhai::INT;
use rhai::ImmutableString;
use rhai::NativeCallContext;

use crate::expr::evaluate::alike;
use crate::expr::evaluate::calls;
use crate::expr::evaluate::lists;
use crate::expr::evaluate::operate;
use crate::expr::evaluate::operate::Ground;
use crate::expr::script::convert::Cell;
use crate::expr::script::convert::EmptySum;
use crate::expr::script::convert::Given;
use crate::expr::script::convert::Gone;
use crate::expr::script::convert::Nothing;
use crate::expr::script::convert::from_dynamic;
use crate::expr::script::convert::give;
use crate::expr::script::convert::mistake;
use crate::expr::script::convert::stop;
use crate::expr::script::convert::to_dynamic;
use crate::expr::script::convert::type_of;
use crate::expr::script::market::trade;
use crate::expr::tree::Operator;
use crate::value::Calendar;
use crate::value::Currency;
use crate::value::Decimal;
use crate::value::Duration;
use crate::value::Exchange;
use crate::value::Gap;
use crate::value::Moment;
use crate::value::Money;
use crate::value::Type;
use crate::value::Unit;
use crate::value::Value;

/// Registers everything.
pub fn register(engine: &mut Engine, calendar: &Arc<Calendar>) {
    literals(engine);
    amounts(engine);
    presence(engine);
    lists_of(engine, calendar);
    texts(engine);
    days(engine, calendar);
}

fn cell(value: Value, ty: Type) -> Dynamic {
    Dynamic::from(Cell { value, ty })
}

/// What the literals of the language were rewritten to.
fn literals(engine: &mut Engine) {
    engine.register_fn("number", |text: &str| decimal(text).map(Dynamic::from_decimal));
    engine.register_fn("percent", |text: &str| decimal(text).map(Dynamic::from_decimal));
    engine.register_fn("nothing", || Nothing);
    engine.register_fn("money", |amount: &str, currency: &str| money(decimal(amount)?, currency));
    engine.register_fn("money", |amount: Decimal, currency: &str| money(amount, currency));
    engine.register_fn("money", |amount: INT, currency: &str| money(Decimal::from(amount), currency));
    engine.register_fn("date", |text: &str| -> Given<Dynamic> {
        let day = text.parse::<NaiveDate>().map_err(|_| mistake("a date is written `2026-06-30`"))?;
        Ok(cell(Value::Date(day), Type::Date))
    });
    engine.register_fn("datetime", |text: &str| -> Given<Dynamic> {
        let at = DateTime::parse_from_rfc3339(text).map_err(|_| mistake("this is not a moment"))?;
        Ok(cell(Value::Moment(Moment::At(at)), Type::DateTime))
    });
    engine.register_fn("duration", |count: INT, unit: &str| -> Given<Dynamic> {
        let units = [Unit::Seconds, Unit::Days, Unit::WorkingDays, Unit::WorkingSeconds, Unit::Months];
        let known = units.into_iter().find(|known| format!("{known:?}") == unit);
        let length = known.map(|unit| Duration::new(count, unit)).or_else(|| Duration::of(count, unit));
        let length = length.ok_or_else(|| mistake(format!("`{unit}` is not a unit of time")))?;
        Ok(cell(Value::Duration(length), Type::Duration))
    });
}

fn decimal(text: &str) -> Given<Decimal> {
    Decimal::from_str_exact(text).map_err(|_| mistake(format!("`{text}` is not a number")))
}

fn money(amount: Decimal, currency: &str) -> Given<Dynamic> {
    let currency = currency.parse::<Currency>().map_err(|error| mistake(error.to_string()))?;
    Ok(cell(Value::Money(Money { amount, currency }), Type::Money))
}

fn amounts(engine: &mut Engine) {
    engine.register_fn(
        "in_currency",
        |context: NativeCallContext<'_>, amount: Dynamic, currency: &str| -> Given<Dynamic> {
            let value = from_dynamic(&amount).filter(|value| matches!(value, Value::Money(_) | Value::Missing(_)));
            let value = value.ok_or_else(|| mistake("`in_currency` wants an amount"))?;
            currency.parse::<Currency>().map_err(|error| mistake(error.to_string()))?;
            let found =
                trade(&context, |exchange| operate::in_currency(&value, &Value::Text(currency.into()), exchange));
            give(&found.map_err(stop)?, &Type::Money)
        },
    );
}

fn presence(engine: &mut Engine) {
    let filled = |given: &Dynamic| -> Given<bool> {
        if given.is_map() {
            return Ok(true);
        }
        let value = from_dynamic(given).ok_or_else(|| mistake("nothing can be said of this"))?;
        let gap = if let Value::Missing(gap) = value { gap } else { Gap::Unreadable };
        value.is_filled().ok_or_else(|| stop(gap))
    };
    engine.register_fn("present", move |given: Dynamic| filled(&given));
    engine.register_fn("missing", move |given: Dynamic| filled(&given).map(|filled| !filled));
}

/// What a closure says of an element: yes or no.
fn asks(context: &NativeCallContext<'_>, closure: &FnPtr, item: &Dynamic) -> Given<bool> {
    let said: Dynamic = closure.call_within_context(context, (item.clone(),))?;
    match said.read_lock::<Gone>() {
        Some(gone) => Err(stop(gone.0)),
        None if said.is_unit() => Err(stop(Gap::InScript)),
        None => said.as_bool().map_err(|_| mistake("a yes or no is wanted of each element")),
    }
}

fn lists_of(engine: &mut Engine, calendar: &Arc<Calendar>) {
    type Context<'a> = NativeCallContext<'a>;
    engine.register_fn("some", |context: Context<'_>, list: Array, closure: FnPtr| -> Given<bool> {
        for item in &list {
            if asks(&context, &closure, item)? {
                return Ok(true);
            }
        }
        Ok(false)
    });
    engine.register_fn("none", |context: Context<'_>, list: Array, closure: FnPtr| -> Given<bool> {
        for item in &list {
            if asks(&context, &closure, item)? {
                return Ok(false);
            }
        }
        Ok(true)
    });
    engine.register_fn("all", |context: Context<'_>, list: Array, closure: FnPtr| -> Given<bool> {
        for item in &list {
            if !asks(&context, &closure, item)? {
                return Ok(false);
            }
        }
        Ok(true)
    });
    engine.register_fn("count", |context: Context<'_>, list: Array, closure: FnPtr| -> Given<INT> {
        let mut count = 0;
        for item in &list {
            count += INT::from(asks(&context, &closure, item)?);
        }
        Ok(count)
    });
    engine.register_fn("filter", |context: Context<'_>, list: Array, closure: FnPtr| -> Given<Array> {
        let mut kept = Array::new();
        for item in list {
            if asks(&context, &closure, &item)? {
                kept.push(item);
            }
        }
        Ok(kept)
    });
    engine.register_fn("map", |context: Context<'_>, list: Array, closure: FnPtr| mapped(&context, &list, &closure));
    for name in ["len", "count"] {
        engine.register_fn(name, |list: Array| INT::try_from(list.len()).unwrap_or(INT::MAX));
    }
    engine.register_fn("first", |list: Array| list.into_iter().next().ok_or_else(|| stop(Gap::EmptyList)));
    engine.register_fn("last", |mut list: Array| list.pop().ok_or_else(|| stop(Gap::EmptyList)));
    for (name, fold) in [("sum", Fold::Sum), ("min", Fold::Least), ("max", Fold::Most)] {
        let own = calendar.clone();
        engine.register_fn(name, move |context: Context<'_>, list: Array| {
            trade(&context, |exchange| folded(fold, &list, Ground { calendar: &own, exchange }))
        });
        let own = calendar.clone();
        engine.register_fn(name, move |context: Context<'_>, list: Array, closure: FnPtr| {
            let made = mapped(&context, &list, &closure)?;
            trade(&context, |exchange| folded(fold, &made, Ground { calendar: &own, exchange }))
        });
    }
    engine.register_fn("contains", |context: Context<'_>, list: Array, item: Dynamic| {
        trade(&context, |exchange| contains(list, &item, exchange))
    });
}

fn mapped(context: &NativeCallContext<'_>, list: &Array, closure: &FnPtr) -> Given<Array> {
    list.iter().map(|item| closure.call_within_context(context, (item.clone(),))).collect()
}

fn contains(list: Array, item: &Dynamic, exchange: Exchange<'_>) -> Given<bool> {
    let wrong = || mistake("these cannot be compared");
    let mut item_value = from_dynamic(item).ok_or_else(wrong)?;
    let mut values = list.iter().map(from_dynamic).collect::<Option<Vec<_>>>().ok_or_else(wrong)?;
    // Members of an enumeration and texts meet by name.
    let named = |value: &mut Value, ty: &Type| {
        if let (Value::Choice(place), Type::Choice(choice)) = (&*value, ty) {
            *value = Value::Text(choice.member(*place).into());
        }
    };
    named(&mut item_value, &type_of(item));
    for (value, given) in values.iter_mut().zip(&list) {
        named(value, &type_of(given));
    }
    lists::contains(&Value::List(values), &item_value, exchange).map_err(stop)
}

#[derive(Clone, Copy)]
enum Fold {
    Sum,
    Least,
    Most,
}

fn folded(fold: Fold, list: &Array, ground: Ground<'_>) -> Given<Dynamic> {
    let wrong = || mistake("these do not go together");
    let values = list.iter().map(from_dynamic).collect::<Option<Vec<_>>>().ok_or_else(wrong)?;
    let mut best = match (values.first(), fold) {
        (Some(Value::Missing(gap)), _) => return Err(stop(*gap)),
        (Some(first), _) => first.clone(),
        (None, Fold::Sum) => return Ok(Dynamic::from(EmptySum)),
        (None, _) => return Err(stop(Gap::EmptyList)),
    };
    let ty = list.first().map_or(Type::Any, type_of);
    for value in values.iter().skip(1) {
        let order = match fold {
            Fold::Sum => {
                best = operate::compute(Operator::Add, &best, value, ground);
                continue;
            }
            Fold::Least => Ordering::Less,
            Fold::Most => Ordering::Greater,
        };
        if crate::value::compare_by(value, &best, ground.exchange).map_err(stop)? == order {
            best = value.clone();
        }
    }
    let same = list.iter().all(|item| type_of(item) == ty);
    give(&best, if same { &ty } else { &Type::Any })
}

fn texts(engine: &mut Engine) {
    engine.register_fn("len", |text: &str| INT::try_from(text.chars().count()).unwrap_or(INT::MAX));
    engine.register_fn("contains", |text: &str, part: &str| text.contains(part));
    engine.register_fn("starts_with", |text: &str, part: &str| text.starts_with(part));
    engine.register_fn("ends_with", |text: &str, part: &str| text.ends_with(part));
    engine.register_fn("similar", |a: &str, b: &str| alike::similar(a, b).map_err(stop));
    engine.register_fn("similarity", |a: &str, b: &str| -> Given<Dynamic> {
        give(&alike::similarity(a, b).map_err(stop)?, &Type::Percent)
    });
    engine.register_fn("trim", |text: &str| ImmutableString::from(text.trim()));
    engine.register_fn("lower", |text: &str| ImmutableString::from(text.to_lowercase()));
    engine.register_fn("is_blank", |text: &str| text.trim().is_empty());
    engine.register_fn("matches", |text: &str, pattern: &str| -> Given<bool> {
        let limit = 64 * 1024;
        let built = RegexBuilder::new(pattern).size_limit(limit).dfa_size_limit(limit).build();
        built.map(|regex| regex.is_match(text)).map_err(|_| mistake("this is not a pattern"))
    });
    engine.register_fn("to_string", |given: Dynamic| -> Given<ImmutableString> {
        match from_dynamic(&given) {
            Some(Value::Missing(gap)) => Err(stop(gap)),
            Some(value) => Ok(crate::expr::show(&value, &type_of(&given)).as_str().into()),
            None => Err(mistake("this is no text")),
        }
    });
}

fn days(engine: &mut Engine, calendar: &Arc<Calendar>) {
    let dates = |from: &Dynamic, to: &Dynamic| match (from_dynamic(from), from_dynamic(to)) {
        (Some(from), Some(to)) => Ok((from, to)),
        _ => Err(mistake("two dates are wanted")),
    };
    engine.register_fn("days_between", move |from: Dynamic, to: Dynamic| -> Given<Dynamic> {
        let (from, to) = dates(&from, &to)?;
        let days = calls::days_between(&from, &to).map_err(stop)?;
        Ok(to_dynamic(&days, &Type::Integer))
    });
    let own = calendar.clone();
    engine.register_fn("working_hours_between", move |from: Dynamic, to: Dynamic| -> Given<Dynamic> {
        let (from, to) = dates(&from, &to)?;
        let hours = calls::working_hours_between(&from, &to, &own).map_err(stop)?;
        Ok(to_dynamic(&hours, &Type::Number))
    });
    let calendar = calendar.clone();
    engine.register_fn("working_days_between", move |from: Dynamic, to: Dynamic| -> Given<Dynamic> {
        let (from, to) = dates(&from, &to)?;
        let days = calls::working_days_between(&from, &to, &calendar).map_err(stop)?;
        Ok(to_dynamic(&days, &Type::Integer))
    });
}
