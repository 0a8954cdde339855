use std::borrow::Cow;

use csv::StringRecord;

use crate::deals::node::Node;
use crate::deals::node::Shape;
use crate::deals::row::Body;
use crate::deals::row::Row;
use crate::deals::row::Standing;
use crate::deals::row::Unsound;
use crate::deals::yaml::YamlNode;
use crate::value::mapping::FirstOf;

/// What stands in a column of a row.
pub(super) enum Found<'r> {
    Node(Node<'r>),
    /// The document has no such key.
    Nothing,
    /// The file has no such column, which it may lack.
    Away,
    /// The file has no such column, or the row ends before it; either is reported already.
    Cut,
}

/// A row with its parts at hand.
pub(super) enum Parts<'r> {
    Cells(&'r StringRecord),
    /// The one cell that is asked for; nothing where the row ends before it.
    Cell {
        place: usize,
        text: Option<&'r str>,
    },
    Entries(Vec<(Cow<'r, str>, Node<'r>)>),
    /// The attributes of an event, and those of its case, which are called `case:NAME`.
    Event {
        own: &'r [(String, YamlNode)],
        case: &'r [(String, YamlNode)],
    },
}

impl<'r> Parts<'r> {
    /// The entries of a document.
    pub(super) fn of_document(node: &Node<'r>, row: &'r Row) -> Result<Parts<'r>, Unsound> {
        match node.shape() {
            Shape::Record if let Body::Event(trace, at) = &row.body => {
                let own = trace.events.get(*at).map_or(&[][..], YamlNode::entries);
                Ok(Parts::Event { own, case: trace.attributes.entries() })
            }
            Shape::Record => Ok(Parts::Entries(node.entries().collect())),
            _ => Err(Unsound { why: "it is not an object", at: row.start() }),
        }
    }

    /// What stands in the column asked for at this place.
    pub(super) fn find(&self, row: &Row, at: usize, column: &FirstOf) -> Found<'r> {
        match (self, row.sheet.standing(at)) {
            (_, Standing::Away) => Found::Away,
            // A column that a header lacks is reported already.
            (_, Standing::Lacking) => Found::Cut,
            (Parts::Cells(cells), Standing::At { place, .. }) => {
                let cell = |text| Found::Node(Node::Cell { text, column: place });
                cells.get(place).map_or(Found::Cut, cell)
            }
            (Parts::Cell { place: own, text }, Standing::At { place, .. }) => {
                let text = text.filter(|_| *own == place);
                text.map_or(Found::Cut, |text| Found::Node(Node::Cell { text, column: place }))
            }
            (Parts::Cells(_) | Parts::Cell { .. }, _) => Found::Cut,
            (_, Standing::At { name, .. }) => {
                column.names().nth(name).and_then(|name| self.named(&name.value)).map_or(Found::Nothing, Found::Node)
            }
            (_, Standing::InDocuments) => {
                column.names().find_map(|name| self.named(&name.value)).map_or(Found::Nothing, Found::Node)
            }
        }
    }

    /// What stands in a document under a name.
    fn named(&self, name: &str) -> Option<Node<'r>> {
        match self {
            Parts::Cells(_) | Parts::Cell { .. } => None,
            Parts::Entries(entries) => at_path(entries, name),
            Parts::Event { own, case } => {
                let find = |entries: &'r [(String, YamlNode)], key: &str| {
                    entries.iter().rev().find(|(name, _)| name == key).map(|(_, node)| node)
                };
                let of_case = || find(case, name.strip_prefix("case:")?);
                find(own, name).or_else(of_case).map(Node::Yaml)
            }
        }
    }

    /// The name under which the column asked for at this place stands in a row.
    pub(super) fn name<'c>(&self, row: &Row, at: usize, column: &'c FirstOf) -> &'c str {
        if column.others.is_empty() {
            return &column.first.value;
        }
        let found = match row.sheet.standing(at) {
            Standing::At { name, .. } => column.names().nth(name),
            _ => column.names().find(|name| self.named(&name.value).is_some()),
        };
        &found.unwrap_or(&column.first).value
    }
}

/// The value at a dotted path; a key that has the dots in it comes first.
fn at_path<'r>(entries: &[(Cow<'r, str>, Node<'r>)], path: &str) -> Option<Node<'r>> {
    let find = |key: &str| entries.iter().rev().find(|(name, _)| name == key).map(|(_, node)| node.clone());
    find(path).or_else(|| {
        let (first, rest) = path.split_once('.')?;
        rest.split('.').try_fold(find(first)?, |node, key| node.get(key))
    })
}
