use crate::assess::settings::Case;
use crate::model::ApprovalId;
use crate::model::RoleId;
use crate::value::Gap;
use crate::value::Moment;
use crate::value::Record;
use crate::value::Value;
use crate::value::builtin;
use crate::value::builtin::approvals;

/// One entry of the deal's `approvals`, read.
pub(super) struct Decision {
    /// Its place in the list.
    pub item: usize,
    /// The role it was taken in, or why that is not known.
    pub role: Result<RoleId, Gap>,
    /// Who took it.
    pub by: Option<String>,
    /// What was decided, or why that is not known.
    pub outcome: Result<Outcome, Gap>,
    /// When.
    pub at: Option<Moment>,
    /// When it was asked for.
    pub requested_at: Option<Moment>,
    /// Until when it holds, where the record says so.
    pub valid_until: Option<Moment>,
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Approved,
    Rejected,
    Pending,
    Conditional,
}

/// The decisions on one approval, in the order of their moments; those without a moment keep their place among the last.
pub(super) fn decisions(case: &Case<'_>, id: ApprovalId) -> Vec<Decision> {
    let Value::List(entries) = case.deal.record.get(builtin::APPROVALS) else { return Vec::new() };
    let records = entries.iter().enumerate().filter_map(|(item, entry)| match entry {
        Value::Record(record) if *record.get(approvals::APPROVAL) == Value::Choice(id.0) => Some((item, record)),
        _ => None,
    });
    let mut decisions: Vec<Decision> = records.map(|(item, record)| decision(item, record)).collect();
    decisions.sort_by_key(|decision| decision.at.map_or((true, None), |at| (false, Some((at.day(), exact(at))))));
    decisions
}

/// Sorts exact moments within their day behind those known only by it.
fn exact(at: Moment) -> Option<chrono::DateTime<chrono::FixedOffset>> {
    match at {
        Moment::At(at) => Some(at),
        Moment::Day(_) => None,
    }
}

fn decision(item: usize, record: &Record) -> Decision {
    Decision {
        item,
        role: choice(record.get(approvals::ROLE)).map(RoleId),
        by: text(record.get(approvals::BY)),
        outcome: choice(record.get(approvals::DECISION)).map(|decision| match decision {
            approvals::APPROVED => Outcome::Approved,
            approvals::REJECTED => Outcome::Rejected,
            approvals::PENDING => Outcome::Pending,
            _ => Outcome::Conditional,
        }),
        at: moment(record.get(approvals::AT)),
        requested_at: moment(record.get(approvals::REQUESTED_AT)),
        valid_until: moment(record.get(approvals::VALID_UNTIL)),
    }
}

fn choice(value: &Value) -> Result<u16, Gap> {
    match value {
        Value::Choice(place) => Ok(*place),
        Value::Missing(gap) => Err(*gap),
        _ => Err(Gap::Unreadable),
    }
}

pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) if !text.trim().is_empty() => Some(text.to_string()),
        _ => None,
    }
}

pub(super) fn moment(value: &Value) -> Option<Moment> {
    match value {
        Value::Moment(moment) => Some(*moment),
        Value::Date(day) => Some(Moment::Day(*day)),
        _ => None,
    }
}
