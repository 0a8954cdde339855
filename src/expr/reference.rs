//! rhai itself as the definition of a condition: its own parser, its own evaluator, with our types, operators and functions.
//!
//! Slow, and of two values only: where something is missing rhai stops. The evaluator must agree wherever rhai has an answer.

use std::collections::BTreeMap;
use std::ops::Range;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::sync::RwLock;

use rhai::Dynamic;
use rhai::Engine;
use rhai::EvalContext;
use rhai::INT;
use rhai::ImmutableString;
use rhai::NativeCallContext;
use rhai::OptimizationLevel;

use crate::expr::Answer;
use crate::expr::Env;
use crate::expr::Expr;
use crate::expr::Failure;
use crate::expr::Lets;
use crate::expr::Modules;
use crate::expr::check::calls::moves_type;
use crate::expr::evaluate::events;
use crate::expr::evaluate::history;
use crate::expr::literal::rewrite;
use crate::expr::said::as_written;
use crate::expr::said::with_fields;
use crate::expr::script::convert::Cell;
use crate::expr::script::convert::Given;
use crate::expr::script::convert::Gone;
use crate::expr::script::convert::from_dynamic;
use crate::expr::script::convert::give;
use crate::expr::script::convert::leaving;
use crate::expr::script::convert::mistake;
use crate::expr::script::convert::stop;
use crate::expr::script::convert::to_dynamic;
use crate::expr::script::convert::type_of;
use crate::expr::script::library;
use crate::expr::script::market::Market;
use crate::expr::script::operators;
use crate::value::Calendar;
use crate::value::Choice;
use crate::value::Exchange;
use crate::value::Gap;
use crate::value::Moment;
use crate::value::Rates;
use crate::value::Record;
use crate::value::Schema;
use crate::value::Type;
use crate::value::Value;
use crate::value::builtin;

/// What rhai says of an expression; module functions are not known here.
pub fn reference(expr: &Expr, env: &Env<'_>) -> Answer {
    let deal = Arc::new(Deal {
        record: env.deal.clone(),
        schema: env.schema.clone(),
        calendar: env.calendar.clone(),
        today: env.today,
        now: env.now,
        rates: env.rates.clone(),
    });
    let known: Known = Arc::default();
    let engine = engine(&deal, &known);
    let set = |name: &str, value: Dynamic| {
        if let Ok(mut known) = known.write() {
            known.insert(name.to_owned(), value);
        }
    };
    for names in [&env.schema.names.stages, &env.schema.names.roles] {
        for (place, name) in names.members.iter().enumerate() {
            let place = u16::try_from(place).unwrap_or(u16::MAX);
            set(name, member(place, names));
        }
    }
    set("today", to_dynamic(&Value::Date(env.today), &Type::Date));
    set("now", to_dynamic(&Value::Moment(Moment::At(env.now)), &Type::DateTime));
    for (field, value) in env.schema.deal.fields.iter().zip(&env.deal.values) {
        set(&field.name, to_dynamic(value, &field.ty));
    }
    for (name, computed) in env.lets.iter() {
        let value = match run(&engine, computed) {
            Answer::Known(value) => to_dynamic(&value, computed.ty()),
            Answer::Unknown(gap) => to_dynamic(&Value::Missing(gap), computed.ty()),
            failed @ Answer::Failed(_) => return failed,
        };
        set(name, value);
    }
    run(&engine, expr)
}

fn member(place: u16, names: &Arc<Choice>) -> Dynamic {
    Dynamic::from(Cell { value: Value::Choice(place), ty: Type::Choice(names.clone()) })
}

fn run(engine: &Engine, expr: &Expr) -> Answer {
    let text = with_fields(&rewrite(expr.in_rhai(), expr.span()).text);
    let fail = |message: String| Answer::Failed(Failure { message, place: None });
    let ast = match engine.compile_expression(&text) {
        Ok(ast) => ast,
        Err(error) => return fail(error.to_string()),
    };
    match engine.eval_ast::<Dynamic>(&ast) {
        Ok(result) => match if matches!(expr.ty(), Type::Choice(_)) { from_dynamic(&result) } else { leaving(&result) }
        {
            Some(Value::Missing(gap)) => Answer::Unknown(gap),
            Some(value) => Answer::Known(value),
            None => fail("this is no value".to_owned()),
        },
        Err(error) => match error.unwrap_inner() {
            rhai::EvalAltResult::ErrorRuntime(token, _) if token.is::<Gone>() => {
                Answer::Unknown(token.read_lock::<Gone>().map_or(Gap::InScript, |gone| gone.0))
            }
            rhai::EvalAltResult::ErrorArrayBounds(..) => Answer::Unknown(Gap::EmptyList),
            other => fail(other.to_string()),
        },
    }
}

