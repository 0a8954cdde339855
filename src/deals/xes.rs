use std::collections::VecDeque;
use std::io;
use std::sync::Arc;

use quick_xml::Error;
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;

use crate::deals::counted::CountedText;
use crate::deals::row::DEEPEST;
use crate::deals::row::Unsound;
use crate::deals::text::LONGEST;
use crate::deals::text::Text;
use crate::deals::yaml::YamlKind;
use crate::deals::yaml::YamlNode;
use crate::source::Position;

/// One case of an event log: what is said of it, and what happened, in the order of the log.
#[derive(Debug)]
pub(super) struct Trace {
    /// A record of its attributes.
    pub(super) attributes: YamlNode,
    /// A record of attributes for each event.
    pub(super) events: Vec<YamlNode>,
}

/// What the rows of a log are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grain {
    /// A row for each trace.
    Traces,
    /// A row for each event.
    Events,
}

/// A trace, or one event of it.
pub(super) type Met = Result<(Arc<Trace>, Option<usize>), Unsound>;

/// The traces of an XES file, one at a time.
pub(super) struct XesRows {
    reader: Reader<CountedText>,
    buffer: Vec<u8>,
    grain: Grain,
    ready: VecDeque<(Arc<Trace>, usize)>,
    is_log: bool,
    ended: bool,
}

impl XesRows {
    pub(super) fn new(text: Text, grain: Grain) -> XesRows {
        let reader = Reader::from_reader(CountedText::new(text));
        XesRows { reader, buffer: Vec::new(), grain, ready: VecDeque::new(), is_log: false, ended: false }
    }

    pub(super) fn text(&self) -> &Text {
        self.reader.get_ref().text()
    }

    /// The next trace or event, or what is wrong with it.
    pub(super) fn next(&mut self) -> io::Result<Option<Met>> {
        loop {
            if let Some((trace, at)) = self.ready.pop_front() {
                return Ok(Some(Ok((trace, Some(at)))));
            }
            let trace = match self.advance()? {
                None => return Ok(None),
                Some(Err(unsound)) => return Ok(Some(Err(unsound))),
                Some(Ok(trace)) => Arc::new(trace),
            };
            if self.grain == Grain::Traces {
                return Ok(Some(Ok((trace, None))));
            }
            self.ready.extend((0..trace.events.len()).map(|at| (trace.clone(), at)));
        }
    }

    fn advance(&mut self) -> io::Result<Option<Result<Trace, Unsound>>> {
        while !self.ended {
            let at = self.reader.get_mut().mark();
            self.buffer.clear();
            let begins = match self.reader.read_event_into(&mut self.buffer) {
                Ok(Event::Start(tag)) => {
                    self.is_log |= tag.local_name().as_ref() == "log";
                    self.is_log && tag.local_name().as_ref() == "trace"
                }
                Ok(Event::Empty(tag)) if self.is_log && tag.local_name().as_ref() == "trace" => {
                    return Ok(Some(Ok(Building::new(at).done())));
                }
                Ok(Event::Eof) => {
                    self.ended = true;
                    let why = "it has no `<log>`: this is no event log";
                    return Ok((!self.is_log).then_some(Err(Unsound { why, at })));
                }
                Ok(_) => false,
                Err(error) => return self.stop(error, at).map(|unsound| Some(Err(unsound))),
            };
            if begins {
                return self.trace(at).map(Some);
            }
        }
        Ok(None)
    }

    /// Reads up to the end of a trace. What is wrong inside it is told at its end, so that the next one can be read.
    fn trace(&mut self, start: Position) -> io::Result<Result<Trace, Unsound>> {
        let mut building = Building::new(start);
        let from = self.reader.get_ref().bytes();
        loop {
            let at = self.reader.get_mut().mark();
            self.buffer.clear();
            match self.reader.read_event_into(&mut self.buffer) {
                Ok(Event::Start(tag)) => building.open(&tag, at),
                Ok(Event::Empty(tag)) => {
                    building.open(&tag, at);
                    building.close();
                }
                Ok(Event::End(_)) if building.open.is_empty() => break,
                Ok(Event::End(_)) => building.close(),
                Ok(Event::Eof) => {
                    self.ended = true;
                    return Ok(Err(Unsound { why: "it ends in the middle", at: start }));
                }
                Ok(_) => {}
                Err(error) => return self.stop(error, at).map(Err),
            }
            if self.reader.get_ref().bytes().saturating_sub(from) > LONGEST as u64 {
                building.complain("it is longer than 64 MiB", start);
            }
        }
        Ok(match building.wrong {
            Some(wrong) => Err(wrong),
            None => Ok(building.done()),
        })
    }

