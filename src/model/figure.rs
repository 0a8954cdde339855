use crate::expr::Expr;
use crate::model::TextPlace;
use crate::model::Title;
use crate::value::Decimal;
use crate::value::Field;
use crate::value::Type;

/// A number about many deals, which each of them reads like a field of its own.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Its name, which is the field's too.
    pub name: String,
    /// Its title.
    pub title: Title,
    /// What is made of the deals.
    pub of: Aggregate,
    /// Which deals count; all, where nothing is said.
    pub when: Option<Expr>,
    /// What the deals of one group have alike; with none, all deals are one group.
    pub by: Vec<Expr>,
    /// The type of the number.
    pub ty: Type,
    /// The slot of the field.
    pub slot: usize,
    /// Where it is declared.
    pub declared: TextPlace,
}

impl Figure {
    /// The field of each deal that it is. It is private if a value or a group that it is made of is.
    pub fn field(&self) -> Field {
        let read = self.of.value().into_iter().chain(&self.by);
        let private = read.into_iter().any(|expr| expr.is_private() && !expr.tells_little());
        Field { private, ..Field::new(&self.name, self.ty.clone()) }
    }
}

/// What is made of many deals.
#[derive(Clone, Debug)]
pub enum Aggregate {
    /// How many they are.
    Count,
    /// The sum of a value.
    Sum(Expr),
    /// The smallest value.
    Least(Expr),
    /// The largest value.
    Most(Expr),
    /// The sum, divided by how many there are.
    Mean(Expr),
    /// The smallest value such that this share (0 to 100) of the values lies at or below it: the nearest rank.
    Percentile(Decimal, Expr),
    /// The sum of so many of the largest values.
    Top(usize, Expr),
}

impl Aggregate {
    /// The value of a deal that goes into it; `None` for a count.
    pub fn value(&self) -> Option<&Expr> {
        match self {
            Aggregate::Count => None,
            Aggregate::Sum(of)
            | Aggregate::Least(of)
            | Aggregate::Most(of)
            | Aggregate::Mean(of)
            | Aggregate::Percentile(_, of)
            | Aggregate::Top(_, of) => Some(of),
        }
    }
}
