use crate::expr::Comparison;
use crate::expr::Expr;
use crate::expr::Lets;
use crate::expr::functions::Function;
use crate::expr::functions::ListFunction;
use crate::expr::reason::bounds::bounds;
use crate::expr::reason::claim::Claim;
use crate::expr::reason::claim::Limit;
use crate::expr::reason::constant::constant;
use crate::expr::reason::fact::Fact;
use crate::expr::reason::fact::Term;
use crate::expr::reason::order::Orders;
use crate::expr::tree::End;
use crate::expr::typed::DatePart;
use crate::expr::typed::Kind;
use crate::expr::typed::Node;
use crate::expr::typed::Root;
use crate::value::Decimal;
use crate::value::Duration;
use crate::value::Schema;
use crate::value::Step;
use crate::value::Type;
use crate::value::Unit;
use crate::value::Value;
use crate::value::builtin;
use crate::value::compare;

/// More alternatives are not gone through: conditions that people write have a handful.
pub const MOST: usize = 512;

/// Ways in which something can be true, each with what is true then; none where it cannot be.
///
/// `None` of it means that there are too many ways.
pub type Alternatives = Option<Vec<Vec<Fact>>>;

/// Makes facts of conditions.
pub struct Reader<'a> {
    pub schema: &'a Schema,
    pub lets: &'a Lets,
}

impl Reader<'_> {
    /// The ways in which all claims are true together.
    pub fn all(&self, claims: &[Claim<'_>]) -> Alternatives {
        together(claims.iter().map(|claim| self.claim(claim)))
    }

    fn claim(&self, claim: &Claim<'_>) -> Alternatives {
        match claim {
            Claim::Holds(expr) => self.truth(expr, expr.node(), true),
            Claim::Fails(expr) => self.truth(expr, expr.node(), false),
            Claim::PartHolds(part) => self.truth(part.whole, part.node, true),
            Claim::PartFails(part) => self.truth(part.whole, part.node, false),
            Claim::Is(expr, limit) => limited(self.term(expr, expr.node()), limit.clone(), true),
            Claim::IsNot(expr, limit) => limited(self.term(expr, expr.node()), limit.clone(), false),
            Claim::Filled(slots) => sure(Fact::Filled(self.field(slots))),
            Claim::Stage(stages) => {
                let stages = stages.iter().copied().map(Value::Choice).collect();
                limited(self.field(&[builtin::STAGE]), Limit::OneOf(stages), true)
            }
        }
    }

    /// The ways in which a condition is yes, or no.
    fn truth(&self, expr: &Expr, node: &Node, wanted: bool) -> Alternatives {
        let whole = || sure(Fact::Whole(self.term(expr, node).name, wanted));
        match &node.kind {
            Kind::Constant(Value::Bool(is)) => always(*is == wanted),
            Kind::Not(inner) => self.truth(expr, inner, !wanted),
            Kind::And(parts) if wanted => together(parts.iter().map(|part| self.truth(expr, part, true))),
            Kind::Or(parts) if !wanted => together(parts.iter().map(|part| self.truth(expr, part, false))),
            Kind::And(parts) | Kind::Or(parts) => either(parts.iter().map(|part| self.truth(expr, part, wanted))),
            // Whichever of them is there decides; which one that is is left open.
            Kind::Default(parts) => either(parts.iter().map(|part| self.truth(expr, part, wanted))),
            Kind::If(three) => {
                let [condition, then, other] = three.as_ref();
                let way =
                    |is, part| together([self.truth(expr, condition, is), self.truth(expr, part, wanted)].into_iter());
                either([way(true, then), way(false, other)].into_iter())
            }
            Kind::Compare(sign, left, right) => {
                self.compared(expr, if wanted { *sign } else { sign.opposite() }, left, right).unwrap_or_else(whole)
            }
            Kind::Between(three, end) => self.between(expr, three, *end, wanted).unwrap_or_else(whole),
            Kind::In(item, list) => match &list.kind {
                Kind::List(items) if is_plain(&item.ty) => {
                    let values: Option<Vec<Value>> = items.iter().map(constant).collect();
                    values.map_or_else(whole, |values| limited(self.term(expr, item), Limit::OneOf(values), wanted))
                }
                _ => whole(),
            },
            Kind::Field(Root::Let(at), slots) if slots.is_empty() => match self.lets.get(*at) {
                Some(computed) => self.truth(computed, computed.node(), wanted),
                None => whole(),
            },
            Kind::Field(..) if node.ty == Type::Bool => {
                let limit = Limit::Compared(Comparison::Equal, Value::Bool(wanted));
                limited(self.term(expr, node), limit, true)
            }
            Kind::Call(Function::Present, given) | Kind::Call(Function::Missing, given) => match given.as_slice() {
                [of] => {
                    let is_present = matches!(node.kind, Kind::Call(Function::Present, _)) == wanted;
                    let term = self.term(expr, of);
                    sure(if is_present { Fact::Filled(term) } else { Fact::Missing(term) })
                }
                _ => whole(),
            },
            _ => whole(),
        }
    }

    /// Two sides in an order; `None` where their inside cannot be looked at.
    fn compared(&self, expr: &Expr, sign: Comparison, left: &Node, right: &Node) -> Option<Alternatives> {
        if !is_plain(&left.ty) || !is_plain(&right.ty) {
            return None;
        }
        Some(match (constant(left), constant(right)) {
            // What does not compare is unknown; then nothing is said.
            (Some(left), Some(right)) => always(compare(&left, &right).map_or(true, |order| sign.holds(order))),
            (Some(value), None) => limited(self.term(expr, right), Limit::Compared(sign.mirrored(), value), true),
            (None, Some(value)) => limited(self.term(expr, left), Limit::Compared(sign, value), true),
            (None, None) => {
                let (left, right) = (self.term(expr, left), self.term(expr, right));
                if left.name == right.name {
                    return Some(always(sign.holds(std::cmp::Ordering::Equal)));
                }
                sure(Fact::Ordered(left, right, Orders::of(sign)))
            }
        })
    }

    fn between(&self, expr: &Expr, three: &[Node; 3], end: End, wanted: bool) -> Option<Alternatives> {
        let [item, from, to] = three;
        let last = if end == End::In { Comparison::AtMost } else { Comparison::Less };
        let side =
            |sign: Comparison, other| self.compared(expr, if wanted { sign } else { sign.opposite() }, item, other);
        let sides = [side(Comparison::AtLeast, from)?, side(last, to)?];
        Some(if wanted { together(sides.into_iter()) } else { either(sides.into_iter()) })
    }

    /// The value of a part, by a name that parts with the same value have.
    fn term(&self, expr: &Expr, node: &Node) -> Term {
        match &node.kind {
            Kind::Field(Root::Deal, slots) => Term { ty: node.ty.clone(), ..self.field(slots) },
            Kind::Field(Root::Let(at), slots) if slots.is_empty() => match self.lets.get(*at) {
                Some(computed) => self.term(computed, computed.node()),
                None => Term { name: format!("let {at}"), ty: node.ty.clone(), always: None },
            },
            _ => {
                let text = expr.text_at(node.span);
                let name = text.split_whitespace().collect::<Vec<&str>>().join(" ");
                Term { name: format!("({name})"), ty: node.ty.clone(), always: always_of(node) }
            }
        }
    }

    /// The value of a field.
    fn field(&self, slots: &[usize]) -> Term {
        let path: Vec<Step> = slots.iter().map(|slot| Step::Field(*slot)).collect();
        let mut ty = Type::Record(self.schema.deal.clone());
        for slot in slots {
            let inner = match &ty {
                Type::Record(record) => record.fields.get(*slot).map(|field| field.ty.clone()),
                _ => None,
            };
            ty = inner.unwrap_or(Type::Any);
        }
        Term { name: Step::show(&path, &self.schema.deal).into(), ty, always: None }
    }
}

