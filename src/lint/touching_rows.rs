//! Lint `touching-rows`.

use chrono::NaiveDate;

use crate::expr::show;
use crate::lint::Advice;
use crate::lint::Ground;
use crate::lint::registry::declare_lint;
use crate::lint::uses::columns;
use crate::model::Cell;
use crate::model::Row;
use crate::model::Table;
use crate::model::samples;
use crate::value::Rates;
use crate::value::Truth;
use crate::value::Value;

declare_lint! {
    /// ## What it does
    /// Finds two rows of a decision table that differ in one column, meet there in one single value, and send it to different approvers.
    ///
    /// ## Why is this bad?
    /// A range has both its ends in, and the first row that matches decides: the value on the border goes to the first of the two.
    /// Rarely has anybody decided that.
    ///
    /// ## Example
    /// ```playbook
    /// role office "Office"
    /// role head   "Head office"
    /// approval BID "Bid" {
    ///     by {
    ///         | discount   | approvers |
    ///         |------------|-----------|
    ///         | 0% .. 20%  | office    |
    ///         | 20% .. 40% | head      |
    ///         | any        | office and head |
    ///     }
    /// }
    /// stage bid "Bid" { entry { require approval BID } }
    /// ```
    ///
    /// ## Use instead
    /// ```playbook
    /// role office "Office"
    /// role head   "Head office"
    /// approval BID "Bid" {
    ///     by {
    ///         | discount | approvers |
    ///         |----------|-----------|
    ///         | < 20%    | office    |
    ///         | < 40%    | head      |
    ///         | any      | office and head |
    ///     }
    /// }
    /// stage bid "Bid" { entry { require approval BID } }
    /// ```
    TOUCHING_ROWS, "touching-rows", Warn, Approvals, touching_rows
}

fn touching_rows(ground: &Ground<'_>, out: &mut Vec<Advice>) {
    for approval in &ground.playbook.approvals {
        columns(&approval.by, &mut |table| {
            for (at, second) in table.rows.iter().enumerate() {
                for first in table.rows.iter().take(at).filter(|first| differ(first, second)) {
                    let Some((column, value)) = border(table, first, second) else { continue };
                    let message = format!("two rows are for `{column}` {value}, and send it to different approvers");
                    let advice = TOUCHING_ROWS.on(&approval.name, message, second.span, "begins where the other ends");
                    let advice = advice.at(first.span, "this one decides, because it is the first");
                    out.push(
                        advice
                            .help("write one of the ends with `<` or `>`, so that it is plain where the value belongs"),
                    );
                }
            }
        });
    }
}

/// Whether two rows name different approvers.
fn differ(first: &Row, second: &Row) -> bool {
    format!("{:?}", first.by) != format!("{:?}", second.by)
}

/// The column and the single value in which two rows meet.
fn border(table: &Table, first: &Row, second: &Row) -> Option<(String, String)> {
    let mut border = None;
    let differing = first.cells.iter().zip(&second.cells).filter(|(one, two)| one != two);
    if differing.count() != 1 {
        return None;
    }
    for (at, column) in table.columns.iter().enumerate() {
        let (one, two) = (first.cells.get(at)?, second.cells.get(at)?);
        if one == two {
            continue;
        }
        let values = samples([one, two].into_iter(), column.value.ty());
        let both: Vec<&Value> = values.iter().filter(|value| accepts(one, value) && accepts(two, value)).collect();
        let both_go_on = values.iter().any(|value| accepts(one, value) && !accepts(two, value))
            && values.iter().any(|value| accepts(two, value) && !accepts(one, value));
        match both.as_slice() {
            [only] if both_go_on && are_stretches(one, two) => {
                border = Some((column.name.clone(), show(only, column.value.ty()).into()));
            }
            _ => {}
        }
    }
    border
}

fn accepts(cell: &Cell, value: &Value) -> bool {
    cell.accepts(value, &Rates::default(), NaiveDate::default()) == Truth::Yes
}

/// Whether both cells are for stretches of values, and the first does not say with a sign that the border is its own.
fn are_stretches(first: &Cell, second: &Cell) -> bool {
    matches!(
        (first, second),
        (Cell::Range(..), Cell::Range(..) | Cell::Compare(..)) | (Cell::Compare(..), Cell::Compare(..))
    )
}
