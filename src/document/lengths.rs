use crate::assess::length_in_words;
use crate::document::approvals::cell;
use crate::document::terms;
use crate::document::terms::Terms;
use crate::model::Cell;
use crate::model::Length;
use crate::model::LengthTable;
use crate::model::Playbook;

/// How long, in words: a length, the computed field that says it, or the rows of a table.
pub(super) fn said(playbook: &Playbook, terms: Terms, length: &Length) -> String {
    match (length.fixed(), length) {
        (Some(fixed), _) => length_in_words(fixed, terms.code()),
        (None, Length::Computed(computed)) => terms::computed(playbook, terms, &computed.value),
        (None, Length::Table(table)) => rows(playbook, terms, table),
        (None, Length::Fixed(_)) => String::new(),
    }
}

/// "3 days where segment is SMB; any length otherwise"
fn rows(playbook: &Playbook, terms: Terms, table: &LengthTable) -> String {
    let rows = table.rows.iter().map(|row| {
        let length = match &row.length {
            Some(length) => said(playbook, terms, length),
            None => terms.pick("any length", "不限").to_owned(),
        };
        let asked = table.columns.iter().zip(&row.cells).filter(|(_, cell)| **cell != Cell::Any);
        let asked: Vec<String> = asked
            .map(|(column, cell)| {
                let name = terms::computed(playbook, terms, &column.value);
                let cell = self::cell(terms, column, cell);
                terms.pick(format!("{name} is {cell}"), format!("{name}为 {cell}"))
            })
            .collect();
        if asked.is_empty() {
            terms.pick(format!("otherwise {length}"), format!("其他{length}"))
        } else {
            let asked = terms.list(&asked);
            terms.pick(format!("{length} where {asked}"), format!("{asked}时{length}"))
        }
    });
    rows.collect::<Vec<String>>().join(terms.pick("; ", "；"))
}
