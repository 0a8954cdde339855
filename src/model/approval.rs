use std::cmp::Ordering;

use chrono::NaiveDate;

use crate::expr::Expr;
use crate::model::Length;
use crate::model::Owner;
use crate::model::RoleId;
use crate::model::TextPlace;
use crate::model::Title;
use crate::source::Span;
use crate::value::Decimal;
use crate::value::Rates;
use crate::value::Truth;
use crate::value::Value;
use crate::value::compare;

/// An approval, by its place in [`crate::model::Playbook::approvals`] and in the schema's enumeration of approvals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApprovalId(pub u16);

/// A matrix of authority, by its place in [`crate::model::Playbook::authorities`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AuthorityId(pub u16);

/// A decision that somebody must have taken; when it applies and how bad its lack is stand in the criteria that require it.
#[derive(Clone, Debug)]
pub struct Approval {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Title,
    /// Who decides.
    pub by: By,
    /// Who must not have decided.
    pub not_by: Vec<Barred>,
    /// How long a decision holds, where the record does not say it.
    pub valid: Option<Length>,
    /// What it was given for: these values may not get worse.
    pub covers: Vec<Cover>,
    /// How long conditions of a decision may stay open, where they have no day of their own.
    pub conditions: Option<Length>,
    /// Where it is declared.
    pub span: Span,
    /// The same for a finding.
    pub declared: TextPlace,
}

/// Somebody who must not have decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Barred {
    /// This person.
    Person(Party),
    /// Whoever reports to this person, be it through others; the people data says who does.
    Reports(Party),
}

/// Somebody whom a decision is kept apart from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// The deal's owner, or who holds a role on it.
    Of(Owner),
    /// Who asked for the decision: `requested_by` of its record.
    Requester,
}

impl Party {
    /// As written in a playbook, a role by what it is called.
    pub fn name(self, role: impl Fn(RoleId) -> String) -> String {
        match self {
            Party::Of(Owner::DealOwner) => "owner".to_owned(),
            Party::Of(Owner::Role(id)) => role(id),
            Party::Requester => "requester".to_owned(),
        }
    }
}

/// Who decides.
#[derive(Clone, Debug)]
pub enum By {
    /// Somebody who holds the role.
    Role(RoleId),
    /// All of these.
    All(Vec<By>),
    /// All of these, one after the other.
    Then(Vec<By>),
    /// So many of these roles.
    Count(usize, Vec<RoleId>),
    /// The weakest body of a matrix that may decide on every row, or a stronger one.
    Authority(AuthorityId),
    /// Whom the first matching row names.
    Table(Table),
}

/// A decision table: the first row that matches decides.
#[derive(Clone, Debug)]
pub struct Table {
    /// What the columns are about.
    pub columns: Vec<Column>,
    /// The rows, from the first.
    pub rows: Vec<Row>,
    /// Where it stands.
    pub span: Span,
}

/// What a column of a decision table, or a row of a matrix, is about.
#[derive(Clone, Debug)]
pub struct Column {
    /// As written.
    pub name: String,
    /// Its value for a deal.
    pub value: Expr,
}

/// One row of a decision table.
#[derive(Clone, Debug)]
pub struct Row {
    /// What the columns must be, one cell for each.
    pub cells: Vec<Cell>,
    /// Who decides then.
    pub by: By,
    /// Where it stands.
    pub span: Span,
}

/// What a value must be.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Anything, a missing value too.
    Any,
    /// One of these.
    OneOf(Vec<Value>),
    /// In this order to a value.
    Compare(Comparison, Value),
    /// From one to the other, both in.
    Range(Value, Value),
}

impl Cell {
    /// Whether a value is one that the cell asks for.
    pub fn accepts(&self, value: &Value, rates: &Rates, day: NaiveDate) -> Truth {
        let order = |bound: &Value| compare(&in_currency_of(value, bound, rates, day), bound);
        match self {
            Cell::Any => Truth::Yes,
            Cell::OneOf(values) => values.iter().fold(Truth::No, |found, known| {
                found.or(order(known).map_or(Truth::Unknown, |order| Truth::from(order.is_eq())))
            }),
            Cell::Compare(sign, bound) => order(bound).map_or(Truth::Unknown, |order| Truth::from(sign.holds(order))),
            Cell::Range(first, last) => match (order(first), order(last)) {
                (Ok(from), Ok(to)) => Truth::from(from.is_ge() && to.is_le()),
                _ => Truth::Unknown,
            },
        }
    }
}

/// An amount in the currency of a bound, where a rate is known.
fn in_currency_of(value: &Value, bound: &Value, rates: &Rates, day: NaiveDate) -> Value {
    match (value, bound) {
        (Value::Money(money), Value::Money(bound)) => {
            rates.convert(*money, bound.currency, day).map_or(value.clone(), Value::Money)
        }
        _ => value.clone(),
    }
}

impl Comparison {
    /// As written.
    pub fn sign(self) -> &'static str {
        match self {
            Comparison::Below => "<",
            Comparison::AtMost => "<=",
            Comparison::Above => ">",
            Comparison::AtLeast => ">=",
            Comparison::Equal => "==",
            Comparison::NotEqual => "!=",
        }
    }

    fn holds(self, order: Ordering) -> bool {
        match self {
            Comparison::Below => order.is_lt(),
            Comparison::AtMost => order.is_le(),
            Comparison::Above => order.is_gt(),
            Comparison::AtLeast => order.is_ge(),
            Comparison::Equal => order.is_eq(),
            Comparison::NotEqual => order.is_ne(),
        }
    }
}

/// The sign of a comparison in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `>=`
    AtLeast,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
}

/// A matrix of authority: what each body may decide.
#[derive(Clone, Debug)]
pub struct Authority {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Title,
    /// The bodies, weakest first.
    pub bodies: Vec<RoleId>,
    /// The limits.
    pub rows: Vec<AuthorityRow>,
    /// It binds deals from this day.
    pub from: Option<NaiveDate>,
    /// It binds deals until this day.
    pub until: Option<NaiveDate>,
    /// Where it is declared.
    pub span: Span,
}

/// One row of a matrix.
#[derive(Clone, Debug)]
pub struct AuthorityRow {
    /// What is limited.
    pub column: Column,
    /// What each body may decide.
    pub cells: Vec<Cell>,
    /// Where it stands.
    pub span: Span,
}

/// `covers amount up to 5%`
#[derive(Clone, Debug)]
pub struct Cover {
    /// The field, as written.
    pub name: String,
    /// Its slots in the deal.
    pub slots: Vec<usize>,
    /// Which way is worse.
    pub worse: Worse,
    /// By how much it may get worse.
    pub up_to: Option<Tolerance>,
}

/// Which way a covered value gets worse: as is written, or as follows from the limits that the approval's table or matrix sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worse {
    /// More is worse.
    More,
    /// Less is worse.
    Less,
    /// Any change is worse: nothing says which way.
    Any,
}

/// How much a covered value may get worse.
#[derive(Clone, Debug, PartialEq)]
pub enum Tolerance {
    /// A share of the approved value; of a percent: so many points.
    Share(Decimal),
    /// An amount or a length.
    Amount(Value),
}
