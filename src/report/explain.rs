//! Why a deal has its verdicts: every part of every condition with the value seen, for people and for programs.

use std::io;
use std::io::Write;

use chrono::NaiveDate;

use crate::assess::DealRef;
use crate::assess::Explanation;
use crate::assess::Node;
use crate::assess::Verdict;
use crate::report::Style;
use crate::report::ink;
use crate::report::page::Page;
use crate::report::plain::datum;
use crate::report::plain::harmless;
use crate::report::plain::prose;
use crate::report::shape::ExplainedShape;
use crate::report::shape::write_document;
use crate::report::words::Words;
use crate::report::words::filled;
use crate::value::Truth;

/// Everything a run of `tollgate explain` has to say.
#[derive(Clone, Copy, Debug)]
pub struct Explained<'a> {
    /// The deal.
    pub deal: &'a DealRef,
    /// The title of the deal's stage, where the playbook has one.
    pub stage: Option<&'a str>,
    /// The date of the judgement.
    pub as_of: NaiveDate,
    /// The language of titles and reasons.
    pub language: &'a str,
    /// The criteria asked for, in the order of the playbook.
    pub explanations: &'a [Explanation],
}

/// Draws the explanation of one criterion, or of all: then those that do not apply are only named, with the reason.
pub fn write(explained: &Explained<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let words = Words::of(explained.language);
    let mut page = Page::new(out, style.width);
    head(explained, words, &mut page)?;
    let several = explained.explanations.len() > 1;
    let applies = |explanation: &&Explanation| !several || explanation.verdict != Verdict::NotApplicable;
    for explanation in explained.explanations.iter().filter(applies) {
        page.blank()?;
        one(explanation, words, &mut page)?;
    }
    let rest: Vec<&Explanation> = explained.explanations.iter().filter(|explanation| !applies(explanation)).collect();
    not_asked(&rest, words, &mut page)
}

/// Writes the explanation as one JSON document: `"format": "tollgate-explanation"`.
pub fn write_json(explained: &Explained<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_document(&ExplainedShape::of(explained), out)
}

fn head(explained: &Explained<'_>, words: &Words, page: &mut Page<'_>) -> io::Result<()> {
    let deal = explained.deal;
    let stage = explained.stage.or(deal.stage.as_deref());
    let known = [deal.name.as_deref(), stage, deal.amount.as_deref(), deal.owner.as_deref()];
    let known = known.into_iter().flatten().map(|text| datum(text, words.characters).into_owned());
    let id = ink::paint(ink::BOLD, datum(&deal.id, words.characters));
    page.hanging("", "  ", &format!("{id}  {}", known.collect::<Vec<String>>().join(" · ")))?;
    page.text(2, &ink::paint(ink::DIM, filled(words.as_of, &[&explained.as_of.to_string()])))
}

/// The verdict with its reason, then the conditions.
fn one(explanation: &Explanation, words: &Words, page: &mut Page<'_>) -> io::Result<()> {
    let mark = format!("{} ", ink::mark(explanation.verdict));
    let title = ink::paint(ink::BOLD, prose(&explanation.title));
    let verdict = words.verdict(explanation.verdict);
    page.labelled(&mark, &format!("{title} · {} · {verdict}", prose(&explanation.check)))?;
    page.text(2, &prose(&explanation.reason))?;
    let place = format!("{}:{}", harmless(&explanation.declared.file), explanation.declared.line);
    page.text(2, &ink::paint(ink::DIM, filled(words.declared, &[&place])))?;
    for part in &explanation.parts {
        page.text(2, &ink::paint(ink::DIM, prose(&part.label)))?;
        node(&part.tree, "  ", "└─ ", "   ", words, page)?;
    }
    Ok(())
}

/// A part of a condition and, below it, what it was made from.
///
/// `stem` is what stands left of the branch; a condition's depth is bounded where it is checked.
fn node(tree: &Node, stem: &str, branch: &str, below: &str, words: &Words, page: &mut Page<'_>) -> io::Result<()> {
    let children: Vec<&Node> = tree.children.iter().filter(|child| !is_literal(child)).collect();
    let own = format!("{stem}{below}");
    let trunk = if children.is_empty() { format!("{own}  ") } else { format!("{own}│ ") };
    let first = format!("{}{}", ink::paint(ink::DIM, format!("{stem}{branch}")), sign(tree.answer));
    page.hanging(&first, &ink::paint(ink::DIM, trunk), &line(tree, words))?;
    let last = children.len().saturating_sub(1);
    for (at, child) in children.into_iter().enumerate() {
        let (branch, below) = if at == last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        node(child, &own, branch, below, words, page)?;
    }
    Ok(())
}

/// A literal says nothing that its condition has not said.
fn is_literal(tree: &Node) -> bool {
    let written = tree.text.trim_matches('"');
    tree.children.is_empty() && tree.answer.is_none() && tree.place.is_none() && tree.value.as_deref() == Some(written)
}

fn sign(answer: Option<Truth>) -> String {
    match answer {
        Some(Truth::Yes) => format!("{} ", ink::mark(Verdict::Pass)),
        Some(Truth::No) => format!("{} ", ink::mark(Verdict::Fail)),
        Some(Truth::Unknown) => format!("{} ", ink::mark(Verdict::Unknown)),
        None => String::new(),
    }
}

/// `discount = 23.78%  opportunities.csv:4:37`
fn line(tree: &Node, words: &Words) -> String {
    let mut line = prose(&tree.text).into_owned();
    // A yes or no is said by its sign; of a required field the sign says how it is judged, and the value what stands there.
    if let Some(value) = tree.value.as_deref()
        && (tree.answer.is_none() || tree.place.is_some())
    {
        line = format!("{line} = {}", ink::paint(ink::BOLD, datum(value, words.characters)));
    }
    if let Some(note) = &tree.note {
        line = format!("{line} {}", ink::paint(ink::YELLOW, prose(note)));
    }
    if let Some(place) = &tree.place {
        let at = format!("{}:{}:{}", harmless(&place.file), place.line, place.column);
        let raw = place.raw.as_deref().filter(|raw| tree.value.is_none() && !raw.trim().is_empty());
        let raw = raw.map(|raw| format!(" \"{}\"", datum(raw, words.characters))).unwrap_or_default();
        line = format!("{line}{raw}  {}", ink::paint(ink::DIM, at));
    }
    line
}

/// Criteria that do not apply to the deal: their names and why.
fn not_asked(rest: &[&Explanation], words: &Words, page: &mut Page<'_>) -> io::Result<()> {
    if rest.is_empty() {
        return Ok(());
    }
    page.blank()?;
    page.text(0, &ink::paint(ink::BOLD, words.not_asked.of(rest.len())))?;
    for explanation in rest {
        let mark = format!("{} ", ink::mark(explanation.verdict));
        let name = prose(&explanation.check);
        page.labelled(&mark, &format!("{name}: {}", ink::paint(ink::DIM, prose(&explanation.reason))))?;
    }
    Ok(())
}
