use crate::expr::Env;
use crate::expr::Expr;
use crate::expr::Failure;
use crate::expr::evaluate::Asked;
use crate::expr::evaluate::truth;
use crate::expr::expression::tells_little;
use crate::expr::functions::ListFunction;
use crate::expr::trail::Trail;
use crate::expr::typed::Kind;
use crate::expr::typed::Node;
use crate::expr::typed::Root;
use crate::source::Span;
use crate::value::Path;
use crate::value::Type;
use crate::value::Value;

/// How many elements of a list an explanation shows; a page holds about twenty lines.
const SHOWN: usize = 10;

/// One part of a condition and what it came to.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// The part as the author wrote it.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// Its type.
    pub ty: Type,
    /// The field it is, when it is one; the element, when it is what a list function asks of one.
    pub path: Option<Path>,
    /// What it came to.
    pub outcome: Outcome,
    /// Whether what it came to must not be shown.
    pub private: bool,
    /// What it was made from, without what is the same for every deal; for a list function, the list and an entry per element.
    pub parts: Vec<Evidence>,
    /// How many more elements there are than `parts` shows.
    pub more: usize,
}

/// What a part of a condition came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// This value, perhaps missing.
    Value(Value),
    /// A script stopped.
    Failed(Failure),
    /// It was not needed: the other branch of an `if` was.
    NotNeeded,
}

/// The evidence tree of an expression for one deal: every part with its value, whatever the answer.
pub fn explain(expr: &Expr, env: &Env<'_>) -> Evidence {
    evidence(expr.node(), Trail::new(expr, Asked { env, frame: None }))
}

fn evidence(node: &Node, trail: Trail<'_>) -> Evidence {
    let outcome = match trail.value(node) {
        Ok(value) => Outcome::Value(value),
        Err(failure) => Outcome::Failed(*failure),
    };
    let (parts, more) = match &node.kind {
        Kind::Over(function, list, Some(body)) if *function != ListFunction::Contains => {
            let (elements, more) = elements(&outcome, list, body, trail);
            (std::iter::once(evidence(list, trail)).chain(elements).collect(), more)
        }
        Kind::Field(Root::Let(at), _) => (computed(*at, &trail.text(node), trail), 0),
        Kind::If(parts) => (branches(parts, trail), 0),
        // The list of a score is written nowhere: its parts are the score's.
        Kind::Over(_, list, None) if list.span == node.span => {
            (list.parts().into_iter().map(|part| evidence(part, trail)).collect(), 0)
        }
        _ => {
            let parts = node.parts().into_iter().filter(|part| !matches!(part.kind, Kind::Constant(_)));
            (parts.map(|part| evidence(part, trail)).collect(), 0)
        }
    };
    Evidence {
        text: trail.text(node).into_owned(),
        span: node.span,
        ty: node.ty.clone(),
        private: is_private(node, trail),
        path: trail.path(node),
        outcome,
        parts,
        more,
    }
}

/// Whether the value of a part is private: that of a private field, and whatever else is no answer
/// in an expression that reads one.
fn is_private(node: &Node, trail: Trail<'_>) -> bool {
    if let Kind::Field(Root::Let(at), _) = &node.kind {
        return trail.asked.env.lets.get(*at).is_some_and(Expr::is_private);
    }
    match trail.path(node) {
        Some(path) => trail.asked.env.schema.deal.is_private(&path),
        None => trail.expr.is_private() && !tells_little(node) && !matches!(node.kind, Kind::Constant(_)),
    }
}

/// The expression of a computed field; of a score, which is known by its name, the parts.
fn computed(at: usize, name: &str, trail: Trail<'_>) -> Vec<Evidence> {
    let Some(expr) = trail.asked.env.lets.get(at) else { return Vec::new() };
    let whole = explain(expr, trail.asked.env);
    if whole.text == name { whole.parts } else { vec![whole] }
}

fn branches(parts: &[Node; 3], trail: Trail<'_>) -> Vec<Evidence> {
    let [condition, then, other] = parts;
    let needed = truth(condition, trail.asked).ok().and_then(Result::ok);
    let branch = |node: &Node, taken: bool| {
        if needed.is_none_or(|needed| needed == taken) {
            return evidence(node, trail);
        }
        Evidence {
            text: trail.text(node).into_owned(),
            span: node.span,
            ty: node.ty.clone(),
            path: trail.path(node),
            outcome: Outcome::NotNeeded,
            private: false,
            parts: Vec::new(),
            more: 0,
        }
    };
    let branches = [(then, true), (other, false)];
    let differ = branches.into_iter().filter(|(node, _)| !matches!(node.kind, Kind::Constant(_)));
    std::iter::once(evidence(condition, trail)).chain(differ.map(|(node, taken)| branch(node, taken))).collect()
}

/// What a list function asked of each element; those that decided come first when there are too many.
fn elements(outcome: &Outcome, list: &Node, body: &Node, trail: Trail<'_>) -> (Vec<Evidence>, usize) {
    let asked = trail.each(list, |_, inside| {
        let mut part = evidence(body, inside);
        part.path = inside.elements.and_then(|element| element.path());
        part
    });
    let total = asked.len();
    let wanted = match outcome {
        Outcome::Value(value @ (Value::Bool(_) | Value::Missing(_))) => value.clone(),
        _ => Value::Bool(true),
    };
    let decided = |part: &Evidence| matches!(&part.outcome, Outcome::Value(value) if *value == wanted);
    let mut kept: Vec<(usize, Evidence)> = asked.into_iter().enumerate().collect();
    if total > SHOWN {
        kept.sort_by_key(|(at, part)| (!decided(part), *at));
        kept.truncate(SHOWN);
        kept.sort_by_key(|(at, _)| *at);
    }
    (kept.into_iter().map(|(_, part)| part).collect(), total.saturating_sub(SHOWN))
}
