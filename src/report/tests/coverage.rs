use std::io;

use comfy_table::CellAlignment;
use comfy_table::ContentArrangement;
use comfy_table::Table;
use comfy_table::presets;

use crate::model::TextPlace;
use crate::report::human::by_check::rule;
use crate::report::ink;
use crate::report::page::Page;
use crate::report::plain::harmless;
use crate::report::tests::Tested;
use crate::scenario::Covered;
use crate::scenario::SeatCovered;

/// A table of what the tests saw of each criterion, what they saw least first; then of the rows and bodies that decide.
pub(super) fn write(tested: &Tested<'_>, page: &mut Page<'_>) -> io::Result<()> {
    let coverage = &tested.results.coverage;
    let (seen, all) = coverage.sides();
    rule(page, "Coverage")?;
    let share = format!("{seen} of {all} sides seen ({} %): a criterion has two, pass and fail", coverage.percent());
    page.text(2, &ink::paint(ink::DIM, share))?;
    page.blank()?;
    let mut criteria: Vec<&Covered> = coverage.criteria.iter().collect();
    criteria.sort_by_key(|covered| covered.sides());
    let mut table = plain(&["criterion", "pass", "fail", "unknown", "not asked", "declared at"]);
    for covered in criteria {
        let number = |count: usize| if count == 0 { "-".to_owned() } else { count.to_string() };
        table.add_row([
            covered.check.clone(),
            number(covered.pass),
            number(covered.fail),
            number(covered.unknown),
            number(covered.not_applicable),
            place(&covered.declared),
        ]);
    }
    lines(page, table)?;
    seats(&coverage.seats, page)?;
    page.blank()
}

/// Which row of a decision table, and which body of a matrix, some test came to.
fn seats(seats: &[SeatCovered], page: &mut Page<'_>) -> io::Result<()> {
    if seats.is_empty() {
        return Ok(());
    }
    let mut sorted: Vec<&SeatCovered> = seats.iter().collect();
    sorted.sort_by_key(|seat| seat.tests > 0);
    let mut table = plain(&["approval", "decided by", "tests", "declared at"]);
    if let Some(column) = table.column_mut(1) {
        column.set_cell_alignment(CellAlignment::Left);
    }
    for seat in sorted {
        let tests = if seat.tests == 0 { "-".to_owned() } else { seat.tests.to_string() };
        table.add_row([seat.approval.clone(), seat.part.clone(), tests, place(&seat.declared)]);
    }
    page.blank()?;
    lines(page, table)
}

fn place(declared: &TextPlace) -> String {
    let file = declared.file.rsplit(['/', '\\']).next().unwrap_or(&declared.file);
    format!("{}:{}", harmless(file), declared.line)
}

/// A table without lines: numbers right, the rest left.
fn plain(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(header.iter().copied());
    let last = header.len().saturating_sub(1);
    for (at, column) in table.column_iter_mut().enumerate() {
        if at > 0 && at < last {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

fn lines(page: &mut Page<'_>, mut table: Table) -> io::Result<()> {
    table.set_width(u16::try_from(page.width() - 1).unwrap_or(u16::MAX));
    table.set_content_arrangement(ContentArrangement::Dynamic);
    for (at, line) in table.lines().enumerate() {
        let line = if at == 0 { ink::paint(ink::BOLD, line.trim_end()) } else { line };
        page.raw(&format!(" {line}"))?;
    }
    Ok(())
}
