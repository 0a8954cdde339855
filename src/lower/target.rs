use crate::diagnostic::Diagnostic;
use crate::diagnostic::did_you_mean;
use crate::diagnostic::list_of;
use crate::lower::history::checks;
use crate::lower::known::Known;
use crate::model::Criterion;
use crate::model::CriterionId;
use crate::model::Rule;
use crate::syntax::Path;

/// What a waiver or a test means by the name of a check.
pub(super) struct Target {
    /// The criteria it names; at least one.
    pub criteria: Vec<CriterionId>,
    /// The kind of their findings, where it names one.
    pub kind: Option<String>,
}

/// The criteria that a name means, and the kind, where it names one: `ATB`, `ATB.late`, `bid.entry.amount`.
///
/// `label` says at the name what is wrong where no check has it.
pub(super) fn target(
    known: &Known<'_>,
    written: &Path,
    all: &[Criterion],
    label: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Target> {
    let name = written.text();
    let whole = named(known, &name, all);
    if !whole.is_empty() {
        return Some(Target { criteria: whole, kind: None });
    }
    if let Some((check, kind)) = name.rsplit_once('.') {
        let criteria = named(known, check, all);
        let kinds: Vec<&'static str> =
            of(all, &criteria).flat_map(|criterion| criterion.rule.kinds()).copied().collect();
        match (criteria.is_empty(), kinds.contains(&kind)) {
            (false, true) => return Some(Target { criteria, kind: Some(kind.to_owned()) }),
            (false, false) => {
                diagnostics.push(unknown_kind(written, check, kind, &kinds));
                return None;
            }
            (true, _) => {}
        }
    }
    if !is_wrong_elsewhere(known, &name) {
        diagnostics.push(unknown_check(known, written, &name, all, label));
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

fn unknown_check(known: &Known<'_>, written: &Path, name: &str, all: &[Criterion], label: &str) -> Diagnostic {
    let problem = Diagnostic::error("lower/unknown-check", format!("no check is named `{name}`"));
    let problem = problem.at(written.span, label);
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

fn unknown_kind(written: &Path, check: &str, kind: &str, kinds: &[&'static str]) -> Diagnostic {
    let message = format!("`{check}` has no kind of finding `{kind}`");
    let problem = Diagnostic::error("lower/unknown-kind", message).at(written.span, "not one of its kinds");
    match did_you_mean(kind, kinds.iter().copied()) {
        Some(near) => problem.help(format!("did you mean `{check}.{near}`?")),
        None => problem.help(format!("its kinds are {}", list_of(kinds.iter().copied()))),
    }
}
