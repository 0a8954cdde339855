//! The columns of a header that a map asks for.

use std::io;

use crate::deals::csv_rows::CsvRows;
use crate::deals::decode::base_name;
use crate::deals::log::Log;
use crate::deals::number::half_width;
use crate::deals::row::Sheet;
use crate::deals::row::Standing;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::list_of;
use crate::value::mapping::FirstOf;

/// Reads the further rows of a header. A column is called as the lowest row says that is not blank: merged cells leave
/// the others blank.
pub(super) fn rows_of_header(rows: &mut CsvRows, count: usize, header: &mut Vec<String>) -> io::Result<()> {
    for _ in 1..count {
        if rows.next()?.is_none() {
            break;
        }
        for (at, name) in rows.cells().iter().map(str::trim).enumerate() {
            match header.get_mut(at) {
                Some(known) if !name.is_empty() => *known = name.to_owned(),
                Some(_) => {}
                None => header.push(name.to_owned()),
            }
        }
    }
    Ok(())
}

/// Finds the columns asked for in the header.
pub(super) fn places(sheet: &Sheet, columns: &[FirstOf], log: &mut Log) -> Vec<Standing> {
    columns.iter().map(|column| place(sheet, column, log)).collect()
}

/// Finds a column in the header, by the first of its names that stands there; what is wrong is reported.
pub(super) fn place(sheet: &Sheet, column: &FirstOf, log: &mut Log) -> Standing {
    let file = &sheet.name;
    for (name, wanted) in column.names().enumerate() {
        let mut found = sheet.header.iter().enumerate().filter(|(_, header)| is_called(header, &wanted.value));
        let Some((place, _)) = found.next() else { continue };
        if found.next().is_none() {
            return Standing::At { place, name };
        }
        let message = format!("`{}` has more than one column `{}`", base_name(file), wanted.value);
        let problem = Diagnostic::error("deals/duplicate-column", message)
            .at(wanted.span, "which of them is meant cannot be told")
            .help("give the columns different names in the export");
        log.add_whole(problem, file, &wanted.value);
        return Standing::Lacking;
    }
    if column.is_optional() {
        return Standing::Away;
    }
    log.add_whole(missing(sheet, column), file, &column.first.value);
    Standing::Lacking
}

/// Whether a column is the one of this name; full-width letters are what their plain counterparts are.
pub(super) fn is_called(header: &str, name: &str) -> bool {
    header == name.trim() || (!header.is_ascii() && half_width(header) == half_width(name.trim()))
}

fn missing(sheet: &Sheet, column: &FirstOf) -> Diagnostic {
    let near = |name: &str| crate::diagnostic::did_you_mean(name, sheet.header.iter().map(String::as_str));
    let near = column.names().find_map(|name| near(&name.value));
    let shown = sheet.header.iter().take(30).map(String::as_str);
    let more = if sheet.header.len() > 30 { " and more" } else { "" };
    let wanted = if column.others.is_empty() {
        format!("no column {}", column.listed())
    } else {
        format!("none of the columns {}", column.listed())
    };
    Diagnostic::error("deals/missing-column", format!("`{}` has {wanted}", base_name(&sheet.name)))
        .at(column.span(), "not in the header")
        .note(format!("its columns are {}{more}", list_of(shown)))
        .maybe_help(near.map(|near| format!("did you mean `{near}`?")))
}
