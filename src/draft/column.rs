use indexmap::IndexMap;

use crate::deals::fits;
use crate::draft::dates;
use crate::draft::dates::Written;
use crate::draft::names::Names;
use crate::draft::words;
use crate::draft::words::says;
use crate::value::Currency;
use crate::value::Type;

/// A column of a table and what its cells hold.
pub(super) struct Column {
    /// Its place in the table.
    pub at: usize,
    pub header: String,
    /// Cells that are not blank.
    pub filled: usize,
    pub rows: usize,
    /// What stands in it, each once, with how often; in the order of the table.
    pub values: IndexMap<String, usize>,
    pub kind: Kind,
    /// What speaks against the guess, for a comment.
    pub doubt: Option<String>,
}

/// What the cells of a column hold.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// Nothing.
    Blank,
    /// Yes or no, and the labels for them where they are not `true` and `false`.
    Bool(Option<(String, String)>),
    Integer,
    Number,
    /// Shares, written as 15 where they mean 15 %, or as 0.15 or 15%.
    Percent {
        hundredths: bool,
    },
    /// Amounts, and the currency where the cells name it.
    Money(Option<Currency>),
    Date(Written),
    /// One of a few labels; each with the name of its member.
    Choice(Vec<(String, String)>),
    Person,
    Text,
}

/// More distinct values than these are no enumeration.
const MOST_LABELS: usize = 12;

impl Column {
    pub fn of<'t>(at: usize, header: &str, cells: impl Iterator<Item = &'t str>) -> Column {
        let mut values: IndexMap<String, usize> = IndexMap::new();
        let (mut filled, mut rows) = (0, 0);
        for cell in cells {
            rows += 1;
            let cell = cell.trim();
            if !cell.is_empty() {
                filled += 1;
                match values.get_mut(cell) {
                    Some(count) => *count += 1,
                    None => {
                        values.insert(cell.to_owned(), 1);
                    }
                }
            }
        }
        let mut column =
            Column { at, header: header.trim().to_owned(), filled, rows, values, kind: Kind::Text, doubt: None };
        column.kind = column.guess();
        column
    }

    /// Whether each row has a value of its own.
    pub fn is_unique(&self) -> bool {
        self.rows > 0 && self.filled == self.rows && self.values.len() == self.rows
    }

    pub fn says(&self, words: &[&str]) -> bool {
        says(&self.header, words)
    }

    /// How much of it is filled, for a comment.
    pub fn share(&self) -> String {
        share(self.filled, self.rows)
    }

    fn guess(&mut self) -> Kind {
        let values: Vec<&str> = self.values.keys().map(String::as_str).collect();
        if values.is_empty() {
            return Kind::Blank;
        }
        if let Some(labels) = yes_or_no(&values) {
            return Kind::Bool(labels);
        }
        let code = self.says(words::CODE);
        let numeric = !code && values.iter().all(|value| is_number(value));
        if numeric && (self.says(words::DATE) || self.says(words::CLOSE)) && dates::are_serials(&values) {
            let first = values.first().copied().unwrap_or_default();
            self.doubt = Some(format!("looks like days counted by a spreadsheet (\"{first}\"): export them as dates"));
            return Kind::Number;
        }
        if numeric {
            return self.number(&values);
        }
        if let Some(written) = dates::written(&values) {
            if let Some(other) = &written.doubt {
                self.doubt = Some(format!("\"{other}\" fits every date as well: check day and month"));
            }
            return Kind::Date(written);
        }
        if self.says(words::DATE) {
            self.doubt = self.nearly_dates(&values);
        }
        if !code && values.iter().all(|value| fits(value, &Type::Percent, &[], None) && value.ends_with('%')) {
            return Kind::Percent { hundredths: false };
        }
        if !code && let Some(currency) = currency_of(&values) {
            return Kind::Money(Some(currency));
        }
        if self.says(words::PERSON) && !code && !self.says(words::STAGE) && !self.says(words::STATUS) {
            return Kind::Person;
        }
        self.choice(&values)
    }

    fn number(&self, values: &[&str]) -> Kind {
        let at_most = |limit: f64| {
            values
                .iter()
                .all(|value| value.replace(',', "").parse::<f64>().is_ok_and(|number| (0.0..=limit).contains(&number)))
        };
        if self.says(words::PERCENT) && at_most(100.0) && !self.says(words::AMOUNT) {
            return Kind::Percent { hundredths: !at_most(1.0) };
        }
        if self.says(words::MONEY) {
            return Kind::Money(None);
        }
        match values.iter().all(|value| fits(value, &Type::Integer, &[], None)) {
            true => Kind::Integer,
            false => Kind::Number,
        }
    }

    /// Text that is one of a few labels, or any text.
    fn choice(&self, values: &[&str]) -> Kind {
        let often = if values.len() <= 4 { 2 } else { 3 };
        let few = (2..=MOST_LABELS).contains(&values.len()) && self.filled >= values.len() * often;
        let short = values.iter().all(|value| value.chars().count() <= 40);
        if !few || !short || self.says(words::CODE) || self.says(&["email", "name", "website", "邮箱", "名称"]) {
            return Kind::Text;
        }
        let mut labels: Vec<&str> = values.to_vec();
        if let Some(scale) = scale_of(&labels) {
            labels.sort_by_key(|label| place_in(scale, label));
        }
        let mut names = Names::default();
        Kind::Choice(labels.into_iter().map(|label| (label.to_owned(), names.give_member(label))).collect())
    }

    /// Dates but for a few cells.
    fn nearly_dates(&self, values: &[&str]) -> Option<String> {
        let plain = values.iter().find(|value| !value.starts_with(|first: char| first.is_ascii_digit()))?;
        let rest: Vec<&str> = values.iter().copied().filter(|value| value != plain).collect();
        let odd: Vec<&&str> = values.iter().filter(|value| dates::written(&[value]).is_none()).collect();
        let sound: Vec<&str> = rest.into_iter().filter(|value| !odd.contains(&value)).collect();
        (sound.len() > odd.len() && dates::written(&sound).is_some())
            .then(|| format!("dates but for \"{plain}\" and the like, so read as text"))
    }
}

