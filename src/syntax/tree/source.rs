use crate::source::{Span, Spanned};
use crate::syntax::{Name, Path, Title};
use crate::value::mapping::{CellUnit, FirstOf, Need};

/// `source crm "CRM export" { … }`
#[derive(Clone, Debug)]
pub struct Source {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Title>,
    /// Its tables, in the order of the text.
    pub tables: Vec<SourceTable>,
    /// Whether it is written for one playbook or for many.
    pub reach: Reach,
    /// All of it.
    pub span: Span,
}

/// Which playbooks a source is written for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// The one that it belongs to: a field that this one does not declare is a mistake.
    #[default]
    Own,
    /// Any: of a source that ships with the program, what a playbook does not declare is not wanted.
    Any,
}

/// `account from "accounts.csv" on "account" = "account" { … }`
#[derive(Clone, Debug)]
pub struct SourceTable {
    /// What its rows fill: `deals`, `people`, or a field.
    pub target: Path,
    /// Where its rows are.
    pub data: TableData,
    /// `under "records"`: where rows stand inside a document.
    pub under: Option<Spanned<String>>,
    /// `under optional "records"`: whether something has to stand there.
    pub under_need: Need,
    /// `header 2`: how many rows the header takes.
    pub header: Option<Spanned<usize>>,
    /// `by "Case ID"`: rows of one case are one deal.
    pub case: Option<Spanned<String>>,
    /// `where "lifecycle:transition" = "COMPLETE"`, all of which a row must fit.
    pub filters: Vec<RowFilter>,
    /// `on "column" = "deal's column"`
    pub join: Option<Join>,
    /// `reading "GTXPro" as "GTX Pro"`: keys written otherwise in the deals' table.
    pub reading: Vec<(Spanned<String>, Spanned<String>)>,
    /// Its columns, in the order of the text.
    pub columns: Vec<Column>,
    /// All of it.
    pub span: Span,
}

/// Where the rows of a table are.
#[derive(Clone, Debug)]
pub enum TableData {
    /// File name or glob; the first that a file matches.
    File(FirstOf),
    /// `sqlite "crm.db" query "…"`
    Sqlite {
        /// The database file.
        file: Spanned<String>,
        /// The query.
        query: Spanned<String>,
    },
    /// `postgres env "DATABASE_URL" query "…"`
    Postgres {
        /// The environment variable that holds the address.
        env: Spanned<String>,
        /// The query.
        query: Spanned<String>,
    },
}

/// `where "lifecycle:transition" = "COMPLETE" or "SCHEDULE"`
#[derive(Clone, Debug)]
pub struct RowFilter {
    /// The column that is looked at.
    pub column: FirstOf,
    /// What may stand there.
    pub values: Vec<Spanned<String>>,
}

/// `on "column" = "deal's column"`
#[derive(Clone, Debug)]
pub struct Join {
    /// The column of this table.
    pub column: FirstOf,
    /// The column of the deals' table; `None` for the deal's id.
    pub deals_column: Option<FirstOf>,
    /// All of it.
    pub span: Span,
}

/// `amount = "Amount" in 1k EUR`
#[derive(Clone, Debug)]
pub struct Column {
    /// The field that is filled.
    pub field: Path,
    /// The column's header, or a dotted path inside a document; the first that is there.
    pub column: FirstOf,
    /// `as "%Y-%m-%d" or "%Y/%m/%d"`
    pub formats: Vec<Spanned<String>>,
    /// `in 10k CNY`
    pub unit: Option<Unit>,
    /// `{ "Won" = collected }`
    pub labels: Option<Vec<Label>>,
    /// `else skip` among the labels: where it stands.
    pub skip_others: Option<Span>,
    /// All of it.
    pub span: Span,
}

/// `in 10k CNY`: what one unit of a cell means.
pub type Unit = Spanned<CellUnit>;

/// `"Won" = collected`
#[derive(Clone, Debug)]
pub struct Label {
    /// What stands in the cell.
    pub label: Spanned<String>,
    /// What it means.
    pub value: Spanned<LabelValue>,
}

/// What a label means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LabelValue {
    /// A stage, a role, a member of an enumeration.
    Member(String),
    /// `"text"`
    Text(String),
    /// `true`, `false`
    Bool(bool),
    /// `missing`
    Missing,
}
