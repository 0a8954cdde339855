//! What a program reads: every field in a fixed order, every field always there, `null` where there is no value.

mod baseline;
mod escaping;
mod explanation;
mod health;
mod input;
mod line;
mod owed;
mod problem;
mod verdicts;

pub(super) use baseline::BaselineShape;
pub(super) use escaping::{append_finding, append_item, write_around, write_document, write_line};
pub(super) use explanation::ExplainedShape;
pub(super) use owed::{GateShape, NextShape};
pub(super) use problem::{DiagnosticsShape, ProblemShape, level_name};

use chrono::NaiveDate;
use compact_str::CompactString;
use serde::Serialize;
use serde::Serializer;
use serde::ser::Error;

use crate::assess::DealRef;
use crate::assess::Evidence;
use crate::assess::Finding;
use crate::assess::Kind;
use crate::assess::Responsible;
use crate::assess::Verdict;
use crate::model::Severity;
use crate::model::TextPlace;
use crate::report::Ending;
use crate::report::Figures;
use crate::report::Report;
use crate::report::shape::health::HealthShape;
use crate::report::shape::input::InputShape;
use crate::report::shape::verdicts::VerdictsShape;
use crate::value::push_day;

/// The version of what a run writes; it grows when a field changes its meaning or goes away.
const VERSION: u32 = 1;

/// The whole of a run in one document.
#[derive(Serialize)]
pub(super) struct ReportShape<'a> {
    format: &'static str,
    version: u32,
    #[serde(flatten)]
    run: RunShape<'a>,
    summary: SummaryShape<'a>,
    problems: Vec<ProblemShape<'a>>,
    findings: Vec<FindingShape<'a>>,
}

/// The last line of a run written line by line: all but the findings.
#[derive(Serialize)]
pub(super) struct LastLineShape<'a> {
    summary: SummaryShape<'a>,
    format: &'static str,
    version: u32,
    #[serde(flatten)]
    run: RunShape<'a>,
    problems: Vec<ProblemShape<'a>>,
}

impl<'a> ReportShape<'a> {
    pub fn of(report: &Report<'a>) -> ReportShape<'a> {
        let LastLineShape { summary, format, version, run, problems } = LastLineShape::of(report);
        let findings = report.shown().map(FindingShape::of).collect();
        ReportShape { format, version, run, summary, problems, findings }
    }
}

impl<'a> LastLineShape<'a> {
    pub fn of(report: &Report<'a>) -> LastLineShape<'a> {
        let problems = report.doubts.iter().chain(report.problems.iter());
        LastLineShape {
            summary: SummaryShape::of(report),
            format: "tollgate-report",
            version: VERSION,
            run: RunShape::of(report),
            problems: problems.map(|problem| ProblemShape::of(problem, report.sources)).collect(),
        }
    }
}

/// What was judged, by what, on which date.
#[derive(Serialize)]
struct RunShape<'a> {
    playbook: PlaybookShape<'a>,
    as_of: String,
    language: &'a str,
    inputs: Vec<InputShape<'a>>,
}

#[derive(Serialize)]
struct PlaybookShape<'a> {
    name: &'a str,
    title: &'a str,
    version: Option<&'a str>,
    file: &'a str,
}

impl<'a> RunShape<'a> {
    fn of(report: &Report<'a>) -> RunShape<'a> {
        let playbook = report.playbook;
        let inputs = report.inputs.iter();
        RunShape {
            playbook: PlaybookShape {
                name: &playbook.name,
                title: playbook.title.in_language(report.language),
                version: playbook.version.as_deref(),
                file: report.playbook_file,
            },
            as_of: report.as_of.to_string(),
            language: report.language,
            inputs: inputs.map(InputShape::of).collect(),
        }
    }
}

fn is_none(count: &u64) -> bool {
    *count == 0
}

/// The numbers of a run.
#[derive(Serialize)]
struct SummaryShape<'a> {
    deals: u64,
    stages: Vec<StageShape<'a>>,
    criteria: usize,
    verdicts: VerdictsShape,
    undecided: RatioShape,
    checks: Vec<CheckShape<'a>>,
    findings: FindingsShape,
    baseline: Option<BaselineShape<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    health: Option<HealthShape<'a>>,
    data: DataShape,
    /// `clean`, `findings` or `incomplete`.
    ending: &'static str,
    refused: Option<&'a str>,
}

#[derive(Serialize)]
struct StageShape<'a> {
    stage: Option<&'a str>,
    title: Option<&'a str>,
    deals: u64,
}

/// So many of so many, exactly.
#[derive(Serialize)]
struct RatioShape {
    verdicts: u64,
    of: u64,
}

#[derive(Serialize)]
struct CheckShape<'a> {
    check: &'a str,
    title: Option<&'a str>,
    severity: &'static str,
    verdicts: VerdictsShape,
    criterion: PlaceShape<'a>,
}

#[derive(Serialize)]
struct FindingsShape {
    total: usize,
    critical: usize,
    major: usize,
    minor: usize,
    info: usize,
    not_listed: usize,
    fail_on: Option<&'static str>,
    fail_on_unknown: Option<&'static str>,
    max_findings: usize,
    counted: usize,
}

#[derive(Serialize)]
struct DataShape {
    errors: usize,
    warnings: usize,
}

