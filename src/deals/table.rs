use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use csv::StringRecord;

use crate::deals::Error;
use crate::deals::FileRead;
use crate::deals::Store;
use crate::deals::away::in_documents;
use crate::deals::broken::report_blank;
use crate::deals::broken::report_broken_file;
use crate::deals::broken::report_broken_text;
use crate::deals::broken::report_cells;
use crate::deals::broken::report_no_case;
use crate::deals::broken::report_unsound;
#[cfg(feature = "columnar")]
use crate::deals::columns::ColumnRows;
#[cfg(feature = "columnar")]
use crate::deals::columns::goes_into;
use crate::deals::csv_rows::CsvRows;
use crate::deals::decode::base_name;
use crate::deals::direct_cells::Blocks;
use crate::deals::format::Format;
#[cfg(feature = "columnar")]
use crate::deals::header::place;
use crate::deals::header::places;
use crate::deals::header::rows_of_header;
use crate::deals::json_lines;
use crate::deals::json_lines::JsonLines;
use crate::deals::json_rows;
use crate::deals::json_rows::JsonDocuments;
use crate::deals::log::Log;
use crate::deals::plan::Form;
use crate::deals::row::Body;
use crate::deals::row::Row;
use crate::deals::row::Sheet;
use crate::deals::row::Slice;
#[cfg(feature = "columnar")]
use crate::deals::row::Standing;
use crate::deals::row::Unsound;
use crate::deals::text::Text;
use crate::deals::wanted::Wanted;
use crate::deals::xes::XesRows;
use crate::deals::yaml::YamlRows;
use crate::diagnostic::Diagnostic;
#[cfg(feature = "columnar")]
use crate::value::mapping::FirstOf;
#[cfg(feature = "columnar")]
use crate::value::mapping::Need;

/// One open file and the rows that come from it.
pub(super) struct Table {
    pub(super) sheet: Arc<Sheet>,
    rows: Rows,
    /// Rows met.
    pub(super) met: u64,
    /// Rows met that could not be used.
    pub(super) unreadable: u64,
    /// Rows met that the source leaves out.
    pub(super) left_out: u64,
    /// Rows met that belong to a case met before.
    pub(super) further: u64,
    fills: String,
}

enum Rows {
    Csv(Box<CsvRows>),
    Blocks(Box<Blocks>),
    Lines(JsonLines),
    Json(JsonDocuments),
    Yaml(Box<YamlRows>),
    Xes(Box<XesRows>),
    #[cfg(feature = "columnar")]
    Columns(Box<ColumnRows>),
}

impl Table {
    /// Opens a file and reads the header of a table. `None` where it is no file that can be read, which is reported.
    pub(super) fn open(
        store: &dyn Store,
        wanted: &Wanted<'_>,
        counter: &Arc<AtomicU64>,
        log: &mut Log,
    ) -> Result<Option<Table>, Error> {
        let (text, format) = match Text::open(store, wanted.name, counter)? {
            Ok(opened) => opened,
            Err(problem) => {
                log.add_plain(problem);
                return Ok(None);
            }
        };
        let name: Arc<str> = wanted.name.into();
        let mut sheet = Sheet { name, number: wanted.number, delimiter: ',', header: Vec::new(), places: Vec::new() };
        let rows = match format {
            Format::JsonLines => Rows::Lines(JsonLines::new(text)),
            Format::Json => Rows::Json(JsonDocuments::new(text, wanted.under, wanted.under_need)),
            Format::Yaml => Rows::Yaml(Box::new(YamlRows::new(text, wanted.under, wanted.under_need))),
            Format::Xes => Rows::Xes(Box::new(XesRows::new(text, wanted.grain))),
            Format::Parquet | Format::Arrow => return Table::open_columns(store, wanted, format, counter, log),
            Format::Csv | Format::Tsv => {
                let failed = text.failure();
                let begun =
                    CsvRows::new(text, format == Format::Tsv).and_then(|mut rows| Ok((rows.next()?.is_some(), rows)));
                let (has_header, mut rows) = match begun {
                    Ok(begun) => begun,
                    Err(source) if failed.load(Ordering::Relaxed) => {
                        return Err(Error::Read { file: wanted.name.to_owned(), source });
                    }
                    Err(error) => {
                        report_broken_file(&error, &sheet.name, 0, log);
                        return Ok(None);
                    }
                };
                sheet.delimiter = rows.delimiter;
                if has_header {
                    sheet.header = rows.cells().iter().map(|name| name.trim().to_owned()).collect();
                    let read = rows_of_header(&mut rows, wanted.header_rows, &mut sheet.header);
                    read.map_err(|source| Error::Read { file: wanted.name.to_owned(), source })?;
                    sheet.places = places(&sheet, wanted.columns, log);
                }
                Rows::Csv(Box::new(rows))
            }
        };
        if matches!(format, Format::Json | Format::JsonLines | Format::Yaml) {
            sheet.places = in_documents(store, wanted)?;
        }
        let (sheet, fills) = (Arc::new(sheet), wanted.fills.to_owned());
        Ok(Some(Table { sheet, rows, met: 0, unreadable: 0, left_out: 0, further: 0, fills }))
    }

