use std::collections::BTreeSet;

use crate::expr::Expr;
use crate::expr::functions::Function;
use crate::expr::typed::Kind;
use crate::expr::typed::Node;
use crate::expr::typed::Root;
use crate::value::Type;
use crate::value::Value;
use crate::value::builtin;

/// What a condition names, besides the fields it reads.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    /// The computed fields, by their places; those that they read in turn are not among them.
    pub lets: BTreeSet<usize>,
    /// The stages, by their places in the schema's enumeration.
    pub stages: BTreeSet<u16>,
    /// The roles.
    pub roles: BTreeSet<u16>,
    /// The roles whose holder is asked for: `holder(AR)`.
    pub held: BTreeSet<u16>,
    /// The approvals.
    pub approvals: BTreeSet<u16>,
    /// The functions of modules.
    pub functions: BTreeSet<String>,
    /// Whether it names the element of `for x in xs`.
    pub locals: bool,
    /// Whether its answer hangs on when it is asked, and on what happened until then.
    pub moment: bool,
}

impl Expr {
    /// What it names, besides the fields it reads.
    pub fn mentions(&self) -> Mentions {
        let mut found = Mentions::default();
        collect(self.node(), &mut found);
        found
    }
}

fn collect(node: &Node, found: &mut Mentions) {
    match (&node.kind, &node.ty) {
        (Kind::Field(Root::Let(at), _), _) => {
            found.lets.insert(*at);
        }
        (Kind::Field(Root::Local(_), _), _) => found.locals = true,
        (Kind::Constant(Value::Choice(place)), Type::Choice(choice)) => {
            match choice.name.as_str() {
                "stage" => found.stages.insert(*place),
                "role" => found.roles.insert(*place),
                "approval" => found.approvals.insert(*place),
                _ => false,
            };
        }
        (Kind::Call(function, given), _) => {
            found.moment |= asks_for_the_moment(*function);
            if let (Function::Holder, [Node { kind: Kind::Constant(Value::Choice(role)), .. }]) =
                (function, given.as_slice())
            {
                found.held.insert(*role);
            }
        }
        (Kind::Field(Root::Deal, slots), _) => {
            found.moment |= slots.first().is_some_and(|slot| HAPPENINGS.contains(slot))
        }
        (Kind::Script(name, _), _) => {
            found.functions.insert(name.clone());
        }
        _ => {}
    }
    for part in node.parts() {
        collect(part, found);
    }
}

/// Fields that change while a deal moves on, whatever anybody enters.
const HAPPENINGS: [usize; 6] =
    [builtin::STAGE, builtin::HISTORY, builtin::APPROVALS, builtin::CHANGES, builtin::EVENTS, builtin::PAUSES];

fn asks_for_the_moment(function: Function) -> bool {
    matches!(function, Function::Today | Function::Now) || function.reads().iter().any(|slot| HAPPENINGS.contains(slot))
}
