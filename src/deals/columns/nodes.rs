use std::fmt;
use std::sync::Arc;
use std::sync::OnceLock;

use arrow_array::ArrayRef;

use crate::deals::columns::BROKEN;
use crate::deals::columns::cell;
use crate::deals::columns::cell::Cells;
use crate::deals::columns::guarded;
use crate::deals::row::Unsound;
use crate::deals::yaml::YamlKind;
use crate::deals::yaml::YamlNode;
use crate::source::Position;

/// The rows of one batch as documents, each made when it is asked for.
pub(in crate::deals) struct Nodes {
    /// The names of all columns of the file.
    header: Arc<Vec<String>>,
    columns: Vec<Named>,
    /// Rows of the file that came before.
    before: u32,
}

/// A column that rows have.
pub(super) struct Named {
    /// Its place in the header, from 0.
    place: usize,
    /// What it holds; nothing where it is named only, because no field is called like it.
    cells: Option<Cells>,
}

impl Named {
    pub(super) fn of(place: usize, array: Option<&ArrayRef>) -> Named {
        Named { place, cells: array.map(Cells::of) }
    }
}

impl Nodes {
    pub(super) fn new(header: Arc<Vec<String>>, columns: Vec<Named>, before: u32) -> Nodes {
        Nodes { header, columns, before }
    }

    /// The line of a row, which is its number in the file.
    pub(in crate::deals) fn line(&self, row: usize) -> u32 {
        self.before.saturating_add(u32::try_from(row).unwrap_or(u32::MAX)).saturating_add(1)
    }

    /// A row as a document.
    pub(in crate::deals) fn node(&self, row: usize) -> Result<YamlNode, Unsound> {
        let mut entries = Vec::with_capacity(self.columns.len());
        for column in &self.columns {
            let name = self.header.get(column.place).cloned().unwrap_or_default();
            entries.push((name, self.part(column, row)?));
        }
        Ok(YamlNode { kind: YamlKind::Record(entries), at: Position { line: self.line(row), column: 1 } })
    }

    /// One column of a row, by its place in the header.
    pub(in crate::deals) fn cell(&self, place: usize, row: usize) -> Result<YamlNode, Unsound> {
        let column = self.columns.iter().find(|column| column.place == place);
        column.map_or_else(|| Ok(YamlNode { kind: cell::blank(), at: self.at(place, row) }), |it| self.part(it, row))
    }

    fn part(&self, Named { place, cells }: &Named, row: usize) -> Result<YamlNode, Unsound> {
        let at = self.at(*place, row);
        let node = match cells {
            Some(cells) => guarded(|| cells.node(row, at)).unwrap_or(Err(BROKEN)),
            None => Ok(YamlNode { kind: cell::blank(), at }),
        };
        node.map_err(|why| Unsound { why, at })
    }

    fn at(&self, place: usize, row: usize) -> Position {
        Position { line: self.line(row), column: u32::try_from(place + 1).unwrap_or(u32::MAX) }
    }
}

/// A row of a batch, which becomes a document when it is asked for one.
#[derive(Clone)]
pub(in crate::deals) struct LateRow {
    nodes: Arc<Nodes>,
    row: usize,
    made: Arc<OnceLock<Result<YamlNode, Unsound>>>,
}

impl LateRow {
    pub(in crate::deals) fn new(nodes: &Arc<Nodes>, row: usize) -> LateRow {
        LateRow { nodes: Arc::clone(nodes), row, made: Arc::default() }
    }

    /// The document, or what keeps it from being one.
    pub(in crate::deals) fn node(&self) -> Result<&YamlNode, Unsound> {
        self.made.get_or_init(|| self.nodes.node(self.row)).as_ref().map_err(Clone::clone)
    }

    /// One column of it, by its place in the header.
    pub(in crate::deals) fn cell(&self, place: usize) -> Option<YamlNode> {
        self.nodes.cell(place, self.row).ok()
    }

    /// Whether a node is the whole document.
    pub(in crate::deals) fn is(&self, node: &YamlNode) -> bool {
        self.made.get().is_some_and(|made| made.as_ref().is_ok_and(|made| std::ptr::eq(made, node)))
    }
}

impl fmt::Debug for LateRow {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "LateRow({})", self.nodes.line(self.row))
    }
}