    #[cfg(feature = "columnar")]
    fn open_columns(
        store: &dyn Store,
        wanted: &Wanted<'_>,
        format: Format,
        counter: &Arc<AtomicU64>,
        log: &mut Log,
    ) -> Result<Option<Table>, Error> {
        if let Some(name) = wanted.under.first().filter(|_| wanted.under_need == Need::Required) {
            let message = format!("`{}` is a table, and nothing stands under `{name}` in it", base_name(wanted.name));
            log.add_plain(Diagnostic::error("deals/no-document", message).help("remove `under`"));
            return Ok(None);
        }
        let rows = match ColumnRows::open(store, wanted, format, counter)? {
            Ok(rows) => rows,
            Err(problem) => {
                log.add_whole(problem, &wanted.name.into(), "");
                return Ok(None);
            }
        };
        let (name, number, header) = (wanted.name.into(), wanted.number, rows.header.as_ref().clone());
        let mut sheet = Sheet { name, number, delimiter: ',', header, places: Vec::new() };
        let place_of = |column: &FirstOf| {
            let into = column.names().enumerate().find_map(|(name, wanted)| {
                let place = sheet.header.iter().position(|header| goes_into(header, wanted.value.trim()))?;
                let is_whole = sheet.header.get(place).is_some_and(|header| header == wanted.value.trim());
                Some((Standing::At { place, name }, is_whole))
            });
            match into {
                Some((standing, false)) => standing,
                _ => place(&sheet, column, log),
            }
        };
        sheet.places = wanted.columns.iter().map(place_of).collect();
        let (sheet, fills) = (Arc::new(sheet), wanted.fills.to_owned());
        let rows = Rows::Columns(Box::new(rows));
        Ok(Some(Table { sheet, rows, met: 0, unreadable: 0, left_out: 0, further: 0, fills }))
    }

    #[cfg(not(feature = "columnar"))]
    fn open_columns(
        _store: &dyn Store,
        wanted: &Wanted<'_>,
        _format: Format,
        _counter: &Arc<AtomicU64>,
        log: &mut Log,
    ) -> Result<Option<Table>, Error> {
        let message = format!("`{}` is stored by columns, which this build does not read", base_name(wanted.name));
        let problem = Diagnostic::error("deals/no-columns", message);
        log.add_plain(
            problem.help("build Tollgate with the feature `columnar`, or export the file as JSON Lines or CSV"),
        );
        Ok(None)
    }

