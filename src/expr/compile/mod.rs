//! Turns a checked condition into closures over a typed deal: what is decided when the playbook is loaded is not asked of each deal.
//!
//! The evaluator (`evaluate`) says what a condition means, and a generated test holds the closures to it and to rhai.
//! A condition that can fail while it is judged (it calls a module) is not compiled; the evaluator judges it.
//! Start reading at [`compile`].

mod against;
mod compare;
mod history;
mod lists;
mod operand;
mod test;
mod value;

use std::fmt;

use crate::expr::Lets;
use crate::expr::compile::operand::Operand;
use crate::expr::evaluate::Asked;
use crate::expr::evaluate::Verdict;
use crate::expr::functions::ListFunction;
use crate::expr::typed::Kind;
use crate::expr::typed::Node;
use crate::expr::typed::Root;
use crate::value::Type;
use crate::value::Value;

/// A part that gives yes or no.
type Test = Box<dyn Fn(Asked<'_>) -> Verdict + Send + Sync>;

/// A part that makes a value.
type Make = Box<dyn Fn(Asked<'_>) -> Value + Send + Sync>;

/// A compiled condition.
pub enum Program {
    /// It gives yes or no.
    Test(Test),
    /// It gives another value.
    Value(Operand),
}

impl Program {
    /// Whether it holds; `None` where it is no yes or no.
    pub fn test(&self, asked: Asked<'_>) -> Option<Verdict> {
        match self {
            Program::Test(test) => Some(test(asked)),
            Program::Value(_) => None,
        }
    }

    /// Asks something about its value, which is not copied where the deal has it.
    pub fn with<T>(&self, asked: Asked<'_>, ask: impl FnOnce(&Value) -> T) -> T {
        match self {
            Program::Test(test) => ask(&told(test(asked))),
            Program::Value(operand) => operand.with(asked, ask),
        }
    }
}

impl fmt::Debug for Program {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Program")
    }
}

/// Compiles a condition; `None` where it can fail while it is judged.
pub fn compile(node: &Node, lets: &Lets) -> Option<Program> {
    cannot_fail(node, lets).then(|| compiled(node))
}

/// Compiles a condition whose parts were compiled before.
pub fn compiled(node: &Node) -> Program {
    match node.ty {
        Type::Bool => Program::Test(test::test(node)),
        _ => Program::Value(value::operand(node)),
    }
}

/// Whether nothing in a part, or in the computed fields it reads, can fail: no module is called, and what must be yes or no is.
fn cannot_fail(node: &Node, lets: &Lets) -> bool {
    let asks_yes_or_no = |node: &Node| node.ty == Type::Bool;
    let sound = match &node.kind {
        Kind::Script(..) | Kind::As(_) => false,
        Kind::Field(Root::Let(at), _) => lets.get(*at).is_some_and(|expr| expr.program().is_some()),
        Kind::Not(inner) => asks_yes_or_no(inner),
        Kind::And(parts) | Kind::Or(parts) => parts.iter().all(asks_yes_or_no),
        Kind::If(parts) => match (node.ty == Type::Bool, parts.as_ref()) {
            (true, parts) => parts.iter().all(asks_yes_or_no),
            (false, [condition, ..]) => asks_yes_or_no(condition),
        },
        Kind::Over(
            ListFunction::Some | ListFunction::All | ListFunction::None | ListFunction::Count | ListFunction::Filter,
            _,
            Some(body),
        ) => asks_yes_or_no(body),
        _ => true,
    };
    sound && node.parts().into_iter().all(|part| cannot_fail(part, lets))
}

/// A verdict as a value.
fn told(verdict: Verdict) -> Value {
    verdict.map_or_else(Value::Missing, Value::Bool)
}
