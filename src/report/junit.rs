//! JUnit XML, which every CI shows: a suite for each criterion, a case for each finding.
//!
//! A finding that counts is a `failure`; it is an `error` where it could not be decided.
//! One that does not count is `skipped`, with its message, and so is one that is waived.
//! A criterion without findings is one case that passes. Problems of the playbook and of the data are suites of their own.

use std::io;
use std::io::Write;

use indexmap::IndexMap;
use quick_junit::NonSuccessKind;
use quick_junit::Report as Document;
use quick_junit::TestCase;
use quick_junit::TestCaseStatus;
use quick_junit::TestSuite;

use crate::assess::Finding;
use crate::assess::Verdict;
use crate::assess::title_of;
use crate::diagnostic::Level;
use crate::report::Checkout;
use crate::report::Figures;
use crate::report::Invalid;
use crate::report::Report;
use crate::report::Style;
use crate::report::figures::CheckFigure;
use crate::report::plain::prose;
use crate::report::spots;
use crate::report::trouble::Trouble;
use crate::report::words::Words;

/// Writes the document. How text for people is laid out changes nothing here.
pub fn write(report: &Report<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let title = prose(report.playbook.title.in_language(report.language)).into_owned();
    let mut document = Document::new(title);
    document.add_test_suites(of_troubles(&Trouble::of_run(report), report.checkout));
    let mut of_check: IndexMap<&str, Vec<&Finding>> = IndexMap::new();
    let figures = Figures::of(report);
    for check in &figures.checks {
        of_check.insert(&check.criterion.name, Vec::new());
    }
    for finding in report.shown() {
        of_check.entry(&finding.criterion.name).or_default().push(finding);
    }
    for (name, findings) in of_check {
        let asked = figures.checks.iter().find(|check| check.criterion.name == name);
        document.add_test_suite(suite(report, name, asked, &findings));
    }
    document.serialize(out).map_err(io::Error::other)
}

/// Writes what kept the run from being made.
pub fn write_invalid(invalid: &Invalid<'_>, _style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut document = Document::new("Tollgate");
    document.add_test_suites(of_troubles(&Trouble::of_invalid(invalid), invalid.checkout));
    document.serialize(out).map_err(io::Error::other)
}

fn suite(report: &Report<'_>, name: &str, asked: Option<&CheckFigure<'_>>, findings: &[&Finding]) -> TestSuite {
    let mut suite = TestSuite::new(name);
    let severities = asked.map(|check| check.criterion.severities()).unwrap_or_default();
    let severities: Vec<&str> = severities.into_iter().map(|severity| severity.name()).collect();
    suite.add_property(("severity", severities.join("/").as_str()));
    if let Some(check) = asked {
        for verdict in Verdict::ALL {
            suite.add_property((verdict.name(), check.counts.of(verdict).to_string().as_str()));
        }
        if findings.is_empty() {
            let title = title_of(report.playbook, check.criterion, report.language);
            let mut case = TestCase::new(prose(&title).into_owned(), TestCaseStatus::success());
            case.set_classname(name);
            suite.add_test_case(case);
        }
    }
    suite.add_test_cases(findings.iter().map(|finding| case(report, finding)));
    suite
}

fn case(report: &Report<'_>, finding: &Finding) -> TestCase {
    let words = Words::of(report.language);
    let mut status = match finding.verdict {
        _ if !report.limits.counts(finding) => TestCaseStatus::skipped(),
        Verdict::Unknown | Verdict::Error => TestCaseStatus::non_success(NonSuccessKind::Error),
        _ => TestCaseStatus::non_success(NonSuccessKind::Failure),
    };
    let aside = spots::aside(words, finding).map(|aside| format!(" ({aside})")).unwrap_or_default();
    let message = format!("{}{aside}", prose(&finding.message));
    let place = match spots::main_place(finding) {
        Some(place) => format!("{}:{}:{}", report.checkout.path(&place.file), place.line, place.column),
        None => {
            format!("{}:{}", report.checkout.path(&finding.criterion.declared.file), finding.criterion.declared.line)
        }
    };
    let todo = finding.fix.as_deref().map(|fix| prose(fix).into_owned());
    let todo: Vec<String> = todo.into_iter().chain(spots::who(words, finding)).collect();
    let todo = (!todo.is_empty()).then(|| format!("→ {}", todo.join(" · ")));
    let evidence = finding.evidence.iter().map(|seen| spots::evidence(words, seen));
    let lines: Vec<String> = [message.clone(), place].into_iter().chain(evidence).chain(todo).collect();
    status.set_message(message);
    status.set_type(format!("{} {}", finding.severity.name(), finding.verdict.name()));
    status.set_description(lines.join("\n"));
    let mut case = TestCase::new(spots::deal(words, finding), status);
    case.set_classname(finding.criterion.name.as_str());
    case
}

/// A suite for the problems of the playbook, and one for those of the data.
fn of_troubles(troubles: &[Trouble<'_>], checkout: &Checkout) -> Vec<TestSuite> {
    let mut suites = Vec::new();
    for (name, of_data) in [("playbook", false), ("data", true)] {
        let mut suite = TestSuite::new(name);
        suite.add_test_cases(troubles.iter().filter(|trouble| trouble.of_data == of_data).map(|trouble| {
            let mut status = match trouble.level {
                Level::Error => TestCaseStatus::non_success(NonSuccessKind::Error),
                Level::Warning => TestCaseStatus::skipped(),
            };
            let place = trouble.place.as_ref().map(|spot| {
                let column = spot.column.map(|column| format!(":{column}")).unwrap_or_default();
                format!("{}:{}{column}", checkout.path(&spot.file), spot.line)
            });
            let lines: Vec<String> = std::iter::once(trouble.sentence()).chain(place.clone()).collect();
            status.set_message(trouble.sentence());
            status.set_type(trouble.code);
            status.set_description(lines.join("\n"));
            let mut case = TestCase::new(place.unwrap_or_else(|| trouble.message.clone()), status);
            case.set_classname(trouble.code);
            case
        }));
        if !suite.test_cases.is_empty() {
            suites.push(suite);
        }
    }
    suites
}
