//! rhai with the language's types, operators and functions: what modules run in, and what defines a condition.
//!
//! Values go in and out as rhai's own where rhai has the type (yes or no, whole and decimal numbers, texts, arrays), else as a [`convert::Cell`].
//! The operators compute with the same functions as the evaluator; what differs is who walks the tree.

pub mod collections;
pub mod convert;
pub mod fence;
pub mod library;
pub mod market;
pub mod operators;
