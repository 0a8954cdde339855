use crate::source::{Span, Spanned};
use crate::syntax::{Cell, Name, Path};
use crate::value::Duration;

/// `60 working days`, or the name of a computed field.
#[derive(Clone, Debug)]
pub enum Length {
    /// `60 working days`
    Written(Spanned<Duration>),
    /// `longest_stay`
    Named(Name),
}

/// How long a stay may be.
#[derive(Clone, Debug)]
pub enum Limit {
    /// The same for every deal, or as a computed field says.
    Length(Length),
    /// What the first row that matches says.
    Table(LengthTable),
}

/// `{ | segment | length | … }`
#[derive(Clone, Debug)]
pub struct LengthTable {
    /// The fields the columns are about, without the last column `length`.
    pub fields: Vec<Path>,
    /// The rows, from the first.
    pub rows: Vec<LengthRow>,
    /// All of it.
    pub span: Span,
}

/// `| SMB | 3 days |`
#[derive(Clone, Debug)]
pub struct LengthRow {
    /// What the fields must be, one cell for each; a cell that could not be read is `None`.
    pub cells: Vec<Option<Cell>>,
    /// How long is allowed then; `None` if it could not be read.
    pub allowed: Option<AllowedLength>,
    /// All of it.
    pub span: Span,
}

/// What stands in the column `length`.
#[derive(Clone, Debug)]
pub enum AllowedLength {
    /// `any`
    Any,
    /// `3 days`
    Length(Length),
}

impl Length {
    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            Length::Written(length) => length.span,
            Length::Named(name) => name.span,
        }
    }
}

impl Limit {
    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            Limit::Length(length) => length.span(),
            Limit::Table(table) => table.span,
        }
    }
}
