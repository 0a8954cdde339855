//! Comparisons and `in`.

use std::sync::Arc;

use crate::expr::check::Checker;
use crate::expr::check::words;
use crate::expr::functions::Function;
use crate::expr::functions::ListFunction;
use crate::expr::tree::Comparison;
use crate::expr::tree::Form;
use crate::expr::tree::Tree;
use crate::expr::typed::Kind;
use crate::expr::typed::Node;
use crate::source::Span;
use crate::value::Choice;
use crate::value::Decimal;
use crate::value::Duration;
use crate::value::Type;
use crate::value::Unit;
use crate::value::Value;

impl Checker<'_> {
    pub(super) fn comparison(&mut self, how: Comparison, left: &Tree, right: &Tree, span: Span) -> Option<Node> {
        let nothing = |tree: &Tree| matches!(tree.form, Form::Nothing);
        if nothing(left) || nothing(right) {
            let other = if nothing(left) { right } else { left };
            self.node(other);
            return self.fail(words::compared_with_nothing(span));
        }
        let (left, right) = (self.node(left), self.node(right));
        let (left, right) = self.comparable(how, left?, right?)?;
        let kind = Kind::Compare(how, Box::new(left), Box::new(right));
        Some(Node { kind, ty: Type::Bool, span })
    }

    /// Brings two sides to types that compare.
    fn comparable(&mut self, how: Comparison, left: Node, right: Node) -> Option<(Node, Node)> {
        let (left, right) = match (left.ty.clone(), right.ty.clone()) {
            (Type::Choice(a), Type::Choice(b)) if a.members == b.members => (left, right),
            (Type::Choice(_), Type::Choice(_)) => return self.fail(words::not_comparable(&left, &right, self.scope)),
            (Type::Choice(choice), _) => self.with_choice(how, left, right, &choice)?,
            (_, Type::Choice(choice)) => {
                let (right, left) = self.with_choice(how, right, left, &choice)?;
                (left, right)
            }
            _ => (left, right),
        };
        if !types_compare(&left.ty, &right.ty) {
            return self.fail(words::not_comparable(&left, &right, self.scope));
        }
        if how.orders()
            && let Some(side) = [&left, &right].into_iter().find(|side| !ordered(&side.ty))
        {
            return self.fail(words::no_order(side, how));
        }
        if let Some(diagnostic) = percent_trap(&left, &right).or_else(|| percent_trap(&right, &left)) {
            return self.fail(diagnostic);
        }
        if let (Some(a), Some(b)) = (unit(&left), unit(&right))
            && Duration::new(0, a).order(Duration::new(0, b)).is_none()
        {
            return self.fail(words::unlike_units(&left, &right));
        }
        Some((left, right))
    }

    /// A member of an enumeration against something else.
    fn with_choice(
        &mut self,
        how: Comparison,
        member: Node,
        other: Node,
        choice: &Arc<Choice>,
    ) -> Option<(Node, Node)> {
        let other = self.member(other, choice)?;
        match other.ty {
            Type::Choice(_) => Some((member, other)),
            Type::Text | Type::Person | Type::Any if how.orders() => {
                self.fail(words::no_order_with_text(&member, &other))
            }
            // Compared as texts: the other side is known only when a deal is judged.
            Type::Text | Type::Person | Type::Any => {
                let span = member.span;
                Some((Node { kind: Kind::Member(Box::new(member), choice.clone()), ty: Type::Text, span }, other))
            }
            _ => self.fail(words::not_comparable(&member, &other, self.scope)),
        }
    }

    pub(super) fn inside(&mut self, item: &Tree, list: &Tree, span: Span) -> Option<Node> {
        let item = self.node(item);
        match &list.form {
            Form::Range(from, to, end) => {
                let (from, to) = (self.node(from), self.node(to));
                let (item, from, to) = (item?, from?, to?);
                let (item, from) = self.comparable(Comparison::AtLeast, item, from)?;
                let (item, to) = self.comparable(Comparison::AtMost, item, to)?;
                Some(Node { kind: Kind::Between(Box::new([item, from, to]), *end), ty: Type::Bool, span })
            }
            Form::List(items) => {
                let items: Vec<Option<Node>> = items.iter().map(|one| self.node(one)).collect();
                let mut item = item?;
                let mut list_items = Vec::with_capacity(items.len());
                for one in items {
                    let (same, one) = self.comparable(Comparison::Equal, item, one?)?;
                    item = same;
                    list_items.push(one);
                }
                let ty = Type::list(item.ty.clone());
                let list = Node { kind: Kind::List(list_items), ty, span: list.span };
                Some(Node { kind: Kind::In(Box::new(item), Box::new(list)), ty: Type::Bool, span })
            }
            _ => {
                let list = self.node(list);
                self.contains(list?, item?, span)
            }
        }
    }

    /// `list.contains(item)`, `text.contains(part)` and `item in list`.
    pub(super) fn contains(&mut self, list: Node, item: Node, span: Span) -> Option<Node> {
        match list.ty.clone() {
            Type::List(element) => {
                let stand_in = Node { kind: Kind::List(Vec::new()), ty: element.as_ref().clone(), span: list.span };
                let (_, item) = self.comparable(Comparison::Equal, stand_in, item)?;
                let kind = Kind::Over(ListFunction::Contains, Box::new(list), Some(Box::new(item)));
                Some(Node { kind, ty: Type::Bool, span })
            }
            Type::Text | Type::Person | Type::Any => match item.ty {
                Type::Text | Type::Person | Type::Any => {
                    let kind = Kind::Call(Function::ContainsText, vec![list, item]);
                    Some(Node { kind, ty: Type::Bool, span })
                }
                _ => {
                    let diagnostic = words::wrong_argument("contains", &item, "text");
                    self.fail(diagnostic)
                }
            },
            _ => {
                let diagnostic = words::no_list(&list);
                self.fail(diagnostic)
            }
        }
    }
}

