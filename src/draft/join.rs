//! Which further tables belong to the deals, and by which columns.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::draft::column::Column;
use crate::draft::column::Kind;
use crate::draft::history::History;
use crate::draft::names::identifier;
use crate::draft::names::singular;
use crate::draft::roles::Roles;
use crate::draft::table::Table;
use crate::draft::words;

/// A table that is joined to the deals.
pub(super) struct Joined<'a> {
    pub table: &'a Table,
    /// What it is called, before it gets a name of its own.
    pub called: String,
    /// Whether a deal may have several of its rows.
    pub list: bool,
    /// Its column, and the deals' one.
    pub column: usize,
    pub deals_column: usize,
    /// Keys that the deals write otherwise.
    pub reading: Vec<(String, String)>,
    /// Keys of the deals that it does not have, one of them, and how many rows have one.
    pub unmatched: Option<(String, usize)>,
}

/// Finds the tables that belong to the deals.
pub(super) fn find<'a>(
    deals: &Table,
    roles: &Roles,
    others: &[&'a Table],
    history: Option<&History<'_>>,
) -> Vec<Joined<'a>> {
    let is_history = |table: &Table| history.is_some_and(|history| history.table.name == table.name);
    others.iter().filter(|table| !is_history(table)).filter_map(|table| join(deals, roles, table)).collect()
}

fn join<'a>(deals: &Table, roles: &Roles, table: &'a Table) -> Option<Joined<'a>> {
    let mut best: Option<((bool, bool, usize), Joined<'a>)> = None;
    for own in table.columns.iter().filter(|column| is_key(column)) {
        for theirs in deals.columns.iter().filter(|column| is_key(column) && column.at != roles.stage) {
            let Some(found) = pair(roles, table, own, theirs) else { continue };
            let shared = theirs.values.keys().filter(|value| own.values.contains_key(*value)).count();
            let rank = (!found.list, own.header.eq_ignore_ascii_case(&theirs.header), shared);
            if best.as_ref().is_none_or(|(before, _)| *before < rank) {
                best = Some((rank, found));
            }
        }
    }
    best.map(|(_, found)| found)
}

/// Whether a column may name something: amounts and dates are alike by chance.
fn is_key(column: &Column) -> bool {
    let called = column.says(words::ID);
    matches!(column.kind, Kind::Text | Kind::Person | Kind::Choice(_)) || (column.kind == Kind::Integer && called)
}

fn pair<'a>(roles: &Roles, table: &'a Table, own: &Column, theirs: &Column) -> Option<Joined<'a>> {
    let reading = readings(own, theirs);
    let known = |value: &str| own.values.contains_key(value) || reading.iter().any(|(written, _)| written == value);
    let shared = theirs.values.keys().filter(|value| known(value)).count();
    let least = own.values.len().min(theirs.values.len());
    if shared == 0 || (shared == 1 && least > 1) || shared * 10 < least * 6 {
        return None;
    }
    let list = !own.is_unique();
    // Many rows for one key must be about the deals, or about something that each of them names: not about what many share.
    let naming = theirs.at == roles.id || theirs.says(words::ID) || theirs.values.len() * 2 >= theirs.filled;
    let one_of_few = matches!(own.kind, Kind::Choice(_)) || matches!(theirs.kind, Kind::Choice(_));
    if list && (!naming || one_of_few) {
        return None;
    }
    let missing = theirs.values.iter().filter(|(value, _)| !known(value));
    let unmatched = missing.clone().next().map(|(value, _)| (value.clone(), missing.map(|(_, count)| count).sum()));
    let name = identifier(&table.stem);
    let called = match list {
        false => singular(&name),
        true if singular(&name) == name && name.is_ascii() => format!("{name}s"),
        true => name,
    };
    Some(Joined {
        table,
        called,
        list,
        column: own.at,
        deals_column: theirs.at,
        reading,
        unmatched: unmatched.filter(|_| !list),
    })
}

/// Keys of the deals that are written otherwise in the table: only blanks, signs and capitals differ.
fn readings(own: &Column, theirs: &Column) -> Vec<(String, String)> {
    let mut plain: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for value in own.values.keys() {
        plain.entry(bare(value)).or_default().insert(value);
    }
    let missing = theirs.values.keys().filter(|value| !own.values.contains_key(*value));
    let meant = |value: &String| {
        let found = plain.get(&bare(value))?;
        (found.len() == 1 && !bare(value).is_empty())
            .then(|| found.first().map(|meant| (value.clone(), (*meant).to_owned())))?
    };
    missing.filter_map(meant).collect()
}

fn bare(value: &str) -> String {
    value.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
