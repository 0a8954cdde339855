use crate::expr::reason::claim::Limit;
use crate::expr::reason::order::Orders;
use crate::value::Type;
use crate::value::Value;

/// Something plain about values, that is true in one alternative.
#[derive(Clone, Debug)]
pub enum Fact {
    /// A value is such, or is known and not such.
    Value(Term, Limit, bool),
    /// Two values stand in one of these orders.
    Ordered(Term, Term, Orders),
    /// A value is filled.
    Filled(Term),
    /// A value is missing.
    Missing(Term),
    /// A condition whose inside is not looked at holds, or does not.
    Whole(String, bool),
}

impl Fact {
    /// The names of the values that it speaks of.
    pub fn names(&self) -> Vec<&str> {
        match self {
            Fact::Value(term, ..) | Fact::Filled(term) | Fact::Missing(term) => vec![&term.name],
            Fact::Ordered(left, right, _) => vec![&left.name, &right.name],
            Fact::Whole(name, _) => vec![name],
        }
    }
}

/// A value of a deal: terms of one name have one value.
#[derive(Clone, Debug)]
pub struct Term {
    /// What names it.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// What is true of it in every deal: the length of a list is not below 0.
    pub always: Option<Limit>,
}

impl Term {
    /// Whether a value of its type that is there is also filled: a text may be there and be blank.
    pub fn is_filled_where_known(&self) -> bool {
        !matches!(self.ty, Type::Text | Type::Person | Type::List(_) | Type::Record(_) | Type::Any)
    }
}

/// All values of a type, where they can be counted.
pub fn all_values(ty: &Type) -> Option<Vec<Value>> {
    match ty {
        Type::Bool => Some(vec![Value::Bool(false), Value::Bool(true)]),
        Type::Choice(choice) => Some((0..).map(Value::Choice).take(choice.members.len()).collect()),
        _ => None,
    }
}
