//! Optional columns that a file does not have, and names that it has beside the one that is read.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use crate::deals::Error;
use crate::deals::Store;
use crate::deals::header::is_called;
use crate::deals::log::Log;
use crate::deals::outcome::Away;
use crate::deals::outcome::PassedOver;
use crate::deals::parts::Found;
use crate::deals::parts::Parts;
use crate::deals::plan::Plan;
use crate::deals::row::Sheet;
use crate::deals::row::Standing;
use crate::deals::table::Table;
use crate::deals::wanted::Wanted;
use crate::value::mapping::FirstOf;

/// Where columns stand in documents: an optional one is away if none of them has it.
///
/// Keys come and go from one document to the next, so the file is read once more, until each optional column is found.
pub(super) fn in_documents(store: &dyn Store, wanted: &Wanted<'_>) -> Result<Vec<Standing>, Error> {
    let optional = wanted.columns.iter().enumerate().filter(|(_, column)| column.is_optional());
    let mut open: Vec<(usize, &FirstOf)> = optional.collect();
    let mut standing = Vec::new();
    if open.is_empty() {
        return Ok(standing);
    }
    // What is wrong with the file is told when it is read.
    let mut log = Log::default();
    let bare = Wanted { columns: &[], ..*wanted };
    let Some(mut table) = Table::open(store, &bare, &Arc::new(AtomicU64::new(0)), &mut log)? else {
        return Ok(standing);
    };
    while let Some(row) = table.next(&mut log)? {
        let Ok(Some(node)) = row.document() else { continue };
        let Ok(parts) = Parts::of_document(&node, &row) else { continue };
        open.retain(|(at, column)| !matches!(parts.find(&row, *at, column), Found::Node(_)));
        if open.is_empty() {
            break;
        }
    }
    standing.resize(wanted.columns.len(), Standing::InDocuments);
    for (at, _) in open {
        if let Some(place) = standing.get_mut(at) {
            *place = Standing::Away;
        }
    }
    Ok(standing)
}

impl Plan {
    /// The fields whose optional columns a file does not have.
    pub(super) fn away(&self, sheet: &Sheet) -> Vec<Away> {
        let mut found: Vec<Away> = Vec::new();
        for (at, column) in self.map.columns.iter().enumerate() {
            if sheet.standing(at) != Standing::Away || self.is_filled_otherwise(sheet, at) {
                continue;
            }
            let names = column.column.names().map(|name| name.value.clone());
            match found.iter_mut().find(|known| known.field == column.field) {
                Some(known) => known.names.extend(names),
                None => found.push(Away { field: column.field.clone(), names: names.collect() }),
            }
        }
        found
    }

    /// Whether another line for the same field has its column in a file.
    pub(super) fn is_filled_otherwise(&self, sheet: &Sheet, at: usize) -> bool {
        let Some(own) = self.map.columns.get(at) else { return false };
        let mut others = self.map.columns.iter().enumerate().filter(|(other, _)| *other != at);
        others.any(|(other, column)| column.slots == own.slots && sheet.standing(other) != Standing::Away)
    }

    /// Columns that could fill a field as well as the one that is read.
    pub(super) fn passed_over(&self, sheet: &Sheet) -> Vec<PassedOver> {
        let mut found: Vec<PassedOver> = Vec::new();
        for (at, column) in self.map.columns.iter().enumerate() {
            let Standing::At { name: read, .. } = sheet.standing(at) else { continue };
            let mut names = column.column.names().map(|name| name.value.trim()).skip(read);
            let Some(read) = names.next() else { continue };
            for other in names.filter(|name| sheet.header.iter().any(|header| is_called(header, name))) {
                let (field, read) = (column.field.clone(), read.to_owned());
                found.push(PassedOver { field, read, other: other.to_owned() });
            }
        }
        found
    }
}