/// `61 %` of the rows, or how it is said where that would hide something.
pub(super) fn share(part: usize, whole: usize) -> String {
    let percent = |number: usize| (number * 100).checked_div(whole).unwrap_or(0);
    match percent(part) {
        _ if part == whole => "always filled".to_owned(),
        0 if part > 0 => "hardly ever filled".to_owned(),
        99 => "nearly always filled".to_owned(),
        percent => format!("{percent} % filled"),
    }
}

fn is_number(value: &str) -> bool {
    let padded = value.len() > 1 && value.starts_with('0') && !value.contains('.');
    !padded && fits(value, &Type::Number, &[], None)
}

fn yes_or_no(values: &[&str]) -> Option<Option<(String, String)>> {
    const PAIRS: &[(&str, &str)] = &[("yes", "no"), ("y", "n"), ("ja", "nein"), ("是", "否")];
    let all = |yes: &str, no: &str| {
        values.len() <= 2
            && values.iter().all(|value| value.eq_ignore_ascii_case(yes) || value.eq_ignore_ascii_case(no))
    };
    if all("true", "false") {
        return Some(None);
    }
    // One label alone may be anything.
    let (yes, no) = PAIRS.iter().find(|(yes, no)| values.len() == 2 && all(yes, no))?;
    let written =
        |word: &str| values.iter().find(|value| value.eq_ignore_ascii_case(word)).map(|value| (*value).to_owned());
    Some(written(yes).zip(written(no)))
}

/// The currency that each cell names.
fn currency_of(values: &[&str]) -> Option<Currency> {
    let known = ["USD", "EUR", "GBP", "CNY", "JPY", "CHF", "INR", "AUD", "CAD", "SGD", "HKD"];
    let named =
        |value: &&str| value.chars().any(|letter| !letter.is_ascii_digit() && !matches!(letter, '.' | ',' | '-' | ' '));
    if !values.iter().all(named) {
        return None;
    }
    let currencies = known.iter().filter_map(|code| code.parse::<Currency>().ok());
    currencies.into_iter().find(|currency| {
        let unit = Some(*currency);
        values.iter().all(|value| {
            fits(value, &Type::Money, &[], unit) && !fits(value, &Type::Number, &[], None) && names(value, *currency)
        })
    })
}

/// Whether an amount is of this currency and of no other.
fn names(value: &str, currency: Currency) -> bool {
    let sign = match currency.to_string().as_str() {
        "USD" => "$",
        "EUR" => "€",
        "GBP" => "£",
        "CNY" => "元",
        "JPY" => "円",
        "INR" => "₹",
        _ => "",
    };
    value.contains(&currency.to_string()) || (!sign.is_empty() && value.contains(sign))
}

fn scale_of(labels: &[&str]) -> Option<&'static [&'static str]> {
    words::SCALES.iter().copied().find(|scale| labels.iter().all(|label| place_in(scale, label).is_some()))
}

fn place_in(scale: &[&str], label: &str) -> Option<usize> {
    scale.iter().position(|step| *step == label.to_lowercase())
}