/// The deal and its day, for functions that live as long as the engine.
struct Deal {
    record: Record,
    schema: Schema,
    calendar: Calendar,
    today: chrono::NaiveDate,
    now: chrono::DateTime<chrono::FixedOffset>,
    rates: Rates,
}

impl Deal {
    fn ask<T>(&self, question: impl FnOnce(&Env<'_>) -> T) -> T {
        let (lets, modules) = (Lets::default(), Modules::default());
        question(&Env {
            deal: &self.record,
            today: self.today,
            now: self.now,
            calendar: &self.calendar,
            schema: &self.schema,
            lets: &lets,
            modules: &modules,
            locals: &[],
            local_paths: &[],
            currency: None,
            rates: &self.rates,
            gates: None,
            memo: None,
        })
    }
}

/// `a..b` beside `in`.
#[derive(Clone)]
struct Bounds {
    from: Dynamic,
    to: Dynamic,
    with_end: bool,
}

/// The names of the deal. They are looked up when they are met and not put into a scope:
/// there a closure would share them, and rhai refuses to share a list with a function that walks over it.
type Known = Arc<RwLock<BTreeMap<String, Dynamic>>>;

#[expect(deprecated, reason = "rhai marks the hook as likely to change; its version is pinned")]
fn engine(deal: &Arc<Deal>, known: &Known) -> Engine {
    let calendar = Arc::new(deal.calendar.clone());
    let mut engine = Engine::new_raw();
    engine.set_optimization_level(OptimizationLevel::None);
    engine.set_max_expr_depths(128, 128);
    engine.set_default_tag(Market::tag(Exchange { rates: &deal.rates, day: deal.today }));
    operators::register(&mut engine, &calendar);
    library::register(&mut engine, &calendar);
    ranges(&mut engine);
    histories(&mut engine, deal);
    happenings(&mut engine, deal);
    let known = known.clone();
    engine.on_var(move |name: &str, _: usize, context: EvalContext<'_, '_, '_, '_, '_, '_>| {
        if context.scope().contains(name) {
            return Ok(None);
        }
        Ok(known.read().ok().and_then(|known| known.get(as_written(name)).cloned()))
    });
    engine
}

fn ranges(engine: &mut Engine) {
    for (sign, with_end) in [("..", false), ("..=", true)] {
        engine.register_fn(sign, move |from: Dynamic, to: Dynamic| Bounds { from, to, with_end });
    }
    // Between two whole numbers rhai makes a range of its own.
    engine.register_fn("contains", |context: NativeCallContext<'_>, range: Range<INT>, item: Dynamic| {
        inside(&context, &Bounds { from: range.start.into(), to: range.end.into(), with_end: false }, item)
    });
    engine.register_fn("contains", |context: NativeCallContext<'_>, range: RangeInclusive<INT>, item: Dynamic| {
        inside(&context, &Bounds { from: (*range.start()).into(), to: (*range.end()).into(), with_end: true }, item)
    });
    engine.register_fn("contains", |context: NativeCallContext<'_>, bounds: Bounds, item: Dynamic| {
        inside(&context, &bounds, item)
    });
}

fn inside(context: &NativeCallContext<'_>, bounds: &Bounds, item: Dynamic) -> Given<bool> {
    let last = if bounds.with_end { "<=" } else { "<" };
    let above: bool = context.call_native_fn(">=", (item.clone(), bounds.from.clone()))?;
    let below: bool = context.call_native_fn(last, (item, bounds.to.clone()))?;
    Ok(above && below)
}

