//! The needed fields of a deal, borrowed from its line.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de::Error;
use serde::de::IgnoredAny;
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
    #[serde(borrow)]
    pub stage: Stated<'a>,
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
    /// Fields that no rule knows: whether they stand there.
    #[serde(default)]
    pub account: Met,
    #[serde(default)]
    pub currency: Met,
    #[serde(default)]
    pub margin_pct: Met,
    #[serde(default)]
    pub competitor: Met,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub struct Team<'a> {
    #[serde(borrow)]
    pub ar: Option<Text<'a>>,
    #[serde(borrow)]
    pub sr: Option<Text<'a>>,
    #[serde(borrow)]
    pub fr: Option<Text<'a>>,
}

#[derive(Deserialize, Serialize)]
pub struct Contact<'a> {
    #[serde(borrow)]
    pub name: Option<Text<'a>>,
    #[serde(borrow)]
    pub role: &'a str,
    pub relation: u8,
}

#[derive(Deserialize, Serialize)]
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
    #[serde(borrow)]
    pub stage: Stated<'a>,
    #[serde(borrow)]
    pub at: &'a str,
    #[serde(borrow)]
    pub by: Text<'a>,
}

#[derive(Deserialize, Serialize)]
pub struct Meddic<'a> {
    #[serde(borrow)]
    pub metrics: Option<Text<'a>>,
    #[serde(borrow)]
    pub economic_buyer: Option<Text<'a>>,
    #[serde(default, skip_serializing)]
    pub decision_criteria: Met,
    #[serde(default, skip_serializing)]
    pub decision_process: Met,
    #[serde(default, skip_serializing)]
    pub identified_pain: Met,
    #[serde(default, skip_serializing)]
    pub champion: Met,
}

/// Whether a field stands in the line; its value is skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Met(pub bool);

impl<'de> Deserialize<'de> for Met {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Met, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Met(true))
    }
}

/// A stage, and its name where it stands in the line.
#[derive(Clone, Copy)]
pub struct Stated<'a> {
    pub stage: Stage,
    pub text: &'a str,
}

impl Deref for Stated<'_> {
    type Target = Stage;

    fn deref(&self) -> &Stage {
        &self.stage
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Stated<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Stated<'a>, D::Error> {
        let text = <&str>::deserialize(deserializer)?;
        let stage = Stage::of(text).ok_or_else(|| D::Error::custom(format_args!("no stage is named `{text}`")))?;
        Ok(Stated { stage, text })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
    pub const ALL: [Stage; 8] = [
        Stage::Lead,
        Stage::Qualified,
        Stage::Proposal,
        Stage::Negotiation,
        Stage::Contract,
        Stage::Delivery,
        Stage::Won,
        Stage::Lost,
    ];

    fn of(name: &str) -> Option<Stage> {
        Some(match name {
            "lead" => Stage::Lead,
            "qualified" => Stage::Qualified,
            "proposal" => Stage::Proposal,
            "negotiation" => Stage::Negotiation,
            "contract" => Stage::Contract,
            "delivery" => Stage::Delivery,
            "won" => Stage::Won,
            "lost" => Stage::Lost,
            _ => return None,
        })
    }

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

impl<'a> Text<'a> {
    /// The text where it stands in the line; nothing where it was copied.
    pub fn borrowed(&self) -> Option<&'a str> {
        match self.0 {
            Cow::Borrowed(text) => Some(text),
            Cow::Owned(_) => None,
        }
    }
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&self.0)
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
