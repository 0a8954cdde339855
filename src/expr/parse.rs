//! Has rhai parse a condition and reads its syntax tree into ours. Nothing else reads rhai's tree.

use std::sync::LazyLock;

use rhai::AST;
use rhai::ASTFlags;
use rhai::ASTNode;
use rhai::Engine;
use rhai::Expr;
use rhai::FlowControl;
use rhai::FnCallExpr;
use rhai::FnPtr;
use rhai::OptimizationLevel;
use rhai::Stmt;

use crate::diagnostic::Diagnostic;
use crate::expr::lexer::TokenKind;
use crate::expr::literal::rewrite;
use crate::expr::places::Places;
use crate::expr::said::as_written;
use crate::expr::syntax_error;
use crate::expr::tree::Comparison;
use crate::expr::tree::End;
use crate::expr::tree::Form;
use crate::expr::tree::Operator;
use crate::expr::tree::Tree;
use crate::source::Span;
use crate::source::Spanned;
use crate::value::Decimal;
use crate::value::Type;
use crate::value::Value;

/// How deep a condition may nest. Each level costs the parser, checker and evaluator a few stack frames of about 1 kB.
const MAX_DEPTH: usize = 64;

/// Longest condition in bytes; the longest in a real playbook are a few hundred.
const MAX_LENGTH: usize = 20_000;

/// Parses the text that stands at `span`.
pub fn parse(text: &str, span: Span) -> (Tree, Vec<Diagnostic>) {
    let broken = Tree { form: Form::Broken, span };
    let refuse = |message: &str, help: &str| {
        (broken.clone(), vec![Diagnostic::error("expr/syntax", message).at(span, "").help(help)])
    };
    if text.trim().is_empty() {
        return refuse("the condition is empty", "write what must hold, like `amount > 5M CNY`");
    }
    if text.len() > MAX_LENGTH {
        return refuse("the condition is longer than 20,000 bytes", "put a part of it into a `let` or a rhai module");
    }
    let mut rewritten = rewrite(text, span);
    let mut diagnostics = std::mem::take(&mut rewritten.diagnostics);
    let ast = match PARSER.compile_expression(&rewritten.text) {
        Ok(ast) => ast,
        Err(error) => {
            // A literal that was not understood may be the cause, and was reported.
            if diagnostics.is_empty() {
                diagnostics.push(syntax_error::diagnostic(&error, &rewritten, text, span));
            }
            return (broken, diagnostics);
        }
    };
    let Some(closures) = closures(&ast) else {
        return refuse("a function in a condition has one expression for its body", "write `|c| c.level >= 3`");
    };
    let places = Places { text, rewritten: &rewritten, base: span };
    let mut reader = Reader { places, closures: &closures, diagnostics, depth: 0 };
    let tree = match ast.statements() {
        [Stmt::Expr(expr)] => reader.tree(expr),
        _ => broken,
    };
    (tree, reader.diagnostics)
}

/// Knows no function and folds no constant; it only parses.
static PARSER: LazyLock<Engine> = LazyLock::new(|| {
    let mut engine = Engine::new_raw();
    engine.set_optimization_level(OptimizationLevel::None);
    engine.set_max_expr_depths(MAX_DEPTH, MAX_DEPTH);
    engine.set_max_string_size(MAX_LENGTH);
    engine.set_max_array_size(1_000);
    engine.disable_symbol("eval");
    engine
});

/// The function a closure became.
struct Closure {
    name: String,
    parameters: Vec<String>,
    body: Stmt,
}

/// The closures of a condition; `None` where one has no body, or one of several statements.
///
/// rhai shows the bodies only by walking over them: after the condition's own statement, one each, in the order of the functions.
fn closures(ast: &AST) -> Option<Vec<Closure>> {
    let mut bodies = Vec::new();
    ast.walk(&mut |path: &[ASTNode<'_>]| {
        if let [ASTNode::Stmt(stmt)] = path {
            bodies.push((*stmt).clone());
        }
        true
    });
    let bodies = bodies.into_iter().skip(ast.statements().len());
    let mut known = Vec::new();
    let mut functions = ast.iter_fn_def();
    for body in bodies {
        let function = functions.next()?;
        let (start, end) = (function.body.start_position(), function.body.end_position());
        let fits = body.position() == start || (body.position() > start && body.position() <= end);
        if !fits {
            return None;
        }
        let parameters = function.params.iter().map(|name| as_written(name).to_owned()).collect();
        known.push(Closure { name: function.name.to_string(), parameters, body });
    }
    functions.next().is_none().then_some(known)
}

