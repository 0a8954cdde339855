//! The fence around modules: what a script may not do, and how much of the rest.

use std::sync::Arc;

use rhai::Dynamic;
use rhai::Engine;
use rhai::EvalContext;
use rhai::OptimizationLevel;
use rhai::packages::BasicIteratorPackage;
use rhai::packages::Package;

use crate::expr::script::collections;
use crate::expr::script::library;
use crate::expr::script::operators;
use crate::value::Calendar;

/// A call of 100,000 operations takes about 20 ms; a rule over the lists of one deal needs a few thousand.
const OPERATIONS: u64 = 100_000;
/// Calls inside calls; each takes some 10 kB of stack in a debug build.
const CALLS: usize = 16;
/// Nesting of expressions.
const DEPTH: usize = 48;
/// Bytes of one text, or of all texts in one list or map.
const TEXT: usize = 16 * 1024;
/// Elements of one list, with the lists in it.
const LIST: usize = 4_000;
/// Entries of one map, with the maps in it.
const MAP: usize = 1_000;
/// Variables of one function. At most 16 calls × 64 variables × (4,000 × 16 B + 16 kB + 1,000 × 100 B) stay under 200 MB.
const VARIABLES: usize = 64;

/// Keywords that would leave the fence, hide a missing value (`try`, `switch`), or mean nothing here.
pub const CLOSED: [&str; 9] = ["eval", "import", "export", "try", "switch", "print", "debug", "Fn", "call"];

/// An engine for modules.
pub fn engine(calendar: &Arc<Calendar>) -> Engine {
    let mut engine = Engine::new_raw();
    engine.set_optimization_level(OptimizationLevel::None);
    for word in CLOSED {
        engine.disable_symbol(word);
    }
    limit(&mut engine);
    engine.register_global_module(BasicIteratorPackage::new().as_shared_module());
    operators::register(&mut engine, calendar);
    library::register(&mut engine, calendar);
    collections::register(&mut engine);
    watch_memory(&mut engine);
    engine
}

fn limit(engine: &mut Engine) {
    engine.set_max_operations(OPERATIONS);
    engine.set_max_call_levels(CALLS);
    engine.set_max_expr_depths(DEPTH, DEPTH);
    engine.set_max_string_size(TEXT);
    engine.set_max_array_size(LIST);
    engine.set_max_map_size(MAP);
    engine.set_max_variables(VARIABLES);
    engine.set_max_functions(500);
    engine.set_max_modules(0);
    engine.set_strict_variables(true);
}

/// rhai does not measure a collection when an element is put into it (`m[k] = v`), so each is measured when it is named.
///
/// One operation adds at most one value within the limits, so a collection is at most one such value over them.
#[expect(deprecated, reason = "rhai marks the hook as likely to change; its version is pinned")]
fn watch_memory(engine: &mut Engine) {
    engine.on_var(|name: &str, _: usize, context: EvalContext<'_, '_, '_, '_, '_, '_>| {
        let held: Option<&Dynamic> = context.scope().get(name);
        if let Some(held) = held.filter(|held| held.is_map() || held.is_array()) {
            context.engine().ensure_data_size_within_limits(held)?;
        }
        Ok(None)
    });
}
