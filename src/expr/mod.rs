//! Conditions: text in, typed expression out, and the expression's answer about a deal.
//!
//! In: the text of a condition or a message, the schema it speaks about, the rhai modules it may call.
//! Out: an [`Expr`] that is known to fit the schema, or every problem in it with its place; then answers, in three values.
//! Not here: what a condition is for (`lower`, `assess`), reading files (`workspace`), what a finding is.
//! rhai defines the meaning; it parses every condition and runs the modules, and `reference` asks it directly.
//! Start reading at [`check`] and [`eval`].

mod answer;
mod check;
mod columns;
mod compile;
mod constants;
mod environment;
mod evaluate;
mod explain;
mod expression;
mod functions;
mod inputs;
mod lexer;
mod literal;
mod memo;
mod mentions;
mod modules;
mod parse;
mod phrase;
mod places;
pub mod reason;
mod reference;
mod said;
mod script;
mod show;
mod syntax_error;
mod template;
mod trail;
mod tree;
mod typed;
mod variants;

pub use answer::Answer;
pub use answer::Failure;
pub use answer::Place;
pub use answer::compiled;
pub use answer::decide;
pub use answer::eval;
pub use answer::eval_with;
pub use answer::excludes_all;
pub use answer::interpret;
pub use answer::violations;
pub use columns::Answers;
pub use columns::Many;
pub use columns::decide_many;
pub use constants::{constants, words, written};
pub use environment::Env;
pub use environment::Gates;
pub use environment::Lets;
pub use environment::Scope;
pub use environment::Standing;
pub use environment::Wanted;
pub use explain::Evidence;
pub use explain::Outcome;
pub use explain::explain;
pub use expression::Expr;
pub use expression::check;
pub use expression::score;
pub use inputs::Inputs;
pub use inputs::Open;
pub use inputs::Seen;
pub use inputs::inputs;
pub use inputs::rests_on;
pub use memo::Memo;
pub use mentions::Mentions;
pub use modules::Function;
pub use modules::Modules;
pub use phrase::Phrase;
pub use phrase::Titles;
pub use phrase::phrase;
pub use phrase::phrase_field;
pub use phrase::phrase_value;
pub use reference::reference;
pub use said::is_sayable;
pub use show::PRIVATE;
pub use show::show;
pub use template::Template;
pub use template::check_template;
pub use template::render;
pub use tree::Comparison;
pub use variants::Variant;
pub use variants::shifted_value;
pub use variants::variants;
