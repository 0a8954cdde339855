//! Who had to decide before which move, who did, and what is wrong with it.

use crate::gated::deal::Approval;
use crate::gated::deal::Body;
use crate::gated::deal::Deal;
use crate::gated::deal::Outcome;
use crate::gated::deal::Percent;
use crate::gated::deal::Terms;
use crate::gated::rules::Found;
use crate::gated::rules::NOW;
use crate::gated::rules::TODAY;
use crate::gated::rules::body_for;
use crate::gated::rules::seconds;
use crate::gated::rules::terms_at;

const DAY: i64 = 86_400;
const ANY: [Body; 3] = [Body::Office, Body::Region, Body::Company];

/// A requirement of an approval.
pub struct Gate {
    approval: &'static str,
    title: &'static str,
    severity: &'static str,
    owner: &'static str,
    /// The move it guards and when that was, where the history says it; `None` for the present.
    moved: Option<(&'static str, Option<i64>)>,
    /// How many days a decision holds.
    valid: Option<i64>,
    /// The tolerance of the amount in percent, where the matrix says who decides; nobody of the deal decides then.
    within: Option<i64>,
}

impl Gate {
    pub fn ati(at: Option<i64>) -> Gate {
        Gate {
            approval: "ATI",
            title: "Authorisation to invest",
            severity: "major",
            owner: "Account responsible",
            moved: Some(("Pre-bid guidance", at)),
            valid: Some(180),
            within: None,
        }
    }

    pub fn atb(at: Option<i64>) -> Gate {
        Gate {
            approval: "ATB",
            title: "Authorisation to bid",
            severity: "critical",
            moved: Some(("Bid", at)),
            valid: None,
            within: Some(5),
            ..Gate::ati(at)
        }
    }

    pub fn atc(at: Option<i64>) -> Gate {
        Gate {
            approval: "ATC",
            title: "Authorisation to contract",
            moved: Some(("Contract in execution", at)),
            valid: Some(60),
            within: Some(1),
            ..Gate::atb(at)
        }
    }

    pub fn atac() -> Gate {
        Gate {
            approval: "ATAC",
            title: "Authorisation to change the contract",
            severity: "critical",
            owner: "Fulfilment responsible",
            moved: None,
            valid: None,
            within: None,
        }
    }

    /// When a decision must be there; `None` where the history does not say when the deal moved.
    fn moment(&self) -> Option<i64> {
        self.moved.map_or(Some(NOW), |(_, at)| at)
    }

    fn at_the_move(&self) -> String {
        match self.moved {
            Some((stage, Some(at))) => format!("; {stage} was entered on {}", day(at)),
            Some((stage, None)) => format!("; entering {stage} requires it"),
            None => String::new(),
        }
    }
}

/// A decision on the approval that is asked for.
struct Decision<'d> {
    /// Its place among the approvals of the deal.
    item: usize,
    at: i64,
    /// The weakest body that might take it, by the terms that it was taken on.
    needed: Option<Body>,
    approval: &'d Approval<'d>,
}

/// Something that is wrong, or cannot be told.
struct Wrong {
    fails: bool,
    is_missing: bool,
    message: String,
    fix: &'static str,
    evidence: Vec<(String, Option<String>)>,
}

pub fn judge(deal: &Deal<'_>, gate: &Gate, found: &mut Vec<Found>) {
    let terms = terms_at(deal, gate.moved.and_then(|(_, at)| at));
    let mut decisions: Vec<Decision<'_>> = deal
        .approvals
        .iter()
        .enumerate()
        .filter(|(_, approval)| approval.approval == gate.approval)
        .map(|(item, approval)| {
            let needed = gate.within.and(approval.covered.as_ref()).map(body_for);
            Decision { item, at: seconds(approval.at), needed, approval }
        })
        .collect();
    decisions.sort_by_key(|decision| decision.at);
    let asked = Asked { deal, gate, terms, decisions };
    let wrong = if gate.within.is_some() { asked.wrong_by_matrix() } else { asked.wrong_by_any() };
    found.extend(wrong.into_iter().map(|wrong| Found {
        check: gate.approval,
        title: gate.title,
        fails: wrong.fails,
        severity: gate.severity,
        message: wrong.message,
        fix: wrong.fix,
        owner: Some(gate.owner),
        evidence: wrong.evidence,
    }));
}

struct Asked<'d> {
    deal: &'d Deal<'d>,
    gate: &'d Gate,
    terms: Terms,
    decisions: Vec<Decision<'d>>,
}

