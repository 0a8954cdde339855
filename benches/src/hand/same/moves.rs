//! R08 and R09: moves that the flow does not have, and stays that were too long.

use crate::hand::deal::Stage;
use crate::hand::rules::NOW;
use crate::hand::rules::seconds;
use crate::hand::same::case::Case;
use crate::hand::same::checks::CHECKS;
use crate::hand::same::checks::ILLEGAL;
use crate::hand::same::checks::SKIPPED;
use crate::hand::same::tally::Failed;
use crate::hand::same::text::integer;
use crate::hand::same::text::listed;
use crate::hand::same::text::text;

impl Case<'_, '_> {
    /// R09: every stay that was too long, in the order of the stages.
    pub fn stays(&mut self) -> Failed {
        let history = &self.deal.history;
        let mut failed = 0;
        for stage in &Stage::ALL[..6] {
            for (place, entry) in history.iter().enumerate().filter(|(_, entry)| entry.stage.stage == *stage) {
                let next = history.get(place + 1);
                let until = match next {
                    Some(next) => seconds(next.at),
                    None if self.deal.stage.is_open() => NOW,
                    None => continue,
                };
                let from = seconds(entry.at);
                if until - from <= 30 * DAY {
                    continue;
                }
                failed |= 1 << *stage as u32;
                let check = &CHECKS[*stage as usize];
                self.begin(check, None);
                // People count the days of the calendar.
                integer(self.out, until.div_euclid(DAY) - from.div_euclid(DAY));
                self.put(b" days in ");
                self.put(stage.title().as_bytes());
                self.put(if next.is_some() { b", from " } else { b", since " });
                self.put(day(entry.at));
                if let Some(next) = next {
                    self.put(b" to ");
                    self.put(day(next.at));
                }
                self.put(b"; the limit is 30 days");
                self.middle(check, None, |out| out.extend_from_slice(check.fix.as_bytes()));
                let at = self.place.text(entry.at);
                self.evidence().time(("history[", place, "].at"), entry.at, at);
                self.end(*stage as usize);
            }
        }
        failed
    }

    /// R08: every stage that was left out, then every move that the flow does not have.
    pub fn moves(&mut self) -> Failed {
        let history = &self.deal.history;
        let mut failed = 0;
        for (check, skips) in [(SKIPPED, true), (ILLEGAL, false)] {
            for (place, entry) in history.iter().enumerate() {
                let (before, to) = (place.checked_sub(1).map(|before| *history[before].stage), *entry.stage);
                let next = before.map_or(0, |before| before as u8 + 1);
                let main = before.is_none_or(|before| before < Stage::Won);
                let legal = to as u8 == next && to != Stage::Lost || to == Stage::Lost && before.is_some() && main;
                let is_skip = main && to as u8 > next && to != Stage::Lost;
                if !legal && is_skip == skips {
                    failed |= 1 << check;
                    self.wrong_move(check, place, before, usize::from(next));
                }
            }
        }
        failed
    }

    fn wrong_move(&mut self, number: usize, place: usize, before: Option<Stage>, next: usize) {
        let deal = self.deal;
        let entry = &deal.history[place];
        let to = *entry.stage;
        let check = &CHECKS[number];
        let ends = before.filter(|before| *before >= Stage::Won);
        self.begin(check, Some(place));
        match (before, ends) {
            (None, _) => self.put(b"created in "),
            (_, Some(end)) => {
                self.put(b"closed as ");
                self.put(end.title().as_bytes());
                self.put(b", then reopened in ");
            }
            (Some(from), None) => {
                self.put(if number == SKIPPED { b"moved from ".as_slice() } else { b"moved back from " });
                self.put(from.title().as_bytes());
                self.put(b" to ");
            }
        }
        self.put(to.title().as_bytes());
        self.put(b" on ");
        self.put(day(entry.at));
        self.put(b" by ");
        text(self.out, &entry.by);
        let left_out = || Stage::ALL[next..(to as usize).max(next)].iter().map(|stage| stage.title());
        let one = left_out().len() == 1;
        match (number, before, ends) {
            (SKIPPED, ..) => {
                self.put(b"; ");
                listed(self.out, left_out());
                self.put(if one { b" was skipped" } else { b" were skipped" });
            }
            (_, None, _) => self.put(b"; deals begin in Lead"),
            (.., Some(end)) => {
                self.put(b"; in the flow ");
                self.put(end.title().as_bytes());
                self.put(b" is the end");
            }
            (_, Some(from), None) => {
                self.put(b"; from ");
                self.put(from.title().as_bytes());
                self.put(b" the flow leads to ");
                self.put(Stage::ALL[next].title().as_bytes());
                self.put(b" or Lost");
            }
        }
        self.middle(check, Some(place), |out| match (number, before) {
            (SKIPPED, _) => {
                out.extend_from_slice(b"\"Make up for what ");
                listed(out, left_out());
                let rest = if one {
                    " asks, and note why it was left out\""
                } else {
                    " ask, and note why they were left out\""
                };
                out.extend_from_slice(rest.as_bytes());
            }
            (_, None) => {
                out.extend_from_slice(b"\"Add to the history how the deal came to ");
                out.extend_from_slice(to.title().as_bytes());
                out.push(b'"');
            }
            _ => out.extend_from_slice(check.fix.as_bytes()),
        });
        let expected = match (before, ends) {
            (None, _) => "\"lead\"",
            (_, Some(_)) => "null",
            _ => TARGETS[next],
        };
        let (stage, at) = (self.place.text(entry.stage.text), self.place.text(entry.at));
        let by = self.place_of(&entry.by, "\"by\":", at);
        let mut shown = self.evidence();
        shown.plain(("history[", place, "].stage"), entry.stage.text, expected, stage);
        shown.time(("history[", place, "].at"), entry.at, at);
        shown.plain(("history[", place, "].by"), &entry.by, "null", by);
        self.end(number);
    }
}

const DAY: i64 = 86_400;

/// Where the flow leads, by the next stage.
const TARGETS: [&str; 8] = [
    "\"lead\"",
    "\"qualified or lost\"",
    "\"proposal or lost\"",
    "\"negotiation or lost\"",
    "\"contract or lost\"",
    "\"delivery or lost\"",
    "\"won or lost\"",
    "null",
];

fn day(written: &str) -> &[u8] {
    &written.as_bytes()[..10]
}