/// Whether values of two types can be the same.
fn types_compare(left: &Type, right: &Type) -> bool {
    let text = |ty: &Type| matches!(ty, Type::Text | Type::Person);
    let time = |ty: &Type| matches!(ty, Type::Date | Type::DateTime);
    match (left, right) {
        (Type::Any, _) | (_, Type::Any) => true,
        (Type::List(a), Type::List(b)) => types_compare(a, b),
        (Type::Record(_), _) | (_, Type::Record(_)) => false,
        (a, b) if a.is_numeric() => b.is_numeric(),
        (a, b) if text(a) => text(b),
        (a, b) if time(a) => time(b),
        (a, b) => a == b,
    }
}

fn ordered(ty: &Type) -> bool {
    !matches!(ty, Type::Bool | Type::List(_) | Type::Record(_) | Type::Person)
}

/// `discount > 15` asks for more than 1,500 %.
fn percent_trap(share: &Node, number: &Node) -> Option<crate::diagnostic::Diagnostic> {
    let value = literal_number(number)?;
    let is_trap = share.ty == Type::Percent && number.ty != Type::Percent && value.abs() > Decimal::ONE;
    is_trap.then(|| words::percent_with_number(share, number, value))
}

fn literal_number(node: &Node) -> Option<Decimal> {
    match &node.kind {
        Kind::Constant(Value::Number(number)) => Some(*number),
        Kind::Minus(inner) => literal_number(inner).map(|number| -number),
        _ => None,
    }
}

/// The unit of a length of time, where the text alone tells.
pub(super) fn unit(node: &Node) -> Option<Unit> {
    match &node.kind {
        Kind::Constant(Value::Duration(length)) => Some(length.unit),
        Kind::Minus(inner) => unit(inner),
        Kind::Compute(_, left, right) if node.ty == Type::Duration => match (&left.ty, &right.ty) {
            (Type::Date | Type::DateTime, _) => Some(Unit::Days),
            _ => unit(left).or_else(|| unit(right)),
        },
        Kind::Call(Function::TimeIn, _) => Some(Unit::Seconds),
        _ => None,
    }
}
