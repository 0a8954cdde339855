//! Lint `unreachable-row`.

use std::collections::BTreeSet;

use crate::expr::Comparison;
use crate::expr::reason::Claim;
use crate::expr::reason::Limit;
use crate::lint::Advice;
use crate::lint::Ground;
use crate::lint::registry::declare_lint;
use crate::lint::uses::columns;
use crate::model;
use crate::model::Cell;
use crate::model::Rule;

declare_lint! {
    /// ## What it does
    /// Finds rows of a decision table that no deal can come to, because the approval's `when`, or what the columns are computed from, excludes them.
    /// Rows that are hidden by rows above them are reported by `lower/dead-row`.
    ///
    /// ## Why is this bad?
    /// Somebody reads in the table who decides, and the approval is not asked for at all.
    ///
    /// ## Example
    /// ```playbook
    /// role office "Office"
    /// role head   "Head office"
    /// approval BID "Bid" {
    ///     when amount >= 1M CNY
    ///     by {
    ///         | amount     | approvers |
    ///         |------------|-----------|
    ///         | < 500k CNY | office    |
    ///         | any        | head      |
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
    ///     when amount >= 1M CNY
    ///     by {
    ///         | amount   | approvers |
    ///         |----------|-----------|
    ///         | < 5M CNY | office    |
    ///         | any      | head      |
    ///     }
    /// }
    /// stage bid "Bid" { entry { require approval BID } }
    /// ```
    UNREACHABLE_ROW, "unreachable-row", Warn, Approvals, unreachable_row
}

fn unreachable_row(ground: &Ground<'_>, out: &mut Vec<Advice>) {
    let mut told = BTreeSet::new();
    for criterion in &ground.playbook.criteria {
        let Rule::Approved(id) = &criterion.rule else { continue };
        let Some(approval) = ground.playbook.approval(*id).filter(|_| told.insert(*id)) else { continue };
        let when: Vec<Claim<'_>> = criterion.when.iter().map(Claim::Holds).collect();
        if !ground.possible(&when) {
            continue;
        }
        columns(&approval.by, &mut |table| {
            for row in &table.rows {
                let cells = table.columns.iter().zip(&row.cells);
                let asked = cells.filter_map(|(column, cell)| Some(Claim::Is(&column.value, limit(cell)?)));
                let claims: Vec<Claim<'_>> = when.iter().cloned().chain(asked).collect();
                if !ground.possible(&claims) {
                    let message = format!("no deal that needs `{}` comes to this row", approval.name);
                    let advice = UNREACHABLE_ROW.on(&approval.name, message, row.span, "for no deal");
                    let advice = match &criterion.when {
                        Some(when) => advice.at(when.span(), "the approval is asked for only then"),
                        None => advice,
                    };
                    out.push(advice.help("correct its cells or `when`, or remove it"));
                }
            }
        });
    }
}

/// What a cell claims of its value; nothing where it takes any.
fn limit(cell: &Cell) -> Option<Limit> {
    Some(match cell {
        Cell::Any => return None,
        Cell::OneOf(values) => Limit::OneOf(values.clone()),
        Cell::Compare(sign, value) => Limit::Compared(compared(*sign), value.clone()),
        Cell::Range(from, to) => Limit::Within(from.clone(), to.clone()),
    })
}

fn compared(sign: model::Comparison) -> Comparison {
    match sign {
        model::Comparison::Below => Comparison::Less,
        model::Comparison::AtMost => Comparison::AtMost,
        model::Comparison::Above => Comparison::More,
        model::Comparison::AtLeast => Comparison::AtLeast,
        model::Comparison::Equal => Comparison::Equal,
        model::Comparison::NotEqual => Comparison::NotEqual,
    }
}
