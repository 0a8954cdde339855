use chrono::NaiveDate;
use smallvec::smallvec;

use crate::assess::Kind;
use crate::assess::People;
use crate::assess::Right;
use crate::assess::approvals::Asked;
use crate::assess::approvals::Wrong;
use crate::assess::approvals::decision::Decision;
use crate::assess::approvals::decision::Outcome;
use crate::assess::approvals::decision::moment;
use crate::assess::approvals::decision::text;
use crate::assess::approvals::guards_a_move;
use crate::assess::approvals::need::Leaf;
use crate::assess::approvals::outgrown::covered_path;
use crate::assess::approvals::outgrown::outgrown;
use crate::assess::approvals::words::path;
use crate::assess::lengths::Allowed;
use crate::assess::lengths::allowed;
use crate::assess::ruling::Fault;
use crate::assess::settings::Case;
use crate::model::Barred;
use crate::model::Owner;
use crate::model::Party;
use crate::model::Place;
use crate::model::StageId;
use crate::value::Duration;
use crate::value::Moment;
use crate::value::Path;
use crate::value::Record;
use crate::value::Step;
use crate::value::Truth;
use crate::value::Type;
use crate::value::Unit;
use crate::value::Value;
use crate::value::builtin;
use crate::value::builtin::approvals;
use crate::value::builtin::conditions;
use crate::value::compare;

/// What an approval guards: a move of the deal, or the present.
pub(super) struct Guard {
    /// The stage entered, left or held.
    pub stage: Option<StageId>,
    /// Whether it guards leaving the stage.
    pub leaving: bool,
    /// Whether it guards a move that was made.
    pub moved: bool,
    /// Whether it guards a move that is only asked about: whatever is recorded today came before it.
    pub asked: bool,
    /// When that was, or now; `None` where the history does not say.
    pub moment: Option<Moment>,
}

impl Guard {
    /// What a criterion guards that requires an approval.
    pub fn of(case: &Case<'_>, place: &Place, moment: Option<Moment>) -> Guard {
        let stage = match place {
            Place::Entry(stage) | Place::Exit(stage) | Place::During(stage) | Place::Whole(stage) => Some(*stage),
            Place::Stages(_) | Place::Always => None,
        };
        // A stage that was left out is guarded at the move that did so.
        let instead = stage.and_then(|stage| case.way.left_out(stage)).map(|left_out| left_out.instead);
        let asked = guards_a_move(place) && case.moves_now(moment);
        let moved = guards_a_move(place) && !asked;
        let moment = if moved { moment } else { Some(Moment::At(case.settings.as_of.now)) };
        let leaving = matches!(place, Place::Exit(_)) && instead.is_none();
        Guard { stage: instead.or(stage), leaving, moved, asked, moment }
    }

    /// The day of the move, or today.
    pub fn day(&self, case: &Case<'_>) -> NaiveDate {
        self.moment.map_or(case.settings.as_of.today, Moment::day)
    }
}

/// The decision that counts for a body, and what is wrong with it; nothing wrong where one stands.
///
/// The last decision before the move counts. An approval that an edit outgrew, or that ran out, is made good by a later one.
pub(super) fn leaf_faults<'d>(asked: &Asked<'d>, leaf: &Leaf, all: &[&Leaf]) -> (Option<&'d Decision>, Vec<Wrong>) {
    let acceptable = |decision: &&Decision| decision.will_do(leaf);
    let own: Vec<&Decision> = asked.decisions.iter().filter(acceptable).collect();
    if own.is_empty() {
        return nearest(asked, leaf, all);
    }
    let in_time = |decision: &&&Decision| decision.at.is_some() && !is_late(asked, decision);
    let decided = own.iter().filter(|decision| !matches!(decision.outcome, Ok(Outcome::Pending)));
    let last_in_time = decided.clone().rfind(in_time);
    // A refusal that came last overrules what was approved before.
    if let Some(last) = last_in_time.filter(|last| last.outcome == Ok(Outcome::Rejected)) {
        return (Some(last), vec![asked.words.rejected(last)]);
    }
    let approvals: Vec<&&Decision> = decided.clone().filter(|one| one.outcome != Ok(Outcome::Rejected)).collect();
    for decision in approvals.iter().rev() {
        if faults(asked, leaf, decision).is_empty() {
            return (Some(decision), Vec::new());
        }
    }
    let counts = approvals.iter().rev().find(|decision| in_time(decision)).or(approvals.last());
    match counts {
        Some(decision) => (Some(decision), faults(asked, leaf, decision)),
        None => match own.last() {
            Some(pending) if pending.outcome == Ok(Outcome::Pending) => {
                (None, vec![asked.words.pending(leaf, pending)])
            }
            Some(rejected) => (Some(rejected), vec![asked.words.rejected(rejected)]),
            None => (None, Vec::new()),
        },
    }
}

