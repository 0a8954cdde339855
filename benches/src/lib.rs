//! What the twelve rules are measured with: deals made at random, and the peers that judge them.

pub mod evaluators;
pub mod gated;
pub mod generate;
pub mod hand;
pub mod lines;
pub mod machines;
pub mod peer;
