use chrono::NaiveDate;

use crate::value::Gap;
use crate::value::Money;
use crate::value::Record;
use crate::value::Truth;
use crate::value::Value;
use crate::value::people;

/// Who holds which role when, and who stands in for whom.
#[derive(Clone, Debug, Default)]
pub struct People {
    rows: Vec<Row>,
    doubtful: Vec<Doubtful>,
}

/// A row of which a part could not be read: it may give a right, and may not.
#[derive(Clone, Debug)]
struct Doubtful {
    /// The person and the deputy, where they can be read.
    about: Vec<String>,
    /// Whether somebody is meant whose name cannot be read.
    anybody: bool,
    /// The role; `None` where it cannot be read.
    role: Option<u16>,
}

#[derive(Clone, Debug)]
struct Row {
    person: String,
    role: u16,
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
    deputy: Option<String>,
    limit: Option<Money>,
    manager: Option<String>,
}

/// By what right somebody acts in a role on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Right {
    /// The person holds the role.
    Holds,
    /// The person stands in for one who holds it, up to the limit.
    Deputy {
        /// For whom.
        of: String,
        /// Up to which amount.
        limit: Option<Money>,
    },
    /// None.
    None,
    /// A row that may be about the person could not be read.
    Unknown,
}

impl People {
    /// The people of a table. A row without a person or a role says nothing; one that could not be read leaves it open.
    pub fn of(records: &[Record]) -> People {
        let mut people = People::default();
        for record in records {
            let open = record.values.iter().any(unreadable);
            let (role, person) = (record.get(people::ROLE), text(record.get(people::PERSON)));
            match (role, person) {
                _ if open => people.doubtful.push(Doubtful::of(record)),
                (Value::Choice(role), Some(person)) => people.rows.push(Row::of(record, person, *role)),
                _ => {}
            }
        }
        people
    }

    /// By what right a person acts in a role on a day. A right of one's own comes before one that was lent.
    pub fn right(&self, person: &str, role: u16, day: NaiveDate) -> Right {
        if self.valid(role, day).any(|row| row.person == person && row.deputy.is_none()) {
            return Right::Holds;
        }
        let lent = |row: &&Row| row.deputy.as_deref() == Some(person);
        match self.valid(role, day).find(lent) {
            Some(row) => Right::Deputy { of: row.person.clone(), limit: row.limit },
            None if self.doubtful.iter().any(|row| row.may_be(person, role)) => Right::Unknown,
            None => Right::None,
        }
    }

    /// The rows that say something of a role on a day.
    fn valid(&self, role: u16, day: NaiveDate) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.role == role && row.holds(day))
    }

    /// Whether a person reports to another on a day, be it through others.
    ///
    /// Somebody of whom no row speaks may report to anybody; somebody without a manager reports to nobody.
    pub fn reports_to(&self, person: &str, other: &str, day: NaiveDate) -> Truth {
        let mut met: Vec<&str> = Vec::new();
        let mut open = vec![person];
        let mut answer = Truth::No;
        while let Some(below) = open.pop() {
            met.push(below);
            let rows = || self.rows.iter().filter(|row| row.person == below && row.holds(day));
            let doubtful = self.doubtful.iter().any(|row| row.anybody || row.about.iter().any(|name| name == below));
            if doubtful || rows().next().is_none() {
                answer = Truth::Unknown;
            }
            for manager in rows().filter_map(|row| row.manager.as_deref()) {
                if manager == other {
                    return Truth::Yes;
                }
                if !met.contains(&manager) && !open.contains(&manager) {
                    open.push(manager);
                }
            }
        }
        answer
    }

    /// For whom a person stands in on a day, through every delegation: an approval lent back is the lender's own.
    pub fn principals(&self, person: &str, role: u16, day: NaiveDate) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mut open = vec![person.to_owned()];
        while let Some(deputy) = open.pop() {
            for row in self.valid(role, day).filter(|row| row.deputy.as_deref() == Some(deputy.as_str())) {
                if !found.contains(&row.person) {
                    found.push(row.person.clone());
                    open.push(row.person.clone());
                }
            }
        }
        found
    }
}

impl Row {
    fn holds(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    fn of(record: &Record, person: String, role: u16) -> Row {
        Row {
            person,
            role,
            from: day(record.get(people::FROM)),
            until: day(record.get(people::UNTIL)),
            deputy: text(record.get(people::DEPUTY)),
            limit: match record.get(people::LIMIT) {
                Value::Money(limit) => Some(*limit),
                _ => None,
            },
            manager: text(record.get(people::MANAGER)),
        }
    }
}

impl Doubtful {
    fn of(record: &Record) -> Doubtful {
        let names = [record.get(people::PERSON), record.get(people::DEPUTY)];
        Doubtful {
            about: names.into_iter().filter_map(text).collect(),
            anybody: names.into_iter().any(unreadable),
            role: match record.get(people::ROLE) {
                Value::Choice(role) => Some(*role),
                _ => None,
            },
        }
    }

    fn may_be(&self, person: &str, role: u16) -> bool {
        let named = self.anybody || self.about.iter().any(|name| name == person);
        named && self.role.is_none_or(|known| known == role)
    }
}

/// Whether something stands there that could not be read.
fn unreadable(value: &Value) -> bool {
    matches!(value, Value::Missing(gap) if *gap != Gap::Absent)
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) if !text.is_empty() => Some(text.to_string()),
        _ => None,
    }
}

fn day(value: &Value) -> Option<NaiveDate> {
    match value {
        Value::Date(day) => Some(*day),
        Value::Moment(moment) => Some(moment.day()),
        _ => None,
    }
}
