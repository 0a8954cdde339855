use serde::Serialize;

use crate::assess::DealRef;
use crate::assess::Explanation;
use crate::assess::Node;
use crate::assess::Part;
use crate::assess::Verdict;
use crate::report::explain::Explained;
use crate::report::shape::PlaceShape;
use crate::value::Truth;

/// The verdicts on one deal with their conditions.
#[derive(Serialize)]
pub(in crate::report) struct ExplainedShape<'a> {
    format: &'static str,
    version: u32,
    deal: &'a DealRef,
    as_of: String,
    language: &'a str,
    explanations: Vec<ExplanationShape<'a>>,
}

#[derive(Serialize)]
struct ExplanationShape<'a> {
    check: &'a str,
    title: &'a str,
    verdict: Verdict,
    reason: &'a str,
    parts: Vec<PartShape<'a>>,
    criterion: PlaceShape<'a>,
}

#[derive(Serialize)]
struct PartShape<'a> {
    label: &'a str,
    tree: NodeShape<'a>,
}

#[derive(Serialize)]
struct NodeShape<'a> {
    text: &'a str,
    answer: Option<&'static str>,
    value: Option<&'a str>,
    note: Option<&'a str>,
    file: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    header: Option<&'a str>,
    raw: Option<&'a str>,
    children: Vec<NodeShape<'a>>,
}

impl<'a> ExplainedShape<'a> {
    pub fn of(explained: &Explained<'a>) -> ExplainedShape<'a> {
        ExplainedShape {
            format: "tollgate-explanation",
            version: 1,
            deal: explained.deal,
            as_of: explained.as_of.to_string(),
            language: explained.language,
            explanations: explained.explanations.iter().map(ExplanationShape::of).collect(),
        }
    }
}

impl<'a> ExplanationShape<'a> {
    fn of(explanation: &'a Explanation) -> ExplanationShape<'a> {
        let part = |part: &'a Part| PartShape { label: &part.label, tree: NodeShape::of(&part.tree) };
        ExplanationShape {
            check: &explanation.check,
            title: &explanation.title,
            verdict: explanation.verdict,
            reason: &explanation.reason,
            parts: explanation.parts.iter().map(part).collect(),
            criterion: PlaceShape::of(&explanation.declared),
        }
    }
}

impl<'a> NodeShape<'a> {
    fn of(node: &'a Node) -> NodeShape<'a> {
        let place = node.place.as_ref();
        NodeShape {
            text: &node.text,
            answer: node.answer.map(|answer| match answer {
                Truth::Yes => "yes",
                Truth::No => "no",
                Truth::Unknown => "unknown",
            }),
            value: node.value.as_deref(),
            note: node.note.as_deref(),
            file: place.map(|place| &*place.file),
            line: place.map(|place| place.line),
            column: place.map(|place| place.column),
            header: place.and_then(|place| place.header.as_deref()),
            raw: place.and_then(|place| place.raw.as_deref()),
            children: node.children.iter().map(NodeShape::of).collect(),
        }
    }
}
