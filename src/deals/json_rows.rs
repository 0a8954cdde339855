use std::io;
use std::io::BufRead;

use crate::deals::ahead::Ahead;
use crate::deals::row::Slice;
use crate::deals::row::Unsound;
use crate::deals::text::LONGEST;
use crate::deals::text::Text;
use crate::source::Position;
use crate::value::mapping::Need;

/// One document, as written, and where it begins.
pub(super) struct JsonRow {
    pub(super) raw: Slice,
    pub(super) at: Position,
}

/// What stands next in a file: a document, or something that is none.
pub(super) type Met = Result<JsonRow, Unsound>;

/// Where in a JSON file the reading stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stand {
    /// Between documents.
    Top,
    /// Inside the list whose items are the documents.
    List,
    /// Behind what was asked for, inside so many lists and records.
    Behind(usize),
}

/// The documents of a JSON file: the items of the lists it holds, or its values, or what stands at a path in them.
pub(super) struct JsonDocuments {
    pub(super) reader: Ahead,
    pub(super) at: Position,
    under: Vec<String>,
    need: Need,
    stand: Stand,
    /// What went wrong behind the documents of the block before, and what stands there that is none.
    pub(super) failed: Option<io::Error>,
    pub(super) unsound: Option<Unsound>,
}

impl JsonDocuments {
    pub(super) fn new(text: Text, under: &[String], need: Need) -> JsonDocuments {
        JsonDocuments {
            reader: Ahead::new(text),
            at: Position { line: 1, column: 1 },
            under: under.to_vec(),
            need,
            stand: Stand::Top,
            failed: None,
            unsound: None,
        }
    }

    pub(super) fn text(&self) -> &Text {
        self.reader.text()
    }

    /// Whether the next document is an item of a list, and a record; commas before it are stepped over.
    pub(super) fn is_at_item(&mut self) -> io::Result<bool> {
        while self.stand == Stand::List {
            match self.peek()? {
                Some(b',') => self.bump()?,
                next => return Ok(next == Some(b'{')),
            }
        }
        Ok(false)
    }

    pub(super) fn next(&mut self) -> io::Result<Option<Met>> {
        loop {
            let next = self.peek()?;
            let at = self.at;
            match (self.stand, next) {
                (Stand::Top, None) => return Ok(None),
                (_, None) => {
                    self.stand = Stand::Top;
                    return Ok(Some(Err(Unsound { why: "it ends in the middle", at })));
                }
                (Stand::Behind(depth), _) => self.skip_rest(depth)?,
                (Stand::Top, Some(b'[')) if self.under.is_empty() || self.need == Need::Optional => {
                    // A file that is the list itself has nothing around it.
                    self.under.clear();
                    self.bump()?;
                    self.stand = Stand::List;
                }
                (Stand::Top, Some(_)) if self.under.is_empty() => return self.value().map(Some),
                (Stand::Top, Some(_)) => match self.descend()? {
                    Err(unsound) => return Ok(Some(Err(unsound))),
                    Ok(()) if self.peek()? == Some(b'[') => {
                        self.bump()?;
                        self.stand = Stand::List;
                    }
                    Ok(()) => {
                        self.stand = Stand::Behind(self.under.len());
                        return self.value().map(Some);
                    }
                },
                (Stand::List, Some(b']')) => {
                    self.bump()?;
                    self.stand = if self.under.is_empty() { Stand::Top } else { Stand::Behind(self.under.len()) };
                }
                (Stand::List, Some(b',')) => self.bump()?,
                (Stand::List, Some(_)) => return self.value().map(Some),
            }
        }
    }