impl Asked<'_> {
    /// The body that the matrix names must decide, or a stronger one; by the terms that were decided on, where they are known.
    fn wrong_by_matrix(&self) -> Vec<Wrong> {
        let body = body_for(&self.terms);
        let will_do = |decision: &&Decision<'_>| decision.approval.role >= decision.needed.unwrap_or(body);
        let own: Vec<&Decision<'_>> = self.decisions.iter().filter(will_do).collect();
        if !own.is_empty() {
            return self.wrong_with(&own, body);
        }
        let Some(other) = self.decisions.iter().rfind(|decision| decision.approval.decision != Outcome::Pending) else {
            return vec![self.missing(body.title())];
        };
        let needed = other.needed.unwrap_or(body).title();
        let (title, role, by) = (self.gate.title, other.approval.role.title(), &*other.approval.by);
        let on = day(other.at);
        let mut evidence = vec![shown(other, "role", format!("{:?}", other.approval.role))];
        if let Some(covered) = &other.approval.covered {
            evidence.push(shown(other, "covered.amount", money(covered.amount)));
            evidence.push(shown(other, "covered.discount", covered.discount.shown()));
            evidence.push(shown(other, "covered.margin", covered.margin.shown()));
        }
        let message = format!("{title} was decided by {role} ({by}) on {on}; {needed} must decide");
        let mut wrong = vec![fails(message, "Submit it to the body that must decide", evidence)];
        wrong.extend(self.by_themselves(other));
        wrong.extend(self.out_of_time(other));
        wrong
    }

    /// One of three bodies must decide.
    fn wrong_by_any(&self) -> Vec<Wrong> {
        if self.decisions.is_empty() {
            return vec![self.missing("One of Office decision team, Regional decision team, Company decision team")];
        }
        let mut nearest: Option<Vec<Wrong>> = None;
        for body in ANY {
            let own: Vec<&Decision<'_>> =
                self.decisions.iter().filter(|decision| decision.approval.role == body).collect();
            let wrong = if own.is_empty() { vec![self.missing(body.title())] } else { self.wrong_with(&own, body) };
            if wrong.is_empty() {
                return wrong;
            }
            let is_missing = |wrong: &[Wrong]| wrong.iter().any(|wrong| wrong.is_missing);
            if nearest.as_ref().is_none_or(|nearest| is_missing(nearest) && !is_missing(&wrong)) {
                nearest = Some(wrong);
            }
        }
        nearest.unwrap_or_default()
    }

    /// What is wrong with the decision that counts, of those of a body that may decide.
    fn wrong_with(&self, own: &[&Decision<'_>], body: Body) -> Vec<Wrong> {
        let in_time = |decision: &&&Decision<'_>| self.gate.moment().is_none_or(|moment| decision.at <= moment);
        let decided = || own.iter().filter(|decision| decision.approval.decision != Outcome::Pending);
        // A refusal that came last overrules what was approved before.
        if let Some(last) = decided().rfind(in_time)
            && last.approval.decision == Outcome::Rejected
        {
            return vec![self.rejected(last)];
        }
        let approved = || decided().filter(|decision| decision.approval.decision != Outcome::Rejected);
        let mut counts: Option<(bool, Vec<Wrong>)> = None;
        for decision in approved().rev() {
            let wrong = self.faults(decision, body);
            if wrong.is_empty() {
                return wrong;
            }
            let is_in_time = in_time(&decision);
            if counts.as_ref().is_none_or(|(known, _)| !known && is_in_time) {
                counts = Some((is_in_time, wrong));
            }
        }
        match (counts, own.last()) {
            (Some((_, wrong)), _) => wrong,
            (None, Some(last)) if last.approval.decision == Outcome::Pending => {
                let (title, moved) = (self.gate.title, self.gate.at_the_move());
                let message = format!("{title} is pending with {}{moved}", body.title());
                vec![fails(message, "Ask for the decision", vec![shown(last, "decision", "pending")])]
            }
            (None, Some(last)) => vec![self.rejected(last)],
            (None, None) => Vec::new(),
        }
    }

    fn faults(&self, decision: &Decision<'_>, body: Body) -> Vec<Wrong> {
        let mut wrong = Vec::new();
        wrong.extend(self.by_themselves(decision));
        wrong.extend(self.out_of_time(decision));
        self.outgrown(decision, body, &mut wrong);
        if decision.approval.decision == Outcome::Conditional {
            self.conditions(decision, &mut wrong);
        }
        wrong
    }

    /// Neither the owner nor the account responsible decides where the matrix says who does.
    fn by_themselves(&self, decision: &Decision<'_>) -> Option<Wrong> {
        self.gate.within?;
        let (title, by) = (self.gate.title, &*decision.approval.by);
        let own = |part: &str, path: &str| {
            let evidence = vec![shown(decision, "by", by), (path.to_owned(), Some(by.to_owned()))];
            fails(format!("{by} decided {title} and is {part}"), "Have somebody else decide", evidence)
        };
        if by == &*self.deal.owner {
            return Some(own("the owner", "owner"));
        }
        match &self.deal.team.ar {
            Some(responsible) if &**responsible == by => Some(own("account responsible", "team.AR")),
            Some(_) => None,
            None => {
                let message =
                    format!("cannot tell of {title} whether the account responsible decided: nobody is named");
                let evidence = vec![shown(decision, "by", by), ("team.AR".to_owned(), None)];
                Some(open(message, "Name the account responsible", evidence))
            }
        }
    }

    fn out_of_time(&self, decision: &Decision<'_>) -> Option<Wrong> {
        let title = self.gate.title;
        let Some(moment) = self.gate.moment() else {
            let message = format!("cannot tell of {title} whether it came in time: the history does not say it");
            return Some(open(message, "Supply the stage history", vec![shown(decision, "at", decision.approval.at)]));
        };
        let evidence = || vec![shown(decision, "at", decision.approval.at)];
        if decision.at > moment {
            let (body, by, on) = (decision.approval.role.title(), &*decision.approval.by, decision.approval.at);
            let stage = self.gate.moved.map_or("", |(stage, _)| stage);
            let days = (decision.at - moment) / DAY;
            let message = format!(
                "{stage} was entered on {}, before {body} ({by}) approved {title} ({on}, {days} days late)",
                day(moment)
            );
            return Some(fails(message, "State the reason and have the decision ratified", evidence()));
        }
        let end = decision.at + self.gate.valid? * DAY;
        (moment > end).then(|| {
            let moved = self.gate.at_the_move();
            let message = format!("{title} of {} held until {}{moved}", day(decision.at), day(end));
            fails(message, "Have it decided again", evidence())
        })
    }

    /// What got worse after the decision, beyond its tolerance.
    fn outgrown(&self, decision: &Decision<'_>, body: Body, wrong: &mut Vec<Wrong>) {
        let Some(within) = self.gate.within else { return };
        let Some(covered) = &decision.approval.covered else { return };
        let now = &self.terms;
        let mut tell = |name: &str, then: String, now: String| {
            let (by, on, needed) = (decision.approval.role.title(), day(decision.at), body.title());
            let message = format!("`{name}` is {now}; {by} approved {then} on {on}; {needed} must decide");
            let evidence = vec![(name.to_owned(), Some(now)), shown(decision, &format!("covered.{name}"), then)];
            wrong.push(fails(message, "Go back to what was approved, or have it decided again", evidence));
        };
        if (now.amount - covered.amount).abs() * 100 > covered.amount * within {
            tell("amount", money(covered.amount), money(now.amount));
        }
        if now.discount.0 > covered.discount.0 + HALF_A_POINT {
            tell("discount", covered.discount.shown(), now.discount.shown());
        }
        if now.margin < Percent(covered.margin.0 - HALF_A_POINT) {
            tell("margin", covered.margin.shown(), now.margin.shown());
        }
    }

    /// A condition may stay open until its day, or for 30 days.
    fn conditions(&self, decision: &Decision<'_>, wrong: &mut Vec<Wrong>) {
        for (place, condition) in decision.approval.conditions.iter().enumerate() {
            if condition.closed_on.is_some() {
                continue;
            }
            let allowed = day(decision.at + 30 * DAY);
            let due = condition.due.unwrap_or(&allowed);
            if due < TODAY {
                let (title, said) = (self.gate.title, &*condition.text);
                let message =
                    format!("the condition \"{said}\" of {title} is open, due {due}{}", self.gate.at_the_move());
                let evidence = vec![shown(decision, &format!("conditions[{place}]"), said)];
                wrong.push(fails(message, "Close it with evidence", evidence));
            }
        }
    }

    fn missing(&self, who: &str) -> Wrong {
        let message = format!("{} by {who} is missing{}", self.gate.title, self.gate.at_the_move());
        Wrong { is_missing: true, ..fails(message, "Ask for the decision", vec![("approvals".to_owned(), None)]) }
    }

    fn rejected(&self, decision: &Decision<'_>) -> Wrong {
        let (title, body, on) = (self.gate.title, decision.approval.role.title(), day(decision.at));
        let by = &*decision.approval.by;
        let message = format!("{title} was rejected by {body} ({by}) on {on}{}", self.gate.at_the_move());
        fails(message, "Change the deal and ask again, or close it", vec![shown(decision, "decision", "rejected")])
    }
}

const HALF_A_POINT: i64 = 50;

fn fails(message: String, fix: &'static str, evidence: Vec<(String, Option<String>)>) -> Wrong {
    Wrong { fails: true, is_missing: false, message, fix, evidence }
}

fn open(message: String, fix: &'static str, evidence: Vec<(String, Option<String>)>) -> Wrong {
    Wrong { fails: false, ..fails(message, fix, evidence) }
}

fn shown(decision: &Decision<'_>, field: &str, value: impl Into<String>) -> (String, Option<String>) {
    (format!("approvals[{}].{field}", decision.item), Some(value.into()))
}

/// `32,000,000 CNY`
pub fn money(amount: i64) -> String {
    crate::hand::grouped(amount, "CNY")
}

/// The day in Shanghai of a time in seconds since 1970.
fn day(at: i64) -> String {
    chrono::DateTime::from_timestamp(at + 8 * 3_600, 0).map(|at| at.date_naive().to_string()).unwrap_or_default()
}
