use std::collections::HashMap;
use std::collections::HashSet;
use std::io;
use std::path::Path;

use chrono::NaiveDate;
use chrono::NaiveDateTime;
use csv::ReaderBuilder;
use csv::StringRecord;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    Lead,
    Qualified,
    Proposal,
    Negotiation,
    Won,
    Lost,
}

impl Stage {
    pub fn name(self) -> &'static str {
        ["lead", "qualified", "proposal", "negotiation", "won", "lost"][self as usize]
    }

    pub fn is_open(self) -> bool {
        self < Stage::Won
    }

    fn of(label: &str) -> Option<Stage> {
        Some(match label {
            "Lead" => Stage::Lead,
            "Qualified" => Stage::Qualified,
            "Proposal" => Stage::Proposal,
            "Negotiation" => Stage::Negotiation,
            "Closed Won" => Stage::Won,
            "Closed Lost" => Stage::Lost,
            _ => return None,
        })
    }
}

pub struct Contact {
    pub is_user: bool,
    pub decides: bool,
    pub level: Option<u8>,
}

pub struct Entry {
    pub stage: Stage,
    pub at: NaiveDateTime,
    pub line: u64,
}

/// A deal with what is joined to it.
pub struct Deal<'a> {
    pub line: u64,
    pub id: &'a str,
    pub name: &'a str,
    pub owner: &'a str,
    pub stage: Stage,
    /// In thousands.
    pub amount: Option<f64>,
    pub list_price: Option<f64>,
    pub close_date: Option<NaiveDate>,
    pub next_step: Option<&'a str>,
    pub loss_reason: Option<&'a str>,
    pub sales: Option<&'a str>,
    pub application: Option<&'a str>,
    pub account: bool,
    pub contacts: &'a [Contact],
    pub history: &'a [Entry],
}

/// The tables that are joined to the deals.
pub struct Export {
    accounts: HashSet<String>,
    contacts: HashMap<String, Vec<Contact>>,
    history: HashMap<String, Vec<Entry>>,
}

impl Export {
    pub fn open(folder: &Path) -> io::Result<Export> {
        let mut accounts = HashSet::new();
        rows(&folder.join("accounts.csv"), |row, _| {
            accounts.insert(row[0].to_owned());
            Ok(())
        })?;
        let mut contacts: HashMap<String, Vec<Contact>> = HashMap::new();
        rows(&folder.join("contacts.csv"), |row, _| {
            let (is_user, decides) = (&row[2] == "User", &row[2] == "Decision maker");
            let contact = Contact { is_user, decides, level: row[3].parse().ok() };
            of(&mut contacts, &row[0]).push(contact);
            Ok(())
        })?;
        let mut history: HashMap<String, Vec<Entry>> = HashMap::new();
        rows(&folder.join("stage_history.csv"), |row, line| {
            let at = NaiveDateTime::parse_from_str(&row[2], "%d.%m.%Y %H:%M").map_err(io::Error::other)?;
            let stage = Stage::of(&row[1]).ok_or_else(|| io::Error::other("a stage"))?;
            of(&mut history, &row[0]).push(Entry { stage, at, line });
            Ok(())
        })?;
        for entries in history.values_mut() {
            entries.sort_by_key(|entry| entry.at);
        }
        Ok(Export { accounts, contacts, history })
    }

    /// Gives every deal to `judge`.
    pub fn deals(&self, folder: &Path, mut judge: impl FnMut(&Deal<'_>) -> io::Result<()>) -> io::Result<()> {
        rows(&folder.join("opportunities.csv"), |row, line| {
            let text = |at: usize| Some(&row[at]).filter(|text| !text.is_empty());
            let number = |at: usize| text(at).and_then(|text| text.parse::<f64>().ok());
            judge(&Deal {
                line,
                id: &row[0],
                name: &row[1],
                owner: &row[3],
                stage: Stage::of(&row[4]).ok_or_else(|| io::Error::other("a stage"))?,
                amount: number(5),
                list_price: number(6),
                close_date: text(7).and_then(|text| NaiveDate::parse_from_str(text, "%d.%m.%Y").ok()),
                next_step: text(8),
                loss_reason: text(9),
                sales: text(10),
                application: text(11),
                account: self.accounts.contains(&row[2]),
                contacts: self.contacts.get(&row[0]).map(Vec::as_slice).unwrap_or_default(),
                history: self.history.get(&row[0]).map(Vec::as_slice).unwrap_or_default(),
            })
        })
    }
}

fn rows(path: &Path, mut take: impl FnMut(&StringRecord, u64) -> io::Result<()>) -> io::Result<()> {
    let mut reader = ReaderBuilder::new().from_path(path).map_err(io::Error::other)?;
    let mut row = StringRecord::new();
    while reader.read_record(&mut row).map_err(io::Error::other)? {
        let line = row.position().map_or(0, csv::Position::line);
        take(&row, line)?;
    }
    Ok(())
}

/// The list of a key; the key is copied only once.
fn of<'m, T>(map: &'m mut HashMap<String, Vec<T>>, key: &str) -> &'m mut Vec<T> {
    if !map.contains_key(key) {
        map.insert(key.to_owned(), Vec::new());
    }
    map.get_mut(key).expect("it was put there")
}
