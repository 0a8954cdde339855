use std::borrow::Cow;
use std::sync::Arc;

use crate::expr::Env;
use crate::expr::Expr;
use crate::expr::evaluate;
use crate::expr::evaluate::Asked;
use crate::expr::typed::Kind;
use crate::expr::typed::Node;
use crate::expr::typed::Root;
use crate::value::Gap;
use crate::value::Truth;
use crate::value::Type;
use crate::value::Value;

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
pub fn eval(expr: &Expr, env: &Env<'_>) -> Answer {
    match expr.program() {
        Some(program) => program.with(Asked { env, frame: None }, |value| answer(Cow::Borrowed(value))),
        None => interpret(expr, env),
    }
}

/// The same as [`eval`] without the closures, part by part as [`crate::expr::explain`] shows it; tests hold the two together.
pub fn interpret(expr: &Expr, env: &Env<'_>) -> Answer {
    match evaluate::value(expr.node(), Asked { env, frame: None }) {
        Ok(value) => answer(value),
        Err(failure) => Answer::Failed(*failure),
    }
}

/// Asks something about the value of an expression for one deal, which is not copied where the deal has it; it may be missing.
pub fn eval_with<T>(expr: &Expr, env: &Env<'_>, ask: impl FnOnce(&Value) -> T) -> Result<T, Failure> {
    let asked = Asked { env, frame: None };
    match expr.program() {
        Some(program) => Ok(program.with(asked, ask)),
        None => evaluate::value(expr.node(), asked).map(|value| ask(&value)).map_err(|failure| *failure),
    }
}

fn answer(value: Cow<'_, Value>) -> Answer {
    match value.as_ref() {
        Value::Missing(gap) => Answer::Unknown(*gap),
        _ => Answer::Known(value.into_owned()),
    }
}

/// Whether a condition holds for one deal, told by its closures; `None` where only [`violations`] tells.
pub fn compiled(expr: &Expr, env: &Env<'_>) -> Option<Truth> {
    let verdict = expr.program()?.test(Asked { env, frame: None })?;
    Some(verdict.map_or(Truth::Unknown, Truth::from))
}

/// Whether a condition holds for one deal.
///
/// A result that is no yes or no (a module function may give text) counts as in [`violations`].
pub fn decide(expr: &Expr, env: &Env<'_>) -> Result<Truth, Failure> {
    let asked = Asked { env, frame: None };
    if let Some(verdict) = expr.program().and_then(|program| program.test(asked)) {
        return Ok(verdict.map_or(Truth::Unknown, Truth::from));
    }
    if *expr.ty() != Type::Any {
        let verdict = evaluate::truth(expr.node(), asked).map_err(|failure| *failure)?;
        return Ok(verdict.map_or(Truth::Unknown, Truth::from));
    }
    violations(expr, env).map(|(truth, _)| truth)
}

/// Whether a condition on the elements of a list holds for none of them, whatever they are:
/// one of its parts that says nothing of an element is no.
pub fn excludes_all(expr: &Expr, env: &Env<'_>) -> Result<bool, Failure> {
    no_without_element(expr.node(), Asked { env, frame: None }).map_err(|failure| *failure)
}

fn no_without_element(node: &Node, asked: Asked<'_>) -> Result<bool, Box<Failure>> {
    match &node.kind {
        Kind::And(parts) => parts.iter().try_fold(false, |no, part| Ok(no || no_without_element(part, asked)?)),
        _ if node.ty != Type::Bool || names_element(node) => Ok(false),
        _ => Ok(evaluate::truth(node, asked)? == Ok(false)),
    }
}

fn names_element(node: &Node) -> bool {
    matches!(node.kind, Kind::Field(Root::Local(_), _)) || node.parts().into_iter().any(names_element)
}

/// Whether a condition holds, and the violations it names itself.
///
/// A module function may give a text or a list of texts: each text that is not blank is a violation, and none means that it holds.
pub fn violations(expr: &Expr, env: &Env<'_>) -> Result<(Truth, Vec<String>), Failure> {
    if let Some(verdict) = expr.program().and_then(|program| program.test(Asked { env, frame: None })) {
        return Ok((verdict.map_or(Truth::Unknown, Truth::from), Vec::new()));
    }
    let value = match eval(expr, env) {
        Answer::Known(value) => value,
        Answer::Unknown(_) => return Ok((Truth::Unknown, Vec::new())),
        Answer::Failed(failure) => return Err(failure),
    };
    let items = match value {
        Value::Bool(yes) => return Ok((Truth::from(yes), Vec::new())),
        Value::List(items) => items,
        single => vec![single],
    };
    let mut named = Vec::new();
    let mut open = false;
    for item in items {
        match item {
            Value::Text(text) if text.trim().is_empty() => {}
            Value::Text(text) => named.push(text.to_string()),
            Value::Missing(_) => open = true,
            _ => {
                let message = format!("`{}` gives neither yes or no nor texts", expr.text());
                return Err(Failure { message, place: None });
            }
        }
    }
    let truth = match (named.is_empty(), open) {
        (false, _) => Truth::No,
        (true, true) => Truth::Unknown,
        (true, false) => Truth::Yes,
    };
    Ok((truth, named))
}
