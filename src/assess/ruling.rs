use chrono::NaiveDate;

use crate::assess::Kind;
use crate::assess::Verdict;
use crate::assess::approvals::approved;
use crate::assess::history::follows;
use crate::assess::settings::Case;
use crate::assess::stays::Stay;
use crate::assess::stays::stays;
use crate::assess::way::Reach;
use crate::expr::Expr;
use crate::expr::Failure;
use crate::expr::compiled;
use crate::expr::eval_with;
use crate::expr::excludes_all;
use crate::expr::violations;
use crate::model::Criterion;
use crate::model::HistoryRule;
use crate::model::Rule;
use crate::value::Moment;
use crate::value::Path;
use crate::value::Truth;
use crate::value::Value;
use crate::value::builtin;

/// What a criterion says of a deal, and what is wrong.
pub(super) struct Ruling {
    pub verdict: Verdict,
    pub basis: Basis,
    /// What is wrong or open; empty for `pass` and `not_applicable`.
    pub breaches: Vec<Breach>,
}

/// What decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Basis {
    /// The rule itself.
    Rule,
    /// The deal has not come to where the criterion is asked.
    NotReached,
    /// The deal's stage is not known.
    StageUnknown,
    /// It came there outside the period in which the criterion binds.
    OutOfPeriod,
    /// The criterion binds in a period, and when the deal came there is not known.
    MomentUnknown,
    /// Its `when`.
    When,
    /// There is no element to judge.
    NoElements,
    /// The history tells of no stay in the stage.
    NoStay,
    /// The deal may stay as long as it likes.
    NoLimit,
    /// The deal has no history.
    NoHistory,
    /// The history has no dates.
    NoDates,
    /// The history never says when it was recorded.
    NoRecords,
    /// The deal is judged alone, or has no id to compare.
    Alone,
}

/// One thing that is wrong or open.
pub(super) struct Breach {
    pub verdict: Verdict,
    pub kind: Kind,
    pub cause: Cause,
    /// The element of `for x in xs`: its place and value.
    pub element: Option<(usize, Value)>,
}

/// What a breach rests on.
pub(super) enum Cause {
    /// The rule's own condition, or the field or role it asks for.
    Rule,
    /// `when` could not be decided.
    When,
    /// The list of `for x in xs` is not known.
    List,
    /// When the deal came here is not known.
    Moment,
    /// A sentence of a module function.
    Text(String),
    /// A script stopped.
    Script(Failure),
    /// The rule says itself what is wrong: an approval, the history.
    Fault(Fault),
    /// A stay that was too long.
    Stay(Stay),
}

/// What is wrong, in the words of the rule, and what it rests on.
#[derive(Clone, Debug, Default)]
pub(super) struct Fault {
    /// In one sentence, in the language asked for.
    pub message: String,
    /// What to do, where the author says nothing.
    pub fix: Option<String>,
    /// The role or the field it is about, where one requirement can be broken in several ways.
    pub about: Option<String>,
    /// The values it rests on, each with what was asked of it.
    pub rests_on: Vec<(Path, Option<String>)>,
}

impl Ruling {
    pub fn clear(verdict: Verdict, basis: Basis) -> Ruling {
        Ruling { verdict, basis, breaches: Vec::new() }
    }

    pub fn open(basis: Basis, cause: Cause) -> Ruling {
        let breach = Breach { verdict: Verdict::Unknown, kind: Kind::Undecided, cause, element: None };
        Ruling { verdict: Verdict::Unknown, basis, breaches: vec![breach] }
    }

    fn failed(basis: Basis, failure: Failure) -> Ruling {
        let cause = Cause::Script(failure);
        let breach = Breach { verdict: Verdict::Error, kind: Kind::ScriptError, cause, element: None };
        Ruling { verdict: Verdict::Error, basis, breaches: vec![breach] }
    }

    /// The worst of the breaches decides: a failure is certain whatever else is open.
    pub fn of(breaches: Vec<Breach>) -> Ruling {
        let rank = |verdict: &Verdict| match verdict {
            Verdict::Fail => 3,
            Verdict::Error => 2,
            Verdict::Unknown => 1,
            _ => 0,
        };
        let verdict = breaches.iter().map(|breach| breach.verdict).max_by_key(rank).unwrap_or(Verdict::Pass);
        Ruling { verdict, basis: Basis::Rule, breaches }
    }
}

/// Judges one deal by one criterion.
pub(super) fn rule(case: &Case<'_>, criterion: &Criterion) -> Ruling {
    if case.way.stage.is_err() && needs_stage(&criterion.rule) {
        return Ruling::clear(Verdict::Unknown, Basis::StageUnknown);
    }
    let Reach::Yes(moment) = case.way.reach(&criterion.place) else {
        return Ruling::clear(Verdict::NotApplicable, Basis::NotReached);
    };
    match binds(criterion, moment) {
        Truth::Yes => {}
        Truth::No => return Ruling::clear(Verdict::NotApplicable, Basis::OutOfPeriod),
        Truth::Unknown => return Ruling::open(Basis::MomentUnknown, Cause::Moment),
    }
    match &criterion.each {
        Some(each) => elements(case, criterion, &each.list),
        None => single(case, criterion, moment),
    }
}

/// Whether a rule asks for the stage the deal is in; what a history says of itself stands without it.
fn needs_stage(rule: &Rule) -> bool {
    !matches!(rule, Rule::History(asked) if *asked != HistoryRule::Mismatch)
}

