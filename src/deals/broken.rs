//! What is said of rows and files that cannot be read.

use std::io;
use std::sync::Arc;

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
