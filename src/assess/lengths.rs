//! How long something may take or hold for one deal.

use crate::assess::approvals::Open;
use crate::assess::approvals::asked;
use crate::assess::settings::Case;
use crate::expr::Answer;
use crate::expr::eval;
use crate::expr::inputs;
use crate::model::ComputedLength;
use crate::model::Length;
use crate::model::LengthTable;
use crate::value::Duration;
use crate::value::Gap;
use crate::value::Truth;
use crate::value::Value;

/// How long is allowed.
pub(super) enum Allowed {
    /// Any length.
    Any,
    /// So long.
    Length(Duration),
    /// It cannot be told, and why.
    Unknown(Open),
}

/// How long is allowed for a deal.
pub(super) fn allowed(case: &Case<'_>, length: &Length) -> Allowed {
    match length {
        Length::Fixed(length) => Allowed::Length(*length),
        Length::Computed(computed) => self::computed(case, computed),
        Length::Table(table) => looked_up(case, table),
    }
}

fn computed(case: &Case<'_>, computed: &ComputedLength) -> Allowed {
    let gap = match eval(&computed.value, &case.env()) {
        Answer::Known(Value::Duration(length)) => return Allowed::Length(length),
        Answer::Unknown(gap) => gap,
        Answer::Known(_) => Gap::Unreadable,
        Answer::Failed(_) => Gap::InScript,
    };
    let found = inputs(&computed.value, &case.env()).gaps.into_iter().filter(|open| !open.path.is_empty());
    let mut gaps: Vec<_> = found.map(|open| (open.path, open.text, open.gap)).collect();
    if gaps.is_empty() {
        gaps.push((crate::value::Path::new(), computed.name.clone(), gap));
    }
    Allowed::Unknown(Open { gaps })
}

/// The first row that matches; a row above it that may match leaves it open.
fn looked_up(case: &Case<'_>, table: &LengthTable) -> Allowed {
    let mut open = Open::default();
    for row in &table.rows {
        let mut matches = Truth::Yes;
        let mut row_open = Open::default();
        for (cell, column) in row.cells.iter().zip(&table.columns) {
            let (accepts, value) = asked(case, column, cell);
            if accepts == Truth::Unknown {
                row_open.add(case, column, &value);
            }
            matches = matches.and(accepts);
        }
        match matches {
            Truth::No => {}
            Truth::Yes if open.gaps.is_empty() => {
                return row.length.as_ref().map_or(Allowed::Any, |length| allowed(case, length));
            }
            Truth::Yes => return Allowed::Unknown(open),
            Truth::Unknown => open.extend(row_open),
        }
    }
    if open.gaps.is_empty() {
        // A hole of the table: it was reported when the playbook was loaded.
        for column in &table.columns {
            open.add(case, column, &Value::Missing(Gap::OutOfRange));
        }
    }
    Allowed::Unknown(open)
}