/// Whether the deal came to the moment within the criterion's period.
fn binds(criterion: &Criterion, moment: Option<Moment>) -> Truth {
    if criterion.from.is_none() && criterion.until.is_none() {
        return Truth::Yes;
    }
    let Some(day) = moment.map(Moment::day) else { return Truth::Unknown };
    let after = |from: NaiveDate| day >= from;
    let before = |until: NaiveDate| day <= until;
    Truth::from(criterion.from.is_none_or(after) && criterion.until.is_none_or(before))
}

fn single(case: &Case<'_>, criterion: &Criterion, moment: Option<Moment>) -> Ruling {
    if let Some(when) = &criterion.when {
        match crate::expr::decide(when, &case.env()) {
            Ok(Truth::Yes) => {}
            Ok(Truth::No) => return Ruling::clear(Verdict::NotApplicable, Basis::When),
            Ok(Truth::Unknown) => return Ruling::open(Basis::When, Cause::When),
            Err(failure) => return Ruling::failed(Basis::When, failure),
        }
    }
    match &criterion.rule {
        Rule::Filled(slots, _) => filled(case.record.inside(slots)),
        Rule::Staffed(role) => match case.record.get(builtin::TEAM) {
            Value::Record(team) => filled(team.get(usize::from(role.0))),
            other => filled(other),
        },
        Rule::Holds(condition) => Ruling::of(condition_breaches(case, condition, &[], None)),
        Rule::AtMost(stage, limit) => stays(case, *stage, limit),
        Rule::Approved(approval) => approved(case, criterion, *approval, moment),
        Rule::History(asked) => follows(case, *asked),
    }
}

fn filled(value: &Value) -> Ruling {
    let (verdict, kind) = match value.is_filled() {
        Some(true) => return Ruling::clear(Verdict::Pass, Basis::Rule),
        Some(false) => (Verdict::Fail, Kind::Missing),
        None => (Verdict::Unknown, Kind::Undecided),
    };
    Ruling { verdict, basis: Basis::Rule, breaches: vec![Breach { verdict, kind, cause: Cause::Rule, element: None }] }
}

/// What a condition finds wrong; nothing where it holds.
fn condition_breaches(
    case: &Case<'_>,
    condition: &Expr,
    locals: &[Value],
    element: Option<(usize, &Value)>,
) -> Vec<Breach> {
    let env = case.env_with(locals, &[]);
    let holds = compiled(condition, &env);
    if holds == Some(Truth::Yes) {
        return Vec::new();
    }
    let element = || element.map(|(at, item)| (at, item.clone()));
    let breach = |verdict, kind, cause| Breach { verdict, kind, cause, element: element() };
    match holds.map_or_else(|| violations(condition, &env), |holds| Ok((holds, Vec::new()))) {
        Ok((Truth::Yes, _)) => Vec::new(),
        Ok((Truth::No, texts)) if texts.is_empty() => vec![breach(Verdict::Fail, Kind::Failed, Cause::Rule)],
        Ok((Truth::No, texts)) => {
            texts.into_iter().map(|text| breach(Verdict::Fail, Kind::Failed, Cause::Text(text))).collect()
        }
        Ok((Truth::Unknown, _)) => vec![breach(Verdict::Unknown, Kind::Undecided, Cause::Rule)],
        Err(failure) => vec![breach(Verdict::Error, Kind::ScriptError, Cause::Script(failure))],
    }
}

/// Judges each element of a list: one breach for each that is wrong or open.
fn elements(case: &Case<'_>, criterion: &Criterion, list: &Expr) -> Ruling {
    let ruling = eval_with(list, &case.env(), |list| match list {
        Value::List(items) => each(case, criterion, items),
        _ => list_unknown(case, criterion),
    });
    ruling.unwrap_or_else(|failure| Ruling::failed(Basis::Rule, failure))
}

/// A list that is not known leaves the criterion open, unless it applies to no element whatever the list holds.
fn list_unknown(case: &Case<'_>, criterion: &Criterion) -> Ruling {
    match criterion.when.as_ref().map_or(Ok(false), |when| excludes_all(when, &case.env())) {
        Ok(true) => Ruling::clear(Verdict::NotApplicable, Basis::When),
        Ok(false) => Ruling::open(Basis::Rule, Cause::List),
        Err(failure) => Ruling::failed(Basis::When, failure),
    }
}

fn each(case: &Case<'_>, criterion: &Criterion, items: &[Value]) -> Ruling {
    let mut judged = 0_usize;
    let mut breaches = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let locals = std::slice::from_ref(item);
        let applies = match &criterion.when {
            Some(when) => crate::expr::decide(when, &case.env_with(locals, &[])),
            None => Ok(Truth::Yes),
        };
        let open = |verdict, kind, cause| Breach { verdict, kind, cause, element: Some((at, item.clone())) };
        match (applies, &criterion.rule) {
            (Ok(Truth::No), _) => continue,
            (Ok(Truth::Unknown), _) => breaches.push(open(Verdict::Unknown, Kind::Undecided, Cause::When)),
            (Err(failure), _) => breaches.push(open(Verdict::Error, Kind::ScriptError, Cause::Script(failure))),
            (Ok(Truth::Yes), Rule::Holds(condition)) => {
                breaches.extend(condition_breaches(case, condition, locals, Some((at, item))));
            }
            (Ok(Truth::Yes), _) => {}
        }
        judged += 1;
    }
    if judged == 0 {
        return Ruling::clear(Verdict::NotApplicable, Basis::NoElements);
    }
    Ruling::of(breaches)
}
