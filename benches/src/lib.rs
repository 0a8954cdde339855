//! What the twelve rules are measured with: deals made at random, and the peers that judge them.

pub mod evaluators;
pub mod generate;
pub mod hand;
#[cfg(feature = "tollgate")]
pub mod in_memory;
pub mod lines;
pub mod machines;
pub mod peer;
