//! The rates of a run: they travel as its tag, because an engine is built once and asked about every deal.

use std::sync::Arc;

use chrono::NaiveDate;
use rhai::Dynamic;
use rhai::NativeCallContext;

use crate::value::Exchange;
use crate::value::Rates;

/// The rates and the day of a run.
#[derive(Clone, Debug)]
pub struct Market {
    rates: Arc<Rates>,
    day: NaiveDate,
}

impl Market {
    /// What a run is tagged with.
    pub fn tag(exchange: Exchange<'_>) -> Dynamic {
        Dynamic::from(Market { rates: Arc::new(exchange.rates.clone()), day: exchange.day })
    }
}

/// Asks with the rates of the run; without a tag no rate is known.
pub fn trade<T>(context: &NativeCallContext<'_>, ask: impl FnOnce(Exchange<'_>) -> T) -> T {
    match context.tag().and_then(|tag| tag.read_lock::<Market>()) {
        Some(market) => ask(Exchange { rates: &market.rates, day: market.day }),
        None => ask(Exchange::NONE),
    }
}
