use compact_str::CompactString;
use compact_str::format_compact;
use smallvec::SmallVec;

use crate::expr::Env;
use crate::expr::Expr;
use crate::expr::evaluate::Asked;
use crate::expr::evaluate::Verdict;
use crate::expr::evaluate::truth;
use crate::expr::functions::ListFunction;
use crate::expr::trail::Trail;
use crate::expr::typed::Kind;
use crate::expr::typed::Node;
use crate::expr::typed::Root;
use crate::value::Gap;
use crate::value::Path;
use crate::value::Type;
use crate::value::Value;

/// How many elements of one list a finding names.
const NAMED: usize = 5;

/// What a condition read of a deal.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The fields that matter for the answer, each once.
    pub seen: Vec<Seen>,
    /// The values that kept it from being decided, each once; empty when it was decided.
    pub gaps: Vec<Open>,
}

/// A field and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// Which field.
    pub path: Path,
    /// Its value; where a function reads the field (`time_in(bid)` reads `history`), what the function gives.
    pub value: Value,
    /// The type of that value.
    pub ty: Type,
    /// What the condition asks of it: `>= 3`.
    pub expected: Option<CompactString>,
}

/// A value that is not there and is needed.
#[derive(Clone, Debug, PartialEq)]
pub struct Open {
    /// Which field; empty when a computation has no result (a division by zero, a missing rate).
    pub path: Path,
    /// Why there is no value.
    pub gap: Gap,
    /// The part of the condition.
    pub text: String,
}

/// The fields that an expression's answer rests on, where that is known to be decided.
pub fn rests_on(expr: &Expr, env: &Env<'_>) -> Vec<Seen> {
    let mut inputs = Inputs::default();
    collect(expr.node(), Trail::new(expr, Asked { env, frame: None }), Sense::AsWritten, &mut inputs);
    inputs.seen
}

/// The fields that an expression's answer rests on, and what keeps it from being decided.
pub fn inputs(expr: &Expr, env: &Env<'_>) -> Inputs {
    let mut inputs = Inputs { seen: rests_on(expr, env), gaps: Vec::new() };
    let trail = Trail::new(expr, Asked { env, frame: None });
    // What is decided has no gaps, and most of what is asked here is.
    if !matches!(expr.program().and_then(|program| program.test(trail.asked)), Some(Ok(_))) {
        gaps(expr.node(), trail, &mut inputs.gaps);
    }
    inputs
}

/// Whether a part is asked for as it is written, or denied by a `!` around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sense {
    AsWritten,
    Denied,
}

impl Sense {
    fn turned(self) -> Sense {
        if self == Sense::AsWritten { Sense::Denied } else { Sense::AsWritten }
    }
}

fn collect(node: &Node, trail: Trail<'_>, sense: Sense, out: &mut Inputs) {
    match &node.kind {
        Kind::Not(inner) => collect(inner, trail, sense.turned(), out),
        Kind::And(parts) | Kind::Or(parts) => {
            for part in deciding(node, parts, trail) {
                collect(part, trail, sense, out);
            }
        }
        Kind::Compare(how, left, right) => {
            let how = if sense == Sense::Denied { how.opposite() } else { *how };
            side(left, Some(asked(how.sign(), right, trail)), trail, out);
            let constant = matches!(left.kind, Kind::Constant(_));
            let expected = constant.then(|| asked(how.mirrored().sign(), left, trail));
            side(right, expected, trail, out);
        }
        Kind::In(item, list) => {
            let word = if sense == Sense::Denied { "not in" } else { "in" };
            side(item, Some(asked(word, list, trail)), trail, out);
            collect(list, trail, sense, out);
        }
        Kind::Over(function, list, Some(body)) if *function != ListFunction::Contains => {
            let before = out.seen.len();
            let outer = sense;
            let sense = if *function == ListFunction::None { sense.turned() } else { sense };
            let answer = truth_of(node, trail);
            let mut named = 0;
            trail.each(list, |_, inside| {
                if named < NAMED && matters(*function, answer, truth_of(body, inside)) {
                    named += 1;
                    collect(body, inside, sense, out);
                }
            });
            // The elements say it all; without any the list itself is the reason.
            if out.seen.len() == before {
                collect(list, trail, outer, out);
            }
        }
        Kind::Field(Root::Let(at), _) => computed(*at, trail, out),
        Kind::If(parts) => {
            let [condition, then, other] = parts.as_ref();
            collect(condition, trail, Sense::AsWritten, out);
            match truth_of(condition, trail) {
                Some(Ok(true)) => collect(then, trail, sense, out),
                Some(Ok(false)) => collect(other, trail, sense, out),
                _ => {}
            }
        }
        _ => {
            side(node, None, trail, out);
        }
    }
}

/// What is asked of a value: a sign or a word, and what it is compared with.
fn asked(how: &str, other: &Node, trail: Trail<'_>) -> CompactString {
    let other = trail.text(other);
    let mut asked = CompactString::with_capacity(how.len() + 1 + other.len());
    asked.push_str(how);
    asked.push(' ');
    asked.push_str(&other);
    asked
}