/// Whether values of a type are compared as a whole.
fn is_plain(ty: &Type) -> bool {
    !matches!(ty, Type::List(_) | Type::Record(_))
}

/// What is true of a value in every deal.
fn always_of(node: &Node) -> Option<Limit> {
    let number = |number: i64| Value::Number(Decimal::from(number));
    let at_least = |value| Some(Limit::Compared(Comparison::AtLeast, value));
    match &node.kind {
        Kind::Over(ListFunction::Len | ListFunction::Count, ..)
        | Kind::Call(Function::Length | Function::CountEvents, _) => at_least(number(0)),
        Kind::Call(Function::TimeIn, _) => at_least(Value::Duration(Duration::new(0, Unit::Seconds))),
        Kind::Part(part, _) => match part {
            DatePart::Year => None,
            DatePart::Quarter => Some(Limit::Within(number(1), number(4))),
            DatePart::Month => Some(Limit::Within(number(1), number(12))),
            DatePart::Day => Some(Limit::Within(number(1), number(31))),
        },
        _ => bounds(node).map(|(low, high)| Limit::Within(Value::Number(low), Value::Number(high))),
    }
}

/// True in one way, without more to say; or in none.
fn always(is: bool) -> Alternatives {
    Some(if is { vec![Vec::new()] } else { Vec::new() })
}

fn sure(fact: Fact) -> Alternatives {
    Some(vec![vec![fact]])
}

/// A value that is such, or is known and not such: outside of a stretch is below it or above it.
fn limited(term: Term, limit: Limit, holds: bool) -> Alternatives {
    let one = |term: Term, sign, value| vec![Fact::Value(term, Limit::Compared(sign, value), true)];
    match limit {
        Limit::Within(from, to) if !holds => {
            Some(vec![one(term.clone(), Comparison::Less, from), one(term, Comparison::More, to)])
        }
        limit => sure(Fact::Value(term, limit, holds)),
    }
}

/// Every way of one with every way of the others.
fn together(parts: impl Iterator<Item = Alternatives>) -> Alternatives {
    let mut ways: Vec<Vec<Fact>> = vec![Vec::new()];
    for part in parts {
        let part = part?;
        if ways.len().saturating_mul(part.len()) > MOST {
            return None;
        }
        ways = ways.iter().flat_map(|way| part.iter().map(|more| way.iter().chain(more).cloned().collect())).collect();
    }
    Some(ways)
}

/// The ways of all.
fn either(parts: impl Iterator<Item = Alternatives>) -> Alternatives {
    let mut ways = Vec::new();
    for part in parts {
        ways.extend(part?);
        if ways.len() > MOST {
            return None;
        }
    }
    Some(ways)
}
