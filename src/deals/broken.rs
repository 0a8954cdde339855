//! What is said of rows and files that cannot be read.

use std::io;
use std::sync::Arc;

use csv::StringRecord;

use crate::deals::cells::Quotes;
use crate::deals::cells::split;
use crate::deals::decode::base_name;
use crate::deals::format::Format;
use crate::deals::log::Log;
use crate::deals::packed::is_archive;
use crate::deals::row::Body;
use crate::deals::row::Row;
use crate::deals::row::Sheet;
use crate::deals::row::Unsound;
use crate::diagnostic::Diagnostic;

/// A row or document cannot be read.
pub(super) fn report_unsound(unsound: &Unsound, sheet: &Sheet, log: &mut Log) {
    let message = format!("a row or document cannot be read: {}", unsound.why);
    let problem = Diagnostic::error("deals/unreadable-row", message).help("repair it in the file, or export it again");
    log.add(problem, &sheet.name, "", unsound.at);
}

/// The packing of a file breaks off, or a row has no end.
pub(super) fn report_broken_file(error: &io::Error, file: &Arc<str>, met: u64, log: &mut Log) {
    let name = base_name(file);
    let problem = if error.kind() == io::ErrorKind::FileTooLarge {
        Diagnostic::error("deals/unreadable-row", format!("a row of `{name}` is longer than 64 MiB"))
            .note("the rest of the file is not read")
            .help("look for a quote that is opened and never closed")
    } else if Format::of(name).is_some_and(Format::is_columnar) {
        Diagnostic::error("deals/broken-columns", format!("`{name}` cannot be read to its end"))
            .note(format!("{met} rows were read before it broke off"))
            .help("copy or export the file again")
    } else {
        let code = if is_archive(name) { "deals/broken-zip" } else { "deals/broken-gzip" };
        Diagnostic::error(code, format!("`{name}` cannot be unpacked to its end"))
            .note(format!("{met} rows were read before it broke off"))
            .help("copy or export the file again")
    };
    log.add_whole(problem, file, "");
}

/// Bytes of a row are no text.
pub(super) fn report_broken_text(row: &Row, log: &mut Log) {
    let has_mark = match &row.body {
        Body::Cells(raw) => raw.contains(char::REPLACEMENT_CHARACTER),
        Body::Json(raw, _) => raw.contains(char::REPLACEMENT_CHARACTER),
        Body::Yaml(node) => node.has(char::REPLACEMENT_CHARACTER),
        // What columns hold is text or is refused.
        #[cfg(feature = "columnar")]
        Body::Columns(_) => false,
        Body::Trace(trace) => {
            let mut nodes = trace.events.iter().chain([&trace.attributes]);
            nodes.any(|node| node.has(char::REPLACEMENT_CHARACTER))
        }
        Body::Event(trace, at) => trace.events.get(*at).is_some_and(|node| node.has(char::REPLACEMENT_CHARACTER)),
    };
    if has_mark {
        let problem = Diagnostic::error("deals/broken-text", "bytes that are no text in the encoding of the file")
            .note("each of them is read as `\u{fffd}`")
            .help("export the file as UTF-8");
        log.add(problem, &row.sheet.name, "", row.start());
    }
}

/// What is wrong with the cells of a row as such; an error where it cannot be used.
pub(super) fn report_cells(
    row: &Row,
    cells: &StringRecord,
    is_last: bool,
    is_broken: bool,
    log: &mut Log,
) -> Result<(), Unsound> {
    let (sheet, at) = (&row.sheet, row.start());
    let Body::Cells(raw) = &row.body else { return Ok(()) };
    if raw.contains('"') {
        match split(raw, sheet.delimiter).quotes {
            Quotes::Sound => {}
            Quotes::Open if is_last => return Err(Unsound { why: "a quote is opened and never closed", at }),
            Quotes::Open | Quotes::Stray => {
                let problem = Diagnostic::error("deals/stray-quote", "text stands behind a closing quote")
                    .note("the cells of these rows may be cut at the wrong places")
                    .help("write a quote inside a cell twice: `\"\"`");
                log.add(problem, &sheet.name, "", at);
            }
        }
    }
    if is_broken {
        report_broken_text(row, log);
    }
    let (count, header) = (cells.len(), sheet.header.len());
    if count != header && !cells.iter().all(|cell| cell.trim().is_empty()) {
        let cells = if count == 1 { "1 cell".to_owned() } else { format!("{count} cells") };
        let problem = Diagnostic::error("deals/ragged-row", format!("a row has {cells}, the header has {header}"));
        let problem = if count < header {
            problem.note("the cells that are not there count as unreadable")
        } else {
            problem.note("the cells may stand in the wrong columns").help("quote cells that hold the delimiter")
        };
        log.add(problem, &sheet.name, "", at);
    }
    Ok(())
}

/// A row has nothing in it.
pub(super) fn report_blank(row: &Row, log: &mut Log) {
    let problem =
        Diagnostic::warning("deals/blank-row", "a row has nothing in any of its cells").note("no deal is made of it");
    log.add(problem, &row.sheet.name, "", row.start());
}

/// A row of a log names no case.
pub(super) fn report_no_case(row: &Row, column: &str, log: &mut Log) {
    let problem = Diagnostic::error("deals/no-case", format!("a row has nothing in `{column}`"))
        .note("it belongs to no case, and is not used");
    log.add(problem, &row.sheet.name, column, row.start());
}
