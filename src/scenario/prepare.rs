use std::collections::BTreeSet;
use std::sync::Arc;

use crate::assess::AsOf;
use crate::assess::People;
use crate::assess::Settings;
use crate::deals;
use crate::deals::Deal;
use crate::deals::Spot;
use crate::deals::Store;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Problems;
use crate::model::CriterionId;
use crate::model::Given;
use crate::model::Playbook;
use crate::model::Test;
use crate::scenario::fixture::Fixtures;
use crate::source::Sources;
use crate::source::Span;
use crate::value::Record;
use crate::value::Step;

/// A test with its deal.
#[derive(Clone, Debug)]
pub struct Scenario<'a> {
    /// The test.
    pub test: &'a Test,
    /// Its deal, as read and as given.
    pub deal: Deal,
    /// The day it is judged on.
    pub as_of: AsOf,
    pub(super) people: Option<People>,
    pub(super) only: Option<BTreeSet<CriterionId>>,
}

impl Scenario<'_> {
    /// How the deal is judged.
    pub fn settings(&self) -> Settings<'_> {
        Settings { as_of: self.as_of, language: "en", people: self.people.as_ref(), only: self.only.as_ref() }
    }
}

/// Tests with their deals, and what is wrong with the files that hold deals.
#[derive(Clone, Debug, Default)]
pub struct Prepared<'a> {
    /// The tests that can be run, in the order of the text.
    pub scenarios: Vec<Scenario<'a>>,
    /// Tests whose file cannot be opened or holds another number of deals than one.
    pub diagnostics: Vec<Diagnostic>,
    /// What is wrong inside those files.
    pub problems: Problems,
}

/// Gives each test its deal.
///
/// `on` says when a test is judged, by the day that it names or does not.
pub fn prepare<'a>(
    playbook: &'a Playbook,
    sources: &Sources,
    store: &dyn Store,
    on: impl Fn(Option<chrono::NaiveDate>) -> AsOf,
) -> Result<Prepared<'a>, deals::Error> {
    let mut fixtures = Fixtures::new(playbook, sources, store);
    let mut prepared = Prepared::default();
    for test in &playbook.tests {
        let from_file = match &test.given.file {
            None => None,
            Some(_) => match fixtures.deal(&test.given)? {
                Ok(deal) => Some(deal),
                Err(problem) => {
                    prepared.diagnostics.push(*problem);
                    continue;
                }
            },
        };
        prepared.scenarios.push(Scenario {
            test,
            deal: deal(playbook, sources, &test.given, from_file),
            as_of: on(test.on),
            people: test.people.as_ref().map(|records| People::of(records)),
            only: (!test.only.is_empty()).then(|| test.only.iter().copied().collect()),
        });
    }
    prepared.problems = fixtures.into_problems();
    Ok(prepared)
}

/// The deal of a file, or none, with the values given.
fn deal(playbook: &Playbook, sources: &Sources, given: &Given, from_file: Option<Deal>) -> Deal {
    let ty = &playbook.schema.deal;
    let (file, at) = place(sources, given.span);
    let deal = from_file.unwrap_or_else(|| Deal::written(ty.clone(), Record::empty(ty.fields.len()), file.clone(), at));
    let mut record = deal.record.clone();
    let mut spots = Vec::new();
    for value in &given.values {
        let slots: Vec<usize> = value
            .path
            .iter()
            .filter_map(|step| match step {
                Step::Field(slot) => Some(*slot),
                Step::Item(_) => None,
            })
            .collect();
        record.put(ty, &slots, value.value.clone());
        spots.extend(value.places.iter().map(|(path, span)| Spot {
            path: path.clone(),
            at: place(sources, *span).1,
            raw: sources.text(*span).into(),
        }));
    }
    deal.with_written(record, file, spots)
}

fn place(sources: &Sources, span: Span) -> (Arc<str>, crate::source::Position) {
    sources.place(span).unwrap_or_else(|| ("".into(), crate::source::Position { line: 1, column: 1 }))
}
