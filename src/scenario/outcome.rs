use chrono::NaiveDate;

use crate::assess::Counts;
use crate::assess::Finding;
use crate::assess::Settings;
use crate::assess::Tally;
use crate::assess::Verdict;
use crate::assess::judge;
use crate::diagnostic::Diagnostic;
use crate::model::Asked;
use crate::model::CriterionId;
use crate::model::Expect;
use crate::model::Expected;
use crate::model::Playbook;
use crate::model::Test;
use crate::scenario::Coverage;
use crate::scenario::Scenario;
use crate::scenario::difference;
use crate::source::Sources;

/// What the tests of a playbook came to.
#[derive(Clone, Debug)]
pub struct Results<'a> {
    /// Each test, in the order of the text.
    pub outcomes: Vec<Outcome<'a>>,
    /// Which verdicts they saw.
    pub coverage: Coverage,
}

/// What a test came to.
#[derive(Clone, Debug)]
pub struct Outcome<'a> {
    /// The test.
    pub test: &'a Test,
    /// The day it was judged on.
    pub as_of: NaiveDate,
    /// Where it differs from what it expects; empty where it passes.
    pub differences: Vec<Diagnostic>,
}

impl Outcome<'_> {
    /// Whether the playbook says of the deal what the test expects.
    pub fn passes(&self) -> bool {
        self.differences.is_empty()
    }
}

impl Results<'_> {
    /// How many tests failed.
    pub fn failed(&self) -> usize {
        self.outcomes.iter().filter(|outcome| !outcome.passes()).count()
    }
}

/// Runs tests.
pub fn run<'a>(playbook: &Playbook, scenarios: &[Scenario<'a>], sources: &Sources) -> Results<'a> {
    let mut coverage = Coverage::new(playbook);
    let mut outcomes = Vec::with_capacity(scenarios.len());
    for scenario in scenarios {
        let seen = see(playbook, scenario, &scenario.settings());
        coverage.add(playbook, scenario, &seen.tally);
        let differences = difference::differences(playbook, scenario, &seen, sources);
        outcomes.push(Outcome { test: scenario.test, as_of: scenario.as_of.today, differences });
    }
    Results { outcomes, coverage }
}

/// What the playbook says of a test's deal, set against what the test expects.
pub(super) struct Seen<'e> {
    pub findings: Vec<Finding>,
    pub tally: Tally,
    /// Expectations that nothing meets.
    pub unmet: Vec<&'e Expect>,
    /// Whether an expectation names the finding.
    named: Vec<bool>,
}

impl Seen<'_> {
    /// Findings that no expectation names. A waived one does not make a run fail, and so no test either.
    pub fn unexpected(&self) -> impl Iterator<Item = &Finding> {
        let findings = self.findings.iter().zip(&self.named).filter(|(_, named)| !**named);
        findings.map(|(finding, _)| finding).filter(|finding| finding.verdict != Verdict::Waived)
    }
}

/// Judges the deal of a test and looks for what it expects.
pub(super) fn see<'e>(playbook: &Playbook, scenario: &Scenario<'e>, settings: &Settings<'_>) -> Seen<'e> {
    let mut tally = Tally::new(playbook);
    let findings = judge(playbook, &scenario.deal, settings, &mut tally);
    let mut named = vec![false; findings.len()];
    let mut unmet = Vec::new();
    for expect in &scenario.test.expects {
        let mut met = false;
        for (finding, named) in findings.iter().zip(&mut named) {
            if names(playbook, expect, finding) {
                *named = true;
                met = true;
            }
        }
        if !met && (is_told(expect) || !holds(&expect.what, &tally)) {
            unmet.push(expect);
        }
    }
    Seen { findings, tally, unmet, named }
}

/// Whether an expectation names a finding.
fn names(playbook: &Playbook, expect: &Expect, finding: &Finding) -> bool {
    let expected = &expect.what;
    let verdict = match expected {
        Expected::Finding { .. } => Verdict::Fail,
        Expected::Unknown(_) => Verdict::Unknown,
        Expected::Waived(_) => Verdict::Waived,
        Expected::Pass(_) | Expected::Nothing => return false,
    };
    let Some(asked) = expected.asked() else { return false };
    finding.verdict == verdict && is_of(playbook, asked, finding) && fits(expected, finding) && tells(expect, finding)
}

/// Whether severity and policy are those that are expected.
fn tells(expect: &Expect, finding: &Finding) -> bool {
    let policy = finding.criterion.policy.as_deref();
    expect.severity.is_none_or(|severity| finding.severity == severity)
        && expect.policy.as_deref().is_none_or(|wanted| policy == Some(wanted))
}

/// Whether it asks what a finding says: only a finding can meet that.
fn is_told(expect: &Expect) -> bool {
    expect.severity.is_some() || expect.policy.is_some()
}

/// Whether a finding is one of the checks that an expectation names.
pub(super) fn is_of(playbook: &Playbook, asked: &Asked, finding: &Finding) -> bool {
    let mut criteria = asked.criteria.iter().filter_map(|id| playbook.criteria.get(id.0 as usize));
    criteria.any(|criterion| criterion.name == finding.criterion.name)
        || (asked.criteria.is_empty() && finding.criterion.name == asked.name)
}

/// Whether kind and element are those that are expected.
fn fits(expected: &Expected, finding: &Finding) -> bool {
    let Expected::Finding { kind, element, .. } = expected else { return true };
    kind.as_ref().is_none_or(|kind| finding.kind.name() == kind)
        && element.as_ref().is_none_or(|element| finding.element.as_ref() == Some(element))
}

/// Whether verdicts that make no finding of their own are as expected.
fn holds(expected: &Expected, tally: &Tally) -> bool {
    let counts =
        |asked: &Asked| -> Vec<Counts> { asked.criteria.iter().map(|id: &CriterionId| tally.of(*id)).collect() };
    match expected {
        Expected::Nothing => true,
        Expected::Pass(asked) => {
            let counts = counts(asked);
            let wrong = [Verdict::Fail, Verdict::Unknown, Verdict::Error, Verdict::Waived];
            counts.iter().any(|counts| counts.of(Verdict::Pass) > 0)
                && !counts.iter().any(|counts| wrong.iter().any(|verdict| counts.of(*verdict) > 0))
        }
        // Of a deal whose stage is not known one finding speaks for all.
        Expected::Unknown(asked) => counts(asked).iter().any(|counts| counts.of(Verdict::Unknown) > 0),
        Expected::Finding { .. } | Expected::Waived(_) => false,
    }
}
