//! The needed fields of a deal, borrowed from its line.

use serde::Deserialize;
use serde::Deserializer;
use serde::de::Error;

use crate::hand::Text;

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
    pub discount: Percent,
    pub margin: Percent,
    pub scope_changes: Vec<ScopeChange>,
    #[serde(borrow)]
    pub history: Vec<Entry<'a>>,
    #[serde(borrow)]
    pub approvals: Vec<Approval<'a>>,
    #[serde(borrow)]
    pub changes: Vec<Change<'a>>,
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
pub struct ScopeChange {
    #[serde(deserialize_with = "is_there")]
    pub executed: bool,
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
pub struct Approval<'a> {
    #[serde(borrow)]
    pub approval: &'a str,
    pub role: Body,
    #[serde(borrow)]
    pub by: Text<'a>,
    pub decision: Outcome,
    #[serde(borrow)]
    pub at: &'a str,
    pub covered: Option<Terms>,
    #[serde(borrow, default)]
    pub conditions: Vec<Condition<'a>>,
}

#[derive(Deserialize)]
pub struct Condition<'a> {
    #[serde(borrow)]
    pub text: Text<'a>,
    #[serde(borrow)]
    pub due: Option<&'a str>,
    #[serde(borrow)]
    pub closed_on: Option<&'a str>,
}

/// What a deal was before a change.
#[derive(Deserialize)]
pub struct Change<'a> {
    #[serde(borrow)]
    pub field: &'a str,
    pub from: Was<'a>,
    #[serde(borrow)]
    pub at: &'a str,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(untagged)]
pub enum Was<'a> {
    Amount(i64),
    #[serde(borrow)]
    Text(&'a str),
}

/// What decides who must decide.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub struct Terms {
    pub amount: i64,
    pub discount: Percent,
    pub margin: Percent,
}

/// In hundredths of a percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(pub i64);

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Approved,
    Rejected,
    Pending,
    Conditional,
}

/// The bodies, a stronger one behind a weaker one.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub enum Body {
    #[serde(rename = "SDT_R")]
    Office,
    #[serde(rename = "SDT_D")]
    Region,
    #[serde(rename = "SDT_C")]
    Company,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    Lead,
    Opportunity,
    Guidance,
    Bid,
    Negotiation,
    Contract,
    Closed,
    Lost,
}

impl Stage {
    pub fn name(self) -> &'static str {
        ["lead", "opportunity", "guidance", "bid", "negotiation", "contract", "closed", "lost"][self as usize]
    }

    pub fn title(self) -> &'static str {
        [
            "Lead",
            "Verify opportunity",
            "Pre-bid guidance",
            "Bid",
            "Negotiation",
            "Contract in execution",
            "Closed",
            "Lost",
        ][self as usize]
    }
}

impl Body {
    pub fn title(self) -> &'static str {
        ["Office decision team", "Regional decision team", "Company decision team"][self as usize]
    }
}

impl Percent {
    /// `12.5%`
    pub fn read(text: &str) -> Option<Percent> {
        let (whole, part) = text.strip_suffix('%')?.split_once('.').unwrap_or((text.strip_suffix('%')?, ""));
        let hundredths = match part.len() {
            0 => 0,
            1 => part.parse::<i64>().ok()? * 10,
            2 => part.parse().ok()?,
            _ => return None,
        };
        Some(Percent(whole.parse::<i64>().ok()? * 100 + hundredths))
    }

    pub fn shown(self) -> String {
        match (self.0 / 100, self.0 % 100) {
            (whole, 0) => format!("{whole}%"),
            (whole, part) if part % 10 == 0 => format!("{whole}.{}%", part / 10),
            (whole, part) => format!("{whole}.{part:02}%"),
        }
    }
}

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Percent, D::Error> {
        let text = <&str>::deserialize(deserializer)?;
        Percent::read(text).ok_or_else(|| D::Error::custom("a percent"))
    }
}

fn is_there<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(Option::<&str>::deserialize(deserializer)?.is_some())
}