/// No decision of the body: somebody else decided, or nobody did.
fn nearest<'d>(asked: &Asked<'d>, leaf: &Leaf, all: &[&Leaf]) -> (Option<&'d Decision>, Vec<Wrong>) {
    let useless = |decision: &&Decision| !all.iter().any(|leaf| decision.will_do(leaf));
    let other = asked.decisions.iter().filter(useless).rfind(|decision| decision.outcome != Ok(Outcome::Pending));
    match other {
        None => (None, vec![asked.words.missing(leaf)]),
        Some(decision) => match decision.role {
            Err(gap) => (Some(decision), vec![asked.words.role_unknown(leaf, decision, gap)]),
            Ok(role) => {
                let then = decision.needed.as_ref().and_then(|needed| needed.leaves().first().copied());
                let mut wrong = vec![asked.words.below(then.unwrap_or(leaf), decision, role)];
                if then.is_some() {
                    wrong.iter_mut().for_each(|wrong| on_covered_values(asked, decision, &mut wrong.fault));
                }
                // Too low a body may be the wrong person as well, and too late.
                wrong.extend(self_fault(asked, leaf, decision));
                wrong.extend(time_faults(asked, decision));
                (Some(decision), wrong)
            }
        },
    }
}

/// Points at the values that the decision was given for, not at today's.
fn on_covered_values(asked: &Asked<'_>, decision: &Decision, fault: &mut Fault) {
    for (path, _) in &mut fault.rests_on {
        let covered = asked.approval.covers.iter().find(|cover| path_of(&cover.slots) == *path);
        if let Some(cover) = covered {
            *path = covered_path(decision, cover);
        }
    }
}

fn path_of(slots: &[usize]) -> Path {
    slots.iter().map(|slot| Step::Field(*slot)).collect()
}

fn is_late(asked: &Asked<'_>, decision: &Decision) -> bool {
    match (decision.at, asked.guard.moment) {
        (Some(at), Some(moment)) => at.order(moment).is_some_and(|order| order.is_gt()),
        _ => false,
    }
}

/// Everything that is wrong with one approval, or that cannot be told of it.
fn faults(asked: &Asked<'_>, leaf: &Leaf, decision: &Decision) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    if let Err(gap) = decision.outcome {
        wrong.push(asked.words.outcome_unknown(decision, gap));
    }
    wrong.extend(right_fault(asked, leaf, decision));
    wrong.extend(self_fault(asked, leaf, decision));
    wrong.extend(time_faults(asked, decision));
    wrong.extend(outgrown(asked, leaf, decision));
    if decision.outcome == Ok(Outcome::Conditional) {
        wrong.extend(condition_faults(asked, decision));
    }
    wrong
}

/// Whether the approver held the role that day; the record itself counts where no people are given.
fn right_fault(asked: &Asked<'_>, leaf: &Leaf, decision: &Decision) -> Option<Wrong> {
    let people: &People = asked.case.settings.people?;
    let role = decision.role.unwrap_or(leaf.role);
    let (Some(by), Some(at)) = (&decision.by, decision.at) else {
        return Some(asked.words.approver_unknown(decision));
    };
    match people.right(by, role.0, at.day()) {
        Right::Holds => None,
        Right::Unknown => Some(asked.words.right_unknown(decision, role, by)),
        Right::None => Some(asked.words.not_holder(decision, role, by, at)),
        Right::Deputy { of, limit } => {
            let limit = limit?;
            let fields = &asked.case.playbook.schema.deal;
            let (slot, _) = fields.find("amount").filter(|(_, field)| field.ty == Type::Money)?;
            let amount = asked.case.record.get(slot);
            let above = match amount {
                Value::Money(amount) => {
                    let amount = asked.case.playbook.rates.convert(*amount, limit.currency, at.day());
                    amount.map(|amount| amount.amount > limit.amount)
                }
                _ => None,
            };
            match above {
                Some(false) => None,
                Some(true) => Some(asked.words.above_limit(decision, by, &of, limit, slot)),
                None => Some(asked.words.limit_unknown(decision, by, limit, slot)),
            }
        }
    }
}