struct Reader<'a> {
    places: Places<'a>,
    closures: &'a [Closure],
    diagnostics: Vec<Diagnostic>,
    depth: usize,
}

impl Reader<'_> {
    fn tree(&mut self, expr: &Expr) -> Tree {
        self.depth += 1;
        let tree = if self.depth > MAX_DEPTH {
            let span = self.token_at(expr.start_position());
            self.refuse(span, "this condition nests too deeply", "put a part of it into a `let` or a rhai module")
        } else {
            self.form(expr)
        };
        self.depth -= 1;
        tree
    }

    fn form(&mut self, expr: &Expr) -> Tree {
        let here = self.token_at(expr.start_position());
        match expr {
            Expr::BoolConstant(yes, _) => leaf(Form::Literal(Value::Bool(*yes), Type::Bool), here),
            Expr::IntegerConstant(number, _) => {
                leaf(Form::Literal(Value::Number(Decimal::from(*number)), Type::Integer), self.signed(here))
            }
            Expr::StringConstant(text, _) => leaf(Form::Literal(Value::Text(text.as_str().into()), Type::Text), here),
            Expr::CharConstant(letter, _) => {
                let text = Value::Text(letter.to_string().as_str().into());
                leaf(Form::Literal(text, Type::Text), here)
            }
            Expr::DynamicConstant(value, _) => self.constant(value, here),
            Expr::Unit(_) => leaf(Form::Nothing, self.places.balanced(here)),
            Expr::Variable(name, _, _) if name.2.is_empty() => leaf(Form::Name(as_written(&name.1).to_owned()), here),
            Expr::Array(items, _) => {
                let items = items.iter().map(|item| self.tree(item)).collect();
                leaf(Form::List(items), self.places.balanced(here))
            }
            Expr::FnCall(call, _) => self.function(call, here, expr),
            Expr::Dot(parts, ..) => {
                let base = self.tree(&parts.lhs);
                self.chain(base, &parts.rhs)
            }
            Expr::Index(parts, flags, _) => {
                let base = self.tree(&parts.lhs);
                self.indexed(base, &parts.rhs, *flags)
            }
            Expr::And(parts, _) => self.row(parts, Form::And),
            Expr::Or(parts, _) => self.row(parts, Form::Or),
            Expr::Coalesce(parts, _) => self.row(parts, Form::Default),
            Expr::Stmt(block) => match block.statements() {
                [Stmt::Share(_), Stmt::Expr(inner)] => self.captured(inner),
                [only] => self.statement(only, here),
                _ => self.not_here(here, "a block of several statements"),
            },
            Expr::InterpolatedString(..) => {
                self.refuse(here, "a text with `${…}` is not available in conditions", "put texts together with `+`")
            }
            Expr::Map(..) => self.not_here(here, "`#{…}`"),
            Expr::Variable(..) => self.not_here(here, "`::`"),
            _ => self.not_here(here, "this"),
        }
    }

    fn constant(&mut self, value: &rhai::Dynamic, here: Span) -> Tree {
        if let Ok(number) = value.as_decimal() {
            return leaf(Form::Literal(Value::Number(number), Type::Number), self.signed(here));
        }
        match value.read_lock::<FnPtr>() {
            Some(pointer) => self.closure(pointer.fn_name(), 0, here),
            None => self.not_here(here, "this"),
        }
    }

    /// `|c| …` whose body names variables around it: rhai hands them over as the first parameters.
    fn captured(&mut self, inner: &Expr) -> Tree {
        let here = self.token_at(inner.start_position());
        if let Expr::FnCall(curry, _) = inner
            && let Some((Expr::DynamicConstant(pointer, _), taken)) = curry.args.split_first()
            && let Some(pointer) = pointer.read_lock::<FnPtr>()
        {
            return self.closure(pointer.fn_name(), taken.len(), here);
        }
        self.not_here(here, "this")
    }

    fn closure(&mut self, name: &str, taken: usize, here: Span) -> Tree {
        let Some(known) = self.closures.iter().find(|known| known.name == name) else {
            return self.not_here(here, "this");
        };
        let body = self.statement(&known.body, here);
        let names = known.parameters.iter().skip(taken).map(|name| Spanned::new(name.clone(), here)).collect();
        // The position is that of the first parameter, or of the bar that opens the list.
        let start = if self.places.text_at(here).starts_with('|') { here } else { self.places.before(here) };
        let span = self.places.balanced(start.to(body.span));
        Tree { form: Form::Closure(names, Box::new(body)), span }
    }

    fn statement(&mut self, statement: &Stmt, here: Span) -> Tree {
        match statement {
            Stmt::Expr(expr) => self.tree(expr),
            Stmt::FnCall(call, position) => self.tree(&Expr::FnCall(call.clone(), *position)),
            Stmt::If(parts, position) => {
                let here = self.token_at(*position);
                self.choice(parts, here)
            }
            Stmt::Block(block) => match block.statements() {
                [only] => self.statement(only, here),
                _ => self.not_here(here, "a block of several statements"),
            },
            _ => self.not_here(here, "this"),
        }
    }

    fn row(&mut self, parts: &[Expr], form: impl FnOnce(Vec<Tree>) -> Form) -> Tree {
        let parts: Vec<Tree> = parts.iter().map(|part| self.tree(part)).collect();
        let span = parts.iter().map(|part| part.span).reduce(Span::to).unwrap_or(self.places.base);
        Tree { span: self.places.balanced(span), form: form(parts) }
    }

    fn choice(&mut self, parts: &FlowControl, here: Span) -> Tree {
        let condition = self.tree(&parts.expr);
        let ([then], [other]) = (parts.body.statements(), parts.branch.statements()) else {
            return self.refuse(
                here,
                "an `if` in a condition needs one expression for yes and one for no",
                "write `if a { b } else { c }`",
            );
        };
        let (then, other) = (self.statement(then, here), self.statement(other, here));
        let block = here.to(other.span);
        let span = self.places.balanced(block.to(self.places.after(block)));
        Tree { form: Form::If(Box::new([condition, then, other])), span }
    }

    fn chain(&mut self, base: Tree, next: &Expr) -> Tree {
        match next {
            Expr::Property(name, position) => {
                let at = self.token_at(*position);
                let span = base.span.to(at);
                Tree { form: Form::Field(Box::new(base), Spanned::new(as_written(&name.2).to_owned(), at)), span }
            }
            Expr::MethodCall(call, position) => {
                let at = self.token_at(*position);
                let span = base.span.to(self.places.closed(at));
                let arguments = std::iter::once(base).chain(call.args.iter().map(|arg| self.tree(arg))).collect();
                Tree { form: Form::Call(Spanned::new(call.name.to_string(), at), arguments), span }
            }
            Expr::Dot(parts, ..) => {
                let base = self.chain(base, &parts.lhs);
                self.chain(base, &parts.rhs)
            }
            Expr::Index(parts, flags, _) => {
                let base = self.chain(base, &parts.lhs);
                self.indexed(base, &parts.rhs, *flags)
            }
            other => {
                let at = self.token_at(other.start_position());
                self.not_here(at, "this")
            }
        }
    }

    fn indexed(&mut self, base: Tree, next: &Expr, flags: ASTFlags) -> Tree {
        // Without the flag the chain goes on: the index is on the left, the rest on the right.
        match next {
            Expr::Dot(parts, ..) if !flags.contains(ASTFlags::BREAK) => {
                let base = self.index(base, &parts.lhs);
                self.chain(base, &parts.rhs)
            }
            Expr::Index(parts, inner, _) if !flags.contains(ASTFlags::BREAK) => {
                let base = self.index(base, &parts.lhs);
                self.indexed(base, &parts.rhs, *inner)
            }
            at => self.index(base, at),
        }
    }

    fn index(&mut self, base: Tree, at: &Expr) -> Tree {
        let at = self.tree(at);
        let end = self.places.after(at.span);
        let span = self.places.balanced(base.span.to(end));
        Tree { form: Form::Index(Box::new(base), Box::new(at)), span }
    }

    fn function(&mut self, call: &FnCallExpr, here: Span, expr: &Expr) -> Tree {
        if let Some(literal) = self.literal(expr.position()) {
            return literal;
        }
        if call.is_qualified() || call.capture_parent_scope {
            return self.not_here(here, "a call with `::` or `!`");
        }
        let sign = call.name.as_str();
        let at = self.token_at(expr.position());
        match (sign, call.args.as_slice()) {
            ("!", [inner])
                if !self.places.text_at(at).starts_with('!') || self.places.text_at(self.places.after(at)) == "in" =>
            {
                self.tree_not_in(inner, at)
            }
            ("!", [inner]) => self.unary(inner, at, Form::Not),
            ("-", [inner]) => self.unary(inner, at, Form::Minus),
            ("contains", [list, item]) if self.places.text_at(at) != "contains" => self.inside(list, item),
            (".." | "..=", [from, to]) => {
                let end = if sign == ".." { End::Out } else { End::In };
                self.pair(from, to, |from, to| Form::Range(from, to, end))
            }
            (_, [left, right]) if call.is_operator_call() => match (Comparison::of(sign), Operator::of(sign)) {
                (Some(how), _) => self.pair(left, right, |left, right| Form::Compare(how, left, right)),
                (_, Some(how)) => self.pair(left, right, |left, right| Form::Compute(how, left, right)),
                _ => {
                    let sign = format!("`{sign}`");
                    self.not_here(at, &sign)
                }
            },
            _ if call.is_operator_call() => self.not_here(at, "this operator"),
            (name, arguments) => {
                let arguments = arguments.iter().map(|argument| self.tree(argument)).collect();
                let span = self.places.closed(here);
                Tree { form: Form::Call(Spanned::new(name.to_owned(), here), arguments), span }
            }
        }
    }

    /// A literal of ours, which rhai sees as a call.
    fn literal(&self, position: rhai::Position) -> Option<Tree> {
        let token = self.places.literal(position.line()?, position.position()?)?;
        let TokenKind::Literal(value, ty) = &token.kind else { return None };
        let form = if value.is_missing() { Form::Broken } else { Form::Literal(value.clone(), ty.clone()) };
        Some(leaf(form, self.places.absolute(token.range.clone())))
    }

    fn token_at(&self, position: rhai::Position) -> Span {
        self.places.token(position.line().unwrap_or(1), position.position().unwrap_or(1))
    }

    /// A number with the sign that rhai has put into it.
    fn signed(&self, here: Span) -> Span {
        if self.places.text_at(here) == "-" { self.places.balanced(here.to(self.places.after(here))) } else { here }
    }

    fn pair(&mut self, left: &Expr, right: &Expr, form: impl FnOnce(Box<Tree>, Box<Tree>) -> Form) -> Tree {
        let (left, right) = (self.tree(left), self.tree(right));
        let span = self.places.balanced(left.span.to(right.span));
        Tree { form: form(Box::new(left), Box::new(right)), span }
    }

    fn inside(&mut self, list: &Expr, item: &Expr) -> Tree {
        self.pair(item, list, Form::In)
    }

    /// `x !in list`, which rhai reads as a denied `in` at the same place.
    fn tree_not_in(&mut self, inner: &Expr, at: Span) -> Tree {
        let inner = self.tree(inner);
        let span = if matches!(inner.form, Form::In(..)) { inner.span } else { at.to(inner.span) };
        Tree { span: self.places.balanced(span), form: Form::Not(Box::new(inner)) }
    }

    fn unary(&mut self, inner: &Expr, at: Span, form: impl FnOnce(Box<Tree>) -> Form) -> Tree {
        let inner = self.tree(inner);
        let span = self.places.balanced(at.to(inner.span));
        Tree { form: form(Box::new(inner)), span }
    }

    fn not_here(&mut self, span: Span, what: &str) -> Tree {
        let written = self.places.text_at(span);
        let what = if what == "this" { format!("`{written}`") } else { what.to_owned() };
        let message = format!("{what} is not available in conditions");
        self.refuse(span, &message, "put it into a function of a rhai module and call that here")
    }

    fn refuse(&mut self, span: Span, message: &str, help: &str) -> Tree {
        self.diagnostics.push(Diagnostic::error("expr/not-in-conditions", message).at(span, "").help(help));
        leaf(Form::Broken, span)
    }
}

fn leaf(form: Form, span: Span) -> Tree {
    Tree { form, span }
}
