use std::ops::Deref;
use std::sync::Arc;

use sonic_rs::LazyValue;

use crate::deals::cells::BEGINNING;
use crate::deals::cells::after_text;
use crate::deals::cells::nth;
#[cfg(feature = "columnar")]
use crate::deals::columns::LateRow;
use crate::deals::node::Node;
use crate::deals::xes::Trace;
use crate::deals::yaml::YamlNode;
use crate::source::Position;

/// How deep documents may nest: no deal needs more, and every step of it is a frame on the stack.
pub(super) const DEEPEST: usize = 64;

/// One row of a table or one document, as it stands in its file.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) sheet: Arc<Sheet>,
    /// The line where it begins, from 1.
    pub(super) line: u32,
    pub(super) body: Body,
}

/// What is known of a file as a whole.
#[derive(Debug)]
pub(super) struct Sheet {
    /// Its name, as the store knows it.
    pub(super) name: Arc<str>,
    /// Its number in the run, as it is in a `value::Origin`.
    pub(super) number: u32,
    /// What stands between the cells of a table.
    pub(super) delimiter: char,
    /// The header of a table or of columns; empty for documents that have none.
    pub(super) header: Vec<String>,
    /// Where the columns asked for stand, in the order asked for; empty where each document is asked.
    pub(super) places: Vec<Standing>,
}

/// Where a column that is asked for stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// In this column of the header, under this one of its names.
    At {
        /// The place in the header, from 0.
        place: usize,
        /// Which of the names it has, from 0.
        name: usize,
    },
    /// In documents, each of which has its own keys.
    InDocuments,
    /// Nowhere, which is reported.
    Lacking,
    /// Nowhere, and it may be away.
    Away,
}

impl Sheet {
    /// Where the column stands that is asked for at this place.
    pub(super) fn standing(&self, at: usize) -> Standing {
        self.places.get(at).copied().unwrap_or(Standing::InDocuments)
    }

    /// Whether the header of a table lacks the column asked for at this place.
    pub(super) fn lacks(&self, at: usize) -> bool {
        self.standing(at) == Standing::Lacking
    }

    /// The name of the column in which a node of a document stands, where documents have a header.
    pub(super) fn column_of(&self, node: &YamlNode) -> Option<&str> {
        let place = usize::try_from(node.at.column).ok()?.checked_sub(1)?;
        self.header.get(place).map(String::as_str)
    }
}

/// The text of a row.
#[derive(Clone, Debug)]
pub(super) enum Body {
    /// A row of a table, as written.
    Cells(Slice),
    /// A JSON document, as written, and the column it begins in.
    Json(Slice, u32),
    /// A YAML document.
    Yaml(Arc<YamlNode>),
    /// A row of a file of columns, which becomes a document when one is asked for.
    #[cfg(feature = "columnar")]
    Columns(LateRow),
    /// A case of an event log.
    Trace(Arc<Trace>),
    /// One event of a case, by its place.
    Event(Arc<Trace>, usize),
}

/// A part of a text that is shared with others.
#[derive(Clone, Debug)]
pub(super) struct Slice {
    text: Arc<String>,
    from: usize,
    to: usize,
}

impl Slice {
    /// A part, by its first byte and the first behind it; both stand between characters.
    pub(super) fn new(text: Arc<String>, from: usize, to: usize) -> Slice {
        Slice { text, from, to }
    }

    /// All of a text.
    pub(super) fn whole(text: String) -> Slice {
        let to = text.len();
        Slice { text: Arc::new(text), from: 0, to }
    }

    /// Another part of the same text.
    pub(super) fn move_to(&mut self, from: usize, to: usize) {
        self.from = from;
        self.to = to;
    }
}

impl Deref for Slice {
    type Target = str;

    fn deref(&self) -> &str {
        self.text.get(self.from..self.to).unwrap_or_default()
    }
}

/// What keeps a document from being read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unsound {
    pub(super) why: &'static str,
    pub(super) at: Position,
}

/// A byte of a document and its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    offset: usize,
    at: Position,
}

impl Default for Mark {
    fn default() -> Mark {
        Mark { offset: 0, at: Position { line: 1, column: 1 } }
    }
}

