//! The twelve rules by hand: what a Rust programmer writes who needs these rules and no others.
//!
//! Structs that borrow from the line and hold the needed fields only; times compared as text where that is right;
//! findings as serde structs. With sonic-rs or with serde_json.

mod deal;
mod finding;
mod rules;
pub mod same;

use std::hint::black_box;
use std::sync::LazyLock;

use regex::Regex;

pub use crate::hand::deal::Approval;
pub use crate::hand::deal::Contact;
pub use crate::hand::deal::Deal;
pub use crate::hand::deal::Meddic;
pub use crate::hand::deal::Team;
pub use crate::hand::deal::Text;
pub use crate::hand::finding::grouped;
pub use crate::hand::rules::TODAY;
pub use crate::hand::rules::seconds;
use crate::peer::Broken;
use crate::peer::Peer;

static EMAIL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[a-z0-9._-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$").expect("the pattern is sound"));

/// Whether R11 takes a text for an e-mail address.
pub fn is_email(text: &str) -> bool {
    EMAIL.is_match(text)
}

/// By hand, decoded by sonic-rs.
pub struct Sonic {
    /// What findings name as the place of a value.
    pub file: String,
}

/// By hand, decoded by serde_json.
pub struct SerdeJson {
    /// What findings name as the place of a value.
    pub file: String,
}

impl Peer for Sonic {
    type Deal<'a> = Deal<'a>;
    type Engine = ();

    fn engine(&self) {}

    fn decode<'a>(&self, _engine: &(), line: &'a [u8]) -> Deal<'a> {
        sonic_rs::from_slice(line).expect("the line is a deal")
    }

    fn judge(&self, _engine: &mut (), deal: &mut Deal<'_>) -> Broken {
        rules::judge(deal)
    }

    fn write(&self, _engine: &mut (), deal: &Deal<'_>, broken: Broken, line: u64, out: &mut Vec<u8>) {
        for rule in broken.rules() {
            let finding = finding::finding(rule, deal, &self.file, line);
            sonic_rs::to_writer(&mut *out, &finding).expect("a finding can be written");
            out.push(b'\n');
        }
    }

    fn compose(&self, _engine: &mut (), deal: &Deal<'_>, broken: Broken, _out: &mut Vec<u8>) {
        for rule in broken.rules() {
            black_box(finding::finding(rule, deal, &self.file, 0));
        }
    }
}

impl Peer for SerdeJson {
    type Deal<'a> = Deal<'a>;
    type Engine = ();

    fn engine(&self) {}

    fn decode<'a>(&self, _engine: &(), line: &'a [u8]) -> Deal<'a> {
        serde_json::from_slice(line).expect("the line is a deal")
    }

    fn judge(&self, _engine: &mut (), deal: &mut Deal<'_>) -> Broken {
        rules::judge(deal)
    }

    fn write(&self, _engine: &mut (), deal: &Deal<'_>, broken: Broken, line: u64, out: &mut Vec<u8>) {
        for rule in broken.rules() {
            let finding = finding::finding(rule, deal, &self.file, line);
            serde_json::to_writer(&mut *out, &finding).expect("a finding can be written");
            out.push(b'\n');
        }
    }
}
