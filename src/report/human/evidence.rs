use std::io;

use crate::assess::Evidence;
use crate::report::human::place::cell;
use crate::report::human::place::short_cell;
use crate::report::ink;
use crate::report::page::Page;
use crate::report::plain::columns;
use crate::report::plain::datum;
use crate::report::plain::harmless;
use crate::report::plain::padded;
use crate::report::plain::prose;
use crate::report::words::Words;
use crate::report::words::filled;

/// What a finding rests on, a line for each value: path, value, what was asked of it, and where it stands.
///
/// The parts stand under each other; a place that does not fit goes under its value.
pub(in crate::report) fn write<'e>(
    words: &Words,
    indent: usize,
    evidence: impl IntoIterator<Item = &'e Evidence>,
    page: &mut Page<'_>,
) -> io::Result<()> {
    let evidence: Vec<&Evidence> = evidence.into_iter().collect();
    let shared = shared_note(&evidence);
    let mut rows: Vec<Row> = evidence.iter().map(|evidence| Row::of(words, evidence, shared)).collect();
    let widest = |part: fn(&Row) -> &str| rows.iter().map(|row| columns(part(row))).max().unwrap_or(0);
    // A long path or value does not push the others aside.
    let path_width = widest(|row| &row.path).min(30);
    let value_width = widest(|row| &row.value).min(40);
    let before = indent + path_width + 2 + value_width + 2;
    // The name of a column is the first thing that a narrow page does without.
    if before + widest(|row| &row.place) > page.width() && before + widest(|row| &row.short_place) <= page.width() {
        for row in &mut rows {
            row.place = std::mem::take(&mut row.short_place);
        }
    }
    for row in &rows {
        let value = if row.missing { ink::paint(ink::YELLOW, &row.value) } else { row.value.clone() };
        let label = format!("{}{}  ", " ".repeat(indent), padded(&row.path, path_width));
        let fits = columns(&row.path) <= path_width && columns(&row.value) <= value_width;
        if fits && !row.place.is_empty() && before + columns(&row.place) <= page.width() {
            let gap = " ".repeat(value_width - columns(&row.value) + 2);
            page.raw(&format!("{label}{value}{gap}{}", ink::paint(ink::DIM, &row.place)))?;
            continue;
        }
        page.labelled(&label, &value)?;
        if !row.place.is_empty() {
            page.text(indent + path_width + 2, &ink::paint(ink::DIM, &row.place))?;
        }
    }
    match shared {
        Some(note) => page.text(indent, &ink::paint(ink::DIM, format!("({})", prose(note)))),
        None => Ok(()),
    }
}

/// The note that every value has: it is said once, under them.
fn shared_note<'e>(evidence: &[&'e Evidence]) -> Option<&'e str> {
    let mut notes =
        evidence.iter().filter(|evidence| evidence.value.is_some()).map(|evidence| evidence.note.as_deref());
    let first = notes.next()??;
    notes.all(|note| note == Some(first)).then_some(first)
}

struct Row {
    path: String,
    value: String,
    missing: bool,
    place: String,
    short_place: String,
}

impl Row {
    fn of(words: &Words, evidence: &Evidence, shared: Option<&str>) -> Row {
        let mut value = match (&evidence.value, &evidence.note) {
            (Some(value), Some(note)) if shared != Some(note) => {
                format!("{} ({})", datum(value, words.characters), prose(note))
            }
            (Some(value), _) => datum(value, words.characters).into_owned(),
            (None, Some(note)) => prose(note).into_owned(),
            (None, None) => String::new(),
        };
        if evidence.value.is_none()
            && let Some(raw) = evidence.place.as_ref().and_then(|place| place.raw.as_deref())
            && !raw.trim().is_empty()
        {
            let quoted = format!("\"{}\"", datum(raw, words.characters));
            value = format!("{value}{}{}", words.comma, filled(words.stands, &[&quoted]));
        }
        if let Some(expected) = &evidence.expected {
            value = format!("{value}{}{}{}", words.comma, words.expected, harmless(expected));
        }
        Row {
            path: harmless(&evidence.path).into_owned(),
            value,
            missing: evidence.value.is_none(),
            place: evidence.place.as_ref().map(cell).unwrap_or_default(),
            short_place: evidence.place.as_ref().map(short_cell).unwrap_or_default(),
        }
    }
}
