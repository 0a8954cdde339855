use chrono::NaiveDate;

use crate::expr::Expr;
use crate::model::CriterionId;
use crate::model::TextPlace;
use crate::value::Duration;

/// A finding that somebody decided to live with for a time.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// The criteria it covers, as written: a check, an approval, or one of their kinds (`ATB.late`).
    pub target: String,
    /// The criteria it covers.
    pub criteria: Vec<CriterionId>,
    /// Only findings of this kind; `None` for all.
    pub kind: Option<String>,
    /// The deals it covers.
    pub covered: Covered,
    /// The last day, which is in.
    pub until: NaiveDate,
    /// Who decided it.
    pub by: String,
    /// Why.
    pub because: String,
    /// Where it is declared.
    pub declared: TextPlace,
}

/// The deals a waiver covers.
#[derive(Clone, Debug)]
pub enum Covered {
    /// These, by id.
    Deals(Vec<String>),
    /// Those for which this holds.
    Where(Expr),
}

/// `waivers { longest 90 days  by CFO }`: what waivers the playbook allows.
#[derive(Clone, Debug, Default)]
pub struct WaiverPolicy {
    /// The longest a waiver may still run.
    pub longest: Option<Duration>,
    /// Who may decide one; empty for anybody.
    pub by: Vec<String>,
}