impl<'a> SummaryShape<'a> {
    fn of(report: &Report<'a>) -> SummaryShape<'a> {
        let figures = Figures::of(report);
        let stages = figures.stages.iter();
        let checks = figures.checks.iter().map(|check| CheckShape {
            check: &check.criterion.name,
            title: check.criterion.title.as_ref().map(|title| title.in_language(report.language)),
            severity: check.criterion.severity.name(),
            verdicts: VerdictsShape::of(&check.counts),
            criterion: PlaceShape::of(&check.criterion.declared),
        });
        SummaryShape {
            deals: report.tally.deals,
            stages: stages
                .map(|stage| StageShape { stage: stage.name, title: stage.title, deals: stage.deals })
                .collect(),
            criteria: figures.checks.len(),
            verdicts: VerdictsShape::of(&figures.verdicts),
            undecided: RatioShape { verdicts: figures.verdicts.undecided(), of: figures.verdicts.applicable() },
            checks: checks.collect(),
            findings: FindingsShape {
                total: report.counts.total(),
                critical: figures.of_severity(Severity::Critical),
                major: figures.of_severity(Severity::Major),
                minor: figures.of_severity(Severity::Minor),
                info: figures.of_severity(Severity::Info),
                not_listed: figures.hidden,
                fail_on: report.limits.fail_on.map(Severity::name),
                fail_on_unknown: report.limits.fail_on_unknown.map(Severity::name),
                max_findings: report.limits.max_findings,
                counted: figures.failing,
            },
            baseline: report.baseline.map(BaselineShape::of),
            health: HealthShape::of(report),
            data: DataShape { errors: figures.errors, warnings: figures.warnings },
            ending: match report.ending() {
                Ending::Clean => "clean",
                Ending::Findings => "findings",
                Ending::Incomplete => "incomplete",
            },
            refused: report.refused,
        }
    }
}

/// One finding.
#[derive(Serialize)]
pub(super) struct FindingShape<'a> {
    fingerprint: &'a str,
    check: &'a str,
    kind: Kind,
    verdict: Verdict,
    severity: &'static str,
    title: &'a str,
    message: &'a str,
    deal: &'a DealRef,
    element: Option<&'a str>,
    because: Option<&'a str>,
    fix: Option<&'a str>,
    owner: &'a Responsible,
    due: Option<Day>,
    policy: Option<&'a str>,
    tags: &'a [String],
    evidence: Shown<'a>,
    criterion: PlaceShape<'a>,
    as_of: Day,
    waiver: Option<WaiverShape<'a>>,
    baseline: Option<KnownShape>,
    #[serde(skip_serializing_if = "Option::is_none")]
    health: Option<u8>,
}

/// A finding that the baseline holds.
#[derive(Serialize)]
struct KnownShape {
    since: String,
}

#[derive(Serialize)]
struct WaiverShape<'a> {
    by: &'a str,
    until: String,
    because: &'a str,
    declared: PlaceShape<'a>,
}

#[derive(Serialize)]
struct EvidenceShape<'a> {
    path: &'a str,
    value: Option<&'a str>,
    expected: Option<&'a str>,
    note: Option<&'a str>,
    file: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    header: Option<&'a str>,
    raw: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct PlaceShape<'a> {
    file: &'a str,
    line: u32,
}

impl<'a> FindingShape<'a> {
    pub fn of(finding: &'a Finding) -> FindingShape<'a> {
        FindingShape {
            fingerprint: &finding.fingerprint,
            check: &finding.criterion.name,
            kind: finding.kind,
            verdict: finding.verdict,
            severity: finding.severity.name(),
            title: &finding.criterion.title,
            message: &finding.message,
            deal: &finding.deal,
            element: finding.element.as_deref(),
            because: finding.criterion.because.as_deref(),
            fix: finding.fix.as_deref(),
            owner: &finding.owner,
            due: finding.due.map(Day),
            policy: finding.criterion.policy.as_deref(),
            tags: &finding.criterion.tags,
            evidence: Shown(&finding.evidence),
            criterion: PlaceShape::of(&finding.criterion.declared),
            as_of: Day(finding.as_of),
            waiver: finding.waiver.as_ref().map(|waiver| WaiverShape {
                by: &waiver.by,
                until: waiver.until.to_string(),
                because: &waiver.because,
                declared: PlaceShape::of(&waiver.declared),
            }),
            baseline: finding.baseline.map(|known| KnownShape { since: known.since.to_string() }),
            health: finding.health,
        }
    }
}

/// Evidence, shaped as it is written.
struct Shown<'a>(&'a [Evidence]);

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_seq(self.0.iter().map(EvidenceShape::of))
    }
}

/// A day, as `2026-06-30`.
struct Day(NaiveDate);

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut text = CompactString::const_new("");
        push_day(&mut text, self.0).map_err(S::Error::custom)?;
        out.serialize_str(&text)
    }
}

impl<'a> EvidenceShape<'a> {
    fn of(evidence: &'a Evidence) -> EvidenceShape<'a> {
        let place = evidence.place.as_ref();
        EvidenceShape {
            path: &evidence.path,
            value: evidence.value.as_deref(),
            expected: evidence.expected.as_deref(),
            note: evidence.note.as_deref(),
            file: place.map(|place| &*place.file),
            line: place.map(|place| place.line),
            column: place.map(|place| place.column),
            header: place.and_then(|place| place.header.as_deref()),
            raw: place.and_then(|place| place.raw.as_deref()),
        }
    }
}

impl<'a> PlaceShape<'a> {
    pub fn of(place: &'a TextPlace) -> PlaceShape<'a> {
        PlaceShape { file: &place.file, line: place.line }
    }
}
