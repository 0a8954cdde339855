//! Names: fields, computed fields, parameters, and what stands behind a point.

use crate::expr::check::Checker;
use crate::expr::check::words;
use crate::expr::functions;
use crate::expr::tree::Tree;
use crate::expr::typed::DatePart;
use crate::expr::typed::Kind;
use crate::expr::typed::Node;
use crate::expr::typed::Root;
use crate::source::Span;
use crate::source::Spanned;
use crate::value::Path;
use crate::value::Step;
use crate::value::Type;

impl Checker<'_> {
    /// The innermost meaning of a name wins.
    pub(super) fn name(&mut self, name: &str, span: Span) -> Option<Node> {
        let bare = |root: Root, ty: &Type| Some(Node { kind: Kind::Field(root, Box::default()), ty: ty.clone(), span });
        if let Some((up, parameter)) = self.parameters.iter().rev().enumerate().find(|(_, known)| known.name == name) {
            let node = bare(Root::Parameter(up), &parameter.ty);
            return self.read(node);
        }
        let local = self.scope.locals.iter().enumerate().rev().find(|(_, (known, _))| known == name);
        if let Some((at, (_, ty))) = local {
            return bare(Root::Local(at), ty);
        }
        if let Some((at, expr)) = self.scope.lets.find(name) {
            let node = bare(Root::Let(at), expr.ty());
            self.private |= expr.is_private();
            for path in expr.reads() {
                self.note_read(path.clone());
            }
            return node;
        }
        if let Some((slot, field)) = self.scope.schema.deal.find(name) {
            let node = Node { kind: Kind::Field(Root::Deal, Box::new([slot])), ty: field.ty.clone(), span };
            return self.read(Some(node));
        }
        if let Some((_, function)) = functions::NAMES.iter().find(|(known, _)| *known == name) {
            let ty = if name == "today" { Type::Date } else { Type::DateTime };
            return Some(Node { kind: Kind::Call(*function, Vec::new()), ty, span });
        }
        if self.scope.lets.is_broken(name) {
            return None;
        }
        let diagnostic = self.unknown_name(name, span);
        self.fail(diagnostic)
    }

    fn unknown_name(&self, name: &str, span: Span) -> crate::diagnostic::Diagnostic {
        let fields = self.scope.schema.deal.fields.iter().map(|field| field.name.as_str());
        let known = fields
            .chain(self.scope.lets.iter().map(|(name, _)| name))
            .chain(self.scope.locals.iter().map(|(name, _)| name.as_str()))
            .chain(self.parameters.iter().map(|parameter| parameter.name.as_str()))
            .chain(functions::NAMES.iter().map(|(name, _)| *name));
        let names = &self.scope.schema.names;
        let kinds = [("stage", &names.stages), ("role", &names.roles), ("approval", &names.approvals)];
        let kind = kinds.into_iter().find(|(_, known)| known.place(name).is_some()).map(|(kind, _)| kind);
        let is_function = functions::names().any(|known| known == name);
        words::unknown_field(name, span, known, kind, is_function)
    }

    pub(super) fn field(&mut self, of: &Tree, name: &Spanned<String>, span: Span) -> Option<Node> {
        let of = self.node(of)?;
        match &of.ty {
            Type::Record(record) => {
                let Some((slot, field)) = record.find(&name.value) else {
                    let diagnostic = words::unknown_part(&name.value, name.span, record);
                    return self.fail(diagnostic);
                };
                let ty = field.ty.clone();
                self.private |= field.private;
                let kind = match of.kind {
                    Kind::Field(root, slots) => {
                        Kind::Field(root, slots.iter().copied().chain(std::iter::once(slot)).collect())
                    }
                    _ => Kind::Field(Root::Of(Box::new(of)), Box::new([slot])),
                };
                self.read(Some(Node { kind, ty, span }))
            }
            Type::Date | Type::DateTime => match DatePart::ALL.iter().find(|(known, _)| *known == name.value) {
                Some((_, part)) => Some(Node { kind: Kind::Part(*part, Box::new(of)), ty: Type::Integer, span }),
                None => self.fail(words::unknown_date_part(&name.value, name.span)),
            },
            _ => {
                let diagnostic = words::no_fields(&of, name);
                self.fail(diagnostic)
            }
        }
    }

    pub(super) fn index(&mut self, of: &Tree, at: &Tree, span: Span) -> Option<Node> {
        let (of, at) = (self.node(of), self.node(at));
        let (of, at) = (of?, at?);
        let Type::List(item) = &of.ty else {
            let diagnostic = words::no_list(&of);
            return self.fail(diagnostic);
        };
        if !at.ty.is_numeric() {
            let diagnostic = words::no_index(&at);
            return self.fail(diagnostic);
        }
        let ty = item.as_ref().clone();
        Some(Node { kind: Kind::Index(Box::new(of), Box::new(at)), ty, span })
    }

    /// Notes the field a node reads.
    fn read(&mut self, node: Option<Node>) -> Option<Node> {
        if let Some(path) = node.as_ref().and_then(|node| self.path(node)) {
            self.note_read(path);
        }
        node
    }

    fn note_read(&mut self, path: Path) {
        if !self.reads.contains(&path) {
            self.reads.push(path);
        }
    }

    /// The way from the deal to a node's value, through the elements of lists, if it is a field.
    pub(super) fn path(&self, node: &Node) -> Option<Path> {
        match &node.kind {
            Kind::Field(root, slots) => {
                let mut path = match root {
                    Root::Deal => Path::new(),
                    Root::Parameter(up) => self.parameters.iter().rev().nth(*up)?.path.clone()?,
                    Root::Of(inner) => self.path(inner)?,
                    Root::Let(_) | Root::Local(_) => return None,
                };
                path.extend(slots.iter().map(|slot| Step::Field(*slot)));
                Some(path)
            }
            Kind::Index(list, _) => self.path(list),
            Kind::Over(function, list, _) if crate::expr::check::lists::keeps_elements(*function) => self.path(list),
            _ => None,
        }
    }
}
