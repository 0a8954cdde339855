use crate::expr::Expr;
use crate::model::Cell;
use crate::model::Column;
use crate::source::Span;
use crate::value::Duration;

/// How long something may take or hold: the same for every deal, or as the deal says.
#[derive(Clone, Debug)]
pub enum Length {
    /// `60 working days`
    Fixed(Duration),
    /// `longest_stay`, a computed field.
    Computed(Box<ComputedLength>),
    /// `{ | segment | length | … }`: the first row that matches.
    Table(Box<LengthTable>),
}

/// A computed field that says how long.
#[derive(Clone, Debug)]
pub struct ComputedLength {
    /// Its name.
    pub name: String,
    /// Its value for a deal.
    pub value: Expr,
    /// The same for every deal, where it is written as such.
    pub fixed: Option<Duration>,
}

/// Lengths by the values of a deal.
#[derive(Clone, Debug)]
pub struct LengthTable {
    /// What the columns are about.
    pub columns: Vec<Column>,
    /// The rows, from the first.
    pub rows: Vec<LengthRow>,
    /// Where it stands.
    pub span: Span,
}

/// One row of a table of lengths.
#[derive(Clone, Debug)]
pub struct LengthRow {
    /// What the columns must be, one cell for each.
    pub cells: Vec<Cell>,
    /// How long is allowed then; `None` for any length.
    pub length: Option<Length>,
    /// Where it stands.
    pub span: Span,
}

impl Length {
    /// The length, where it is the same for every deal.
    pub fn fixed(&self) -> Option<Duration> {
        match self {
            Length::Fixed(length) => Some(*length),
            Length::Computed(computed) => computed.fixed,
            Length::Table(_) => None,
        }
    }

    /// What is computed to know it: columns of a table, computed fields.
    pub fn expressions(&self) -> Vec<&Expr> {
        match self {
            Length::Fixed(_) => Vec::new(),
            Length::Computed(computed) => vec![&computed.value],
            Length::Table(table) => {
                let columns = table.columns.iter().map(|column| &column.value);
                columns.chain(table.rows.iter().flat_map(|row| &row.length).flat_map(Length::expressions)).collect()
            }
        }
    }

    /// As written, in one line: two playbooks with the same text allow the same.
    pub fn text(&self) -> String {
        match self {
            Length::Fixed(length) => length.to_string(),
            Length::Computed(computed) => computed.name.clone(),
            Length::Table(table) => {
                let columns: Vec<&str> = table.columns.iter().map(|column| column.value.text().trim()).collect();
                let rows = table.rows.iter().map(|row| {
                    let length = row.length.as_ref().map_or_else(|| "any".to_owned(), Length::text);
                    format!("{:?} {length}", row.cells)
                });
                format!("{columns:?} {}", rows.collect::<Vec<String>>().join("; "))
            }
        }
    }
}