    /// The next byte that is no space.
    fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            let Some(byte) = self.reader.fill_buf()?.first().copied() else { return Ok(None) };
            if !byte.is_ascii_whitespace() {
                return Ok(Some(byte));
            }
            self.bump()?;
        }
    }

    /// Steps over one byte.
    fn bump(&mut self) -> io::Result<()> {
        if let Some(byte) = self.reader.fill_buf()?.first().copied() {
            self.reader.consume(1);
            self.at = stepped(self.at, byte);
        }
        Ok(())
    }

    /// Goes to the value at the path of `under`.
    fn descend(&mut self) -> io::Result<Result<(), Unsound>> {
        for depth in 0..self.under.len() {
            let at = self.at;
            let missing = Unsound { why: "nothing stands at the path of `under`", at };
            if self.peek()? != Some(b'{') {
                self.value()?.ok();
                self.stand = if depth == 0 { Stand::Top } else { Stand::Behind(depth) };
                return Ok(Err(missing));
            }
            self.bump()?;
            loop {
                match self.peek()? {
                    Some(b',') => {
                        self.bump()?;
                        continue;
                    }
                    Some(b'"') => {}
                    _ => {
                        self.stand = Stand::Behind(depth + 1);
                        return Ok(Err(missing));
                    }
                }
                let key = match self.value()? {
                    Ok(key) => sonic_rs::from_str::<String>(&key.raw).unwrap_or_default(),
                    Err(unsound) => return Ok(Err(unsound)),
                };
                if self.peek()? == Some(b':') {
                    self.bump()?;
                    self.peek()?;
                }
                if self.under.get(depth) == Some(&key) {
                    break;
                }
                if matches!(self.peek()?, Some(b'}') | None) {
                    continue;
                }
                if let Err(unsound) = self.value()? {
                    return Ok(Err(unsound));
                }
            }
        }
        Ok(Ok(()))
    }

    /// Steps to the end of the lists and records around.
    fn skip_rest(&mut self, depth: usize) -> io::Result<()> {
        match self.peek()? {
            Some(b'}' | b']') => {
                self.bump()?;
                self.stand = if depth <= 1 { Stand::Top } else { Stand::Behind(depth - 1) };
            }
            Some(b',' | b':') => self.bump()?,
            Some(_) => drop(self.value()?),
            None => {}
        }
        Ok(())
    }

    /// Reads one value, sound or not; at least one byte.
    fn value(&mut self) -> io::Result<Met> {
        let at = self.at;
        let mut raw = Vec::new();
        let mut scan = Scan::default();
        let mut is_long = false;
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                if !scan.may_end_here() {
                    self.stand = Stand::Top;
                    return Ok(Err(Unsound { why: "it ends in the middle", at }));
                }
                break;
            }
            let (mut count, mut ended) = (0, false);
            for byte in buffer {
                match scan.step(*byte) {
                    Step::In => count += 1,
                    Step::Last => {
                        count += 1;
                        ended = true;
                    }
                    Step::Behind => ended = true,
                }
                if ended {
                    break;
                }
            }
            let taken = buffer.get(..count).unwrap_or_default();
            for byte in taken {
                self.at = stepped(self.at, *byte);
            }
            is_long |= raw.len() + count > LONGEST;
            if !is_long {
                raw.extend_from_slice(taken);
            }
            self.reader.consume(count);
            if ended {
                break;
            }
        }
        if is_long {
            return Ok(Err(Unsound { why: "it is longer than 64 MiB", at }));
        }
        Ok(Ok(JsonRow { raw: Slice::whole(String::from_utf8(raw).unwrap_or_default()), at }))
    }
}

fn stepped(at: Position, byte: u8) -> Position {
    match byte {
        b'\n' => Position { line: at.line.saturating_add(1), column: 1 },
        // The second and later bytes of a character.
        0x80..=0xbf => at,
        _ => Position { line: at.line, column: at.column.saturating_add(1) },
    }
}

/// The length of the value that a text begins with; `None` where it ends in the middle.
pub(super) fn length_of_value(text: &[u8]) -> Option<usize> {
    let mut scan = Scan::default();
    let ends = |(at, byte): (usize, &u8)| match scan.step(*byte) {
        Step::In => None,
        Step::Last => Some(at + 1),
        Step::Behind => Some(at),
    };
    text.iter().enumerate().find_map(ends)
}

/// Finds the end of a value by its brackets and quotes alone.
#[derive(Default)]
struct Scan {
    depth: usize,
    begun: bool,
    in_text: bool,
    escaped: bool,
}

enum Step {
    In,
    Last,
    /// The byte is not of the value any more.
    Behind,
}

impl Scan {
    fn step(&mut self, byte: u8) -> Step {
        let first = !std::mem::replace(&mut self.begun, true);
        if self.in_text {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => {
                    self.in_text = false;
                    return if self.depth == 0 { Step::Last } else { Step::In };
                }
                _ => {}
            }
            return Step::In;
        }
        match byte {
            b'"' if self.depth > 0 || first => self.in_text = true,
            b'{' | b'[' if self.depth > 0 || first => self.depth += 1,
            b'}' | b']' if self.depth > 0 => {
                self.depth -= 1;
                if self.depth == 0 {
                    return Step::Last;
                }
            }
            _ if self.depth > 0 => {}
            b'}' | b']' | b',' | b':' if first => return Step::Last,
            b'{' | b'[' | b'"' | b'}' | b']' | b',' | b':' => return Step::Behind,
            byte if byte.is_ascii_whitespace() => return Step::Behind,
            _ => {}
        }
        Step::In
    }

    fn may_end_here(&self) -> bool {
        self.depth == 0 && !self.in_text
    }
}
