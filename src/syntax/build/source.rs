use std::collections::BTreeMap;
use std::str::FromStr;

use crate::diagnostic::Diagnostic;
use crate::source::{Span, Spanned};
use crate::syntax::build::Builder;
use crate::syntax::build::text::name_of;
use crate::syntax::build::text::path_of;
use crate::syntax::grammar::Node;
use crate::syntax::grammar::Rule;
use crate::syntax::vocabulary;
use crate::syntax::{Column, Join, Label, LabelValue, Reach, RowFilter, Source, SourceTable, TableData, Unit};
use crate::value::mapping::CellUnit;
use crate::value::mapping::FirstOf;
use crate::value::mapping::Need;
use crate::value::{Currency, Decimal, scaled};

/// More rows are no header.
const MOST_HEADER_ROWS: usize = 20;

impl Builder {
    pub(super) fn source(&mut self, node: &Node<'_>) -> Option<Source> {
        let mut source = Source {
            name: name_of(node)?,
            title: self.title_of(node),
            tables: Vec::new(),
            reach: Reach::Own,
            span: node.span(),
        };
        let before = self.problems.len();
        for line in node.children() {
            match line.rule() {
                Rule::junk | Rule::semicolon => self.junk(&line, &vocabulary::SOURCE),
                Rule::source_table => source.tables.extend(self.source_table(&line)),
                _ => {}
            }
        }
        if source.tables.is_empty() && self.problems.len() == before {
            let what = format!("the deals' table of source `{}`", source.name.value);
            self.missing(source.name.span, &what, "deals from \"deals.csv\" { … }");
        }
        Some(source)
    }

    fn source_table(&mut self, node: &Node<'_>) -> Option<SourceTable> {
        let mut table = SourceTable {
            target: path_of(node)?,
            data: self.table_data(&node.child(Rule::table_data)?)?,
            under: None,
            under_need: Need::Required,
            header: None,
            case: None,
            filters: Vec::new(),
            join: None,
            reading: Vec::new(),
            columns: Vec::new(),
            span: node.span(),
        };
        let mut seen = crate::syntax::build::Seen::new();
        for part in node.children() {
            match part.rule() {
                Rule::junk | Rule::semicolon => self.junk(&part, &vocabulary::COLUMNS),
                Rule::under if self.first(&mut seen, &part) => {
                    if let Some(path) = part.child(Rule::under_path) {
                        table.under = self.text_of(&path);
                        table.under_need = need(&path);
                    }
                }
                Rule::join if self.first(&mut seen, &part) => {
                    let mut columns = part.all(Rule::first_of).filter_map(|names| self.first_of(&names));
                    table.join =
                        columns.next().map(|column| Join { column, deals_column: columns.next(), span: part.span() });
                }
                Rule::header_rows if self.first(&mut seen, &part) => table.header = self.header_rows(&part),
                Rule::table_case if self.first(&mut seen, &part) => table.case = self.text_of(&part),
                Rule::row_filter => {
                    let column = part.child(Rule::first_of).and_then(|names| self.first_of(&names));
                    let values = self.strings(&part);
                    table.filters.extend(column.map(|column| RowFilter { column, values }));
                }
                Rule::reading => {
                    for pair in part.all(Rule::key_pair) {
                        let mut keys = self.strings(&pair).into_iter();
                        table.reading.extend(keys.next().zip(keys.next()));
                    }
                }
                Rule::column => table.columns.extend(self.column(&part)),
                _ => {}
            }
        }
        Some(table)
    }

    /// `header 2`
    fn header_rows(&mut self, node: &Node<'_>) -> Option<Spanned<usize>> {
        let number = node.child(Rule::number)?;
        match number.text().parse::<usize>() {
            Ok(rows @ 1..=MOST_HEADER_ROWS) => Some(Spanned::new(rows, number.span())),
            _ => {
                self.problems.push(
                    Diagnostic::error("syntax/header-rows", "a header takes one row or a few")
                        .at(number.span(), format!("not one of 1 to {MOST_HEADER_ROWS}"))
                        .help("say in which row the names of the columns end: `header 2`"),
                );
                None
            }
        }
    }

    fn strings(&mut self, node: &Node<'_>) -> Vec<Spanned<String>> {
        let strings: Vec<Node<'_>> = node.all(Rule::string).collect();
        strings.iter().map(|string| self.string(string)).collect()
    }

    fn table_data(&mut self, node: &Node<'_>) -> Option<TableData> {
        let inside = node.children().next()?;
        let mut texts = match inside.rule() {
            Rule::first_of => return self.first_of(&inside).map(TableData::File),
            _ => self.strings(&inside).into_iter(),
        };
        let (first, query) = (texts.next()?, texts.next()?);
        Some(match inside.rule() {
            Rule::sqlite => TableData::Sqlite { file: first, query },
            _ => TableData::Postgres { env: first, query },
        })
    }