/// Whether somebody decided who must not, be it through a delegation.
fn self_fault(asked: &Asked<'_>, leaf: &Leaf, decision: &Decision) -> Option<Wrong> {
    if asked.approval.not_by.is_empty() {
        return None;
    }
    let Some(by) = &decision.by else { return Some(asked.words.approver_unknown(decision)) };
    let role = decision.role.unwrap_or(leaf.role);
    let day = decision.at.map_or(asked.case.settings.as_of.today, Moment::day);
    let principals = asked.case.settings.people.map(|people| people.principals(by, role.0, day)).unwrap_or_default();
    let mut open = None;
    for barred in &asked.approval.not_by {
        let (Barred::Person(who) | Barred::Reports(who)) = *barred;
        let (path, value) = barred_person(asked.case, decision, who);
        let Some(person) = text(value) else {
            open = Some(asked.words.barred_unknown(decision, who, path));
            continue;
        };
        match barred {
            Barred::Person(_) if person == *by => return Some(asked.words.own(decision, who, by, None, path)),
            Barred::Person(_) if principals.contains(&person) => {
                return Some(asked.words.own(decision, who, by, Some(&person), path));
            }
            Barred::Person(_) => {}
            Barred::Reports(_) => match asked.case.settings.people.map(|people| people.reports_to(by, &person, day)) {
                Some(Truth::Yes) => return Some(asked.words.below_the_line(decision, who, by, &person, path)),
                Some(Truth::No) => {}
                Some(Truth::Unknown) | None => {
                    open = Some(asked.words.line_unknown(decision, who, by, &person, path));
                }
            },
        }
    }
    open
}

fn barred_person<'c>(case: &'c Case<'_>, decision: &Decision, barred: Party) -> (Path, &'c Value) {
    let deal = case.record;
    match barred {
        Party::Requester => {
            let path = path(decision, approvals::REQUESTED_BY);
            let value = deal.at(&path).unwrap_or(&Value::ABSENT);
            (path, value)
        }
        Party::Of(Owner::DealOwner) => (smallvec![Step::Field(builtin::OWNER)], deal.get(builtin::OWNER)),
        Party::Of(Owner::Role(role)) => {
            let slot = usize::from(role.0);
            let path = smallvec![Step::Field(builtin::TEAM), Step::Field(slot)];
            match deal.get(builtin::TEAM) {
                Value::Record(team) => (path, team.get(slot)),
                other => (path, other),
            }
        }
    }
}

/// Whether a decision came in time and still held at the move.
fn time_faults(asked: &Asked<'_>, decision: &Decision) -> Vec<Wrong> {
    let Some(at) = decision.at else { return vec![asked.words.when_unknown(decision)] };
    let Some(moment) = asked.guard.moment else { return vec![asked.words.move_unknown(decision)] };
    match at.order(moment) {
        Some(order) if order.is_gt() => return vec![asked.words.late(decision, at, moment)],
        Some(_) => {}
        // What is decided by today counts today.
        None if !asked.guard.moved => {}
        None => return vec![asked.words.same_day_as_move(decision, at)],
    }
    let end = match (decision.valid_until, &asked.approval.valid) {
        (Some(until), _) => Some(until),
        (None, Some(length)) => match allowed(asked.case, length) {
            Allowed::Length(length) => asked.case.playbook.calendar.add_to(at, length),
            Allowed::Any => None,
            Allowed::Unknown(open) => return vec![asked.words.validity_unknown(decision, &open)],
        },
        (None, None) => None,
    };
    match end {
        Some(end) if ran_out(end, moment) => vec![asked.words.expired(decision, end, moment)],
        _ => Vec::new(),
    }
}