fn histories(engine: &mut Engine, deal: &Arc<Deal>) {
    type Question = fn(&Env<'_>, &Value) -> Result<Value, Gap>;
    let questions: [(&str, Question, Type); 5] = [
        ("entered", history::entered, Type::DateTime),
        ("last_entered", history::last_entered, Type::DateTime),
        ("left", history::left, Type::DateTime),
        ("time_in", history::time_in, Type::Duration),
        ("visited", |env, stage| history::visited(env, stage).map(Value::Bool), Type::Bool),
    ];
    for (name, question, ty) in questions {
        let deal = deal.clone();
        engine.register_fn(name, move |stage: Dynamic| -> Given<Dynamic> {
            let stage = named(&stage, &deal.schema.names.stages)?;
            give(&deal.ask(|env| question(env, &stage)).map_err(stop)?, &ty)
        });
    }
    let own = deal.clone();
    engine.register_fn("moved_back", move || own.ask(history::moved_back).map_err(stop));
    let own = deal.clone();
    engine.register_fn("moves", move || -> Given<Dynamic> {
        let ty = moves_type(&own.schema.names.stages);
        give(&own.ask(history::moves).map_err(stop)?, &Type::list(ty))
    });
    let own = deal.clone();
    engine.register_fn("holder", move |role: Dynamic| -> Given<Dynamic> {
        let Value::Choice(role) = named(&role, &own.schema.names.roles)? else {
            return Err(mistake("a role is wanted"));
        };
        match own.record.get(builtin::TEAM) {
            Value::Record(team) => Ok(to_dynamic(team.get(usize::from(role)), &Type::Person)),
            Value::Missing(gap) => Err(stop(*gap)),
            _ => Err(mistake("there is no team")),
        }
    });
}

fn happenings(engine: &mut Engine, deal: &Arc<Deal>) {
    type Question = fn(&Env<'_>, &Value) -> Result<Value, Gap>;
    fn text(given: &Dynamic) -> Given<Value> {
        from_dynamic(given).ok_or_else(|| mistake("the name of an event is wanted"))
    }
    let of_one: [(&str, Question, Type); 5] = [
        ("happened", |env, of| events::happened(env, of).map(Value::Bool), Type::Bool),
        ("count", events::count, Type::Integer),
        ("first_at", events::first_at, Type::DateTime),
        ("last_at", events::last_at, Type::DateTime),
        ("done_by", events::done_by, Type::list(Type::Person)),
    ];
    for (name, question, ty) in of_one {
        let deal = deal.clone();
        engine.register_fn(name, move |event: ImmutableString| -> Given<Dynamic> {
            let event = Value::Text(event.as_str().into());
            give(&deal.ask(|env| question(env, &event)).map_err(stop)?, &ty)
        });
    }
    let of_two: [(&str, Binary); 3] =
        [("precedes", events::precedes), ("follows", events::follows), ("same_person", events::same_person)];
    for (name, question) in of_two {
        let deal = deal.clone();
        engine.register_fn(name, move |a: Dynamic, b: Dynamic| -> Given<bool> {
            let (a, b) = (text(&a)?, text(&b)?);
            deal.ask(|env| question(env, &a, &b)).map_err(stop)
        });
    }
    let of_three: [(&str, Ternary); 2] =
        [("follows_within", events::follows_within), ("never_between", events::never_between)];
    for (name, question) in of_three {
        let deal = deal.clone();
        engine.register_fn(name, move |a: Dynamic, b: Dynamic, c: Dynamic| -> Given<bool> {
            let (a, b, c) = (text(&a)?, text(&b)?, text(&c)?);
            deal.ask(|env| question(env, &a, &b, &c)).map_err(stop)
        });
    }
    let of_none: [(&str, Bare); 2] = [("first_event", events::first_event), ("last_event", events::last_event)];
    for (name, question) in of_none {
        let deal = deal.clone();
        engine
            .register_fn(name, move || -> Given<Dynamic> { give(&deal.ask(question).map_err(stop)?, &Type::DateTime) });
    }
}

type Bare = fn(&Env<'_>) -> Result<Value, Gap>;
type Binary = fn(&Env<'_>, &Value, &Value) -> Result<bool, Gap>;
type Ternary = fn(&Env<'_>, &Value, &Value, &Value) -> Result<bool, Gap>;

fn named(given: &Dynamic, names: &Choice) -> Given<Value> {
    match from_dynamic(given) {
        Some(Value::Text(text)) => {
            names.place(&text).map(Value::Choice).ok_or_else(|| mistake(format!("nothing is named `{text}`")))
        }
        Some(value) => Ok(value),
        None => Err(mistake(format!("{:?} is no name", type_of(given)))),
    }
}
