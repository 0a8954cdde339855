//! The twelve rules by hand for somebody who needs exactly what `tollgate check --output jsonl` writes: the same bytes.
//!
//! Deals and rules are those of the shorter findings. A column is found only for a value that goes into a finding: by the
//! address of a text that borrows from the line, by a second look at the line for numbers, blanks and lists. Fingerprints
//! are the same hash over the same parts. What is the same in every finding of a check is a constant, and everything is
//! appended to buffers that are kept. The last line is that of Tollgate as well: its summary is counted along.

mod case;
mod checks;
mod evidence;
mod failed;
mod moves;
mod pen;
mod place;
mod tally;
mod text;
mod values;

use std::sync::Mutex;

use crate::hand::deal::Deal;
use crate::hand::rules;
use crate::hand::same::pen::Pen;
use crate::hand::same::tally::Tally;
use crate::hand::same::text::text;
use crate::peer::Broken;
use crate::peer::Peer;

/// The same bytes as Tollgate, decoded by sonic-rs or by serde_json.
pub struct Same {
    decode: Decode,
    /// The file, as it stands in JSON.
    file: String,
    /// What the threads that came to their end counted.
    tally: Mutex<Tally>,
}

/// Which library decodes.
#[derive(Clone, Copy)]
pub enum Decode {
    Sonic,
    SerdeJson,
}

/// A deal and its line.
pub struct Read<'a> {
    line: &'a [u8],
    deal: Deal<'a>,
}

impl Same {
    pub fn new(decode: Decode, file: &str) -> Same {
        let mut shown = Vec::new();
        text(&mut shown, file);
        Same { decode, file: String::from_utf8_lossy(&shown).into_owned(), tally: Mutex::default() }
    }
}

impl Peer for Same {
    type Deal<'a> = Read<'a>;
    type Engine = Pen;

    fn engine(&self) -> Pen {
        Pen::default()
    }

    fn decode<'a>(&self, _pen: &Pen, line: &'a [u8]) -> Read<'a> {
        let deal = match self.decode {
            Decode::Sonic => sonic_rs::from_slice(line).expect("the line is a deal"),
            Decode::SerdeJson => serde_json::from_slice(line).expect("the line is a deal"),
        };
        Read { line, deal }
    }

    fn judge(&self, _pen: &mut Pen, read: &mut Read<'_>) -> Broken {
        rules::judge(&read.deal)
    }

    fn write(&self, pen: &mut Pen, read: &Read<'_>, broken: Broken, number: u64, out: &mut Vec<u8>) {
        pen.deal(&read.deal, broken, (&self.file, number, read.line), out);
    }

    fn compose(&self, pen: &mut Pen, read: &Read<'_>, broken: Broken, out: &mut Vec<u8>) {
        pen.deal(&read.deal, broken, (&self.file, 1, read.line), out);
    }

    fn done(&self, pen: Pen) {
        self.tally.lock().expect("no thread panics").add(&pen.tally);
    }

    fn end(&self, out: &mut Vec<u8>) {
        let tally = self.tally.lock().expect("no thread panics");
        out.extend_from_slice(tally.line(&self.file).as_bytes());
    }
}
