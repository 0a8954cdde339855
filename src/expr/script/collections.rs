//! Building lists and maps in a module.
//!
//! rhai's own packages are not used: their functions take a missing answer of a closure for a no.

use std::cmp::Ordering;

use rhai::Array;
use rhai::Dynamic;
use rhai::Engine;
use rhai::INT;
use rhai::ImmutableString;
use rhai::Map;
use rhai::NativeCallContext;

use crate::expr::script::convert::Given;
use crate::expr::script::convert::from_dynamic;
use crate::expr::script::convert::mistake;
use crate::expr::script::convert::stop;
use crate::expr::script::market::trade;
use crate::value::compare_by;

/// Registers everything.
pub fn register(engine: &mut Engine) {
    engine.register_iterator::<Array>();
    engine.register_fn("push", |list: &mut Array, item: Dynamic| list.push(item));
    engine.register_fn("pop", |list: &mut Array| list.pop().unwrap_or(Dynamic::UNIT));
    engine.register_fn("is_empty", |list: &mut Array| list.is_empty());
    engine.register_fn("reversed", |mut list: Array| {
        list.reverse();
        list
    });
    engine.register_fn("sorted", sorted);
    engine.register_fn("len", |map: &mut Map| INT::try_from(map.len()).unwrap_or(INT::MAX));
    engine.register_fn("is_empty", |map: &mut Map| map.is_empty());
    engine.register_fn("contains", |map: &mut Map, key: &str| map.contains_key(key));
    engine.register_fn("remove", |map: &mut Map, key: &str| map.remove(key).unwrap_or(Dynamic::UNIT));
    engine.register_fn("keys", |map: &mut Map| {
        map.keys().map(|key| Dynamic::from(ImmutableString::from(key.as_str()))).collect::<Array>()
    });
    engine.register_fn("values", |map: &mut Map| map.values().cloned().collect::<Array>());
}

/// The elements in order; stops at a missing one.
fn sorted(context: NativeCallContext<'_>, list: Array) -> Given<Array> {
    let valued = list.into_iter().map(|item| from_dynamic(&item).map(|value| (value, item)));
    let mut valued = valued.collect::<Option<Vec<_>>>().ok_or_else(|| mistake("these have no order"))?;
    let mut wrong = None;
    valued.sort_by(|(a, _), (b, _)| {
        trade(&context, |exchange| compare_by(a, b, exchange)).unwrap_or_else(|gap| {
            wrong = Some(gap);
            Ordering::Equal
        })
    });
    match wrong {
        Some(gap) => Err(stop(gap)),
        None => Ok(valued.into_iter().map(|(_, item)| item).collect()),
    }
}
