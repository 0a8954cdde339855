//! The values that a finding rests on.

use crate::hand::same::place::Place;
use crate::hand::same::text::integer;
use crate::hand::same::text::text;
use crate::hand::same::text::time;

/// How many elements of a list a finding names.
pub const NAMED: usize = 5;

/// A path without a place in a list.
pub const NONE: usize = usize::MAX;

/// A path, with the place in a list between its two parts where it has one.
type Path<'p> = (&'p str, usize, &'p str);

/// The list of values of a finding.
pub struct Evidence<'e> {
    /// File and line, and where the column comes.
    stands: &'e [u8],
    place: Place<'e>,
    out: &'e mut Vec<u8>,
    first: bool,
}

impl<'e> Evidence<'e> {
    pub fn new(stands: &'e [u8], place: Place<'e>, out: &'e mut Vec<u8>) -> Evidence<'e> {
        Evidence { stands, place, out, first: true }
    }

    /// The same list, of which values are written already.
    pub fn another(self) -> Evidence<'e> {
        Evidence { first: false, ..self }
    }

    /// A text as it is written.
    pub fn plain(&mut self, path: Path<'_>, value: &str, expected: &str, at: usize) {
        self.path(path);
        self.out.extend_from_slice(b"\",\"value\":\"");
        text(self.out, value);
        self.out.push(b'"');
        self.raw(expected, at, |out| text(out, value));
    }

    /// A time of which nothing was asked by name.
    pub fn time(&mut self, path: Path<'_>, value: &str, at: usize) {
        self.moment(path, value, "null", at);
    }

    /// A time, which is shown by the minute.
    pub fn moment(&mut self, path: Path<'_>, value: &str, expected: &str, at: usize) {
        self.path(path);
        self.out.extend_from_slice(b"\",\"value\":\"");
        time(self.out, value);
        self.out.push(b'"');
        self.raw(expected, at, |out| out.extend_from_slice(value.as_bytes()));
    }

    /// A number: as people write it, and as it is written.
    pub fn number(&mut self, path: Path<'_>, value: impl FnOnce(&mut Vec<u8>), expected: &str, at: usize, raw: &[u8]) {
        self.path(path);
        self.out.extend_from_slice(b"\",\"value\":\"");
        value(self.out);
        self.out.push(b'"');
        self.raw(expected, at, |out| out.extend_from_slice(raw));
    }

    /// A value that is not there.
    pub fn missing(&mut self, path: Path<'_>, at: usize) {
        self.path(path);
        self.out.extend_from_slice(b"\",\"value\":null,\"expected\":null,\"note\":\"is missing\"");
        self.not_raw(at);
    }

    /// A list that holds nothing.
    pub fn empty(&mut self, path: &str, at: usize) {
        self.path((path, NONE, ""));
        self.out.extend_from_slice(b"\",\"value\":\"\",\"expected\":null,\"note\":null");
        self.not_raw(at);
    }

    /// A time that is computed of a list.
    pub fn computed(&mut self, path: &str, value: &str, at: usize) {
        self.path((path, NONE, ""));
        self.out.extend_from_slice(b"\",\"value\":\"");
        time(self.out, value);
        self.out.extend_from_slice(b"\",\"expected\":null,\"note\":null");
        self.not_raw(at);
    }

    fn path(&mut self, (before, place, after): Path<'_>) {
        self.out.extend_from_slice(if self.first { b"{\"path\":\"" } else { b",{\"path\":\"" });
        self.first = false;
        self.out.extend_from_slice(before.as_bytes());
        if place != NONE {
            integer(self.out, place);
            self.out.extend_from_slice(after.as_bytes());
        }
    }

    fn raw(&mut self, expected: &str, at: usize, raw: impl FnOnce(&mut Vec<u8>)) {
        self.out.extend_from_slice(b",\"expected\":");
        self.out.extend_from_slice(expected.as_bytes());
        self.out.extend_from_slice(b",\"note\":null");
        self.out.extend_from_slice(self.stands);
        integer(self.out, self.place.column(at));
        self.out.extend_from_slice(b",\"header\":null,\"raw\":\"");
        raw(self.out);
        self.out.extend_from_slice(b"\"}");
    }

    fn not_raw(&mut self, at: usize) {
        self.out.extend_from_slice(self.stands);
        integer(self.out, self.place.column(at));
        self.out.extend_from_slice(b",\"header\":null,\"raw\":null}");
    }
}
