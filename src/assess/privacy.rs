//! What a finding must not say, because it rests on a private field.

use crate::assess::Verdict;
use crate::assess::ruling::Breach;
use crate::assess::ruling::Cause;
use crate::assess::settings::Case;
use crate::assess::wording::Wording;
use crate::expr::Expr;
use crate::model::Criterion;
use crate::model::Rule;
use crate::value::builtin;

/// Whether what the names bound around a criterion stand for is private.
pub(super) fn hides_elements(criterion: &Criterion) -> bool {
    criterion.each.as_ref().is_some_and(|each| each.list.is_private())
}

/// Whether a sentence that a rule, a module or a script makes of a deal may hold something private.
pub(super) fn hides_sentence(case: &Case<'_>, criterion: &Criterion, breach: &Breach) -> bool {
    let deal = &case.playbook.schema.deal;
    let is_hidden = |slot: usize| deal.fields.get(slot).is_some_and(|field| field.private);
    let rule = match &criterion.rule {
        Rule::Holds(condition) => Some(condition),
        _ => None,
    };
    let reads_private = || rule.into_iter().chain(&criterion.when).any(Expr::is_private) || hides_elements(criterion);
    match &breach.cause {
        Cause::Text(_) | Cause::Script(_) => reads_private(),
        Cause::Stay(_) => is_hidden(builtin::HISTORY) || is_hidden(builtin::PAUSES),
        Cause::Fault(fault) => {
            let told: &[usize] = match &criterion.rule {
                Rule::Approved(_) => &[builtin::APPROVALS, builtin::TEAM, builtin::OWNER, builtin::HISTORY],
                Rule::History(_) => &[builtin::HISTORY],
                _ => &[],
            };
            told.iter().copied().any(is_hidden) || fault.rests_on.iter().any(|(path, _)| deal.is_private(path))
        }
        Cause::Rule | Cause::When | Cause::List | Cause::Moment => false,
    }
}

/// What is said where the sentence would hold something private.
pub(super) fn hidden(words: Wording, title: &str, verdict: Verdict) -> String {
    match verdict {
        Verdict::Unknown => words.pick(
            format!("cannot tell whether this holds: {title}; what it rests on is private"),
            format!("无法判断:{title};依据为私密数据"),
        ),
        _ => words.pick(
            format!("this does not hold: {title}; what it rests on is private"),
            format!("不符合:{title};依据为私密数据"),
        ),
    }
}
