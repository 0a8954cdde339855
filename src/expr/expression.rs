use std::sync::Arc;

use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::expr::Lets;
use crate::expr::Scope;
use crate::expr::Wanted;
use crate::expr::check::typed;
use crate::expr::compile::Program;
use crate::expr::compile::compile;
use crate::expr::compile::compiled;
use crate::expr::functions::Function;
use crate::expr::functions::ListFunction;
use crate::expr::parse::parse;
use crate::expr::typed::Kind;
use crate::expr::typed::Node;
use crate::expr::typed::Root;
use crate::source::Span;
use crate::source::Spanned;
use crate::value::Decimal;
use crate::value::Path;
use crate::value::Type;
use crate::value::Value;

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
    line: String,
    span: Span,
    ty: Type,
    reads: Vec<Path>,
    unchecked: Vec<Spanned<String>>,
    private: bool,
    node: Node,
    program: Option<Program>,
    cost: u64,
    /// The same in rhai, where the text is none of it.
    in_rhai: Option<String>,
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

    /// The text as written, on one line.
    pub fn line(&self) -> &str {
        &self.inner.line
    }

    /// What rhai would be asked, before literals are rewritten.
    pub(super) fn in_rhai(&self) -> &str {
        self.inner.in_rhai.as_deref().unwrap_or(&self.inner.text)
    }

    /// Where it stands.
    pub fn span(&self) -> Span {
        self.inner.span
    }

    /// Whether it reads anything private: what it comes to is private too, but for what [`Expr::tells_little`].
    pub fn is_private(&self) -> bool {
        self.inner.private
    }

    /// Whether its value may be shown although it reads something private: an answer, or how many elements a list has.
    pub fn tells_little(&self) -> bool {
        tells_little(&self.inner.node)
    }

    /// Whether it is `moves()`.
    pub fn is_moves(&self) -> bool {
        matches!(self.inner.node.kind, Kind::Call(Function::Moves, _))
    }

    /// Its parts.
    pub(super) fn node(&self) -> &Node {
        &self.inner.node
    }

    /// Its closures; `None` where only the evaluator judges it.
    pub(super) fn program(&self) -> Option<&Program> {
        self.inner.program.as_ref()
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
        let (reads, unchecked, private) = (typed.reads, typed.unchecked, typed.private);
        let ty = node.ty.clone();
        let cost = cost(&node, scope.lets);
        let program = compile(&node, scope.lets);
        let (text, line) = (text.to_owned(), on_one_line(text));
        let inner = Inner { text, line, span, ty, reads, unchecked, private, node, program, cost, in_rhai: None };
        Expr { inner: Arc::new(inner) }
    });
    Checked { value, diagnostics }
}

/// A sum of points, each of which counts when its condition holds; unknown as long as one of them is.
///
/// `text` is what stands at `span`; its name and each part stand within it.
pub fn score(text: &str, span: Span, name: Span, parts: &[(Decimal, Span, Expr)]) -> Expr {
    let points = |points: Decimal, span| Node::constant(Value::Number(points), Type::Number, span);
    let part = |(worth, span, when): &(Decimal, Span, Expr)| {
        let branches = [when.node().clone(), points(*worth, *span), points(Decimal::ZERO, *span)];
        Node { kind: Kind::If(Box::new(branches)), ty: Type::Number, span: *span }
    };
    let list = Node { kind: Kind::List(parts.iter().map(part).collect()), ty: Type::list(Type::Number), span: name };
    let node = Node { kind: Kind::Over(ListFunction::Sum, Box::new(list), None), ty: Type::Number, span: name };
    let mut reads: Vec<Path> = Vec::new();
    for path in parts.iter().flat_map(|(.., when)| when.reads()) {
        if !reads.contains(path) {
            reads.push(path.clone());
        }
    }
    let terms = parts.iter().map(|(worth, _, when)| format!("(if {} {{ {worth} }} else {{ 0 }})", when.text()));
    let inner = Inner {
        text: text.to_owned(),
        line: on_one_line(text),
        span,
        ty: Type::Number,
        reads,
        private: parts.iter().any(|(.., when)| when.is_private()),
        unchecked: parts.iter().flat_map(|(.., when)| when.unchecked().iter().cloned()).collect(),
        program: parts.iter().all(|(.., when)| when.program().is_some()).then(|| compiled(&node)),
        node,
        cost: parts.iter().fold(1, |sum, (.., when)| sum.saturating_add(when.inner.cost)),
        in_rhai: Some(format!("[{}].sum()", terms.collect::<Vec<String>>().join(", "))),
    };
    Expr { inner: Arc::new(inner) }
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<&str>>().join(" ")
}

/// Whether a part tells no more than yes or no about values, or how many elements a list has.
pub(super) fn tells_little(node: &Node) -> bool {
    match &node.kind {
        Kind::Over(ListFunction::Len | ListFunction::Count, ..) => true,
        Kind::Not(_) | Kind::Compare(..) | Kind::And(_) | Kind::Or(_) | Kind::In(..) | Kind::Between(..) => true,
        Kind::Over(ListFunction::Some | ListFunction::All | ListFunction::None | ListFunction::Contains, ..) => true,
        Kind::Call(..) | Kind::Matches(..) => node.ty == Type::Bool,
        _ => false,
    }
}

/// How many parts are computed, those of computed fields each time they are read.
fn cost(node: &Node, lets: &Lets) -> u64 {
    let own = match &node.kind {
        Kind::Field(Root::Let(at), _) => lets.get(*at).map_or(1, |expr| expr.inner.cost),
        _ => 1,
    };
    node.parts().into_iter().fold(own, |sum, part| sum.saturating_add(cost(part, lets)))
}
