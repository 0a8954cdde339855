use std::sync::Arc;

use crate::expr::shifted_value;
use crate::model::Cell;
use crate::model::CriterionId;
use crate::model::Length;
use crate::model::LengthTable;
use crate::model::Playbook;
use crate::model::Rule;
use crate::scenario::mutants::Change;
use crate::scenario::mutants::cells::other_cells;
use crate::scenario::mutants::cells::shown;
use crate::scenario::mutants::mill::About;
use crate::scenario::mutants::mill::Mill;
use crate::value::Duration;
use crate::value::Value;

/// The changes of the limit of a stay; one that a computed field says is changed with that field.
pub(super) fn all(mill: &mut Mill<'_>, about: &About, limit: &Length) {
    match limit {
        Length::Fixed(limit) => {
            for length in shifted(*limit) {
                let change = format!("`at most {limit}` → `at most {length}`");
                let edit = put(&about.criteria, move |limit| *limit = Length::Fixed(length));
                mill.add(about, &format!("{limit} -> {length}"), change, edit);
            }
        }
        Length::Computed(_) => {}
        Length::Table(table) => rows(mill, about, table),
    }
}

/// A length a tenth shorter and longer.
pub(super) fn shifted(length: Duration) -> Vec<Duration> {
    let values = shifted_value(&Value::Duration(length), false).into_iter();
    let lengths = values.filter_map(|value| match value {
        Value::Duration(length) => Some(length),
        _ => None,
    });
    lengths.collect()
}

fn rows(mill: &mut Mill<'_>, about: &About, table: &LengthTable) {
    for (at, row) in table.rows.iter().enumerate() {
        let about = About { owner: format!("{} row {}", about.owner, at + 1), span: row.span, ..about.clone() };
        for (place, (cell, column)) in row.cells.iter().zip(&table.columns).enumerate() {
            for other in other_cells(cell, column) {
                let (old, new) = (shown(cell, column), shown(&other, column));
                let edit = in_row(&about, at, move |row| put_cell(&mut row.cells, place, &other));
                let change = format!("`{}` `{old}` → `{new}`", column.name);
                mill.add(&about, &format!("{} {old} -> {new}", column.name), change, edit);
            }
        }
        let Some(Length::Fixed(length)) = row.length else { continue };
        for other in shifted(length) {
            let edit = in_row(&about, at, move |row| row.length = Some(Length::Fixed(other)));
            mill.add(&about, &format!("{length} -> {other}"), format!("`{length}` → `{other}`"), edit);
        }
    }
}

fn put_cell(cells: &mut [Cell], place: usize, other: &Cell) {
    if let Some(cell) = cells.get_mut(place) {
        *cell = other.clone();
    }
}

fn in_row(about: &About, at: usize, change: impl Fn(&mut crate::model::LengthRow) + Send + Sync + 'static) -> Change {
    put(&about.criteria, move |limit| {
        if let Length::Table(table) = limit
            && let Some(row) = table.rows.get_mut(at)
        {
            change(row);
        }
    })
}

fn put(ids: &[CriterionId], change: impl Fn(&mut Length) + Send + Sync + 'static) -> Change {
    let ids = ids.to_vec();
    Arc::new(move |playbook: &mut Playbook| {
        for id in &ids {
            if let Some(criterion) = playbook.criteria.get_mut(id.0 as usize)
                && let Rule::AtMost(_, limit) = &mut criterion.rule
            {
                change(limit);
            }
        }
    })
}
