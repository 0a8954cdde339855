use std::io;

use indexmap::IndexMap;
use sonic_rs::LazyValue;

use crate::deals::RawTable;
use crate::deals::json_rows::Met;
use crate::deals::node::Node;
use crate::deals::node::Shape;
use crate::deals::row::Unsound;
use crate::deals::row::too_deep;
use crate::diagnostic::Diagnostic;

/// Documents as a table: a column for each path that leads to a value.
pub(super) struct Flat {
    /// The columns by their path, in the order met.
    columns: IndexMap<String, usize>,
    rows: Vec<Vec<String>>,
    /// Lists, by their path.
    lists: Vec<String>,
}

impl Flat {
    /// Reads documents up to so many; a problem where something is no document.
    pub fn of(
        name: &str,
        most: usize,
        mut next: impl FnMut() -> io::Result<Option<Met>>,
    ) -> io::Result<Result<RawTable, Diagnostic>> {
        let mut flat = Flat { columns: IndexMap::new(), rows: Vec::new(), lists: Vec::new() };
        let mut cut = false;
        while let Some(met) = next()? {
            if flat.rows.len() == most {
                cut = true;
                break;
            }
            let added = met.and_then(|row| flat.add(&row.raw).map_err(|why| Unsound { why, at: row.at }));
            if let Err(Unsound { why, at }) = added {
                let place = format!("line {}, column {}", at.line, at.column);
                let problem =
                    Diagnostic::error("deals/unreadable-row", format!("`{name}` cannot be drafted from: {why}"));
                return Ok(Err(problem.help(format!("see {place}"))));
            }
        }
        if flat.columns.is_empty() {
            let problem = Diagnostic::error("deals/no-deals", format!("`{name}` holds no values to draft from"));
            return Ok(Err(problem.help("a document for each deal is read, alone, in a list, or one a line")));
        }
        let width = flat.columns.len();
        flat.rows.iter_mut().for_each(|row| row.resize(width, String::new()));
        let header = flat.columns.into_keys().collect();
        Ok(Ok(RawTable { name: name.to_owned(), header, rows: flat.rows, cut, lists: flat.lists }))
    }

    fn add(&mut self, raw: &str) -> Result<(), &'static str> {
        if too_deep(raw).is_some() {
            return Err("it nests more than 64 levels deep");
        }
        let value = sonic_rs::from_str::<LazyValue<'_>>(raw).map_err(|_| "this is no JSON")?;
        let document = Node::Json(value);
        if !matches!(document.shape(), Shape::Record) {
            return Err("this is no document with named values");
        }
        let mut row = Vec::new();
        self.fill(&document, "", &mut row);
        self.rows.push(row);
        Ok(())
    }

    fn fill(&mut self, record: &Node<'_>, under: &str, row: &mut Vec<String>) {
        for (key, node) in record.entries() {
            let path = if under.is_empty() { key.into_owned() } else { format!("{under}.{key}") };
            match node.shape() {
                Shape::Record => self.fill(&node, &path, row),
                Shape::List => {
                    if !self.lists.contains(&path) {
                        self.lists.push(path);
                    }
                }
                _ => {
                    let next = self.columns.len();
                    let at = *self.columns.entry(path).or_insert(next);
                    if row.len() <= at {
                        row.resize(at + 1, String::new());
                    }
                    if let Some(cell) = row.get_mut(at) {
                        *cell = node.text().unwrap_or_default().into_owned();
                    }
                }
            }
        }
    }
}
