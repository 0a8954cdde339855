//! Questions to the deal's way through the stages.

use crate::expr::Env;
use crate::expr::compile::Make;
use crate::expr::compile::Test;
use crate::expr::compile::operand::Operand;
use crate::expr::evaluate::history;
use crate::value::Gap;
use crate::value::Value;

/// `visited(stage)`
pub fn visited(stage: Operand) -> Test {
    Box::new(move |asked| stage.with(asked, |stage| history::visited(asked.env, stage)))
}

/// `entered(stage)` and its like.
pub fn time(stage: Operand, ask: fn(&Env<'_>, &Value) -> Result<Value, Gap>) -> Make {
    Box::new(move |asked| stage.with(asked, |stage| ask(asked.env, stage).unwrap_or_else(Value::Missing)))
}
