//! The twelve rules in the languages of other evaluators, each written as its own users would.
//!
//! An engine says which rules a deal breaks. Where findings are asked for, its host writes a line of JSON for each.

#[cfg(feature = "cedar")]
mod cedar;
#[cfg(any(feature = "cedar", feature = "regorus", feature = "rhai", feature = "zen"))]
mod finding;
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
