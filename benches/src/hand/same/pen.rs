//! What a thread keeps while it writes findings byte for byte as `tollgate check --output jsonl` does.

use crate::hand::deal::Deal;
use crate::hand::same::case::Case;
use crate::hand::same::checks::R01;
use crate::hand::same::place::Place;
use crate::hand::same::tally::Failed;
use crate::hand::same::tally::Tally;
use crate::hand::same::text::integer;
use crate::hand::same::text::money;
use crate::hand::same::text::quoted;
use crate::peer::Broken;

/// What a thread keeps from deal to deal.
#[derive(Default)]
pub struct Pen {
    pub tally: Tally,
    /// The deal, as every finding on it says it.
    pub about: Vec<u8>,
    /// What is hashed.
    pub hashed: Vec<u8>,
    /// File and line, as every value says them.
    pub stands: Vec<u8>,
}

impl Pen {
    /// Counts a deal and writes what is wrong with it; `file` as it stands in JSON.
    pub fn deal(&mut self, deal: &Deal<'_>, broken: Broken, at: (&str, u64, &[u8]), out: &mut Vec<u8>) {
        let (file, number, line) = at;
        self.tally.deal(deal, line, number);
        if broken == Broken::default() {
            return;
        }
        self.about.clear();
        self.about.extend_from_slice(b"\",\"deal\":{\"id\":");
        quoted(&mut self.about, &deal.id);
        self.about.extend_from_slice(b",\"name\":");
        quoted(&mut self.about, &deal.name);
        self.about.extend_from_slice(b",\"owner\":");
        quoted(&mut self.about, &deal.owner);
        self.about.extend_from_slice(b",\"stage\":");
        quoted(&mut self.about, deal.stage.name());
        self.about.extend_from_slice(b",\"amount\":\"");
        money(&mut self.about, deal.amount);
        self.about.extend_from_slice(b"\"},\"element\":");
        self.stands.clear();
        self.stands.extend_from_slice(b",\"file\":\"");
        self.stands.extend_from_slice(file.as_bytes());
        self.stands.extend_from_slice(b"\",\"line\":");
        integer(&mut self.stands, number);
        self.stands.extend_from_slice(b",\"column\":");
        let mut case = Case { pen: self, deal, place: Place::of(line), out };
        let mut failed: Failed = 0;
        if broken.0 >> 8 & 1 == 1 {
            failed |= case.stays();
        }
        for rule in broken.rules().filter(|rule| !matches!(rule, 8 | 9)) {
            let check = R01 + if rule > 9 { rule - 3 } else { rule - 1 };
            failed |= 1 << check;
            case.rule(rule, check);
        }
        if broken.0 >> 7 & 1 == 1 {
            failed |= case.moves();
        }
        self.tally.failed(failed);
    }
}
