use serde::Serialize;

use crate::report::shape::ProblemShape;
use crate::report::tests::Tested;

/// What the tests of a playbook came to.
#[derive(Serialize)]
pub(super) struct TestedShape<'a> {
    format: &'static str,
    version: u32,
    playbook: PlaybookShape<'a>,
    passed: usize,
    failed: usize,
    not_run: usize,
    left_out: usize,
    tests: Vec<TestShape<'a>>,
    coverage: CoverageShape<'a>,
}

#[derive(Serialize)]
struct PlaybookShape<'a> {
    name: &'a str,
    version: Option<&'a str>,
    file: &'a str,
}

#[derive(Serialize)]
struct TestShape<'a> {
    title: &'a str,
    passes: bool,
    as_of: String,
    file: &'a str,
    line: u32,
    differences: Vec<ProblemShape<'a>>,
}

#[derive(Serialize)]
struct CoverageShape<'a> {
    /// Sides seen: pass and fail of every criterion.
    seen: usize,
    sides: usize,
    percent: usize,
    criteria: Vec<CriterionShape<'a>>,
    deciders: Vec<SeatShape<'a>>,
}

#[derive(Serialize)]
struct CriterionShape<'a> {
    check: &'a str,
    pass: usize,
    fail: usize,
    unknown: usize,
    not_applicable: usize,
    file: &'a str,
    line: u32,
}

#[derive(Serialize)]
struct SeatShape<'a> {
    approval: &'a str,
    part: &'a str,
    tests: usize,
    file: &'a str,
    line: u32,
}

impl<'a> TestedShape<'a> {
    pub fn of(tested: &Tested<'a>) -> TestedShape<'a> {
        let results = tested.results;
        let tests = results.outcomes.iter().map(|outcome| TestShape {
            title: &outcome.test.title,
            passes: outcome.passes(),
            as_of: outcome.as_of.to_string(),
            file: &outcome.test.declared.file,
            line: outcome.test.declared.line,
            differences: outcome.differences.iter().map(|found| ProblemShape::of(found, tested.sources)).collect(),
        });
        let failed = results.failed();
        TestedShape {
            format: "tollgate-tests",
            version: 1,
            playbook: PlaybookShape {
                name: &tested.playbook.name,
                version: tested.playbook.version.as_deref(),
                file: tested.playbook_file,
            },
            passed: results.outcomes.len() - failed,
            failed,
            not_run: tested.not_run,
            left_out: tested.left_out,
            tests: tests.collect(),
            coverage: CoverageShape::of(tested),
        }
    }
}

impl<'a> CoverageShape<'a> {
    fn of(tested: &Tested<'a>) -> CoverageShape<'a> {
        let coverage = &tested.results.coverage;
        let (seen, sides) = coverage.sides();
        let criteria = coverage.criteria.iter().map(|covered| CriterionShape {
            check: &covered.check,
            pass: covered.pass,
            fail: covered.fail,
            unknown: covered.unknown,
            not_applicable: covered.not_applicable,
            file: &covered.declared.file,
            line: covered.declared.line,
        });
        let deciders = coverage.seats.iter().map(|seat| SeatShape {
            approval: &seat.approval,
            part: &seat.part,
            tests: seat.tests,
            file: &seat.declared.file,
            line: seat.declared.line,
        });
        CoverageShape {
            seen,
            sides,
            percent: coverage.percent(),
            criteria: criteria.collect(),
            deciders: deciders.collect(),
        }
    }
}
