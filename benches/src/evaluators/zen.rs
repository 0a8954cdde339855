//! ZEN's expressions, compiled once. Its `matches` compiles the pattern of R11 at every call; its users have no other.

use std::borrow::Cow;

use zen_expression::Expression;
use zen_expression::Isolate;
use zen_expression::Variable;
use zen_expression::expression::Standard;
use zen_expression::vm::VM;

use crate::evaluators::finding;
use crate::evaluators::finding::Plain;
use crate::peer::Broken;
use crate::peer::Peer;

/// An expression for each rule.
pub struct Zen {
    /// What findings name as the place of a value.
    pub file: String,
}

/// The compiled expressions, and the machine that runs them.
pub struct Expressions {
    machine: VM,
    rules: Vec<Expression<Standard>>,
}

impl Peer for Zen {
    type Deal<'a> = Variable;
    type Engine = Expressions;

    fn engine(&self) -> Expressions {
        let mut isolate = Isolate::new();
        let rules = include_str!("../../rules/deal.zen").split("//-");
        let rules = rules.map(|rule| isolate.compile_standard(rule.trim()).expect("the rule compiles")).collect();
        Expressions { machine: VM::new(), rules }
    }

    fn decode(&self, _engine: &Expressions, line: &[u8]) -> Variable {
        serde_json::from_slice(line).expect("the line is JSON")
    }

    fn judge(&self, expressions: &mut Expressions, deal: &mut Variable) -> Broken {
        let mut broken = Broken::default();
        for (rule, expression) in (1..).zip(&expressions.rules) {
            let found = expression.evaluate_with(deal.clone(), &mut expressions.machine);
            broken.when(rule, found.expect("the rule runs").as_bool().expect("the rule says yes or no"));
        }
        broken
    }

    fn write(&self, _engine: &mut Expressions, deal: &Variable, broken: Broken, line: u64, out: &mut Vec<u8>) {
        let field = |name| deal.dot(name).expect("the deal has the field");
        finding::write(broken, (&self.file, line), field, out);
    }
}

impl Plain for Variable {
    fn plain(&self) -> Cow<'_, str> {
        match self.as_str() {
            Some(text) => Cow::Borrowed(text),
            None => Cow::Owned(self.to_string()),
        }
    }
}
