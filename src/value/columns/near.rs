use std::fmt;
use std::sync::Arc;

use crate::value::Decimal;

/// Numbers that cost something to compute exactly: about what each of them is, and the way to it.
#[derive(Clone)]
pub struct Near {
    /// About what each is.
    pub about: Vec<f64>,
    /// The largest number that was added on the way: what is lost by computing roughly grows with it.
    pub size: f64,
    exact: Arc<dyn Fn(usize) -> Decimal + Send + Sync>,
}

/// How much a rough number may be off: some thousand times what a few operations on binary fractions lose.
const OFF: f64 = 1e-12;

/// Decimals have 28 places; what a few operations on them round away is less than this.
const ROUNDED: f64 = 1e-25;

impl Near {
    /// Numbers of which it is known about what they are, and how each is computed.
    pub fn new(about: Vec<f64>, size: f64, exact: impl Fn(usize) -> Decimal + Send + Sync + 'static) -> Near {
        Near { about, size, exact: Arc::new(exact) }
    }

    /// The number of a row.
    pub fn get(&self, row: usize) -> Decimal {
        (self.exact)(row)
    }

    /// How much the number of a row that is about this may be off.
    #[inline]
    pub fn off(&self, about: f64) -> f64 {
        OFF * (self.size + about.abs()) + ROUNDED
    }
}

impl fmt::Debug for Near {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Near({})", self.about.len())
    }
}
