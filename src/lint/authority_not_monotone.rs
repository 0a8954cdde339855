//! Lint `authority-not-monotone`.

use chrono::NaiveDate;

use crate::expr::show;
use crate::lint::Advice;
use crate::lint::Ground;
use crate::lint::registry::declare_lint;
use crate::model::Authority;
use crate::model::AuthorityRow;
use crate::model::OTHER_TEXT;
use crate::model::samples;
use crate::value::Rates;
use crate::value::Truth;
use crate::value::Value;

declare_lint! {
    /// ## What it does
    /// Finds rows of a matrix of authority in which a body may decide something that a stronger body, to its right, may not.
    ///
    /// ## Why is this bad?
    /// Bodies stand from the weakest to the strongest, and a stronger one may decide in place of a weaker one.
    /// Here it may not, so a deal goes to a body that has less authority than another one that refused it.
    /// Usually two columns are exchanged, or a digit is missing.
    ///
    /// ## Example
    /// ```playbook
    /// role office "Office"
    /// role region "Region"
    /// authority sales "Sales" {
    ///     |        | office    | region    |
    ///     |--------|-----------|-----------|
    ///     | amount | < 50M CNY | < 20M CNY |
    /// }
    /// approval BID "Bid" { by authority sales }
    /// stage bid "Bid" { entry { require approval BID } }
    /// ```
    ///
    /// ## Use instead
    /// ```playbook
    /// role office "Office"
    /// role region "Region"
    /// authority sales "Sales" {
    ///     |        | office    | region     |
    ///     |--------|-----------|------------|
    ///     | amount | < 50M CNY | < 200M CNY |
    /// }
    /// approval BID "Bid" { by authority sales }
    /// stage bid "Bid" { entry { require approval BID } }
    /// ```
    AUTHORITY_NOT_MONOTONE, "authority-not-monotone", Warn, Approvals, authority_not_monotone
}

fn authority_not_monotone(ground: &Ground<'_>, out: &mut Vec<Advice>) {
    for authority in &ground.playbook.authorities {
        for row in &authority.rows {
            if let Some((weak, strong, value)) = step_back(row) {
                out.extend(advice(ground, authority, row, weak, strong, &value));
            }
        }
    }
}

/// The first two neighbours of which the left one accepts a value that the right one does not.
fn step_back(row: &AuthorityRow) -> Option<(usize, usize, Value)> {
    let values = samples(row.cells.iter(), row.column.value.ty());
    let (rates, day) = (Rates::default(), NaiveDate::default());
    row.cells.windows(2).enumerate().find_map(|(at, pair)| {
        let [weak, strong] = pair else { return None };
        // Where amounts do not compare nothing is said.
        let is_step_back = |value: &&Value| {
            weak.accepts(value, &rates, day) == Truth::Yes && strong.accepts(value, &rates, day) == Truth::No
        };
        values.iter().find(is_step_back).map(|value| (at, at + 1, value.clone()))
    })
}

fn advice(
    ground: &Ground<'_>,
    authority: &Authority,
    row: &AuthorityRow,
    weak: usize,
    strong: usize,
    value: &Value,
) -> Option<Advice> {
    let body = |at: usize| authority.bodies.get(at).and_then(|id| ground.playbook.role(*id));
    let (weak, strong) = (&body(weak)?.name, &body(strong)?.name);
    let shown = match value {
        Value::Text(text) if text == OTHER_TEXT => "another text".to_owned(),
        value => show(value, row.column.value.ty()).into(),
    };
    let message = format!("`{weak}` may decide more than `{strong}`, which is the stronger body");
    let label = format!("`{weak}` may decide {shown}, `{strong}` may not");
    let advice = AUTHORITY_NOT_MONOTONE.on(&authority.name, message, row.span, label);
    Some(advice.help("bodies stand from left to right, the weakest first: correct the limits, or their order"))
}