    /// The next row that can be read; what cannot is reported and counted.
    pub(super) fn next(&mut self, log: &mut Log) -> Result<Option<Row>, Error> {
        loop {
            let row = match self.advance(log) {
                Ok(row) => row,
                Err(error) => return self.end(Err(error), log).map(|()| None),
            };
            match row {
                None => return self.end(Ok(()), log).map(|()| None),
                Some(Ok(row)) => {
                    self.met += 1;
                    return Ok(Some(row));
                }
                Some(Err(unsound)) => {
                    self.met += 1;
                    self.reject(&unsound, log);
                }
            }
        }
    }

    /// How its rows are written.
    pub(super) fn form(&self) -> Form {
        match &self.rows {
            Rows::Csv(_) | Rows::Blocks(_) => Form::Cells,
            #[cfg(feature = "columnar")]
            Rows::Columns(_) => Form::Columns,
            _ => Form::Documents,
        }
    }

    /// Whether it is an event log.
    pub(super) fn is_log(&self) -> bool {
        matches!(self.rows, Rows::Xes(_))
    }

    /// The cells of the row read last; none of a document.
    pub(super) fn cells(&self) -> Option<&StringRecord> {
        match &self.rows {
            Rows::Csv(rows) => Some(rows.cells()),
            _ => None,
        }
    }

    /// Reports the row met last as unreadable.
    pub(super) fn reject(&mut self, unsound: &Unsound, log: &mut Log) {
        self.unreadable += 1;
        report_unsound(unsound, &self.sheet, log);
    }

    /// The same, where the rows of a table of cells are taken many at a time.
    pub(super) fn by_blocks(self) -> Table {
        let rows = match self.rows {
            Rows::Csv(rows) => Rows::Blocks(Box::new(rows.into_blocks())),
            rows => rows,
        };
        Table { rows, ..self }
    }

    /// The rows of a table of cells, many at a time; see [`Table::by_blocks`].
    pub(super) fn blocks(&mut self) -> Option<&mut Blocks> {
        match &mut self.rows {
            Rows::Blocks(blocks) => Some(blocks),
            _ => None,
        }
    }

    /// Whether its rows are documents of JSON.
    pub(super) fn is_json(&self) -> bool {
        matches!(self.rows, Rows::Lines(_) | Rows::Json(_))
    }

    /// The next documents of a JSON or JSON Lines file, read into the room of `bytes`.
    pub(super) fn next_block(&mut self, bytes: Vec<u8>) -> io::Result<Option<json_lines::Block>> {
        match &mut self.rows {
            Rows::Lines(lines) => lines.next_block(bytes),
            Rows::Json(documents) => documents.next_block(bytes),
            _ => Ok(None),
        }
    }

    /// The rows of a file of columns.
    #[cfg(feature = "columnar")]
    pub(super) fn columns(&mut self) -> Option<&mut ColumnRows> {
        match &mut self.rows {
            Rows::Columns(rows) => Some(rows),
            _ => None,
        }
    }

    /// What the end of its rows means.
    pub(super) fn end(&self, end: io::Result<()>, log: &mut Log) -> Result<(), Error> {
        match end {
            Ok(()) => self.report_guess(log),
            Err(source) if self.store_failed() => {
                return Err(Error::Read { file: self.sheet.name.to_string(), source });
            }
            Err(error) => report_broken_file(&error, &self.sheet.name, self.met, log),
        }
        Ok(())
    }

    /// Reports the row met last as blank.
    pub(super) fn skip_blank(&mut self, row: &Row, log: &mut Log) {
        self.unreadable += 1;
        report_blank(row, log);
    }

    /// Reports the row met last as one that belongs to no case.
    pub(super) fn skip_no_case(&mut self, row: &Row, column: &str, log: &mut Log) {
        self.unreadable += 1;
        report_no_case(row, column, log);
    }

    /// What the file came to.
    pub(super) fn outcome(&self) -> FileRead {
        FileRead {
            name: self.sheet.name.clone(),
            fills: self.fills.clone(),
            encoding: self.text(Text::encoding).unwrap_or("UTF-8"),
            rows: self.met,
            unreadable: self.unreadable,
            left_out: self.left_out,
            further: self.further,
            away: Vec::new(),
            passed_over: Vec::new(),
        }
    }

