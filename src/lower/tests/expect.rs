use crate::diagnostic::Diagnostic;
use crate::lower::checks::severity;
use crate::lower::known::Known;
use crate::lower::target::Target;
use crate::lower::target::target;
use crate::model::Asked;
use crate::model::Criterion;
use crate::model::CriterionId;
use crate::model::Expect;
use crate::model::Expected;
use crate::source::Span;
use crate::source::Spanned;
use crate::syntax;
use crate::syntax::Path;

/// The name under which a deal whose stage is not known is reported.
const STAGE: &str = "stage";

/// What a test expects. What names nothing that could be found has been reported and is left out.
pub(super) fn expects(
    known: &Known<'_>,
    written: &syntax::Test,
    only: &[CriterionId],
    criteria: &[Criterion],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Expect> {
    contradiction(&written.expects, diagnostics);
    let mut expects = Vec::new();
    for expect in &written.expects {
        let Some(what) = expected(known, &expect.what, criteria, diagnostics) else { continue };
        if let Some(asked) = what.asked()
            && !only.is_empty()
            && !asked.criteria.is_empty()
            && !asked.criteria.iter().any(|criterion| only.contains(criterion))
        {
            let message = format!("`{}` is expected, and `only` leaves it out", asked.name);
            let problem = Diagnostic::error("lower/not-judged", message).at(expect.span, "is not judged");
            diagnostics.push(problem.help(format!("add it: `only …, {}`", asked.name)));
            continue;
        }
        expects.push(Expect {
            what,
            severity: expect.severity.as_ref().map(|written| severity(written.value)),
            policy: expect.policy.as_ref().map(|policy| policy.value.clone()),
            span: expect.span,
        });
    }
    expects
}

/// `expect nothing` beside a finding that is expected.
fn contradiction(written: &[syntax::Expectation], diagnostics: &mut Vec<Diagnostic>) {
    let nothing = written.iter().find(|expect| matches!(expect.what, syntax::Expect::Nothing));
    let finding =
        written.iter().find(|expect| matches!(expect.what, syntax::Expect::Finding(..) | syntax::Expect::Unknown(_)));
    if let (Some(nothing), Some(finding)) = (nothing, finding) {
        let problem = Diagnostic::error("lower/contradiction", "nothing and something is expected");
        let problem = problem.at(nothing.span, "nothing").at(finding.span, "something");
        diagnostics.push(problem.help("keep one of them; a finding that no `expect` names fails the test anyway"));
    }
}

fn expected(
    known: &Known<'_>,
    written: &syntax::Expect,
    criteria: &[Criterion],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Expected> {
    match written {
        syntax::Expect::Nothing => Some(Expected::Nothing),
        syntax::Expect::Pass(path) => whole(known, path, criteria, diagnostics).map(Expected::Pass),
        syntax::Expect::Waived(path) => whole(known, path, criteria, diagnostics).map(Expected::Waived),
        syntax::Expect::Unknown(path) if path.text() == STAGE => {
            Some(Expected::Unknown(Asked { name: STAGE.to_owned(), criteria: Vec::new() }))
        }
        syntax::Expect::Unknown(path) => whole(known, path, criteria, diagnostics).map(Expected::Unknown),
        syntax::Expect::Finding(path, element) => {
            let Target { criteria: named, kind } = target(known, path, criteria, "no check to expect", diagnostics)?;
            if let Some(element) = element
                && let Some(problem) = not_an_element(criteria, &named, element)
            {
                diagnostics.push(problem);
                return None;
            }
            let name = name(path, kind.as_deref());
            let element = element.as_ref().map(|element| element.value.clone());
            Some(Expected::Finding { asked: Asked { name, criteria: named }, kind, element })
        }
    }
}

/// A check without a kind: `expect pass ATB.late` says nothing.
fn whole(known: &Known<'_>, path: &Path, criteria: &[Criterion], diagnostics: &mut Vec<Diagnostic>) -> Option<Asked> {
    let found = target(known, path, criteria, "no check to expect", diagnostics)?;
    let name = name(path, found.kind.as_deref());
    if let Some(kind) = found.kind {
        let message = format!("a verdict is on a check, and `{kind}` is a kind of its findings");
        let problem = Diagnostic::error("lower/kind-of-no-finding", message).at(path.span, "");
        diagnostics.push(problem.help(format!("write `{name}`")));
        return None;
    }
    Some(Asked { name, criteria: found.criteria })
}

fn name(path: &Path, kind: Option<&str>) -> String {
    let text = path.text();
    match kind.and_then(|kind| text.strip_suffix(kind)?.strip_suffix('.')) {
        Some(check) => check.to_owned(),
        None => text,
    }
}

/// An element of a check that goes through another list, or through none.
fn not_an_element(criteria: &[Criterion], named: &[CriterionId], element: &Spanned<String>) -> Option<Diagnostic> {
    let (list, _) = element.value.split_once('[')?;
    let each = named.iter().filter_map(|id| criteria.get(id.0 as usize)).map(|criterion| criterion.each.as_ref());
    let lists: Vec<Option<&str>> = each.map(|each| each.map(|each| each.list.text().trim())).collect();
    if lists.iter().any(|known| known.is_some_and(|known| known == list || !is_plain(known))) {
        return None;
    }
    let problem = |message: String, span: Span| Diagnostic::error("lower/wrong-element", message).at(span, "");
    match lists.into_iter().flatten().next() {
        Some(known) => {
            let message = format!("the check goes through `{known}`, not through `{list}`");
            Some(problem(message, element.span).help(format!("write `{known}[0]` for its first element")))
        }
        None => {
            let message = "the check is no check of each element".to_owned();
            Some(problem(message, element.span).help("remove `on …`, or give the check `for x in xs`"))
        }
    }
}

fn is_plain(list: &str) -> bool {
    list.chars().all(|letter| letter.is_alphanumeric() || letter == '_' || letter == '.')
}