impl Row {
    /// Where it begins.
    pub(super) fn start(&self) -> Position {
        match &self.body {
            Body::Cells(_) => Position { line: self.line, column: 1 },
            Body::Json(_, column) => Position { line: self.line, column: *column },
            Body::Yaml(node) => node.at,
            #[cfg(feature = "columnar")]
            Body::Columns(_) => Position { line: self.line, column: 1 },
            Body::Trace(trace) => trace.attributes.at,
            Body::Event(trace, at) => trace.events.get(*at).unwrap_or(&trace.attributes).at,
        }
    }

    /// Whether a node is the whole document.
    pub(super) fn is_whole(&self, node: &YamlNode) -> bool {
        match &self.body {
            Body::Yaml(whole) => std::ptr::eq(node, &**whole),
            #[cfg(feature = "columnar")]
            Body::Columns(row) => row.is(node),
            _ => false,
        }
    }

    /// The row of one event of a case.
    pub(super) fn event(&self, trace: &Arc<Trace>, at: usize) -> Row {
        let line = trace.events.get(at).map_or(self.line, |event| event.at.line);
        Row { sheet: self.sheet.clone(), line, body: Body::Event(trace.clone(), at) }
    }

    /// The document as a node; a row of a table is none.
    pub(super) fn document(&self) -> Result<Option<Node<'_>>, Unsound> {
        match &self.body {
            Body::Cells(_) => Ok(None),
            Body::Yaml(node) => Ok(Some(Node::Yaml(node))),
            #[cfg(feature = "columnar")]
            Body::Columns(row) => Ok(Some(Node::Yaml(row.node()?))),
            Body::Trace(trace) => Ok(Some(Node::Yaml(&trace.attributes))),
            Body::Event(trace, at) => Ok(trace.events.get(*at).map(Node::Yaml)),
            Body::Json(raw, _) => {
                if let Some(offset) = too_deep(raw) {
                    return Err(Unsound { why: "it nests more than 64 levels deep", at: self.after(raw, offset) });
                }
                match sonic_rs::from_str::<LazyValue<'_>>(raw) {
                    Ok(value) => Ok(Some(Node::Json(value))),
                    Err(error) => {
                        let why = if error.is_eof() { "it ends in the middle" } else { "this is no JSON" };
                        Err(Unsound { why, at: self.after(raw, error.offset().min(raw.len())) })
                    }
                }
            }
        }
    }

    /// Where a node of this row stands.
    ///
    /// `mark` is the place asked for before, from which the count goes on; a fresh one for a fresh row.
    pub(super) fn position(&self, node: &Node<'_>, mark: &mut Mark) -> Position {
        match (&self.body, node) {
            (_, Node::Yaml(node)) => node.at,
            (Body::Json(raw, _), Node::Json(value)) => {
                // The node borrows from the document, so the distance of their first bytes is its offset.
                let offset = (value.as_raw_cow().as_ptr() as usize).saturating_sub(raw.as_ptr() as usize);
                let (from, at) =
                    if mark.offset > 0 && mark.offset <= offset { (mark.offset, mark.at) } else { (0, self.start()) };
                let at = after_text(at, raw.get(from..offset).unwrap_or_default());
                *mark = Mark { offset, at };
                at
            }
            (Body::Cells(raw), Node::Cell { text, column }) => {
                // What the node borrows from the row stands there, behind its quote if it has one.
                let offset = (text.as_ptr() as usize).checked_sub(raw.as_ptr() as usize);
                let borrowed = offset.filter(|offset| *offset < raw.len() && offset + text.len() <= raw.len());
                let within = match borrowed {
                    Some(offset) => {
                        let before = raw.get(..offset).unwrap_or_default();
                        after_text(BEGINNING, before.strip_suffix('"').unwrap_or(before))
                    }
                    None => nth(raw, self.sheet.delimiter, *column).map_or(BEGINNING, |cell| cell.at),
                };
                Position { line: self.line.saturating_add(within.line), column: within.column }
            }
            _ => self.start(),
        }
    }

    fn after(&self, raw: &str, offset: usize) -> Position {
        let mut offset = offset.min(raw.len());
        while !raw.is_char_boundary(offset) {
            offset -= 1;
        }
        after_text(self.start(), raw.get(..offset).unwrap_or_default())
    }
}

/// The first byte that opens a list or record too many.
pub(super) fn too_deep(raw: &str) -> Option<usize> {
    if raw.bytes().filter(|byte| matches!(byte, b'{' | b'[')).count() <= DEEPEST {
        return None;
    }
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for (at, byte) in raw.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => {
                depth += 1;
                if depth > DEEPEST {
                    return Some(at);
                }
            }
            b'}' | b']' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}
