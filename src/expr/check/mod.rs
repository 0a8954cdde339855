//! Types a condition: every name is resolved, every operand fits, or it is said what does not and what to do.
//!
//! A problem caused by another problem is silent: a part that was reported has no node, and its parents stop there.

pub mod calls;
mod compare;
mod compute;
mod lists;
mod names;
mod words;

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::expr::Scope;
use crate::expr::Wanted;
use crate::expr::tree::Form;
use crate::expr::tree::Tree;
use crate::expr::typed::Kind;
use crate::expr::typed::Node;
use crate::source::Span;
use crate::source::Spanned;
use crate::value::Choice;
use crate::value::Path;
use crate::value::Schema;
use crate::value::Type;
use crate::value::Value;

/// A typed condition and what was met on the way.
pub struct Typed {
    /// The condition, if nothing is wrong with it.
    pub node: Option<Node>,
    /// The fields it may read.
    pub reads: Vec<Path>,
    /// Calls of module functions.
    pub unchecked: Vec<Spanned<String>>,
    /// Whether it reads anything private.
    pub private: bool,
    /// All problems.
    pub diagnostics: Vec<Diagnostic>,
}

/// Types a condition for a place that wants something.
pub fn typed(tree: &Tree, scope: &Scope<'_>, wanted: &Wanted) -> Typed {
    let mut checker = Checker {
        scope,
        parameters: Vec::new(),
        reads: Vec::new(),
        unchecked: Vec::new(),
        private: false,
        diagnostics: Vec::new(),
    };
    let node = checker.node(tree).and_then(|node| checker.wanted(node, wanted));
    let private = checker.private
        || checker.reads.iter().any(|path| scope.schema.deal.is_private(path))
        || node.as_ref().is_some_and(|node| calls_private(node, scope.schema));
    Typed { node, reads: checker.reads, unchecked: checker.unchecked, private, diagnostics: checker.diagnostics }
}

struct Checker<'a> {
    scope: &'a Scope<'a>,
    parameters: Vec<Parameter>,
    reads: Vec<Path>,
    unchecked: Vec<Spanned<String>>,
    private: bool,
    diagnostics: Vec<Diagnostic>,
}

/// The parameter of a closure.
struct Parameter {
    name: String,
    ty: Type,
    /// The list whose elements it stands for, if that is a field.
    path: Option<Path>,
}

