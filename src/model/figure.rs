use crate::expr::Expr;
use crate::model::TextPlace;
use crate::model::Title;
use crate::value::Decimal;
use crate::value::Duration;
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
    /// Whose elements count, where it is about the elements of a list: each of them reads it like a field of its own.
    pub each: Option<Elements>,
    /// Which deals, or elements, count; all, where nothing is said.
    pub when: Option<Expr>,
    /// What the deals of one group have alike; with none, all deals are one group.
    pub by: Vec<Expr>,
    /// Of the other deals, those of which this holds; it calls each by this name.
    pub that: Option<(String, Expr)>,
    /// Only what lies in one stretch of time counts together.
    pub within: Option<Within>,
    /// The type of the number.
    pub ty: Type,
    /// The slot of the field, in the deal or in the element.
    pub slot: usize,
    /// Where it is declared.
    pub declared: TextPlace,
}

impl Figure {
    /// The field of each deal, or element, that it is. It is private if a value or a group that it is made of is.
    pub fn field(&self) -> Field {
        // What decides who is among the others shows in it too.
        let read = self.of.values().into_iter().chain(&self.by);
        let read =
            read.chain(self.within.iter().map(|within| &within.of)).chain(self.that.iter().map(|(_, that)| that));
        let private = read.into_iter().any(|expr| expr.is_private() && !expr.tells_little());
        let of_list = self.each.as_ref().is_some_and(|each| each.private);
        Field { private: private || of_list, ..Field::new(&self.name, self.ty.clone()) }
    }

    /// Every condition that it is made of.
    pub fn expressions(&self) -> impl Iterator<Item = &Expr> {
        let within = self.within.iter().map(|within| &within.of);
        let that = self.that.iter().map(|(_, that)| that);
        self.of.values().into_iter().chain(&self.when).chain(&self.by).chain(within).chain(that)
    }

    /// What says where in a figure a deal, or an element, belongs: its group, and its place there.
    pub fn placed_by(&self) -> impl Iterator<Item = &Expr> {
        let ranked = match &self.of {
            Aggregate::Rank(of) => Some(of),
            _ => None,
        };
        self.by.iter().chain(self.within.iter().map(|within| &within.of)).chain(ranked)
    }

    /// Where the field stands: the list whose elements it is about; empty for a figure about deals.
    pub fn list(&self) -> &[usize] {
        self.each.as_ref().map_or(&[], |each| &each.slots)
    }
}

/// The elements of a list that a figure is about.
#[derive(Clone, Debug)]
pub struct Elements {
    /// What the figure calls an element.
    pub name: String,
    /// The list, by name, as in `account.contacts`.
    pub list: String,
    /// The list, by slots from the deal.
    pub slots: Vec<usize>,
    /// Whether the list is private.
    pub private: bool,
}

/// Stretches of time, each of which begins with a deal or an element.
#[derive(Clone, Debug)]
pub struct Within {
    /// How long each is: days of the calendar, or seconds.
    pub length: Duration,
    /// When a deal, or an element, falls.
    pub of: Expr,
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
    /// The place in the order of a value, from 1.
    Rank(Expr),
    /// The other deals of the group, with these of their fields.
    Others(Vec<(String, Expr)>),
}

impl Aggregate {
    /// What is read of each deal.
    pub fn values(&self) -> Vec<&Expr> {
        match self {
            Aggregate::Others(fields) => fields.iter().map(|(_, field)| field).collect(),
            one => one.value().into_iter().collect(),
        }
    }

    /// The one value of a deal that goes into it; `None` for a count.
    pub fn value(&self) -> Option<&Expr> {
        match self {
            Aggregate::Count | Aggregate::Others(_) => None,
            Aggregate::Sum(of)
            | Aggregate::Least(of)
            | Aggregate::Most(of)
            | Aggregate::Mean(of)
            | Aggregate::Percentile(_, of)
            | Aggregate::Top(_, of)
            | Aggregate::Rank(of) => Some(of),
        }
    }
}
