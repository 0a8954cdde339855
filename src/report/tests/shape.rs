use serde::Serialize;

use crate::report::shape::ProblemShape;
use crate::report::tests::Tested;
use crate::scenario::Mutant;
use crate::scenario::Mutation;

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
    mutation: Option<MutationShape<'a>>,
}

#[derive(Serialize)]
struct MutationShape<'a> {
    tried: usize,
    noticed: usize,
    survivors: Vec<MutantShape<'a>>,
    explained: Vec<MutantShape<'a>>,
    /// Ids that are explained, and that a test notices or that are no change.
    stale: Vec<&'a str>,
}

#[derive(Serialize)]
struct MutantShape<'a> {
    id: &'a str,
    change: &'a str,
    because: Option<&'a str>,
    file: Option<String>,
    line: Option<u32>,
    column: Option<u32>,
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
            mutation: tested.mutation.map(|mutation| MutationShape::of(tested, mutation)),
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

impl<'a> MutationShape<'a> {
    fn of(tested: &Tested<'_>, mutation: &'a Mutation) -> MutationShape<'a> {
        let mutant = |mutant: &'a Mutant, because: Option<&'a str>| {
            let place = tested.sources.place(mutant.span);
            MutantShape {
                id: &mutant.id,
                change: &mutant.change,
                because,
                file: place.as_ref().map(|(file, _)| file.to_string()),
                line: place.as_ref().map(|(_, at)| at.line),
                column: place.as_ref().map(|(_, at)| at.column),
            }
        };
        MutationShape {
            tried: mutation.tried,
            noticed: mutation.noticed(),
            survivors: mutation.survivors.iter().map(|found| mutant(found, None)).collect(),
            explained: mutation.explained.iter().map(|(found, because)| mutant(found, Some(because))).collect(),
            stale: mutation.stale.iter().map(|survivor| survivor.id.value.as_str()).collect(),
        }
    }
}
