//! Which table holds the deals, and which of its columns is what every deal has.

use crate::diagnostic::list_of;
use crate::draft::Undrafted;
use crate::draft::Wishes;
use crate::draft::column::Column;
use crate::draft::column::Kind;
use crate::draft::table::Table;
use crate::draft::words;
use crate::draft::words::says;

/// The columns of the deals that fill built-in fields, by their place.
#[derive(Clone, Debug)]
pub(super) struct Roles {
    pub id: usize,
    pub stage: usize,
    pub owner: Option<usize>,
    pub name: Option<usize>,
    pub created: Option<usize>,
    pub amount: Option<usize>,
}

/// Labels of stages that a process has at most.
const MOST_STAGES: usize = 25;

/// Finds the table of the deals.
pub(super) fn deals_table<'t>(tables: &'t [Table], wishes: &Wishes) -> Result<(&'t Table, Roles), Undrafted> {
    let candidates = tables.iter().filter(|table| Some(&table.name) != wishes.history.as_ref());
    let scored = candidates.map(|table| (score(table, wishes), table));
    // The first of equals: tables stand in the order of their names.
    let best = scored.rev().max_by_key(|(score, _)| *score);
    let only = tables.len() == 1 || wishes.stage.is_some();
    let Some((_, table)) = best.filter(|(score, _)| only || *score >= 3) else {
        return Err(Undrafted::NoDeals { tables: list_of(tables.iter().map(|table| table.name.as_str())) });
    };
    if table.rows.is_empty() {
        return Err(Undrafted::NoRows { table: table.name.clone() });
    }
    Ok((table, roles(table, wishes)?))
}

fn score(table: &Table, wishes: &Wishes) -> i32 {
    let points = |yes: bool, points: i32| if yes { points } else { 0 };
    let wished = |wish: &Option<String>| {
        wish.as_ref().is_some_and(|name| table.columns.iter().any(|column| &column.header == name))
    };
    points(stage_column(table).is_some(), 3)
        + points(says(&table.stem, words::DEALS_FILE), 3)
        + points(table.columns.iter().any(Column::is_unique), 2)
        + points(table.columns.iter().any(|column| matches!(column.kind, Kind::Money(_))), 1)
        - points(says(&table.stem, words::HISTORY_FILE), 4)
        - points(says(&table.stem, words::LEADS_FILE), 2)
        + points(wished(&wishes.id), 5)
        + points(wished(&wishes.stage), 5)
}

fn roles(table: &Table, wishes: &Wishes) -> Result<Roles, Undrafted> {
    let stage = match &wishes.stage {
        Some(name) => named(table, name)?,
        None => stage_column(table).ok_or_else(|| Undrafted::NoStage { table: table.name.clone() })?,
    };
    let id = match &wishes.id {
        Some(name) => named(table, name)?,
        None => id_column(table, stage).ok_or_else(|| Undrafted::NoId { table: table.name.clone() })?,
    };
    let free = |column: &&Column| column.at != id && column.at != stage && column.kind != Kind::Blank;
    let columns = || table.columns.iter().filter(free);
    let text = |column: &&Column| matches!(column.kind, Kind::Text | Kind::Person | Kind::Choice(_));
    let owner = columns().filter(text).find(|column| column.says(words::OWNER)).map(|column| column.at);
    let called = columns().filter(text).filter(|column| Some(column.at) != owner && column.says(words::NAME));
    // A name tells deals apart better than what they are about.
    let name = called.max_by_key(|column| (column.values.len(), std::cmp::Reverse(column.at)));
    let name = name.filter(|column| column.values.len() * 2 > column.filled).map(|column| column.at);
    let date = |column: &&Column| matches!(column.kind, Kind::Date(_));
    let created = columns().filter(date).find(|column| column.says(words::CREATED)).map(|column| column.at);
    let money = |column: &&Column| matches!(column.kind, Kind::Money(_)) && column.says(words::AMOUNT);
    let amounts = columns().filter(money);
    let amount = amounts.min_by_key(|column| (!column.says(&["amount", "金额"]), column.at)).map(|column| column.at);
    Ok(Roles { id, stage, owner, name, created, amount })
}

fn named(table: &Table, name: &str) -> Result<usize, Undrafted> {
    let found = table.columns.iter().find(|column| column.header == name).map(|column| column.at);
    found.ok_or_else(|| Undrafted::NoColumn {
        table: table.name.clone(),
        column: name.to_owned(),
        columns: list_of(table.columns.iter().map(|column| column.header.as_str())),
    })
}

/// The column that tells deals apart: one that is called so, or else the first that does.
fn id_column(table: &Table, stage: usize) -> Option<usize> {
    let fits = |column: &&Column| column.is_unique() && column.at != stage;
    let unique = || table.columns.iter().filter(fits).filter(|column| !matches!(column.kind, Kind::Date(_)));
    unique().find(|column| column.says(words::ID)).or_else(|| unique().next()).map(|column| column.at)
}

/// The column that looks like a stage; the nearer its name, the better.
pub(super) fn stage_column(table: &Table) -> Option<usize> {
    let few = |column: &&Column| {
        (2..=MOST_STAGES).contains(&column.values.len()) && matches!(column.kind, Kind::Choice(_) | Kind::Text)
    };
    let called =
        |words: &[&str]| table.columns.iter().filter(few).find(|column| column.says(words)).map(|column| column.at);
    called(words::STAGE).or_else(|| called(words::STATUS))
}
