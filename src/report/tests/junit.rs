//! The tests as JUnit XML: a suite for the playbook, a case for each test.

use std::io;
use std::io::Write;

use quick_junit::NonSuccessKind;
use quick_junit::Report;
use quick_junit::TestCase;
use quick_junit::TestCaseStatus;
use quick_junit::TestSuite;

use crate::diagnostic::Diagnostic;
use crate::report::diagnostics::draw_plain;
use crate::report::plain::prose;
use crate::report::tests::Tested;
use crate::report::tests::mutants::place;
use crate::scenario::Outcome;

/// Writes the results as JUnit XML. It carries no times: the same playbook gives the same bytes.
pub fn write(tested: &Tested<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut suite = TestSuite::new(tested.playbook.name.as_str());
    suite.add_property(("coverage.percent", tested.results.coverage.percent().to_string().as_str()));
    for outcome in &tested.results.outcomes {
        suite.add_test_case(case(tested, outcome)?);
    }
    for mutant in tested.mutation.iter().flat_map(|mutation| &mutation.survivors) {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_type("test/survivor").set_message(format!("{}: no test notices", prose(&mutant.change)));
        let mut case = TestCase::new(mutant.id.as_str(), status);
        case.set_classname(place(tested, mutant.span));
        suite.add_test_case(case);
    }
    let mut report = Report::new("tollgate test");
    report.add_test_suite(suite);
    report.serialize(out).map_err(io::Error::other)
}

fn case(tested: &Tested<'_>, outcome: &Outcome<'_>) -> io::Result<TestCase> {
    let test = outcome.test;
    let mut status = TestCaseStatus::success();
    if let Some(first) = outcome.differences.first() {
        status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_type(first.code).set_message(prose(&first.message).into_owned());
        let mut drawn = Vec::new();
        let differences: Vec<&Diagnostic> = outcome.differences.iter().collect();
        draw_plain(&differences, tested.sources, &mut drawn)?;
        status.set_description(String::from_utf8_lossy(&drawn));
    }
    let mut case = TestCase::new(test.title.as_str(), status);
    case.set_classname(test.declared.file.as_ref());
    case.add_property(("file", test.declared.file.as_ref()));
    case.add_property(("line", test.declared.line.to_string().as_str()));
    Ok(case)
}
