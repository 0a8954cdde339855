use crate::diagnostic::Diagnostic;

/// How a file is written, told by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// A table of cells.
    Csv,
    /// A table of cells with tabs between them.
    Tsv,
    /// One document, an array of them, or several one after the other.
    Json,
    /// A document on each line.
    JsonLines,
    /// A document, a list of them, or several.
    Yaml,
    /// An event log: a trace for each case.
    Xes,
}

impl Format {
    /// The format that a file's name tells; `.gz` on top does not matter.
    pub(super) fn of(name: &str) -> Option<Format> {
        let name = name.to_ascii_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        match name.rsplit_once('.')?.1 {
            "csv" | "txt" => Some(Format::Csv),
            "tsv" | "tab" => Some(Format::Tsv),
            "json" => Some(Format::Json),
            "jsonl" | "ndjson" => Some(Format::JsonLines),
            "yaml" | "yml" => Some(Format::Yaml),
            "xes" => Some(Format::Xes),
            _ => None,
        }
    }
}

/// A file whose name tells no format that is read.
pub(super) fn unknown_format(name: &str) -> Diagnostic {
    Diagnostic::error("deals/unknown-format", format!("how `{name}` is written cannot be told from its name")).help(
        "name it `.csv`, `.tsv`, `.json`, `.jsonl`, `.yaml` or `.xes`; `.gz` may follow, or pack it into a `.zip`",
    )
}
