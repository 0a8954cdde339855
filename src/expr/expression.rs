use std::sync::Arc;

use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::expr::Lets;
use crate::expr::Scope;
use crate::expr::Wanted;
use crate::expr::check::typed;
use crate::expr::parse::parse;
use crate::expr::typed::Kind;
use crate::expr::typed::Node;
use crate::expr::typed::Root;
use crate::source::Span;
use crate::source::Spanned;
use crate::value::Path;
use crate::value::Type;

/// The most parts one condition may compute; far above any written by hand, far below what would stall a run.
const MAX_COST: u64 = 100_000;

/// A condition that fits its schema.
#[derive(Clone, Debug)]
pub struct Expr {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    text: String,
    span: Span,
    ty: Type,
    reads: Vec<Path>,
    unchecked: Vec<Spanned<String>>,
    node: Node,
    cost: u64,
}

impl Expr {
    /// The type of its value.
    pub fn ty(&self) -> &Type {
        &self.inner.ty
    }

    /// The text as written.
    pub fn text(&self) -> &str {
        &self.inner.text
    }

    /// Where it stands.
    pub fn span(&self) -> Span {
        self.inner.span
    }

    /// Its parts.
    pub(super) fn node(&self) -> &Node {
        &self.inner.node
    }

    /// What the author wrote at a span of this condition.
    pub(super) fn text_at(&self, span: Span) -> &str {
        let relative = |at: u32| at.saturating_sub(self.inner.span.start) as usize;
        self.inner.text.get(relative(span.start)..relative(span.end)).unwrap_or_default()
    }

    /// The fields it may read, each once: slots from the deal, through records and through the elements of lists.
    pub fn reads(&self) -> &[Path] {
        &self.inner.reads
    }

    /// Calls of module functions, whose results have no known type.
    pub fn unchecked(&self) -> &[Spanned<String>] {
        &self.inner.unchecked
    }
}

/// Checks a condition against what it may speak about.
///
/// `text` is what stands at `span`. There is no value when any problem is an error.
pub fn check(text: &str, span: Span, scope: &Scope<'_>, wanted: &Wanted) -> Checked<Expr> {
    let (tree, mut diagnostics) = parse(text, span);
    let typed = typed(&tree, scope, wanted);
    diagnostics.extend(typed.diagnostics);
    diagnostics.sort_by_key(|diagnostic| diagnostic.span());
    let node = typed.node.filter(|_| diagnostics.iter().all(|diagnostic| diagnostic.level != Level::Error));
    if let Some(node) = &node
        && cost(node, scope.lets) > MAX_COST
    {
        let message = "this condition computes more than 100,000 parts";
        let help = "a `let` that reads another one many times is computed each time: simplify it";
        diagnostics.push(Diagnostic::error("expr/too-large", message).at(span, "").help(help));
        return Checked { value: None, diagnostics };
    }
    let value = node.map(|node| {
        let (reads, unchecked) = (typed.reads, typed.unchecked);
        let ty = node.ty.clone();
        let cost = cost(&node, scope.lets);
        Expr { inner: Arc::new(Inner { text: text.to_owned(), span, ty, reads, unchecked, node, cost }) }
    });
    Checked { value, diagnostics }
}

/// How many parts are computed, those of computed fields each time they are read.
fn cost(node: &Node, lets: &Lets) -> u64 {
    let own = match &node.kind {
        Kind::Field(Root::Let(at), _) => lets.get(*at).map_or(1, |expr| expr.inner.cost),
        _ => 1,
    };
    node.parts().into_iter().fold(own, |sum, part| sum.saturating_add(cost(part, lets)))
}
