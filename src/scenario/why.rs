use std::collections::BTreeSet;

use crate::assess::Explanation;
use crate::assess::Node;
use crate::assess::Settings;
use crate::assess::Verdict;
use crate::assess::explain;
use crate::model::CriterionId;
use crate::model::Playbook;
use crate::scenario::Scenario;
use crate::source::Sources;
use crate::source::Span;
use crate::value::Truth;

/// Why a criterion has its verdict on the deal of a test.
pub(super) struct Why {
    pub verdict: Verdict,
    /// In sentences: the reason, then each condition with the values seen.
    pub notes: Vec<String>,
    /// Values that the test itself gives: where, and what was seen there.
    pub seen: Vec<(Span, String)>,
}

/// No more values than the eye takes in.
const MOST: usize = 8;

/// Explains the verdicts of criteria on the deal of a test; of several those that apply.
pub(super) fn why(
    playbook: &Playbook,
    scenario: &Scenario<'_>,
    criteria: &[CriterionId],
    sources: &Sources,
) -> Option<Why> {
    let only: BTreeSet<CriterionId> = criteria.iter().copied().collect();
    let settings = Settings { only: Some(&only), ..scenario.settings() };
    let explanations = explain(playbook, &scenario.deal, &settings);
    let applies = |explanation: &&Explanation| explanation.verdict != Verdict::NotApplicable;
    let told = explanations.iter().find(applies).or(explanations.first())?;
    // Of a verdict that passes the conditions say why; "it holds" would say nothing.
    let said = !told.reason.is_empty() && told.verdict != Verdict::Pass;
    let mut notes: Vec<String> = said.then(|| told.reason.clone()).into_iter().collect();
    let mut seen = Vec::new();
    if told.verdict != Verdict::NotApplicable {
        for part in &told.parts {
            let whole = line(&part.tree);
            if !notes.contains(&whole) {
                notes.push(format!("{}: {whole}", part.label));
            }
            if part.label == "for" {
                // Its elements are told one by one.
                continue;
            }
            leaves(&part.tree, &mut |leaf| {
                let said = line(leaf);
                match spot(scenario, leaf, sources) {
                    Some(span) => seen.push((span, said)),
                    None if leaf.place.is_some() => notes.push(said),
                    None => {}
                }
            });
        }
    }
    notes.dedup();
    notes.truncate(MOST);
    seen.sort();
    seen.dedup();
    seen.truncate(MOST);
    Some(Why { verdict: told.verdict, notes, seen })
}

/// `discount <= 15% is false`, `discount = 18%`, `margin is missing`
fn line(node: &Node) -> String {
    let text = node.text.trim();
    let value = match (node.answer, &node.value) {
        (Some(Truth::Yes), _) if node.place.is_none() => " holds".to_owned(),
        (Some(Truth::No), _) if node.place.is_none() => " does not hold".to_owned(),
        (_, Some(value)) => format!(" is {value}"),
        (Some(Truth::Unknown), None) if node.note.is_none() => " is unknown".to_owned(),
        _ => String::new(),
    };
    let note = node.note.as_ref().map(|note| format!(" {note}")).unwrap_or_default();
    format!("`{text}`{value}{note}")
}

/// The parts that stand in the data, from left to right.
fn leaves(node: &Node, take: &mut impl FnMut(&Node)) {
    if node.place.is_some() {
        take(node);
    }
    for child in &node.children {
        leaves(child, take);
    }
}

/// Where a test gives the value that a part saw.
fn spot(scenario: &Scenario<'_>, leaf: &Node, sources: &Sources) -> Option<Span> {
    let place = leaf.place.as_ref()?;
    let mut spans = scenario.test.given.values.iter().flat_map(|value| &value.places).map(|(_, span)| *span);
    spans.find(|span| {
        sources
            .place(*span)
            .is_some_and(|(file, at)| file == place.file && at.line == place.line && at.column == place.column)
    })
}
