use crate::diagnostic::Diagnostic;
use crate::expr::Wanted;
use crate::lower::known::Known;
use crate::lower::target::Target;
use crate::lower::target::target;
use crate::model::Covered;
use crate::model::Criterion;
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
    let target = target(known, &written.check, all, "nothing to waive", diagnostics);
    let covered = match &written.covered {
        syntax::Covered::Deals(ids) => Some(Covered::Deals(ids.iter().map(|id| id.value.clone()).collect())),
        syntax::Covered::Where(condition) => {
            known.condition(condition, &[], &Wanted::Truth, diagnostics).map(Covered::Where)
        }
    };
    let Target { criteria, kind } = target?;
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
