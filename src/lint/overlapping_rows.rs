//! Lint `overlapping-rows`.

use chrono::NaiveDate;

use crate::expr::show;
use crate::lint::Advice;
use crate::lint::Ground;
use crate::lint::registry::declare_lint;
use crate::lint::uses::columns;
use crate::model::Cell;
use crate::model::OTHER_TEXT;
use crate::model::Row;
use crate::model::Table;
use crate::model::samples;
use crate::value::Rates;
use crate::value::Truth;
use crate::value::Value;

declare_lint! {
    /// ## What it does
    /// Finds two rows of a decision table that are both for some deals and send them to different approvers, while each of them is also for deals that the other one is not for.
    /// A row that stands below a special case of itself is no such row: that is how a first match is written.
    /// Rows of which nothing is left are reported by `lower/dead-row`, values that no row is for by `lower/table-hole`.
    ///
    /// ## Why is this bad?
    /// The first row that matches decides, so that the order of the rows says who decides where they meet.
    /// With the rows exchanged, other people decide, and nobody sees it.
    ///
    /// ## Example
    /// ```playbook
    /// role office "Office"
    /// role legal  "Legal"
    /// role head   "Head office"
    /// approval BID "Bid" {
    ///     by {
    ///         | amount   | discount | approvers |
    ///         |----------|----------|-----------|
    ///         | < 5M CNY | any      | office    |
    ///         | any      | > 15%    | legal     |
    ///         | any      | any      | head      |
    ///     }
    /// }
    /// stage bid "Bid" { entry { require approval BID } }
    /// ```
    ///
    /// ## Use instead
    /// ```playbook
    /// role office "Office"
    /// role legal  "Legal"
    /// role head   "Head office"
    /// approval BID "Bid" {
    ///     by {
    ///         | amount   | discount | approvers        |
    ///         |----------|----------|------------------|
    ///         | < 5M CNY | > 15%    | office and legal |
    ///         | < 5M CNY | any      | office           |
    ///         | any      | any      | head             |
    ///     }
    /// }
    /// stage bid "Bid" { entry { require approval BID } }
    /// ```
    OVERLAPPING_ROWS, "overlapping-rows", Allow, Strict, overlapping_rows
}

/// Combinations of values that are tried for two rows; more are not gone through, and nothing is said.
const MOST: usize = 20_000;

fn overlapping_rows(ground: &Ground<'_>, out: &mut Vec<Advice>) {
    for approval in &ground.playbook.approvals {
        columns(&approval.by, &mut |table| {
            let samples: Vec<Vec<Value>> = (0..table.columns.len()).map(|at| of_column(table, at)).collect();
            for (at, second) in table.rows.iter().enumerate() {
                for (before, first) in table.rows.iter().take(at).enumerate().filter(|(_, first)| differ(first, second))
                {
                    let above = table.rows.get(..before).unwrap_or_default();
                    let Some(meeting) = meeting(table, &samples, above, first, second) else { continue };
                    let message = format!("two rows are for {meeting}, and send it to different approvers");
                    let advice = OVERLAPPING_ROWS.on(&approval.name, message, second.span, "is for them too");
                    let advice = advice.at(first.span, "this one decides, because it is the first");
                    out.push(advice.help("say in a row above both who decides where they meet, or set them apart"));
                }
            }
        });
    }
}

/// Whether two rows name different approvers.
fn differ(first: &Row, second: &Row) -> bool {
    format!("{:?}", first.by) != format!("{:?}", second.by)
}

fn of_column(table: &Table, at: usize) -> Vec<Value> {
    let cells = table.rows.iter().filter_map(|row| row.cells.get(at));
    table.columns.get(at).map(|column| samples(cells, column.value.ty())).unwrap_or_default()
}

/// A deal for which both rows are and no row above them is, where each has deals of its own too.
fn meeting(table: &Table, samples: &[Vec<Value>], above: &[Row], first: &Row, second: &Row) -> Option<String> {
    if !goes_beyond(samples, first, second) || !goes_beyond(samples, second, first) {
        return None;
    }
    let shared: Vec<Vec<&Value>> = samples
        .iter()
        .enumerate()
        .map(|(at, values)| {
            let fits = |row: &Row, value: &Value| row.cells.get(at).is_some_and(|cell| accepts(cell, value));
            values.iter().filter(|value| fits(first, value) && fits(second, value)).collect()
        })
        .collect();
    let combinations = shared.iter().try_fold(1_usize, |count, column| count.checked_mul(column.len()))?;
    if combinations == 0 || combinations > MOST || is_border(samples, &shared, first, second) {
        return None;
    }
    let deal = (0..combinations).map(|number| combination(&shared, number)).find(|deal| {
        let fits = |row: &Row| row.cells.iter().zip(deal).all(|(cell, value)| accepts(cell, value));
        !above.iter().any(fits)
    })?;
    let parts = table.columns.iter().zip(deal).filter(|(column, value)| {
        // A column in which neither row sets a limit says nothing of the meeting.
        let at = table.columns.iter().position(|known| known.name == column.name).unwrap_or_default();
        let limits = |row: &Row| row.cells.get(at).is_some_and(|cell| !matches!(cell, Cell::Any));
        (limits(first) || limits(second)) && !matches!(value, Value::Text(text) if text == OTHER_TEXT)
    });
    let parts: Vec<String> =
        parts.map(|(column, value)| format!("`{}` {}", column.name, show(value, column.value.ty()))).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Whether a row is for values that another one is not for.
fn goes_beyond(samples: &[Vec<Value>], row: &Row, other: &Row) -> bool {
    let cells = row.cells.iter().zip(&other.cells).zip(samples);
    cells
        .into_iter()
        .any(|((own, other), values)| values.iter().any(|value| accepts(own, value) && !accepts(other, value)))
}

/// Whether the rows differ in one column only and meet there in one value: `touching-rows` speaks of that.
fn is_border(samples: &[Vec<Value>], shared: &[Vec<&Value>], first: &Row, second: &Row) -> bool {
    let differing: Vec<usize> = (0..samples.len()).filter(|at| first.cells.get(*at) != second.cells.get(*at)).collect();
    matches!(differing.as_slice(), [only] if shared.get(*only).is_some_and(|values| values.len() == 1))
}

/// One of all combinations, by its number.
fn combination<'a>(shared: &[Vec<&'a Value>], mut number: usize) -> Vec<&'a Value> {
    let mut values = Vec::with_capacity(shared.len());
    for column in shared {
        values.extend(column.get(number.checked_rem(column.len()).unwrap_or_default()).copied());
        number = number.checked_div(column.len()).unwrap_or_default();
    }
    values
}

fn accepts(cell: &Cell, value: &Value) -> bool {
    cell.accepts(value, &Rates::default(), NaiveDate::default()) == Truth::Yes
}
