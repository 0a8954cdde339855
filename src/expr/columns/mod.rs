//! Asks a condition of many deals at once, whose fields stand in columns: each part is made for all of them before the next.
//!
//! What it comes to is what the closures come to for each deal; a generated test holds the two together.
//! Values that have a form of their own are compared and computed as they stand; any other by the functions of `evaluate`, row by row.
//! What columns do not allow (functions over lists, histories, events, approvals, modules) gives no answer here.
//! Start reading at [`decide_many`].

mod answers;
mod compare;
mod compute;
mod numbers;
mod quotients;
mod test;
mod value;

pub use answers::Answers;

use std::cell::OnceCell;

use crate::expr::Env;
use crate::expr::Expr;
use crate::value::Column;
use crate::value::Columns;
use crate::value::Type;

/// What conditions are asked about: many deals, on one day.
pub struct Many<'a> {
    /// All but the deal, whose values stand in the columns.
    env: Env<'a>,
    columns: &'a Columns,
    /// Slots of fields that deals get from elsewhere, of which columns do not tell.
    elsewhere: Vec<usize>,
    /// The computed fields that were asked for; `None` inside for those that columns do not allow.
    computed: Vec<OnceCell<Option<Column>>>,
}

impl<'a> Many<'a> {
    /// Deals on the day of `env`, whose own deal, locals, approvals and memo are not looked at.
    pub fn new(env: Env<'a>, columns: &'a Columns) -> Many<'a> {
        let computed = env.lets.iter().map(|_| OnceCell::new()).collect();
        Many { env, columns, elsewhere: Vec::new(), computed }
    }

    /// The same, where deals get these fields from elsewhere.
    #[must_use]
    pub fn without(self, elsewhere: Vec<usize>) -> Many<'a> {
        Many { elsewhere, ..self }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.columns.rows()
    }
}

/// Whether a condition holds for each of many deals; `None` where columns do not tell.
pub fn decide_many(expr: &Expr, many: &Many<'_>) -> Option<Answers> {
    // A condition without closures may fail while it is judged.
    expr.program()?;
    (*expr.ty() == Type::Bool).then(|| test::truth(expr.node(), many))?
}
