use crate::diagnostic::Diagnostic;
use crate::diagnostic::did_you_mean;
use crate::diagnostic::list_of;
use crate::expr::Wanted;
use crate::lower::history::checks;
use crate::lower::known::Known;
use crate::model::Covered;
use crate::model::Criterion;
use crate::model::CriterionId;
use crate::model::Rule;
use crate::model::Waiver;
use crate::model::WaiverPolicy;
use crate::syntax;

/// The waivers. One without an end, an author or a reason has been reported and is left out.
pub(super) fn waivers(known: &Known<'_>, criteria: &[Criterion], diagnostics: &mut Vec<Diagnostic>) -> Vec<Waiver> {
    let written = known.parts.waives.iter();
    written.filter_map(|written| waiver(known, written, criteria, diagnostics)).collect()
}

/// What waivers are allowed. Several `waivers { … }` would contradict each other.
pub(super) fn policy(known: &Known<'_>, diagnostics: &mut Vec<Diagnostic>) -> WaiverPolicy {
    let mut policies = known.parts.waivers.iter();
    let Some(first) = policies.next() else { return WaiverPolicy::default() };
    for second in policies {
        let problem = Diagnostic::error("lower/declared-twice", "what waivers are allowed is declared twice");
        let problem = problem.at(second.span, "declared again").at(first.span, "first declared here");
        diagnostics.push(problem.help("put all of it into one `waivers { … }`"));
    }
    WaiverPolicy {
        longest: first.longest.as_ref().map(|longest| longest.value),
        by: first.by.iter().map(|name| name.value.clone()).collect(),
    }
}

fn waiver(
    known: &Known<'_>,
    written: &syntax::Waive,
    all: &[Criterion],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Waiver> {
    let target = self::target(known, written, all, diagnostics);
    let covered = match &written.covered {
        syntax::Covered::Deals(ids) => Some(Covered::Deals(ids.iter().map(|id| id.value.clone()).collect())),
        syntax::Covered::Where(condition) => {
            known.condition(condition, &[], &Wanted::Truth, diagnostics).map(Covered::Where)
        }
    };
    let (criteria, kind) = target?;
    Some(Waiver {
        target: written.check.text(),
        criteria,
        kind,
        covered: covered?,
        until: written.until.as_ref()?.value,
        by: written.by.as_ref()?.value.clone(),
        because: written.because.as_ref()?.text.value.clone(),
        declared: known.declared(written.check.span),
    })
}

/// The criteria that a waiver names, and the kind, where it names one: `ATB`, `ATB.late`, `bid.entry.amount`.
fn target(
    known: &Known<'_>,
    written: &syntax::Waive,
    all: &[Criterion],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(Vec<CriterionId>, Option<String>)> {
    let name = written.check.text();
    let whole = named(known, &name, all);
    if !whole.is_empty() {
        return Some((whole, None));
    }
    if let Some((check, kind)) = name.rsplit_once('.') {
        let criteria = named(known, check, all);
        let kinds: Vec<&'static str> =
            of(all, &criteria).flat_map(|criterion| criterion.rule.kinds()).copied().collect();
        match (criteria.is_empty(), kinds.contains(&kind)) {
            (false, true) => return Some((criteria, Some(kind.to_owned()))),
            (false, false) => {
                diagnostics.push(unknown_kind(written, check, kind, &kinds));
                return None;
            }
            (true, _) => {}
        }
    }
    if !is_wrong_elsewhere(known, &name) {
        diagnostics.push(unknown_check(known, written, &name, all));
    }
    None
}

fn of<'a>(all: &'a [Criterion], ids: &'a [CriterionId]) -> impl Iterator<Item = &'a Criterion> {
    ids.iter().filter_map(|id| all.get(id.0 as usize))
}

/// The criterion of a name; of an approval every place that requires it.
fn named(known: &Known<'_>, name: &str, all: &[Criterion]) -> Vec<CriterionId> {
    let approval = known.schema.names.approvals.place(name);
    let is_meant = |criterion: &Criterion| match (&criterion.rule, approval) {
        (Rule::Approved(id), Some(place)) => id.0 == place,
        _ => criterion.name == name,
    };
    (0..).map(CriterionId).zip(all).filter(|(_, criterion)| is_meant(criterion)).map(|(id, _)| id).collect()
}

/// Whether a declaration of the name could not be understood, which has been reported.
fn is_wrong_elsewhere(known: &Known<'_>, name: &str) -> bool {
    let first = name.split('.').next().unwrap_or(name);
    checks(known).any(|check| check.name.value == first)
        || ["check", "stage", "approval"].iter().any(|keyword| known.parts.is_broken(keyword, first))
}

fn unknown_check(known: &Known<'_>, written: &syntax::Waive, name: &str, all: &[Criterion]) -> Diagnostic {
    let problem = Diagnostic::error("lower/unknown-check", format!("no check is named `{name}`"));
    let problem = problem.at(written.check.span, "nothing to waive");
    let approvals = &known.schema.names.approvals.members;
    if approvals.iter().any(|approval| approval == name) {
        return problem.note("the approval is declared, and no gate requires it");
    }
    let names: Vec<&str> = all.iter().map(|criterion| criterion.name.as_str()).collect();
    match did_you_mean(name, names.iter().copied()) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.help(format!("there are {}", list_of(names.into_iter().take(12)))),
    }
}

fn unknown_kind(written: &syntax::Waive, check: &str, kind: &str, kinds: &[&'static str]) -> Diagnostic {
    let message = format!("`{check}` has no kind of finding `{kind}`");
    let problem = Diagnostic::error("lower/unknown-kind", message).at(written.check.span, "not one of its kinds");
    match did_you_mean(kind, kinds.iter().copied()) {
        Some(near) => problem.help(format!("did you mean `{check}.{near}`?")),
        None => problem.help(format!("its kinds are {}", list_of(kinds.iter().copied()))),
    }
}
