use std::io;

use crate::report::human::by_check::rule;
use crate::report::ink;
use crate::report::page::Page;
use crate::report::plain::harmless;
use crate::report::plain::prose;
use crate::report::tests::Tested;
use crate::report::words::Count;
use crate::report::words::digits;
use crate::scenario::Mutant;
use crate::scenario::Mutation;
use crate::source::Span;

const CHANGES: Count = Count { one: "1 change of the playbook", many: "{n} changes of the playbook" };

/// The changes of the playbook that no test notices; those with a reason come last.
pub(super) fn write(tested: &Tested<'_>, mutation: &Mutation, page: &mut Page<'_>) -> io::Result<()> {
    rule(page, "Changes that tests should notice")?;
    let mut counted =
        format!("{}, {} noticed by a test", CHANGES.of(mutation.tried), digits(mutation.noticed() as u64));
    if !mutation.explained.is_empty() {
        counted.push_str(&format!(", {} explained", digits(mutation.explained.len() as u64)));
    }
    page.text(2, &ink::paint(ink::DIM, counted))?;
    for mutant in &mutation.survivors {
        page.blank()?;
        one(tested, mutant, &ink::paint(ink::RED, "✗"), "no test notices", page)?;
    }
    for (mutant, because) in &mutation.explained {
        page.blank()?;
        one(tested, mutant, &ink::paint(ink::DIM, "~"), because, page)?;
    }
    for survivor in &mutation.stale {
        page.blank()?;
        let text = format!("`{}` is explained, and a test notices it or it is no change", prose(&survivor.id.value));
        page.labelled(&format!("  {} ", ink::paint(ink::RED, "✗")), &text)?;
        page.text(4, &ink::paint(ink::DIM, place(tested, survivor.id.span)))?;
        page.text(4, "→ Remove the line `survivor …`")?;
    }
    page.blank()
}

fn one(tested: &Tested<'_>, mutant: &Mutant, mark: &str, said: &str, page: &mut Page<'_>) -> io::Result<()> {
    page.labelled(&format!("  {mark} "), &ink::paint(ink::BOLD, prose(&mutant.change)))?;
    page.text(4, &prose(said))?;
    page.text(4, &ink::paint(ink::DIM, place(tested, mutant.span)))?;
    page.text(
        4,
        &ink::paint(ink::DIM, format!("survivor \"{}\"", prose(&mutant.id.replace('\\', "\\\\").replace('"', "\\\"")))),
    )
}

/// `machines.playbook:112:23`
pub(super) fn place(tested: &Tested<'_>, span: Span) -> String {
    match tested.sources.place(span) {
        Some((file, at)) => format!("{}:{}:{}", harmless(&file), at.line, at.column),
        None => String::new(),
    }
}