    /// After an error of the form nothing more can be read; an error of the store is one of ours.
    fn stop(&mut self, error: Error, at: Position) -> io::Result<Unsound> {
        self.ended = true;
        match error {
            Error::Io(error) => Err(io::Error::new(error.kind(), error)),
            _ => Ok(Unsound { why: "this is no XML, and the rest of the file is not read", at }),
        }
    }
}

/// A trace whose end is not reached.
struct Building {
    at: Position,
    attributes: Vec<(String, YamlNode)>,
    events: Vec<YamlNode>,
    /// The attributes of the event that is open.
    event: Option<(Position, Vec<(String, YamlNode)>)>,
    /// What is open inside the trace: an event, or an attribute with the length of the path before it.
    open: Vec<Open>,
    /// The keys of the open attributes, with dots between them.
    path: String,
    wrong: Option<Unsound>,
}

enum Open {
    Event,
    Attribute(usize),
}

impl Building {
    fn new(at: Position) -> Building {
        Building {
            at,
            attributes: Vec::new(),
            events: Vec::new(),
            event: None,
            open: Vec::new(),
            path: String::new(),
            wrong: None,
        }
    }

    fn done(self) -> Trace {
        let attributes = YamlNode { kind: YamlKind::Record(self.attributes), at: self.at };
        Trace { attributes, events: self.events }
    }

    fn complain(&mut self, why: &'static str, at: Position) {
        if self.wrong.is_none() {
            self.wrong = Some(Unsound { why, at });
            // What is wrong already is not kept, so that it cannot fill the memory.
            self.attributes = Vec::new();
            self.events = Vec::new();
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>, at: Position) {
        if self.open.is_empty() && tag.local_name().as_ref() == "event" {
            self.open.push(Open::Event);
            self.event = Some((at, Vec::new()));
            return;
        }
        let before = self.path.len();
        self.open.push(Open::Attribute(before));
        if self.open.len() > DEEPEST {
            self.complain("it nests more than 64 levels deep", at);
        }
        if self.wrong.is_some() {
            return;
        }
        match key_and_value(tag) {
            Err(why) => self.complain(why, at),
            Ok((None, _)) => {}
            Ok((Some(key), value)) => {
                if before > 0 {
                    self.path.push('.');
                }
                self.path.push_str(&key);
                let Some(text) = value else { return };
                let node = YamlNode { kind: YamlKind::Scalar { text, quoted: true }, at };
                let into = self.event.as_mut().map_or(&mut self.attributes, |(_, attributes)| attributes);
                into.push((self.path.clone(), node));
            }
        }
    }

    fn close(&mut self) {
        match self.open.pop() {
            Some(Open::Attribute(before)) => self.path.truncate(before),
            Some(Open::Event) => {
                if let Some((at, attributes)) = self.event.take().filter(|_| self.wrong.is_none()) {
                    self.events.push(YamlNode { kind: YamlKind::Record(attributes), at });
                }
            }
            None => {}
        }
    }
}

/// `<string key="concept:name" value="A_SUBMITTED"/>`; no entities but those of every XML file are resolved.
fn key_and_value(tag: &BytesStart<'_>) -> Result<(Option<String>, Option<String>), &'static str> {
    let (mut key, mut value) = (None, None);
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| "an attribute of it is no XML")?;
        let place = match attribute.key.as_ref() {
            "key" => &mut key,
            "value" => &mut value,
            _ => continue,
        };
        let text = attribute.normalized_value(XmlVersion::Implicit1_0);
        *place = Some(text.map_err(|_| "it uses an entity (`&name;`) that is not followed")?.into_owned());
    }
    Ok((key, value))
}