    fn column(&mut self, node: &Node<'_>) -> Option<Column> {
        let mut column = Column {
            field: path_of(node)?,
            column: self.first_of(&node.child(Rule::first_of)?)?,
            formats: Vec::new(),
            unit: None,
            labels: None,
            skip_others: None,
            span: node.span(),
        };
        if let Some(otherwise) = node.child(Rule::else_missing) {
            if column.column.need == Need::Required {
                self.problems.push(
                    Diagnostic::error("syntax/not-optional", "`else missing` is for a column that may be away")
                        .at(otherwise.span(), "this column has to be there")
                        .help("put `optional` before its name, or remove `else missing`"),
                );
            }
            column.column.need = Need::Empty;
        }
        for part in node.children() {
            match part.rule() {
                Rule::column_format if column.formats.is_empty() => column.formats = self.strings(&part),
                Rule::column_unit if column.unit.is_none() => column.unit = self.unit(&part.child(Rule::unit)?),
                Rule::labels if column.labels.is_none() => {
                    column.labels = Some(self.labels(&part));
                    column.skip_others = part.child(Rule::skip_others).map(|skip| skip.span());
                }
                Rule::column_format => self.twice("as", part.span()),
                Rule::column_unit => self.twice("in", part.span()),
                Rule::labels => self.twice("{ … }", part.span()),
                _ => {}
            }
        }
        Some(column)
    }

    /// `optional "Next Step" or "NextStep"`; a name that stands twice is reported.
    fn first_of(&mut self, node: &Node<'_>) -> Option<FirstOf> {
        let mut names: Vec<Spanned<String>> = Vec::new();
        for name in self.strings(node) {
            match names.iter().find(|known| known.value == name.value) {
                Some(first) => self.problems.push(
                    Diagnostic::error("syntax/name-twice", format!("`{}` is named twice", name.value))
                        .at(name.span, "named again")
                        .at(first.span, "first named here")
                        .help("the first of the names that is there counts: name each once"),
                ),
                None => names.push(name),
            }
        }
        let mut names = names.into_iter();
        names.next().map(|first| FirstOf { first, others: names.collect(), need: need(node) })
    }

    fn twice(&mut self, what: &str, span: Span) {
        self.problems.push(
            Diagnostic::error("syntax/clause-twice", format!("`{what}` is given twice for one column"))
                .at(span, "given again")
                .help("keep one of them; several forms of a date are joined by `or`"),
        );
    }

    fn unit(&mut self, node: &Node<'_>) -> Option<Unit> {
        let mut factor = Decimal::ONE;
        if let Some(number) = node.child(Rule::unit_number) {
            let count = self.number(&number.child(Rule::number)?)?;
            let suffix = number.child(Rule::suffix);
            let each = match suffix.as_ref().map_or("", |suffix| suffix.text()) {
                "%" => Some(Decimal::new(1, 2)),
                other => scaled(other),
            };
            factor = match each.and_then(|each| count.checked_mul(each)).filter(|factor| !factor.is_zero()) {
                Some(factor) => factor,
                None => {
                    self.bad_cell_unit(node.text(), node.span());
                    return None;
                }
            };
        }
        let currency = match node.child(Rule::unit_currency) {
            None => None,
            Some(code) => match Currency::from_str(code.text()) {
                Ok(currency) => Some(currency),
                Err(_) => {
                    self.currency(&code);
                    return None;
                }
            },
        };
        Some(Spanned::new(CellUnit { factor, currency }, node.span()))
    }

    fn bad_cell_unit(&mut self, text: &str, span: Span) {
        self.problems.push(
            Diagnostic::error("syntax/bad-unit", format!("`{text}` is not a unit of a column"))
                .at(span, "not known")
                .help("write `in USD`, `in 10k CNY`, `in 1M USD`, `in 1%` or `in 1k`"),
        );
    }

    fn labels(&mut self, node: &Node<'_>) -> Vec<Label> {
        let mut labels: Vec<Label> = Vec::new();
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        for line in node.children() {
            match line.rule() {
                Rule::junk | Rule::semicolon => self.junk(&line, &vocabulary::LABELS),
                Rule::label => {
                    let Some(label) = self.label(&line) else { continue };
                    if let Some(first) = seen.get(&label.label.value) {
                        self.problems.push(
                            Diagnostic::error(
                                "syntax/label-twice",
                                format!("the label `{}` is given twice", label.label.value),
                            )
                            .at(label.label.span, "given again")
                            .at(*first, "first given here")
                            .help("keep one of them"),
                        );
                        continue;
                    }
                    seen.insert(label.label.value.clone(), label.label.span);
                    labels.push(label);
                }
                _ => {}
            }
        }
        labels
    }

    fn label(&mut self, node: &Node<'_>) -> Option<Label> {
        let mut texts = self.strings(node).into_iter();
        let label = texts.next()?;
        let value = match (name_of(node), texts.next()) {
            (Some(name), _) => {
                let value = match name.value.as_str() {
                    "true" => LabelValue::Bool(true),
                    "false" => LabelValue::Bool(false),
                    "missing" => LabelValue::Missing,
                    _ => LabelValue::Member(name.value),
                };
                Spanned::new(value, name.span)
            }
            (None, Some(text)) => Spanned::new(LabelValue::Text(text.value), text.span),
            (None, None) => return None,
        };
        Some(Label { label, value })
    }
}

/// Whether `optional` stands in a node.
fn need(node: &Node<'_>) -> Need {
    node.child(Rule::kw_optional).map_or(Need::Required, |_| Need::Optional)
}
