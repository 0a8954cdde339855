//! How the tables of an export become deals: a resolved `source` of a playbook.
//!
//! `lower` makes it, `deals` follows it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::source::{Span, Spanned};
use crate::value::{Currency, Decimal, Type, Value};

/// One `source` declaration.
#[derive(Clone, Debug)]
pub struct SourceMap {
    /// Its name.
    pub name: String,
    /// Its title, or the name where it has none.
    pub title: String,
    /// The tables, the deals' own table first.
    pub tables: Vec<TableMap>,
    /// Where it is declared.
    pub span: Span,
}

/// `optional "Next Step" or "NextStep"`: the first of these names that is there.
#[derive(Clone, Debug)]
pub struct FirstOf {
    /// The name that is looked for first.
    pub first: Spanned<String>,
    /// The names that are looked for next, in order.
    pub others: Vec<Spanned<String>>,
    /// Whether it is no mistake that none of them is there.
    pub need: Need,
}

/// Whether something has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It is a mistake that it is not.
    Required,
    /// `optional`: it may be away, and what it would hold is then not known.
    Optional,
    /// `optional … else missing`: it may be away, as if all of its cells were empty.
    Empty,
}

impl FirstOf {
    /// One name, which has to be there.
    pub fn one(name: Spanned<String>) -> FirstOf {
        FirstOf { first: name, others: Vec::new(), need: Need::Required }
    }

    /// The names, in the order in which they are looked for.
    pub fn names(&self) -> impl Iterator<Item = &Spanned<String>> + Clone {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// Where the first of them stands in the playbook.
    pub fn span(&self) -> Span {
        self.first.span
    }

    /// Whether it may be away.
    pub fn is_optional(&self) -> bool {
        self.need != Need::Required
    }

    /// The names as a message lists them: "`Next Step`, `NextStep`".
    pub fn listed(&self) -> String {
        self.names().map(|name| format!("`{}`", name.value)).collect::<Vec<String>>().join(", ")
    }
}

/// One table of a source and what it fills.
#[derive(Clone, Debug)]
pub struct TableMap {
    /// What its rows become.
    pub target: Target,
    /// File name or glob, relative to the folder of the data; the first that a file matches.
    pub file: FirstOf,
    /// Where the rows stand inside a JSON or YAML document (`records`, `data.items`); empty for the top.
    pub under: Vec<String>,
    /// Whether documents that have nothing there are rows themselves: `under optional "records"`.
    pub under_need: Need,
    /// How many rows the header of a table takes: a column is called as the lowest of them says that is not blank.
    pub header_rows: usize,
    /// `by "Case ID"`: the column whose values tell the deals of a log apart; `None` where each row is a deal.
    pub case: Option<Spanned<String>>,
    /// `where "column" = "value"`: what must stand in a row that is taken; all of them must fit.
    pub filters: Vec<RowFilter>,
    /// How a row finds its deal; `None` for the deals' own table and for people.
    pub join: Option<Join>,
    /// Which column fills which field.
    pub columns: Vec<ColumnMap>,
    /// Where it is declared.
    pub span: Span,
}

/// What the rows of a table become.
#[derive(Clone, Debug)]
pub enum Target {
    /// A deal each.
    Deals,
    /// Somebody who holds a role; not joined to deals.
    People,
    /// The record in this slot of the deal: one row.
    Record(usize),
    /// The list in this slot of the deal: all rows, in the order of their moments where they have them.
    List(usize),
}

/// `where "lifecycle:transition" = "COMPLETE" or "SCHEDULE"`.
#[derive(Clone, Debug)]
pub struct RowFilter {
    /// The column that is looked at.
    pub column: FirstOf,
    /// What may stand there.
    pub values: Vec<String>,
}

/// `on "column" = "deal's column"`.
#[derive(Clone, Debug)]
pub struct Join {
    /// The column of the joined table.
    pub column: FirstOf,
    /// The column of the deals' table; `None` for the deal's id.
    pub deals_column: Option<FirstOf>,
    /// `reading "GTXPro" as "GTX Pro"`: keys of the deals' table that are written otherwise in the joined one.
    pub reading: BTreeMap<String, String>,
}

/// One line of a table's mapping: `close_date = "close_date" as "%Y-%m-%d"`.
#[derive(Clone, Debug)]
pub struct ColumnMap {
    /// Slots from the target's record to the field; more than one for `account.name`.
    pub slots: Vec<usize>,
    /// The field as written.
    pub field: String,
    /// The field's type.
    pub ty: Type,
    /// Header of the column, or a dotted path inside a document.
    pub column: FirstOf,
    /// `as "…" or "…"`: how dates and moments are written (strftime, [`ISO`], [`EXCEL`]), the first that fits; empty for ISO.
    pub formats: Vec<String>,
    /// `in 10k CNY`, `in USD`, `in 1%`: what one unit of the cell means.
    pub unit: Option<CellUnit>,
    /// `{ "Won" = collected }`: what labels mean.
    pub labels: Option<Arc<BTreeMap<String, Value>>>,
    /// What becomes of rows with any other label.
    pub others: Others,
    /// Where it is declared.
    pub span: Span,
}

/// `as "iso"`: `2026-09-03`, `2026/9/3`, `2026年9月3日`, and a time of day behind it.
pub const ISO: &str = "iso";

/// `as "excel"`: the number of a day, as a spreadsheet stores it, and its time of day as a fraction.
pub const EXCEL: &str = "excel";

/// What becomes of rows with a label that is not mapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// The label is reported, and the value is missing.
    Reported,
    /// `else skip`: the row is left out and counted.
    Skipped,
}

/// What one unit of a number in a cell means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CellUnit {
    /// A cell's number is multiplied by this: 10,000 for `10k`, 0.01 for `1%`.
    pub factor: Decimal,
    /// The currency, for money.
    pub currency: Option<Currency>,
}
