use std::collections::VecDeque;
use std::io;
use std::io::Read;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use saphyr_parser::BufferedInput;
use saphyr_parser::Event;
use saphyr_parser::Parser;
use saphyr_parser::ScalarStyle;
use saphyr_parser::ScanError;
use saphyr_parser::Span;

use crate::deals::row::DEEPEST;
use crate::deals::row::Unsound;
use crate::deals::text::LONGEST;
use crate::deals::text::Text;
use crate::source::Position;
use crate::value::mapping::Need;

/// A value of a YAML document.
#[derive(Debug)]
pub(super) struct YamlNode {
    pub(super) kind: YamlKind,
    pub(super) at: Position,
}

/// What it is.
#[derive(Debug)]
pub(super) enum YamlKind {
    Scalar {
        text: String,
        /// Quoted, a block, or tagged: it is text whatever it looks like.
        quoted: bool,
    },
    List(Vec<YamlNode>),
    Record(Vec<(String, YamlNode)>),
}

impl YamlNode {
    /// The entries of a record, in order; none of anything else.
    pub(super) fn entries(&self) -> &[(String, YamlNode)] {
        match &self.kind {
            YamlKind::Record(entries) => entries,
            YamlKind::Scalar { .. } | YamlKind::List(_) => &[],
        }
    }

    /// Whether any text in it has this character.
    pub(super) fn has(&self, letter: char) -> bool {
        match &self.kind {
            YamlKind::Scalar { text, .. } => text.contains(letter),
            YamlKind::List(items) => items.iter().any(|item| item.has(letter)),
            YamlKind::Record(entries) => entries.iter().any(|(key, node)| key.contains(letter) || node.has(letter)),
        }
    }
}

/// The documents of a YAML file, or the items of the lists that they are.
pub(super) struct YamlRows {
    parser: Parser<'static, BufferedInput<Letters>>,
    source: Arc<Mutex<Source>>,
    under: Vec<String>,
    need: Need,
    ready: VecDeque<YamlNode>,
    in_list: bool,
    ended: bool,
}

impl YamlRows {
    pub(super) fn new(text: Text, under: &[String], need: Need) -> YamlRows {
        let source = Arc::new(Mutex::new(Source { text, pending: Vec::new(), failed: None }));
        let parser = Parser::new_from_iter(Letters { source: source.clone(), chunk: Vec::new().into_iter() });
        YamlRows { parser, source, under: under.to_vec(), need, ready: VecDeque::new(), in_list: false, ended: false }
    }

    /// Something of the text it reads.
    pub(super) fn text<T>(&self, ask: impl Fn(&Text) -> T) -> T {
        ask(&lock(&self.source).text)
    }

    /// The next item or document, or what is wrong with it.
    pub(super) fn next(&mut self) -> io::Result<Option<Result<YamlNode, Unsound>>> {
        let row = self.advance();
        match lock(&self.source).failed.take() {
            Some(error) => Err(error),
            None => Ok(row),
        }
    }

    fn advance(&mut self) -> Option<Result<YamlNode, Unsound>> {
        loop {
            if let Some(node) = self.ready.pop_front() {
                return Some(Ok(node));
            }
            if self.ended {
                return None;
            }
            match self.parser.next_event() {
                None | Some(Ok((Event::StreamEnd, _))) => self.ended = true,
                Some(Err(error)) => return Some(Err(self.stop(&error))),
                Some(Ok((Event::SequenceEnd, _))) if self.in_list => self.in_list = false,
                Some(Ok((Event::SequenceStart(..), _)))
                    if !self.in_list && (self.under.is_empty() || self.need == Need::Optional) =>
                {
                    // A file that is the list itself has nothing around it.
                    self.under.clear();
                    self.in_list = true;
                }
                Some(Ok((Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd | Event::Nothing, _))) => {}
                Some(Ok((event, span))) => match self.node(event, span) {
                    Ok(node) if self.under.is_empty() => {
                        // A file that holds nothing but comments is one empty document.
                        let is_empty = !self.in_list
                            && matches!(&node.kind, YamlKind::Scalar { text, quoted: false } if text.is_empty() || text == "~");
                        if !is_empty {
                            return Some(Ok(node));
                        }
                    }
                    Ok(node) => match self.descend(node) {
                        Ok(found) => self.ready = found,
                        Err(unsound) => return Some(Err(unsound)),
                    },
                    Err(unsound) => return Some(Err(unsound)),
                },
            }
        }
    }

    fn stop(&mut self, error: &ScanError) -> Unsound {
        self.ended = true;
        let marker = error.marker();
        // The parser ends at an alias without an anchor, and does not tell it from other errors but by its words.
        let why = if error.info().contains("anchor") {
            "it uses an alias (`*name`) of nothing, and the rest of the file is not read"
        } else {
            "this is no YAML, and the rest of the file is not read"
        };
        Unsound { why, at: place(marker.line(), marker.col()) }
    }

