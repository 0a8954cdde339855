//! Conditions: text in, typed expression out, and the expression's answer about a deal.
//!
//! In: the text of a condition or a message, the schema it speaks about, the rhai modules it may call.
//! Out: an [`Expr`] that is known to fit the schema, or every problem in it with its place; then answers, in three values.
//! Not here: what a condition is for (`lower`, `assess`), reading files (`workspace`), what a finding is.
//! rhai defines the meaning; it parses every condition and runs the modules, and `reference` asks it directly.
//! Start reading at [`check`] and [`eval`].

mod answer;
mod check;
mod environment;
mod evaluate;
mod explain;
mod expression;
mod functions;
mod inputs;
mod lexer;
mod literal;
mod modules;
mod parse;
mod places;
mod reference;
mod script;
mod show;
mod syntax_error;
mod template;
mod trail;
mod tree;
mod typed;

pub use answer::{Answer, Failure, Place, decide, eval, violations};
pub use environment::{Env, Lets, Scope, Wanted};
pub use explain::{Evidence, Outcome, explain};
pub use expression::{Expr, check};
pub use inputs::{Inputs, Open, Seen, inputs};
pub use modules::{Function, Modules};
pub use reference::reference;
pub use show::show;
pub use template::{Template, check_template, render};
