//! Lists between brackets.

use unicode_width::UnicodeWidthStr;

use crate::format::STEP;
use crate::format::WIDTH;
use crate::format::flat::fits_inline;
use crate::format::flat::flat;
use crate::format::flat::list_inline;
use crate::format::layout;
use crate::format::line::Line;
use crate::format::page::Page;
use crate::format::pen::Pen;
use crate::format::statement;
use crate::syntax::Braces;
use crate::syntax::Brackets;
use crate::syntax::Part;
use crate::syntax::Statement;

/// Lays out a list: on its line, else records one a line and everything else below the first element.
pub(super) fn lay_out(page: &Page<'_>, list: &Brackets, indent: usize, goes_on: usize, pen: &mut Pen) {
    let comments = page.comments(list.open.end, list.close.start);
    let inline = comments.is_empty() && list.elements.iter().all(|element| fits_inline(page, element, true));
    // A comma may follow.
    if inline && pen.next() + list_inline(page, list).width() < WIDTH {
        pen.word(&list_inline(page, list));
    } else if comments.is_empty() && list.elements.iter().all(is_scalar) {
        fill(page, list, goes_on, pen);
    } else if let Some(only) = only_record(page, list, indent) {
        pen.word("[");
        pen.stick();
        statement::braces(page, only, &[], indent, pen);
        pen.glue("]");
    } else {
        one_a_line(page, list, indent, pen);
    }
}

/// Whether a value is neither a record nor a list.
pub(super) fn is_scalar(value: &Statement) -> bool {
    value.parts.iter().all(|part| matches!(part, Part::Token(_)))
}

/// As many elements on each line as fit.
fn fill(page: &Page<'_>, list: &Brackets, goes_on: usize, pen: &mut Pen) {
    pen.word("[");
    pen.stick();
    let last = list.elements.len().saturating_sub(1);
    for (at, element) in list.elements.iter().enumerate() {
        let text = flat(page, element, true);
        // Behind it stands a comma or the bracket.
        if at > 0 && pen.next() + text.width() + 1 > WIDTH {
            pen.new_line(goes_on);
        }
        pen.word(&text);
        pen.glue(if at < last { "," } else { "]" });
    }
}

/// The record that alone makes up a list, if it does not fit on a line by itself.
fn only_record<'l>(page: &Page<'_>, list: &'l Brackets, indent: usize) -> Option<&'l Braces> {
    let [element] = list.elements.as_slice() else { return None };
    let [Part::Block(record)] = element.parts.as_slice() else { return None };
    let beside = !page.comments(list.open.end, record.open.start).is_empty()
        || !page.comments(record.close.end, list.close.start).is_empty();
    let fits = fits_inline(page, element, true) && indent + STEP + flat(page, element, true).width() < WIDTH;
    (!beside && !fits).then_some(record)
}

fn one_a_line(page: &Page<'_>, list: &Brackets, indent: usize, pen: &mut Pen) {
    pen.word("[");
    let inside = layout::elements(page, list, indent + STEP);
    statement::opening(inside.opening, indent, pen);
    inside.lines.into_iter().for_each(|line| pen.line(line));
    pen.line(Line::new(indent, "]"));
}
