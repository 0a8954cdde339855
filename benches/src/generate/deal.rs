//! What a generated deal holds, in the order in which it is written.

use serde::Serialize;

#[derive(Serialize)]
pub struct Deal {
    pub id: String,
    pub name: String,
    pub account: Account,
    pub owner: String,
    pub team: Team,
    pub stage: &'static str,
    pub amount: i64,
    pub currency: &'static str,
    pub discount_pct: f64,
    pub margin_pct: f64,
    pub close_date: String,
    pub created_at: String,
    pub last_activity_at: String,
    pub contacts: Vec<Contact>,
    pub approvals: Vec<Approval>,
    pub history: Vec<Entry>,
    pub meddic: Meddic,
    pub next_step: Option<String>,
    pub competitor: Option<String>,
    pub loss_reason: Option<String>,
}

#[derive(Serialize)]
pub struct Account {
    pub name: String,
    pub industry: &'static str,
    pub region: &'static str,
}

#[derive(Serialize)]
#[expect(non_snake_case, reason = "as the data writes them")]
pub struct Team {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub AR: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub SR: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub FR: Option<String>,
}

#[derive(Serialize)]
pub struct Contact {
    pub name: Option<String>,
    pub role: &'static str,
    pub relation: u8,
}

#[derive(Serialize)]
pub struct Approval {
    pub approval: &'static str,
    pub role: &'static str,
    pub by: String,
    pub decision: &'static str,
    pub at: String,
}

#[derive(Serialize)]
pub struct Entry {
    pub stage: &'static str,
    pub at: String,
    pub by: String,
}

#[derive(Serialize)]
pub struct Meddic {
    pub metrics: Option<String>,
    pub economic_buyer: Option<String>,
    pub decision_criteria: String,
    pub decision_process: String,
    pub identified_pain: String,
    pub champion: String,
}