/// The last day is in: a decision known by its last day holds until that day ends.
fn ran_out(end: Moment, moment: Moment) -> bool {
    match (end, moment) {
        (Moment::At(end), Moment::At(moment)) => moment > end,
        _ => moment.day() > end.day(),
    }
}

/// Conditions that are open: after their due day, or at the move where they have none.
fn condition_faults(asked: &Asked<'_>, decision: &Decision) -> Vec<Wrong> {
    let path = [Step::Field(builtin::APPROVALS), Step::Item(decision.item), Step::Field(approvals::CONDITIONS)];
    let within = match asked.approval.conditions.as_ref().map(|within| allowed(asked.case, within)) {
        Some(Allowed::Length(within)) => Some(within),
        Some(Allowed::Unknown(open)) if waits_for_a_day(asked, decision) => {
            return vec![asked.words.days_unknown(decision, &open)];
        }
        _ => None,
    };
    let last_day = |due: Option<NaiveDate>| due.or_else(|| day_after(asked, decision, within?));
    let Some(Value::List(list)) =
        asked.case.deal.record.at(&path).filter(|value| !matches!(value, Value::List(list) if list.is_empty()))
    else {
        // Which conditions were set is not told; while there is time for them, nothing is wrong.
        let in_time = last_day(None).is_some_and(|due| due >= asked.case.settings.as_of.today);
        return if in_time { Vec::new() } else { vec![asked.words.conditions_unknown(decision)] };
    };
    let open = list.iter().enumerate().filter_map(|(at, condition)| match condition {
        Value::Record(condition) => Some((at, condition.as_ref())),
        _ => None,
    });
    let faults = open.filter_map(|(at, condition)| condition_fault(asked, decision, at, condition, &last_day));
    faults.collect()
}

/// Whether a condition is open that has no day of its own, or may be.
fn waits_for_a_day(asked: &Asked<'_>, decision: &Decision) -> bool {
    let path = path(decision, approvals::CONDITIONS);
    let Some(Value::List(list)) = asked.case.deal.record.at(&path) else { return true };
    list.is_empty()
        || list.iter().any(|condition| match condition {
            Value::Record(condition) => {
                let is_known = |slot| moment(condition.get(slot)).is_some();
                !is_known(conditions::DUE) && !is_known(conditions::CLOSED_ON)
            }
            _ => false,
        })
}

fn condition_fault(
    asked: &Asked<'_>,
    decision: &Decision,
    at: usize,
    condition: &Record,
    last_day: &dyn Fn(Option<NaiveDate>) -> Option<NaiveDate>,
) -> Option<Wrong> {
    let due = last_day(moment(condition.get(conditions::DUE)).map(Moment::day));
    let closed = moment(condition.get(conditions::CLOSED_ON));
    let said = text(condition.get(conditions::TEXT)).unwrap_or_default();
    let today = asked.case.settings.as_of.today;
    let open = match (closed, due) {
        (Some(_), _) => false,
        (None, Some(due)) => due < today,
        // Without a day of its own it had to be met before the move.
        (None, None) => asked.guard.moment.is_some_and(|moment| {
            compare(&Value::Date(moment.day()), &Value::Date(today)).is_ok_and(|order| order.is_le())
        }),
    };
    open.then(|| asked.words.condition_open(decision, at, &said, due))
}

/// The last day for conditions that have none of their own.
fn day_after(asked: &Asked<'_>, decision: &Decision, within: Duration) -> Option<NaiveDate> {
    let from = decision.at?.day();
    let whole = Duration::new(within.count, if within.unit == Unit::Seconds { Unit::Days } else { within.unit });
    asked.case.playbook.calendar.add(from, whole)
}

impl Wrong {
    /// Something that is wrong.
    pub fn fails(kind: Kind, fault: Fault) -> Wrong {
        Wrong { kind, verdict: crate::assess::Verdict::Fail, fault }
    }

    /// Something that cannot be told.
    pub fn open(fault: Fault) -> Wrong {
        Wrong { kind: Kind::Undecided, verdict: crate::assess::Verdict::Unknown, fault }
    }
}
