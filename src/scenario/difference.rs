use crate::assess::Finding;
use crate::assess::Kind;
use crate::assess::Verdict;
use crate::diagnostic::Diagnostic;
use crate::model::Asked;
use crate::model::Expect;
use crate::model::Expected;
use crate::model::Playbook;
use crate::model::Severity;
use crate::scenario::Scenario;
use crate::scenario::outcome::Seen;
use crate::scenario::outcome::is_of;
use crate::scenario::why::Why;
use crate::scenario::why::why;
use crate::source::Sources;

/// Where a deal is told of otherwise than its test expects: what was expected and is not there, then what is there and was not.
pub(super) fn differences(
    playbook: &Playbook,
    scenario: &Scenario<'_>,
    seen: &Seen<'_>,
    sources: &Sources,
) -> Vec<Diagnostic> {
    let mut differences = Vec::new();
    let mut told: Vec<&Asked> = Vec::new();
    for expect in &seen.unmet {
        let Some(asked) = expect.what.asked() else { continue };
        let findings: Vec<&Finding> = seen.unexpected().filter(|finding| is_of(playbook, asked, finding)).collect();
        let why = why(playbook, scenario, &asked.criteria, sources);
        differences.push(unmet(expect, asked, &findings, why.as_ref()));
        told.push(asked);
    }
    let untold = seen.unexpected().filter(|finding| !told.iter().any(|asked| is_of(playbook, asked, finding)));
    differences.extend(untold.map(|finding| unexpected(playbook, scenario, finding)));
    if scenario.test.on.is_none()
        && let Some(last) = differences.last_mut()
    {
        let day = scenario.as_of.today;
        last.notes.push(format!("the test names no day and was judged as of {day}; `on {day}` fixes it"));
    }
    differences
}

/// Something that was expected and is not there: what is there instead, and why.
fn unmet(expect: &Expect, asked: &Asked, findings: &[&Finding], why: Option<&Why>) -> Diagnostic {
    let wanted = match &expect.what {
        Expected::Finding { kind, element, .. } => {
            let kind = kind.as_ref().map(|kind| format!(" as `{kind}`")).unwrap_or_default();
            let element = element.as_ref().map(|element| format!(" on `{element}`")).unwrap_or_default();
            format!("fail{kind}{element}")
        }
        Expected::Pass(_) => "pass".to_owned(),
        Expected::Unknown(_) => "be unknown".to_owned(),
        Expected::Waived(_) => "be waived".to_owned(),
        Expected::Nothing => "have no findings".to_owned(),
    };
    let wanted = format!("{wanted}{}", terms(expect.severity, expect.policy.as_deref()));
    // What is told otherwise than expected is shown with what it tells.
    let with_terms = expect.severity.is_some() || expect.policy.is_some();
    let found = found(findings, why.map(|why| why.verdict), with_terms);
    let message = format!("`{}` was expected to {wanted}, and it {found}", asked.name);
    let mut problem = Diagnostic::error("test/expected-not-found", message).at(expect.span, format!("it {found}"));
    for (span, said) in why.iter().flat_map(|why| &why.seen) {
        problem = problem.at(*span, said.clone());
    }
    for note in why.iter().flat_map(|why| &why.notes) {
        problem = problem.note(note.clone());
    }
    problem
}

/// " with severity minor and policy "§4""
fn terms(severity: Option<Severity>, policy: Option<&str>) -> String {
    let severity = severity.map(|severity| format!("severity {severity}"));
    let policy = policy.map(|policy| format!("policy {policy:?}"));
    let said: Vec<String> = severity.into_iter().chain(policy).collect();
    if said.is_empty() { String::new() } else { format!(" with {}", said.join(" and ")) }
}

/// What a check does instead: `passes`, `fails as `late` on `margin``.
fn found(findings: &[&Finding], verdict: Option<Verdict>, with_terms: bool) -> String {
    let terms = |finding: &Finding| match with_terms {
        true => terms(Some(finding.severity), finding.criterion.policy.as_deref()),
        false => String::new(),
    };
    let fails: Vec<String> = findings
        .iter()
        .filter(|finding| finding.verdict == Verdict::Fail)
        .map(|finding| {
            let element = finding.element.as_ref().map(|element| format!(" on `{element}`")).unwrap_or_default();
            match finding.kind {
                // A condition fails in one way only.
                Kind::Failed => format!("{element}{}", terms(finding)),
                kind => format!(" as `{}`{element}{}", kind.name(), terms(finding)),
            }
        })
        .collect();
    if !fails.is_empty() {
        return format!("fails{}", fails.join(","));
    }
    let open = findings.iter().find(|finding| finding.verdict == Verdict::Unknown);
    if let Some(open) = open.filter(|_| with_terms) {
        return format!("cannot be decided{}", terms(open));
    }
    match verdict {
        Some(Verdict::Pass) => "passes",
        Some(Verdict::Fail) => "fails",
        Some(Verdict::Unknown) => "cannot be decided",
        Some(Verdict::NotApplicable) => "does not apply",
        Some(Verdict::Waived) => "is waived",
        Some(Verdict::Error) => "stops with an error",
        None => "is known",
    }
    .to_owned()
}

/// A finding that no expectation names.
fn unexpected(playbook: &Playbook, scenario: &Scenario<'_>, finding: &Finding) -> Diagnostic {
    let (verb, expectation) = match finding.verdict {
        Verdict::Unknown => ("cannot be decided", format!("expect unknown {}", finding.criterion.name)),
        Verdict::Error => ("stops with an error", String::new()),
        _ => ("fails", format!("expect {}.{}", finding.criterion.name, finding.kind.name())),
    };
    let element = finding.element.as_ref().map(|element| format!(" on `{element}`")).unwrap_or_default();
    let message = format!("`{}` {verb}{element}, and no `expect` names it", finding.criterion.name);
    let mut problem = Diagnostic::error("test/found-not-expected", message).at(scenario.test.span, "in this test");
    if let Some(criterion) = playbook.criteria.iter().find(|criterion| criterion.name == finding.criterion.name) {
        problem = problem.at(criterion.span, "asks this");
    }
    problem = problem.note(finding.message.clone());
    for evidence in &finding.evidence {
        let value = match (&evidence.value, &evidence.note) {
            (Some(value), Some(note)) => format!("{value}, {note}"),
            (Some(value), None) => value.to_string(),
            // The sentence of the finding has said it.
            (None, Some(_)) if finding.message.contains(evidence.path.as_str()) => continue,
            (None, Some(note)) => note.to_string(),
            (None, None) => continue,
        };
        let asked = evidence.expected.as_ref().map(|asked| format!(", asked: {asked}")).unwrap_or_default();
        let place = evidence.place.as_ref();
        let place = place.map(|at| format!(" ({}:{}:{})", at.file, at.line, at.column)).unwrap_or_default();
        problem = problem.note(format!("`{}`: {value}{asked}{place}", evidence.path));
    }
    if expectation.is_empty() {
        return problem;
    }
    problem.help(format!("write `{expectation}` if that is right, or give the deal what it lacks"))
}