    /// The rows that stand under the path.
    fn descend(&self, mut node: YamlNode) -> Result<VecDeque<YamlNode>, Unsound> {
        for key in &self.under {
            let at = node.at;
            let YamlKind::Record(entries) = node.kind else {
                return Err(Unsound { why: "nothing stands at the path of `under`", at });
            };
            let found = entries.into_iter().find(|(name, _)| name == key);
            node = found.map(|(_, node)| node).ok_or(Unsound { why: "nothing stands at the path of `under`", at })?;
        }
        Ok(match node.kind {
            YamlKind::List(items) => items.into(),
            kind => VecDeque::from([YamlNode { kind, at: node.at }]),
        })
    }

    /// Builds one node. What is wrong inside it is told at its end, so that the next one can be read.
    fn node(&mut self, event: Event<'static>, span: Span) -> Result<YamlNode, Unsound> {
        let start = span.start.index();
        let mut wrong = None;
        let mut open: Vec<Open> = Vec::new();
        let mut next = Some((event, span));
        loop {
            let (event, span) = match next.take() {
                Some(first) => first,
                None => match self.parser.next_event() {
                    Some(Ok(event)) => event,
                    Some(Err(error)) => return Err(self.stop(&error)),
                    None => {
                        self.ended = true;
                        return Err(Unsound { why: "it ends in the middle", at: Position { line: 1, column: 1 } });
                    }
                },
            };
            let at = place(span.start.line(), span.start.col());
            let complain = |why: &'static str, wrong: &mut Option<Unsound>| {
                wrong.get_or_insert(Unsound { why, at });
            };
            if span.start.index().saturating_sub(start) > LONGEST {
                complain("it is longer than 64 MiB", &mut wrong);
            }
            let done = match event {
                Event::SequenceStart(..) => {
                    open.push(Open { at, key: None, kind: YamlKind::List(Vec::new()) });
                    None
                }
                Event::MappingStart(..) => {
                    open.push(Open { at, key: None, kind: YamlKind::Record(Vec::new()) });
                    None
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    open.pop().map(|closed| YamlNode { kind: closed.kind, at: closed.at })
                }
                Event::Scalar(text, style, _, tag) => {
                    let quoted = style != ScalarStyle::Plain || tag.is_some();
                    Some(YamlNode { kind: YamlKind::Scalar { text: text.into_owned(), quoted }, at })
                }
                Event::Alias(_) => {
                    complain("it uses an alias (`*name`), which is not followed", &mut wrong);
                    Some(YamlNode { kind: YamlKind::Scalar { text: String::new(), quoted: false }, at })
                }
                _ => None,
            };
            if open.len() > DEEPEST {
                complain("it nests more than 64 levels deep", &mut wrong);
            }
            let Some(done) = done else { continue };
            match open.last_mut() {
                None => return wrong.map_or(Ok(done), Err),
                // What is wrong already is not kept, so that it cannot fill the memory.
                Some(_) if wrong.is_some() => {}
                Some(parent) => {
                    if let Err(why) = parent.put(done) {
                        complain(why, &mut wrong);
                    }
                }
            }
        }
    }
}

/// A list or record whose end is not reached.
struct Open {
    at: Position,
    key: Option<String>,
    kind: YamlKind,
}

impl Open {
    fn put(&mut self, node: YamlNode) -> Result<(), &'static str> {
        match (&mut self.kind, self.key.take()) {
            (YamlKind::List(items), _) => items.push(node),
            (YamlKind::Record(entries), Some(key)) => entries.push((key, node)),
            (YamlKind::Record(_), None) => match node.kind {
                YamlKind::Scalar { text, .. } => self.key = Some(text),
                _ => return Err("it has a key that is not text"),
            },
            (YamlKind::Scalar { .. }, _) => {}
        }
        Ok(())
    }
}

fn place(line: usize, column: usize) -> Position {
    let clamp = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Position { line: clamp(line).max(1), column: clamp(column).saturating_add(1) }
}

/// The text, and what ended it too early.
struct Source {
    text: Text,
    pending: Vec<u8>,
    failed: Option<io::Error>,
}

impl Source {
    /// The next few thousand characters; none at the end.
    fn chunk(&mut self) -> Vec<char> {
        loop {
            let before = self.pending.len();
            if let Err(error) = self.text.by_ref().take(16 * 1024).read_to_end(&mut self.pending) {
                self.failed = Some(error);
                return Vec::new();
            }
            let sound = match std::str::from_utf8(&self.pending) {
                Ok(_) => self.pending.len(),
                Err(error) => error.valid_up_to(),
            };
            let letters: Vec<char> =
                self.pending.get(..sound).map(String::from_utf8_lossy).unwrap_or_default().chars().collect();
            self.pending.drain(..sound);
            if !letters.is_empty() || self.pending.len() == before {
                return letters;
            }
        }
    }
}

/// The characters of the text.
struct Letters {
    source: Arc<Mutex<Source>>,
    chunk: std::vec::IntoIter<char>,
}

impl Iterator for Letters {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        if let Some(letter) = self.chunk.next() {
            return Some(letter);
        }
        self.chunk = lock(&self.source).chunk().into_iter();
        self.chunk.next()
    }
}

fn lock(source: &Mutex<Source>) -> MutexGuard<'_, Source> {
    source.lock().unwrap_or_else(PoisonError::into_inner)
}
