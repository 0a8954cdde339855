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
    /// Columns, with a table of contents at the end.
    Parquet,
    /// Columns as Arrow has them in memory, in a file or as a stream.
    Arrow,
}

impl Format {
    /// The format that a file's name tells; `.gz` on top does not matter.
    pub(super) fn of(name: &str) -> Option<Format> {
        let name = name.to_ascii_lowercase();
        let packed = name.strip_suffix(".gz");
        match packed.unwrap_or(&name).rsplit_once('.')?.1 {
            // Columns are packed inside the file.
            "parquet" | "pq" if packed.is_none() => Some(Format::Parquet),
            "arrow" | "arrows" | "feather" | "ipc" if packed.is_none() => Some(Format::Arrow),
            "csv" | "txt" => Some(Format::Csv),
            "tsv" | "tab" => Some(Format::Tsv),
            "json" => Some(Format::Json),
            "jsonl" | "ndjson" => Some(Format::JsonLines),
            "yaml" | "yml" => Some(Format::Yaml),
            "xes" => Some(Format::Xes),
            _ => None,
        }
    }

    /// Whether it is stored by columns, and not as text.
    pub(super) fn is_columnar(self) -> bool {
        matches!(self, Format::Parquet | Format::Arrow)
    }
}

/// A file whose name tells no format that is read.
pub(super) fn unknown_format(name: &str) -> Diagnostic {
    Diagnostic::error("deals/unknown-format", format!("how `{name}` is written cannot be told from its name")).help(
        "name it `.csv`, `.tsv`, `.json`, `.jsonl`, `.yaml` or `.xes`, where `.gz` may follow, or pack it into a `.zip`; columns are read from `.parquet` and `.arrow`",
    )
}
