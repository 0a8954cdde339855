//! Questions to the deal's approvals. What counts is not decided here: whoever judges them is asked.

use std::borrow::Cow;

use crate::expr::Env;
use crate::expr::Standing;
use crate::expr::evaluate::Verdict;
use crate::expr::evaluate::missing;
use crate::value::Gap;
use crate::value::Truth;
use crate::value::Value;
use crate::value::builtin;

/// Whether an approval was given.
pub fn approved(env: &Env<'_>, gate: &Value) -> Verdict {
    match standing(env, gate)?.given {
        Truth::Yes => Ok(true),
        Truth::No => Ok(false),
        // The list itself may say why.
        Truth::Unknown => match env.deal.get(builtin::APPROVALS) {
            Value::Missing(gap) => Err(*gap),
            _ => Err(Gap::Unreadable),
        },
    }
}

/// The entry of `approvals` that counts for an approval; nobody gave one where none does.
pub fn approval<'a>(env: &Env<'a>, gate: &Value) -> Cow<'a, Value> {
    let standing = match standing(env, gate) {
        Ok(standing) => standing,
        Err(gap) => return missing(gap),
    };
    match (standing, env.deal.get(builtin::APPROVALS)) {
        (Standing { record: Some(at), .. }, Value::List(items)) => {
            items.get(at).map_or(missing(Gap::Unreadable), Cow::Borrowed)
        }
        // A default must not stand for what may be there.
        (Standing { given: Truth::Unknown, .. }, _) => missing(Gap::Unreadable),
        _ => missing(Gap::Absent),
    }
}

/// How an approval stands; nothing is known where nobody judges approvals.
pub fn standing(env: &Env<'_>, gate: &Value) -> Result<Standing, Gap> {
    match (gate, env.gates) {
        (Value::Choice(gate), Some(gates)) => Ok(gates.standing(*gate)),
        (Value::Choice(_), None) => Ok(Standing { given: Truth::Unknown, record: None }),
        (Value::Missing(gap), _) => Err(*gap),
        _ => Err(Gap::Unreadable),
    }
}
