//! Drafts a playbook from an export: what its columns hold, its stages and their order, the moves seen, what is filled in when.
//!
//! In: tables of cells as they stand. Out: the text of a playbook that reads them, with what was guessed as comments.
//! Not here: reading files (`workspace`), layout (`format`), judgement (`assess`).
//! Start reading at [`draft`](draft()).

mod column;
mod dates;
mod demands;
mod fields;
mod history;
mod join;
mod names;
mod order;
mod roles;
mod stages;
mod starter;
mod table;
mod words;
mod write;

use crate::deals::RawTable;
use crate::value::Currency;

pub use starter::{STARTER, STARTER_DEALS};

use crate::draft::join::Joined;
use crate::draft::roles::Roles;
use crate::draft::table::Table;

/// What the user says about the export.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// The name of the playbook; a name is made of it.
    pub title: String,
    /// The currency of the amounts.
    pub currency: Option<Currency>,
    /// The column of the deals that holds their id.
    pub id: Option<String>,
    /// The column of the deals that holds their stage.
    pub stage: Option<String>,
    /// The file of the history, if it is known.
    pub history: Option<String>,
}

/// A drafted playbook.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its text, not laid out yet.
    pub text: String,
    /// What was found, a line each.
    pub found: Vec<String>,
}

/// Why nothing can be drafted.
#[derive(Debug, thiserror::Error)]
pub enum Undrafted {
    /// No table looks like one of deals.
    #[error("none of the tables looks like one of deals: {tables}")]
    NoDeals {
        /// The tables looked at.
        tables: String,
    },
    /// A column that the user named is not there.
    #[error("`{table}` has no column `{column}`; it has {columns}")]
    NoColumn {
        /// The table.
        table: String,
        /// The column asked for.
        column: String,
        /// The columns it has.
        columns: String,
    },
    /// No column tells the deals apart.
    #[error("no column of `{table}` has another value in each row; which one is the id? Say it with `--id COLUMN`")]
    NoId {
        /// The table.
        table: String,
    },
    /// No column looks like the stage.
    #[error("no column of `{table}` looks like the stage of a deal; which one is it? Say it with `--stage COLUMN`")]
    NoStage {
        /// The table.
        table: String,
    },
    /// The table of deals has no rows.
    #[error("`{table}` has no rows")]
    NoRows {
        /// The table.
        table: String,
    },
    /// A history does not belong to the deals.
    #[error("`{table}` is no history of these deals: {why}")]
    NoHistory {
        /// The table.
        table: String,
        /// What is missing.
        why: &'static str,
    },
}

/// Drafts a playbook from the tables of an export.
pub fn draft(tables: &[RawTable], wishes: &Wishes) -> Result<Draft, Undrafted> {
    let tables: Vec<Table> = tables.iter().map(Table::of).collect();
    let (deals, roles) = roles::deals_table(&tables, wishes)?;
    let others: Vec<&Table> = tables.iter().filter(|table| table.name != deals.name).collect();
    let history = history::find(deals, &roles, &others, wishes)?;
    let joined = join::find(deals, &roles, &others, history.as_ref());
    let stages = stages::find(deals, &roles, history.as_ref());
    Ok(write::write(&Findings {
        deals,
        roles: &roles,
        others: &others,
        history: history.as_ref(),
        joined: &joined,
        stages: &stages,
        wishes,
    }))
}

/// All that was found out about an export.
struct Findings<'a> {
    deals: &'a Table,
    roles: &'a Roles,
    others: &'a [&'a Table],
    history: Option<&'a history::History<'a>>,
    joined: &'a [Joined<'a>],
    stages: &'a stages::Stages,
    wishes: &'a Wishes,
}

impl<'a> Findings<'a> {
    /// Tables that belong to no deal.
    fn unused(&self) -> impl Iterator<Item = &'a str> {
        let history = self.history.map(|history| history.table.name.as_str());
        let joined = self.joined;
        let used = move |name: &str| history == Some(name) || joined.iter().any(|joined| joined.table.name == name);
        self.others.iter().map(|table| table.name.as_str()).filter(move |name| !used(name))
    }
}