    fn advance(&mut self, log: &mut Log) -> io::Result<Option<Result<Row, Unsound>>> {
        let sheet = &self.sheet;
        let json = |met: Option<json_rows::Met>| {
            met.map(|met| {
                met.map(|json| Row {
                    sheet: sheet.clone(),
                    line: json.at.line,
                    body: Body::Json(json.raw, json.at.column),
                })
            })
        };
        let row = match &mut self.rows {
            Rows::Csv(rows) => return csv(rows, sheet, log),
            // They are taken many at a time.
            Rows::Blocks(_) => None,
            Rows::Lines(rows) => json(rows.next()?),
            Rows::Json(rows) => json(rows.next()?),
            Rows::Yaml(rows) => rows.next()?.map(|met| {
                met.map(|node| Row { sheet: sheet.clone(), line: node.at.line, body: Body::Yaml(Arc::new(node)) })
            }),
            #[cfg(feature = "columnar")]
            Rows::Columns(rows) => {
                return Ok(rows.next()?.map(|met| {
                    met.map(|node| Row { sheet: sheet.clone(), line: node.at.line, body: Body::Yaml(Arc::new(node)) })
                }));
            }
            Rows::Xes(rows) => rows.next()?.map(|met| {
                met.map(|(trace, event)| {
                    let line = trace.attributes.at.line;
                    let row = Row { sheet: sheet.clone(), line, body: Body::Trace(trace.clone()) };
                    event.map_or(row.clone(), |at| row.event(&trace, at))
                })
            }),
        };
        if let (Some(Ok(row)), Some(true)) = (&row, self.text(Text::is_broken)) {
            report_broken_text(row, log);
        }
        Ok(row)
    }

    /// Something of the text that it is read from; a file of columns is none.
    fn text<T>(&self, ask: impl Fn(&Text) -> T) -> Option<T> {
        match &self.rows {
            Rows::Csv(rows) => Some(ask(rows.text())),
            Rows::Blocks(rows) => Some(ask(rows.text())),
            Rows::Lines(rows) => Some(ask(rows.text())),
            Rows::Json(rows) => Some(ask(rows.text())),
            Rows::Yaml(rows) => Some(rows.text(ask)),
            Rows::Xes(rows) => Some(ask(rows.text())),
            #[cfg(feature = "columnar")]
            Rows::Columns(_) => None,
        }
    }

    fn store_failed(&self) -> bool {
        match &self.rows {
            #[cfg(feature = "columnar")]
            Rows::Columns(rows) => rows.store_failed(),
            _ => self.text(Text::store_failed).unwrap_or_default(),
        }
    }

    /// Chinese text is told from others by what it is; which European encoding a file has cannot be.
    fn report_guess(&self, log: &mut Log) {
        if self.text(Text::encoding) == Some("windows-1252") {
            let name = base_name(&self.sheet.name);
            let problem = Diagnostic::warning("deals/guessed-encoding", format!("`{name}` is not UTF-8"))
                .note("it is read as Windows-1252, which is a guess: accents may come out wrong")
                .help("export the file as UTF-8");
            log.add_whole(problem, &self.sheet.name, "");
        }
    }
}

fn csv(rows: &mut CsvRows, sheet: &Arc<Sheet>, log: &mut Log) -> io::Result<Option<Result<Row, Unsound>>> {
    let Some(row) = rows.next()? else { return Ok(None) };
    let (is_last, body) = (row.is_last, Body::Cells(Slice::whole(row.raw.to_owned())));
    let row = Row { sheet: sheet.clone(), line: row.line, body };
    let checked = report_cells(&row, rows.cells(), is_last, rows.text().is_broken(), log);
    Ok(Some(checked.map(|()| row)))
}