impl Checker<'_> {
    fn node(&mut self, tree: &Tree) -> Option<Node> {
        let span = tree.span;
        match &tree.form {
            Form::Literal(value, ty) => Some(Node::constant(value.clone(), ty.clone(), span)),
            Form::Nothing => self.fail(words::nothing_here(span)),
            Form::Name(name) => self.name(name, span),
            Form::Field(of, name) => self.field(of, name, span),
            Form::Index(of, at) => self.index(of, at, span),
            Form::Call(name, arguments) => self.call(name, arguments, span),
            Form::Not(inner) => {
                let inner = self.truth(inner)?;
                Some(Node { kind: Kind::Not(Box::new(inner)), ty: Type::Bool, span })
            }
            Form::Minus(inner) => self.minus(inner, span),
            Form::Compare(how, left, right) => self.comparison(*how, left, right, span),
            Form::Compute(how, left, right) => self.computation(*how, left, right, span),
            Form::And(parts) => Some(Node { kind: Kind::And(self.truths(parts)?), ty: Type::Bool, span }),
            Form::Or(parts) => Some(Node { kind: Kind::Or(self.truths(parts)?), ty: Type::Bool, span }),
            Form::Default(parts) => {
                let parts = self.alike(parts.iter())?;
                let ty = words::common(&parts);
                Some(Node { kind: Kind::Default(parts), ty, span })
            }
            Form::In(item, list) => self.inside(item, list, span),
            Form::Range(..) => self.fail(words::range_here(span)),
            Form::List(items) => {
                let items = self.alike(items.iter())?;
                let ty = Type::list(words::common(&items));
                Some(Node { kind: Kind::List(items), ty, span })
            }
            Form::If(parts) => self.choice(parts, span),
            Form::Closure(..) => self.fail(words::closure_here(span)),
            Form::Broken => None,
        }
    }

    fn fail<T>(&mut self, diagnostic: Diagnostic) -> Option<T> {
        self.diagnostics.push(diagnostic);
        None
    }

    /// A part that must be yes or no.
    fn truth(&mut self, tree: &Tree) -> Option<Node> {
        let node = self.node(tree)?;
        match node.ty {
            Type::Bool | Type::Any => Some(node),
            _ => self.fail(words::no_truth(&node)),
        }
    }

    fn truths(&mut self, parts: &[Tree]) -> Option<Vec<Node>> {
        // All parts are visited, so that each is reported.
        let parts: Vec<Option<Node>> = parts.iter().map(|part| self.truth(part)).collect();
        parts.into_iter().collect()
    }

    /// Parts of one type, as far as they can be brought to one.
    fn alike<'t>(&mut self, parts: impl Iterator<Item = &'t Tree>) -> Option<Vec<Node>> {
        let parts: Vec<Option<Node>> = parts.map(|part| self.node(part)).collect();
        let mut parts: Vec<Node> = parts.into_iter().collect::<Option<_>>()?;
        if let Some(Type::Choice(choice)) = parts.iter().map(|part| &part.ty).find(|ty| matches!(ty, Type::Choice(_))) {
            let choice = choice.clone();
            let members = parts.into_iter().map(|part| self.member(part, &choice)).collect::<Vec<_>>();
            parts = members.into_iter().collect::<Option<_>>()?;
        }
        if let Some((first, rest)) = parts.split_first()
            && let Some(other) = rest.iter().find(|part| !words::one_type(&first.ty, &part.ty))
        {
            return self.fail(words::unlike(first, other));
        }
        Some(parts)
    }

    fn choice(&mut self, parts: &[Tree; 3], span: Span) -> Option<Node> {
        let [condition, then, other] = parts;
        let condition = self.truth(condition);
        let branches = self.alike([then, other].into_iter());
        let (condition, branches) = (condition?, branches?);
        let ty = words::common(&branches);
        let [then, other] = <[Node; 2]>::try_from(branches).ok()?;
        Some(Node { kind: Kind::If(Box::new([condition, then, other])), ty, span })
    }

    /// Whether the whole is what its place asks for.
    fn wanted(&mut self, node: Node, wanted: &Wanted) -> Option<Node> {
        match wanted {
            Wanted::Any => Some(node),
            Wanted::Truth if matches!(node.ty, Type::Bool | Type::Any) => Some(node),
            Wanted::Truth => self.fail(words::no_truth(&node)),
            Wanted::Type(ty) => {
                let node = match ty {
                    Type::Choice(choice) => self.member(node, choice)?,
                    _ => node,
                };
                self.declared(node, ty)
            }
        }
    }

    /// A part as a value of its declared type; what a module gives is looked at when a deal is judged.
    fn declared(&mut self, node: Node, ty: &Type) -> Option<Node> {
        let exchangeable = match (ty, &node.ty) {
            (Type::Any, _) => return Some(node),
            (Type::Number, found) => found.is_numeric(),
            (Type::Percent, found) => matches!(found, Type::Percent | Type::Number),
            (Type::Integer, found) => *found == Type::Integer,
            (_, Type::Any) => true,
            (wanted, found) => words::one_type(wanted, found),
        };
        if !exchangeable && node.ty != Type::Any {
            return self.fail(words::not_wanted(&node, ty));
        }
        let span = node.span;
        match node.ty {
            Type::Any => Some(Node { kind: Kind::As(Box::new(node)), ty: ty.clone(), span }),
            _ => Some(Node { ty: ty.clone(), ..node }),
        }
    }

    /// Brings a text to a member of an enumeration, also where it is one of several that are chosen from; leaves everything else.
    fn member(&mut self, node: Node, choice: &Arc<Choice>) -> Option<Node> {
        let span = node.span;
        let ty = || Type::Choice(choice.clone());
        let text = match node.kind {
            Kind::If(parts) if parts.iter().skip(1).all(is_written_text) => {
                let [condition, then, other] = *parts;
                let (then, other) = (self.member(then, choice), self.member(other, choice));
                return Some(Node { kind: Kind::If(Box::new([condition, then?, other?])), ty: ty(), span });
            }
            Kind::Default(parts) if parts.iter().all(is_written_text) => {
                let parts: Vec<Option<Node>> = parts.into_iter().map(|part| self.member(part, choice)).collect();
                return Some(Node { kind: Kind::Default(parts.into_iter().collect::<Option<_>>()?), ty: ty(), span });
            }
            Kind::Constant(Value::Text(ref text)) => text,
            _ => return Some(node),
        };
        match choice.place(text) {
            Some(place) => Some(Node::constant(Value::Choice(place), Type::Choice(choice.clone()), node.span)),
            None => {
                let diagnostic = words::unknown_member(text, choice, node.span);
                self.fail(diagnostic)
            }
        }
    }
}

/// Whether a part is a text as written, whichever of several is chosen.
fn is_written_text(node: &Node) -> bool {
    match &node.kind {
        Kind::Constant(Value::Text(_)) => true,
        Kind::If(parts) => parts.iter().skip(1).all(is_written_text),
        Kind::Default(parts) => parts.iter().all(is_written_text),
        _ => false,
    }
}

/// Whether a function that is called reads a built-in field that is private.
fn calls_private(node: &Node, schema: &Schema) -> bool {
    let is_hidden = |slot: usize| schema.deal.fields.get(slot).is_some_and(|field| field.private);
    let own = match &node.kind {
        Kind::Call(function, _) => function.reads().iter().copied().any(is_hidden),
        _ => false,
    };
    own || node.parts().into_iter().any(|part| calls_private(part, schema))
}
