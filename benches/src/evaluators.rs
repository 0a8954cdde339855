//! The twelve rules in the languages of other evaluators, each written as its own users would.
//!
//! They count and write no findings: that is less work than the programs do that write them.

#[cfg(feature = "cedar")]
mod cedar;
#[cfg(feature = "regorus")]
mod regorus;
#[cfg(feature = "rhai")]
mod rhai;
#[cfg(feature = "zen")]
mod zen;

#[cfg(feature = "cedar")]
pub use cedar::Cedar;
#[cfg(feature = "regorus")]
pub use regorus::{RegorusInterpreter, RegorusMachine};
#[cfg(feature = "rhai")]
pub use rhai::{RhaiIdiomatic, RhaiTuned};
#[cfg(feature = "zen")]
pub use zen::Zen;
