use std::borrow::Cow;

use sonic_rs::ArrayJsonIter;
use sonic_rs::JsonValueTrait;
use sonic_rs::LazyValue;
use sonic_rs::ObjectJsonIter;

use crate::deals::yaml::YamlKind;
use crate::deals::yaml::YamlNode;

/// A value as a file holds it, before it has a type.
#[derive(Clone, Debug)]
pub(super) enum Node<'r> {
    /// A cell of a table.
    Cell {
        /// What it holds, without quotes.
        text: &'r str,
        /// Its place in the row, from 0.
        column: usize,
    },
    /// A value of a JSON document that is known to be sound.
    Json(LazyValue<'r>),
    /// A value of a YAML document.
    Yaml(&'r YamlNode),
}

/// What a node is.
#[derive(Clone, Debug)]
pub(super) enum Shape<'r> {
    /// Blank, null, or nothing but space.
    Blank,
    Bool(bool),
    /// A number as it is written.
    Number(Cow<'r, str>),
    Text(Cow<'r, str>),
    List,
    Record,
    /// A text whose escapes are no characters.
    Broken,
}

impl<'r> Node<'r> {
    pub(super) fn shape(&self) -> Shape<'r> {
        match self {
            Node::Cell { text, .. } => text_shape(Cow::Borrowed(text.trim())),
            Node::Json(value) => json_shape(value),
            Node::Yaml(node) => match &node.kind {
                YamlKind::List(_) => Shape::List,
                YamlKind::Record(_) => Shape::Record,
                YamlKind::Scalar { text, quoted: true } => text_shape(Cow::Borrowed(text)),
                YamlKind::Scalar { text, quoted: false } => match text.as_str() {
                    "" | "~" | "null" | "Null" | "NULL" => Shape::Blank,
                    "true" | "True" | "TRUE" => Shape::Bool(true),
                    "false" | "False" | "FALSE" => Shape::Bool(false),
                    text => text_shape(Cow::Borrowed(text)),
                },
            },
        }
    }

    /// What is written there, without quotes; `None` where nothing is, and for lists and records.
    pub(super) fn text(&self) -> Option<Cow<'r, str>> {
        match self.shape() {
            Shape::Text(text) | Shape::Number(text) => Some(text),
            Shape::Bool(yes) => Some(Cow::Borrowed(if yes { "true" } else { "false" })),
            Shape::Blank | Shape::List | Shape::Record | Shape::Broken => None,
        }
    }

    /// The entries of a record, in order.
    pub(super) fn entries(&self) -> Entries<'r> {
        match self {
            Node::Json(value) => value.clone().into_object_iter().map_or(Entries::None, Entries::Json),
            Node::Yaml(YamlNode { kind: YamlKind::Record(entries), .. }) => Entries::Yaml(entries.iter()),
            Node::Yaml(_) | Node::Cell { .. } => Entries::None,
        }
    }

    /// The items of a list, in order.
    pub(super) fn items(&self) -> Items<'r> {
        match self {
            Node::Json(value) => value.clone().into_array_iter().map_or(Items::None, Items::Json),
            Node::Yaml(YamlNode { kind: YamlKind::List(items), .. }) => Items::Yaml(items.iter()),
            Node::Yaml(_) | Node::Cell { .. } => Items::None,
        }
    }

    /// The last entry of this name: as every reader of JSON has it.
    pub(super) fn get(&self, key: &str) -> Option<Node<'r>> {
        self.entries().filter(|(name, _)| name == key).last().map(|(_, node)| node)
    }
}

fn json_shape<'r>(value: &LazyValue<'r>) -> Shape<'r> {
    let raw = value.as_raw_cow();
    match raw.as_bytes().first() {
        Some(b'"') => match &raw {
            Cow::Borrowed(raw) if !raw.contains('\\') => {
                text_shape(Cow::Borrowed(raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default()))
            }
            _ => value.as_str().map_or(Shape::Broken, |text| text_shape(Cow::Owned(text.to_owned()))),
        },
        Some(b'{') => Shape::Record,
        Some(b'[') => Shape::List,
        Some(b't') => Shape::Bool(true),
        Some(b'f') => Shape::Bool(false),
        Some(b'n') | None => Shape::Blank,
        // A number's raw text may end in the space behind it.
        Some(_) => Shape::Number(match raw {
            Cow::Borrowed(raw) => Cow::Borrowed(raw.trim_ascii_end()),
            Cow::Owned(raw) => Cow::Owned(raw.trim_ascii_end().to_owned()),
        }),
    }
}

fn text_shape(text: Cow<'_, str>) -> Shape<'_> {
    if text.trim().is_empty() { Shape::Blank } else { Shape::Text(text) }
}

/// The entries of a record.
pub(super) enum Entries<'r> {
    Json(ObjectJsonIter<'r>),
    Yaml(std::slice::Iter<'r, (String, YamlNode)>),
    None,
}

impl<'r> Iterator for Entries<'r> {
    type Item = (Cow<'r, str>, Node<'r>);

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Entries::Json(entries) => entries.next()?.ok().map(|(key, value)| (key, Node::Json(value))),
            Entries::Yaml(entries) => entries.next().map(|(key, node)| (Cow::Borrowed(key.as_str()), Node::Yaml(node))),
            Entries::None => None,
        }
    }
}

/// The items of a list.
pub(super) enum Items<'r> {
    Json(ArrayJsonIter<'r>),
    Yaml(std::slice::Iter<'r, YamlNode>),
    None,
}

impl<'r> Iterator for Items<'r> {
    type Item = Node<'r>;

    fn next(&mut self) -> Option<Node<'r>> {
        match self {
            Items::Json(items) => items.next()?.ok().map(Node::Json),
            Items::Yaml(items) => items.next().map(Node::Yaml),
            Items::None => None,
        }
    }
}
