//! What the twelve rules are measured with: deals made at random, and the peers that judge them.

pub mod generate;
pub mod hand;
pub mod lines;
pub mod peer;
