//! A finding from its fingerprint to its end, straight into a buffer that is kept.

use sha2::Digest;
use sha2::Sha256;

use crate::hand::deal::Deal;
use crate::hand::deal::Text;
use crate::hand::same::checks::CHECKS;
use crate::hand::same::checks::Check;
use crate::hand::same::evidence::Evidence;
use crate::hand::same::pen::Pen;
use crate::hand::same::place::Place;
use crate::hand::same::text::integer;
use crate::hand::same::text::quoted;

/// A deal that breaks a rule, and where its findings go.
pub struct Case<'c, 'a> {
    pub pen: &'c mut Pen,
    pub deal: &'c Deal<'a>,
    pub place: Place<'c>,
    pub out: &'c mut Vec<u8>,
}

impl Case<'_, '_> {
    pub fn put(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    /// From the fingerprint to the sentence.
    pub fn begin(&mut self, check: &Check, element: Option<usize>) {
        let hashed = &mut self.pen.hashed;
        hashed.clear();
        let mut part = |part: &[u8]| {
            hashed.extend_from_slice(&part.len().to_le_bytes());
            hashed.extend_from_slice(part);
        };
        part(b"twelve");
        part(check.name.as_bytes());
        part(check.kind.as_bytes());
        part(self.deal.id.as_bytes());
        match element {
            None => part(b""),
            Some(entry) => {
                let mut element = b"history[".to_vec();
                integer(&mut element, entry);
                element.push(b']');
                part(&element);
            }
        }
        let hash = Sha256::digest(&self.pen.hashed);
        self.put(b"{\"fingerprint\":\"");
        for byte in hash.iter().take(8) {
            self.put(&[HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
        }
        self.put(check.head.as_bytes());
    }

    /// From the sentence to the evidence; what to do is the check's where it is not `fix`.
    pub fn middle(&mut self, check: &Check, element: Option<usize>, fix: impl FnOnce(&mut Vec<u8>)) {
        self.out.extend_from_slice(&self.pen.about);
        match element {
            None => self.put(b"null"),
            Some(entry) => {
                self.put(b"\"history[");
                integer(self.out, entry);
                self.put(b"]\"");
            }
        }
        self.put(check.because.as_bytes());
        fix(self.out);
        self.put(check.role.as_bytes());
        match check.name {
            "R12" => match &self.deal.team.ar {
                Some(person) if !person.is_empty() => quoted(self.out, person),
                _ => self.put(b"null"),
            },
            _ => quoted(self.out, &self.deal.owner),
        }
        self.put(b"},\"due\":null,\"policy\":null,\"tags\":[],\"evidence\":[");
    }

    pub fn evidence(&mut self) -> Evidence<'_> {
        Evidence::new(&self.pen.stands, self.place, self.out)
    }

    pub fn end(&mut self, check: usize) {
        self.put(CHECKS[check].foot.as_bytes());
        self.pen.tally.finding(check);
    }

    /// Where a text stands; one that was copied is looked for in its object.
    pub fn place_of(&self, text: &Text<'_>, key: &str, near: usize) -> usize {
        match text.borrowed() {
            Some(text) => self.place.text(text),
            None => self.place.in_object(key, near),
        }
    }

    pub fn owner(&self) -> usize {
        match self.deal.owner.borrowed() {
            Some(text) => self.place.text(text),
            None => self.place.value("\"owner\":", 0),
        }
    }
}

const HEX: &[u8; 16] = b"0123456789abcdef";
