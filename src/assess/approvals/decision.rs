use smallvec::SmallVec;

use crate::assess::approvals::faults::Guard;
use crate::assess::approvals::need::Leaf;
use crate::assess::approvals::need::Need;
use crate::assess::approvals::need::need;
use crate::assess::settings::Case;
use crate::model::Approval;
use crate::model::ApprovalId;
use crate::model::By;
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
    /// Who had to decide by the values that it was given for; `None` where the record does not hold them.
    pub needed: Option<Need>,
}

impl Decision {
    /// Whether its role may decide in the place of a body: by the values that it was given for, as far as they are known.
    ///
    /// A deal that changed afterwards has outgrown the decision; that does not make it one without authority.
    pub fn will_do(&self, leaf: &Leaf) -> bool {
        let Ok(role) = self.role else { return false };
        let Some(needed) = &self.needed else { return leaf.accepts(role) };
        let needed = needed.leaves();
        match needed.iter().find(|needed| needed.role == leaf.role) {
            // Where several bodies had to decide, none of them decides for another.
            Some(same) => same.accepts(role),
            None => needed.iter().any(|needed| needed.accepts(role)),
        }
    }
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
pub(super) fn decisions(case: &Case<'_>, id: ApprovalId, guard: &Guard) -> Vec<Decision> {
    let approval = case.playbook.approval(id);
    let Value::List(entries) = case.deal.record.get(builtin::APPROVALS) else { return Vec::new() };
    let records = entries.iter().enumerate().filter_map(|(item, entry)| match entry {
        Value::Record(record) if *record.get(approvals::APPROVAL) == Value::Choice(id.0) => {
            Some((item, record.as_ref()))
        }
        _ => None,
    });
    let of = |(item, record)| Decision {
        needed: approval.and_then(|approval| needed(case, approval, record, guard)),
        ..decision(item, record)
    };
    let mut decisions: Vec<Decision> = records.map(of).collect();
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
        needed: None,
    }
}

/// Who had to decide by the covered values of a decision; a role that is fixed needs no values.
fn needed(case: &Case<'_>, approval: &Approval, record: &Record, guard: &Guard) -> Option<Need> {
    let Value::Record(covered) = record.get(approvals::COVERED) else { return None };
    if !matches!(approval.by, By::Authority(_) | By::Table(_)) {
        return None;
    }
    let then = covered.values.iter().enumerate().map(|(at, then)| (at + builtin::COUNT, then));
    let then = then.filter(|(slot, then)| !then.is_missing() && *slot < case.record.values.len());
    let then: SmallVec<[(usize, &Value); 8]> = then.collect();
    if then.is_empty() {
        return None;
    }
    // Most deals have the values still that were decided on.
    if then.iter().all(|(slot, then)| case.record.get(*slot) == *then) {
        return need(case, approval, guard).ok().flatten();
    }
    let mut record = case.record.clone();
    for (slot, then) in then {
        if let Some(now) = record.values.get_mut(slot) {
            *now = then.clone();
        }
    }
    need(&case.with_values(&record), approval, guard).ok().flatten()
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
