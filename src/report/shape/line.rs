//! A document on one line, written as fast as its bytes can be copied: what findings are written by, a million a run.
//!
//! It writes what shapes are made of (records, lists, texts, whole numbers, what may be missing) and refuses the rest.
//! Keys are the names of Rust fields, so they need no escapes; a text that needs some is left to the library.

use std::fmt;
use std::io;

use serde::Serialize;
use serde::ser;
use serde::ser::Impossible;
use serde::ser::SerializeSeq;
use serde::ser::SerializeStruct;
use serde::ser::Serializer;

use crate::report::shape::escaping::escape_from;

/// Writes behind what is there.
pub(super) struct Line<'a> {
    out: &'a mut Vec<u8>,
}

/// The parts of a record or a list: each but the first is behind a comma.
pub(super) struct Parts<'s, 'a> {
    line: &'s mut Line<'a>,
    is_first: bool,
}

/// Why a line could not be written.
#[derive(Debug)]
pub(super) struct Refused(String);

impl<'a> Line<'a> {
    pub fn behind(out: &'a mut Vec<u8>) -> Line<'a> {
        Line { out }
    }

    fn begin(&mut self, bracket: u8) -> Parts<'_, 'a> {
        self.out.push(bracket);
        Parts { line: self, is_first: true }
    }
}

impl Parts<'_, '_> {
    #[inline(always)]
    fn next(&mut self) {
        if !std::mem::replace(&mut self.is_first, false) {
            self.line.out.push(b',');
        }
    }
}

/// Whether a text stands between quotes as it is.
fn is_plain(text: &str) -> bool {
    let is_plain = |byte: u8| (b' '..=b'~').contains(&byte) && byte != b'"' && byte != b'\\';
    // Blocks without a branch inside are looked at by vectors.
    let (blocks, rest) = text.as_bytes().as_chunks::<16>();
    blocks.iter().all(|block| block.iter().fold(true, |so_far, byte| so_far & is_plain(*byte)))
        && rest.iter().fold(true, |so_far, byte| so_far & is_plain(*byte))
}

/// What no shape has.
macro_rules! refuse {
    ($($method:ident($($argument:ident: $ty:ty),*) $(-> $ok:ident)?),* $(,)?) => {
        $(fn $method(self, $($argument: $ty),*) -> Result<refuse!(@ok $($ok)?), Refused> {
            $(let _ = $argument;)*
            Err(refused(stringify!($method)))
        })*
    };
    (@ok) => { () };
    (@ok $ok:ident) => { Self::$ok };
}

impl<'s, 'a> Serializer for &'s mut Line<'a> {
    type Ok = ();
    type Error = Refused;
    type SerializeSeq = Parts<'s, 'a>;
    type SerializeStruct = Parts<'s, 'a>;
    type SerializeTuple = Impossible<(), Refused>;
    type SerializeTupleStruct = Impossible<(), Refused>;
    type SerializeTupleVariant = Impossible<(), Refused>;
    type SerializeMap = Impossible<(), Refused>;
    type SerializeStructVariant = Impossible<(), Refused>;

    fn serialize_str(self, text: &str) -> Result<(), Refused> {
        if is_plain(text) {
            self.out.reserve(text.len() + 2);
            self.out.push(b'"');
            self.out.extend_from_slice(text.as_bytes());
            self.out.push(b'"');
            return Ok(());
        }
        let start = self.out.len();
        sonic_rs::to_writer(&mut *self.out, text).map_err(ser::Error::custom)?;
        escape_from(self.out, start).map_err(ser::Error::custom)
    }

    #[inline(always)]
    fn serialize_none(self) -> Result<(), Refused> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    #[inline(always)]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Refused> {
        value.serialize(self)
    }

    fn serialize_struct(self, _name: &'static str, _fields: usize) -> Result<Parts<'s, 'a>, Refused> {
        Ok(self.begin(b'{'))
    }

    fn serialize_seq(self, _length: Option<usize>) -> Result<Parts<'s, 'a>, Refused> {
        Ok(self.begin(b'['))
    }

    fn serialize_unit_variant(self, _name: &'static str, _index: u32, variant: &'static str) -> Result<(), Refused> {
        self.serialize_str(variant)
    }

    fn serialize_bool(self, yes: bool) -> Result<(), Refused> {
        self.out.extend_from_slice(if yes { b"true" } else { b"false" });
        Ok(())
    }

    fn serialize_u32(self, number: u32) -> Result<(), Refused> {
        self.serialize_u64(number.into())
    }

    fn serialize_u64(self, number: u64) -> Result<(), Refused> {
        self.out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _name: &'static str, value: &T) -> Result<(), Refused> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Refused> {
        self.serialize_none()
    }

    refuse! {
        serialize_u8(number: u8), serialize_u16(number: u16),
        serialize_i8(number: i8), serialize_i16(number: i16), serialize_i32(number: i32), serialize_i64(number: i64),
        serialize_f32(number: f32), serialize_f64(number: f64), serialize_char(letter: char), serialize_bytes(bytes: &[u8]),
        serialize_unit_struct(name: &'static str),
    }
    refuse! {
        serialize_tuple(length: usize) -> SerializeTuple,
        serialize_tuple_struct(name: &'static str, length: usize) -> SerializeTupleStruct,
        serialize_tuple_variant(name: &'static str, index: u32, variant: &'static str, length: usize) -> SerializeTupleVariant,
        serialize_struct_variant(name: &'static str, index: u32, variant: &'static str, length: usize) -> SerializeStructVariant,
        serialize_map(length: Option<usize>) -> SerializeMap,
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        _index: u32,
        _variant: &'static str,
        _value: &T,
    ) -> Result<(), Refused> {
        Err(refused(name))
    }
}

impl SerializeStruct for Parts<'_, '_> {
    type Ok = ();
    type Error = Refused;

    // Inlined, a key is a few stores of known bytes.
    #[inline(always)]
    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Refused> {
        self.next();
        let out = &mut *self.line.out;
        out.reserve(key.len() + 3);
        out.push(b'"');
        out.extend_from_slice(key.as_bytes());
        out.extend_from_slice(b"\":");
        value.serialize(&mut *self.line)
    }

    fn end(self) -> Result<(), Refused> {
        self.line.out.push(b'}');
        Ok(())
    }
}

impl SerializeSeq for Parts<'_, '_> {
    type Ok = ();
    type Error = Refused;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
        self.next();
        value.serialize(&mut *self.line)
    }

    fn end(self) -> Result<(), Refused> {
        self.line.out.push(b']');
        Ok(())
    }
}

fn refused(what: &str) -> Refused {
    Refused(format!("a line of findings has no room for `{what}`"))
}

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

impl ser::Error for Refused {
    fn custom<T: fmt::Display>(message: T) -> Refused {
        Refused(message.to_string())
    }
}

impl From<Refused> for io::Error {
    fn from(refused: Refused) -> io::Error {
        io::Error::other(refused)
    }
}
