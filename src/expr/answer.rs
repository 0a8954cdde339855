use std::sync::Arc;

use crate::expr::Env;
use crate::expr::Expr;
use crate::value::{Gap, Truth, Value};

/// What an expression is, asked of one deal.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// This value; never [`Value::Missing`].
    Known(Value),
    /// It cannot be told, and why.
    Unknown(Gap),
    /// A script stopped.
    Failed(Failure),
}

/// A script that stopped: an error in it, or a limit it went over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What happened.
    pub message: String,
    /// Where in the module, if that is known.
    pub place: Option<Place>,
}

/// A place in a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The module's file.
    pub file: Arc<str>,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// The value of an expression for one deal.
pub fn eval(_expr: &Expr, _env: &Env<'_>) -> Answer {
    Answer::Unknown(Gap::Absent)
}

/// Whether a condition holds for one deal.
///
/// A result that is no yes or no (a module function may give text) counts as in [`violations`].
pub fn decide(expr: &Expr, env: &Env<'_>) -> Result<Truth, Failure> {
    violations(expr, env).map(|(truth, _)| truth)
}

/// Whether a condition holds, and the violations it names itself.
///
/// A module function may give a text or a list of texts: each text that is not blank is a violation, and none means that it holds.
pub fn violations(_expr: &Expr, _env: &Env<'_>) -> Result<(Truth, Vec<String>), Failure> {
    Ok((Truth::Unknown, Vec::new()))
}
