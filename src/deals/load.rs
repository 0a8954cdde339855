use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use csv::StringRecord;

use crate::deals::Error;
use crate::deals::FileRead;
use crate::deals::Store;
use crate::deals::decode::Decoder;
use crate::deals::join::key_of;
use crate::deals::parts::Parts;
use crate::deals::plan::Plan;
use crate::deals::row::Row;
use crate::deals::row::Unsound;
use crate::deals::table::Table;
use crate::deals::wanted::Wanted;
use crate::deals::xes::Grain;
use crate::value::Record;

/// One row of a table that is held in memory.
#[derive(Debug)]
pub(super) struct LoadedRow {
    pub(super) row: Row,
    pub(super) record: Record,
    /// What stands in the column that it is joined by.
    pub(super) key: Option<String>,
}

/// A table of which every row is kept.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    pub(super) rows: Vec<LoadedRow>,
    pub(super) read: Vec<FileRead>,
}

/// Reads all rows of a table, file by file. `number` counts the files of the run.
pub(super) fn load(
    store: &dyn Store,
    plan: &Plan,
    names: &[String],
    fills: &str,
    number: &mut u32,
    decoder: &mut Decoder<'_>,
) -> Result<Loaded, Error> {
    let mut all = Loaded::default();
    for name in names {
        let (under, columns) = (&plan.map.under, &plan.columns);
        let (number_of, under_need) = (*number, plan.map.under_need);
        let grain = Grain::Events;
        let wanted = Wanted {
            name,
            number: number_of,
            grain,
            under,
            under_need,
            header_rows: plan.map.header_rows,
            columns,
            shape: None,
            fills,
        };
        *number += 1;
        let opened = Table::open(store, &wanted, &Arc::new(AtomicU64::new(0)), &mut decoder.log)?;
        let Some(mut table) = opened else { continue };
        let mut found = vec![false; columns.len()];
        while let Some(row) = table.next(&mut decoder.log)? {
            match read_row(plan, decoder, &table, &row, &mut found) {
                Ok(Some(row)) => all.rows.push(row),
                Ok(None) => table.left_out += 1,
                Err(unsound) => table.reject(&unsound, &mut decoder.log),
            }
        }
        let mut outcome = table.outcome();
        (outcome.away, outcome.passed_over) = (plan.away(&table.sheet), plan.passed_over(&table.sheet));
        plan.report_never_found(&found, &outcome, table.form(), &mut decoder.log);
        all.read.push(outcome);
    }
    Ok(all)
}

/// The row that a table read last, as a record; nothing where the source leaves it out.
pub(super) fn read_row(
    plan: &Plan,
    decoder: &mut Decoder<'_>,
    table: &Table,
    row: &Row,
    found: &mut [bool],
) -> Result<Option<LoadedRow>, Unsound> {
    loaded(plan, decoder, table.cells(), row, found)
}

/// The row as a record; nothing where the source leaves it out.
pub(super) fn loaded(
    plan: &Plan,
    decoder: &mut Decoder<'_>,
    cells: Option<&StringRecord>,
    row: &Row,
    found: &mut [bool],
) -> Result<Option<LoadedRow>, Unsound> {
    decoder.begin();
    let document = row.document()?;
    let parts = match (&document, cells) {
        (Some(node), _) => Parts::of_document(node, row)?,
        (None, Some(cells)) => Parts::Cells(cells),
        (None, None) => Parts::Entries(Vec::new()),
    };
    if !plan.takes(row, &parts, found) {
        return Ok(None);
    }
    let record = plan.record(decoder, row, &parts, found);
    let at = plan.map.columns.len();
    let key = plan.map.join.as_ref().and_then(|join| key_of(&parts.find(row, at, &join.column)));
    Ok(Some(LoadedRow { row: row.clone(), record, key }))
}
