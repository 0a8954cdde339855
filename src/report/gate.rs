//! Whether a deal may move, and what stands in the way, for people and for programs.

use std::io;
use std::io::Write;

use chrono::NaiveDate;

use crate::assess::Gate;
use crate::assess::Passage;
use crate::assess::Verdict;
use crate::model::Playbook;
use crate::model::StageId;
use crate::report::Style;
use crate::report::ink;
use crate::report::next::item::Sheet;
use crate::report::next::item::tasks;
use crate::report::page::Page;
use crate::report::plain::datum;
use crate::report::shape::GateShape;
use crate::report::shape::write_document;
use crate::report::words::filled;

/// Everything a run of `tollgate gate` has to say.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The playbook.
    pub playbook: &'a Playbook,
    /// The judgement.
    pub gate: &'a Gate,
    /// The date of the judgement.
    pub as_of: NaiveDate,
    /// The language of titles and messages.
    pub language: &'a str,
}

/// Writes what stands in the way, what does not, and last whether the deal may move.
pub fn write(asked: &Asked<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(out, style.width);
    let mut sheet = Sheet::new(asked.playbook, asked.language);
    let gate = asked.gate;
    sheet.head(&gate.deal, asked.as_of, &mut page)?;
    let stops = passage_stops(gate);
    if stops {
        page.blank()?;
        passage(&sheet, gate, &mut page)?;
    }
    let against = tasks(gate.asked.stops(gate.fail_on));
    sheet.tasks(&against, &mut page)?;
    let milder = tasks(gate.asked.owed.iter().filter(|finding| !finding.fails(gate.fail_on)));
    if !milder.is_empty() {
        let level = sheet.words.severity(gate.fail_on);
        page.blank()?;
        page.text(0, &ink::paint(ink::BOLD, filled(&sheet.phrases.milder.of(milder.len()), &[level])))?;
        sheet.tasks(&milder, &mut page)?;
    }
    let then = tasks(&gate.asked.then);
    if !then.is_empty() {
        let to = sheet.stage(gate.asked.to);
        page.blank()?;
        page.text(0, &ink::paint(ink::BOLD, filled(&sheet.phrases.once_there.of(then.len()), &[&to])))?;
        sheet.tasks(&then, &mut page)?;
    }
    page.blank()?;
    last_line(&sheet, gate, against.len() + usize::from(stops), &mut page)
}

/// Writes the same as one JSON document: `"format": "tollgate-gate"`.
pub fn write_json(asked: &Asked<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_document(&GateShape::of(asked), out)
}

/// Whether the flow itself stands in the way, and no finding says so.
fn passage_stops(gate: &Gate) -> bool {
    let against = matches!(gate.asked.passage, Passage::Skips(_) | Passage::Illegal);
    against && !gate.asked.passage_told && gate.fail_on <= gate.asked.passage_severity
}

/// A move that is not one of the flow, as a thing to do.
fn passage(sheet: &Sheet<'_>, gate: &Gate, page: &mut Page<'_>) -> io::Result<()> {
    let phrases = sheet.phrases;
    let named = |stages: &[StageId]| stages.iter().map(|stage| sheet.stage(*stage)).collect::<Vec<String>>();
    let from = gate.from.map(|from| sheet.stage(from)).unwrap_or_default();
    let to = sheet.stage(gate.asked.to);
    let onward = match named(&gate.onward).as_slice() {
        [] => filled(phrases.leads_nowhere, &[&from]),
        onward => filled(phrases.leads_to, &[&from, &phrases.quoted(onward, phrases.or)]),
    };
    let (task, why) = match &gate.asked.passage {
        Passage::Skips(left_out) => {
            let left_out = named(left_out);
            let first = left_out.first().map(String::as_str).unwrap_or_default();
            let why = filled(phrases.skips, &[&from, &to, &phrases.quoted(&left_out, phrases.and)]);
            (filled(phrases.first_move, &[first]), why)
        }
        _ => (onward, filled(phrases.illegal, &[&from, &to])),
    };
    let severity = gate.asked.passage_severity;
    let severity = ink::paint(ink::severity(severity), sheet.words.severity(severity).to_uppercase());
    let mark = format!("  {} ", ink::mark(Verdict::Fail));
    page.labelled(&mark, &format!("{severity} {}", ink::paint(ink::BOLD, task)))?;
    page.text(4, &why)
}

/// The line above the prompt is the one that is read.
fn last_line(sheet: &Sheet<'_>, gate: &Gate, against: usize, page: &mut Page<'_>) -> io::Result<()> {
    let phrases = sheet.phrases;
    let id = datum(&gate.deal.id, sheet.words.characters);
    let to = sheet.stage(gate.asked.to);
    let (verdict, text) = match (gate.from, &gate.asked.passage) {
        (None, _) => (Verdict::Unknown, filled(phrases.unknown, &[&id, &to])),
        (Some(_), Passage::AlreadyThere) => (Verdict::NotApplicable, filled(phrases.already, &[&id, &to])),
        (Some(from), _) if gate.may => (Verdict::Pass, filled(phrases.may, &[&id, &sheet.stage(from), &to])),
        (Some(from), _) => (Verdict::Fail, filled(&phrases.may_not.of(against), &[&id, &sheet.stage(from), &to])),
    };
    let colour = if gate.may { ink::GREEN } else { ink::RED };
    page.labelled(&format!("{} ", ink::mark(verdict)), &ink::paint(colour.bold(), text))
}
