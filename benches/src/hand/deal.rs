//! The needed fields of a deal, borrowed from its line.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::Visitor;

#[derive(Deserialize)]
pub struct Deal<'a> {
    #[serde(borrow)]
    pub id: Text<'a>,
    #[serde(borrow)]
    pub name: Text<'a>,
    #[serde(borrow)]
    pub owner: Text<'a>,
    #[serde(borrow)]
    pub team: Team<'a>,
    pub stage: Stage,
    pub amount: i64,
    pub discount_pct: f64,
    #[serde(borrow)]
    pub close_date: &'a str,
    #[serde(borrow)]
    pub last_activity_at: &'a str,
    #[serde(borrow)]
    pub contacts: Vec<Contact<'a>>,
    #[serde(borrow)]
    pub approvals: Vec<Approval<'a>>,
    #[serde(borrow)]
    pub history: Vec<Entry<'a>>,
    #[serde(borrow)]
    pub meddic: Meddic<'a>,
    #[serde(borrow)]
    pub next_step: Option<Text<'a>>,
    #[serde(borrow)]
    pub loss_reason: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub struct Team<'a> {
    #[serde(borrow)]
    pub ar: Option<Text<'a>>,
    #[serde(borrow)]
    pub sr: Option<Text<'a>>,
    #[serde(borrow)]
    pub fr: Option<Text<'a>>,
}

#[derive(Deserialize)]
pub struct Contact<'a> {
    #[serde(borrow)]
    pub name: Option<Text<'a>>,
    #[serde(borrow)]
    pub role: &'a str,
    pub relation: u8,
}

#[derive(Deserialize)]
pub struct Approval<'a> {
    #[serde(borrow)]
    pub approval: &'a str,
    #[serde(borrow)]
    pub role: &'a str,
    #[serde(borrow)]
    pub by: Text<'a>,
    #[serde(borrow)]
    pub decision: &'a str,
    #[serde(borrow)]
    pub at: &'a str,
}

#[derive(Deserialize)]
pub struct Entry<'a> {
    pub stage: Stage,
    #[serde(borrow)]
    pub at: &'a str,
    #[serde(borrow)]
    pub by: Text<'a>,
}

#[derive(Deserialize)]
pub struct Meddic<'a> {
    #[serde(borrow)]
    pub metrics: Option<Text<'a>>,
    #[serde(borrow)]
    pub economic_buyer: Option<Text<'a>>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    Lead,
    Qualified,
    Proposal,
    Negotiation,
    Contract,
    Delivery,
    Won,
    Lost,
}

impl Stage {
    pub fn name(self) -> &'static str {
        ["lead", "qualified", "proposal", "negotiation", "contract", "delivery", "won", "lost"][self as usize]
    }

    pub fn title(self) -> &'static str {
        ["Lead", "Qualified", "Proposal", "Negotiation", "Contract", "Delivery", "Won", "Lost"][self as usize]
    }

    pub fn is_open(self) -> bool {
        self < Stage::Won
    }
}

/// A text that is copied only where it holds an escape.
pub struct Text<'a>(Cow<'a, str>);

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Text<'a>, D::Error> {
        deserializer.deserialize_str(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Owned(text.to_owned())))
    }
}
