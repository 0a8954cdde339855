//! What a deal owes for every possible next stage, for people and for programs.

pub(super) mod item;
pub(super) mod phrases;

use std::io;
use std::io::Write;

use chrono::NaiveDate;

use crate::assess::Finding;
use crate::assess::Next;
use crate::model::Playbook;
use crate::report::Style;
use crate::report::ink;
use crate::report::next::item::Sheet;
use crate::report::next::item::tasks;
use crate::report::page::Page;
use crate::report::plain::datum;
use crate::report::plain::prose;
use crate::report::shape::NextShape;
use crate::report::shape::write_document;
use crate::report::words::Count;
use crate::report::words::filled;

/// Everything a run of `tollgate next` has to say.
#[derive(Clone, Copy, Debug)]
pub struct Owed<'a> {
    /// The playbook.
    pub playbook: &'a Playbook,
    /// What the deal owes.
    pub next: &'a Next,
    /// The date of the judgement.
    pub as_of: NaiveDate,
    /// The language of titles and messages.
    pub language: &'a str,
}

/// Writes what is owed for every move, the main line's first, and then what is owed where the deal is.
pub fn write(owed: &Owed<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(out, style.width);
    let mut sheet = Sheet::new(owed.playbook, owed.language);
    let next = owed.next;
    sheet.head(&next.deal, owed.as_of, &mut page)?;
    for asked in &next.moves {
        let words = sheet.phrases;
        section(&mut sheet, &asked.title, &asked.owed, words.to_move, Some(words.free_to_move), &mut page)?;
        section(&mut sheet, &asked.title, &asked.then, words.once_there, None, &mut page)?;
    }
    let words = sheet.phrases;
    let Some(stage) = next.stage else {
        page.blank()?;
        page.text(0, words.nowhere)?;
        return sheet.tasks(&tasks(&next.here), &mut page);
    };
    let here = sheet.stage(stage);
    section(&mut sheet, &here, &next.here, words.here, Some(words.nothing_here), &mut page)?;
    if next.moves.is_empty() {
        page.blank()?;
        page.text(0, &filled(words.no_move, &[&prose(&here)]))?;
    }
    behind(&sheet, next, &mut page)
}

/// Writes the same as one JSON document: `"format": "tollgate-next"`.
pub fn write_json(owed: &Owed<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_document(&NextShape::of(owed), out)
}

/// A headline and what is owed under it; where that is nothing, a line that says so.
fn section(
    sheet: &mut Sheet<'_>,
    stage: &str,
    owed: &[Finding],
    some: Count,
    none: Option<&'static str>,
    page: &mut Page<'_>,
) -> io::Result<()> {
    let stage = prose(stage);
    if owed.is_empty() {
        let Some(none) = none else { return Ok(()) };
        page.blank()?;
        return page.text(0, &ink::paint(ink::BOLD, filled(none, &[&stage])));
    }
    let tasks = tasks(owed);
    page.blank()?;
    page.text(0, &ink::paint(ink::BOLD, filled(&some.of(tasks.len()), &[&stage])))?;
    sheet.tasks(&tasks, page)
}

/// How many things from before are named; `check` tells all of them.
const BEHIND: usize = 5;

/// What is wrong behind the deal is only named: it is not what the next move asks.
fn behind(sheet: &Sheet<'_>, next: &Next, page: &mut Page<'_>) -> io::Result<()> {
    let tasks = tasks(next.behind.iter().filter(|finding| !sheet.told.contains(finding.fingerprint.as_str())));
    if tasks.is_empty() {
        return Ok(());
    }
    let id = datum(&next.deal.id, sheet.words.characters);
    page.blank()?;
    page.text(0, &ink::paint(ink::BOLD, filled(&sheet.phrases.behind.of(tasks.len()), &[&id])))?;
    page.blank()?;
    for task in tasks.iter().take(BEHIND) {
        sheet.line(task, "", page)?;
    }
    if tasks.len() > BEHIND {
        page.text(4, &ink::paint(ink::DIM, sheet.words.more_places.of(tasks.len() - BEHIND)))?;
    }
    Ok(())
}