/// A side of a comparison: the field itself, or the fields it is computed from.
fn side(node: &Node, expected: Option<CompactString>, trail: Trail<'_>, out: &mut Inputs) {
    match trail.path(node) {
        Some(path) => note(path, node, expected, trail, out),
        None => {
            // Only what `collect` takes apart itself: it hands everything else back to here.
            let walks = matches!(&node.kind, Kind::Over(how, _, Some(_)) if *how != ListFunction::Contains);
            if walks || matches!(&node.kind, Kind::If(_) | Kind::Field(Root::Let(_), _)) {
                return collect(node, trail, Sense::AsWritten, out);
            }
            for part in node.parts() {
                collect(part, trail, Sense::AsWritten, out);
            }
        }
    }
}

fn note(path: Path, node: &Node, expected: Option<CompactString>, trail: Trail<'_>, out: &mut Inputs) {
    let Ok(value) = trail.value(node) else { return };
    if let Some(known) = out.seen.iter_mut().find(|known| known.path == path && known.value == value) {
        known.expected = match (known.expected.take(), expected) {
            (Some(a), Some(b)) if a != b => Some(format_compact!("{a}, {b}")),
            (a, b) => a.or(b),
        };
        return;
    }
    out.seen.push(Seen { path, value, ty: node.ty.clone(), expected });
}

fn computed(at: usize, trail: Trail<'_>, out: &mut Inputs) {
    if let Some(expr) = trail.asked.env.lets.get(at) {
        let asked = Asked { env: trail.asked.env, frame: None };
        collect(expr.node(), Trail::new(expr, asked), Sense::AsWritten, out);
    }
}

fn truth_of(node: &Node, trail: Trail<'_>) -> Option<Verdict> {
    yes_or_no(node).then(|| truth(node, trail.asked).ok()).flatten()
}

fn yes_or_no(node: &Node) -> bool {
    matches!(node.ty, Type::Bool | Type::Any)
}

/// The parts of an and or an or that make it what it is.
fn deciding<'n>(node: &Node, parts: &'n [Node], trail: Trail<'_>) -> SmallVec<[&'n Node; 8]> {
    let answers: SmallVec<[Option<Verdict>; 8]> = parts.iter().map(|part| truth_of(part, trail)).collect();
    let whole = if yes_or_no(node) { together(&answers, matches!(node.kind, Kind::Or(_))) } else { None };
    let same = |part: Option<Verdict>| match (whole, part) {
        (Some(Ok(whole)), Some(Ok(part))) => whole == part,
        (Some(Err(_)), Some(Err(_))) | (None, _) | (_, None) => true,
        _ => false,
    };
    parts.iter().zip(answers).filter(|(_, answer)| same(*answer)).map(|(part, _)| part).collect()
}

/// Kleene's and (or, where `decides` is yes) of answers; none where one that is needed failed.
fn together(answers: &[Option<Verdict>], decides: bool) -> Option<Verdict> {
    let mut open = None;
    for answer in answers {
        match (*answer)? {
            Ok(yes) if yes == decides => return Some(Ok(decides)),
            Ok(_) => {}
            Err(gap) => open = open.or(Some(gap)),
        }
    }
    Some(open.map_or(Ok(!decides), Err))
}

/// Whether an element is one of those that make a list function's answer what it is.
fn matters(function: ListFunction, answer: Option<Verdict>, element: Option<Verdict>) -> bool {
    let (Some(answer), Some(element)) = (answer, element) else { return true };
    match (function, answer, element) {
        (_, Err(_), element) => element.is_err(),
        (ListFunction::None, Ok(answer), Ok(element)) => answer != element,
        (ListFunction::Some | ListFunction::All, Ok(answer), Ok(element)) => answer == element,
        (ListFunction::Some | ListFunction::All | ListFunction::None, Ok(_), Err(_)) => false,
        _ => true,
    }
}

/// Collects the missing values that make a part unknown; says whether it is.
fn gaps(node: &Node, trail: Trail<'_>, out: &mut Vec<Open>) -> bool {
    if let Kind::List(items) = &node.kind {
        // A list that is written out is there; what it holds may not be.
        return items.iter().fold(false, |found, item| gaps(item, trail, out) | found);
    }
    let Ok(Value::Missing(gap)) = trail.value(node) else { return false };
    let mut explained = false;
    match &node.kind {
        Kind::Field(Root::Let(at), _) => {
            if let Some(expr) = trail.asked.env.lets.get(*at) {
                let asked = Asked { env: trail.asked.env, frame: None };
                explained = gaps(expr.node(), Trail::new(expr, asked), out);
            }
        }
        Kind::Over(function, list, Some(body)) if *function != ListFunction::Contains => {
            explained = gaps(list, trail, out);
            let mut named = 0;
            trail.each(list, |_, inside| {
                if named < NAMED && gaps(body, inside, out) {
                    named += 1;
                    explained = true;
                }
            });
        }
        _ => {
            for part in node.parts() {
                explained |= gaps(part, trail, out);
            }
        }
    }
    if !explained {
        let open = Open { path: trail.path(node).unwrap_or_default(), gap, text: trail.text(node).into_owned() };
        if !out.contains(&open) {
            out.push(open);
        }
    }
    true
}
