//! Writes findings byte for byte as `tollgate check --output jsonl` does, straight into a buffer that is kept.

use sha2::Digest;
use sha2::Sha256;

use crate::hand::deal::Approval;
use crate::hand::deal::Deal;
use crate::hand::deal::Stage;
use crate::hand::deal::Text;
use crate::hand::rules;
use crate::hand::rules::NOW;
use crate::hand::rules::blank;
use crate::hand::rules::seconds;
use crate::hand::same::checks::CHECKS;
use crate::hand::same::checks::Check;
use crate::hand::same::checks::ILLEGAL;
use crate::hand::same::checks::R01;
use crate::hand::same::checks::SKIPPED;
use crate::hand::same::evidence::Evidence;
use crate::hand::same::place::Place;
use crate::hand::same::tally::Failed;
use crate::hand::same::tally::Tally;
use crate::hand::same::text::integer;
use crate::hand::same::text::listed;
use crate::hand::same::text::money;
use crate::hand::same::text::quoted;
use crate::hand::same::text::text;
use crate::hand::same::text::time;
use crate::peer::Broken;

/// How many elements of a list a finding names.
pub const NAMED: usize = 5;

/// What a thread keeps from deal to deal.
#[derive(Default)]
pub struct Pen {
    pub tally: Tally,
    /// The deal, as every finding on it says it.
    about: Vec<u8>,
    /// What is hashed.
    hashed: Vec<u8>,
    /// File and line, as every value says them.
    stands: Vec<u8>,
}

/// A deal that breaks a rule, and where its findings go.
struct Case<'c, 'a> {
    pen: &'c mut Pen,
    deal: &'c Deal<'a>,
    place: Place<'c>,
    out: &'c mut Vec<u8>,
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

impl Case<'_, '_> {
    fn put(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    /// From the fingerprint to the sentence.
    fn begin(&mut self, check: &Check, element: Option<usize>) {
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
    fn middle(&mut self, check: &Check, element: Option<usize>, fix: impl FnOnce(&mut Vec<u8>)) {
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

    fn evidence(&mut self) -> Evidence<'_> {
        Evidence::new(&self.pen.stands, self.place, self.out)
    }

    fn end(&mut self, check: usize) {
        self.put(CHECKS[check].foot.as_bytes());
        self.pen.tally.finding(check);
    }

    /// R09: every stay that was too long, in the order of the stages.
    fn stays(&mut self) -> Failed {
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
    fn moves(&mut self) -> Failed {
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

    /// Where a text stands; one that was copied is looked for in its object.
    fn place_of(&self, text: &Text<'_>, key: &str, near: usize) -> usize {
        match text.borrowed() {
            Some(text) => self.place.text(text),
            None => self.place.in_object(key, near),
        }
    }

    fn owner(&self) -> usize {
        match self.deal.owner.borrowed() {
            Some(text) => self.place.text(text),
            None => self.place.value("\"owner\":", 0),
        }
    }

    fn rule(&mut self, rule: usize, number: usize) {
        let check = &CHECKS[number];
        self.begin(check, None);
        self.message(rule);
        self.middle(check, None, |out| out.extend_from_slice(check.fix.as_bytes()));
        let (deal, place) = (self.deal, self.place);
        let stage = place.text(deal.stage.text);
        match rule {
            1 => self.amount("\"> 0 EUR\"", stage),
            2 => {
                self.evidence().plain(("stage", NONE, ""), deal.stage.text, "\"== \\\"lost\\\"\"", stage);
                self.blanks();
            }
            3 => {
                let at = place.text(deal.close_date);
                self.evidence().plain(("close_date", NONE, ""), deal.close_date, "\">= today\"", at);
            }
            4 => {
                let team = place.value("\"team\":", 0);
                let people = [
                    (&deal.team.ar, "team.AR", "\"AR\":"),
                    (&deal.team.sr, "team.SR", "\"SR\":"),
                    (&deal.team.fr, "team.FR", "\"FR\":"),
                ];
                let mut shown = self.evidence();
                for (_, path, key) in people.into_iter().filter(|(person, ..)| blank(person)) {
                    shown.missing((path, NONE, ""), place.in_object(key, team));
                }
            }
            5 => self.approvals(stage),
            6 => {
                let own = |approval: &&Approval<'_>| approval.decision == "approved" && *approval.by == *deal.owner;
                let mut first = true;
                for (item, approval) in deal.approvals.iter().enumerate().filter(|(_, one)| own(one)).take(NAMED) {
                    let decision = place.text(approval.decision);
                    let (by, owner) = (self.place_of(&approval.by, "\"by\":", decision), self.owner());
                    let mut shown = self.evidence();
                    if !first {
                        shown = shown.another();
                    }
                    let not_approved = "\"!= \\\"approved\\\"\"";
                    shown.plain(("approvals[", item, "].decision"), approval.decision, not_approved, decision);
                    shown.plain(("approvals[", item, "].by"), &approval.by, "\"!= owner\"", by);
                    if first {
                        shown.plain(("owner", NONE, ""), &deal.owner, "null", owner);
                    }
                    first = false;
                }
            }
            7 => {
                let Some((contract, _)) = rules::late_approval(deal) else { return };
                let late = |one: &&Approval<'_>| {
                    one.approval == "ATB" && one.decision == "approved" && one.at > contract.at
                };
                let history = place.value("\"history\":", stage);
                let mut shown = self.evidence();
                let mut first = true;
                for (item, one) in deal.approvals.iter().enumerate().filter(|(_, one)| late(one)).take(NAMED) {
                    let (approval, decision, at) = (one.approval, one.decision, one.at);
                    let (bid, not_approved) = ("\"!= \\\"ATB\\\"\"", "\"!= \\\"approved\\\"\"");
                    shown.plain(("approvals[", item, "].approval"), approval, bid, place.text(approval));
                    shown.plain(("approvals[", item, "].decision"), decision, not_approved, place.text(decision));
                    shown.moment(("approvals[", item, "].at"), at, "\"<= entered(contract)\"", place.text(at));
                    if first {
                        shown.computed("history", contract.at, history);
                    }
                    first = false;
                }
            }
            10 => {
                let at = place.text(deal.last_activity_at);
                self.evidence().time(("last_activity_at", NONE, ""), deal.last_activity_at, at);
            }
            11 => {
                let owner = self.owner();
                self.evidence().plain(("owner", NONE, ""), &deal.owner, "null", owner);
            }
            _ => self.contacts(),
        }
        self.end(number);
    }

    fn message(&mut self, rule: usize) {
        let deal = self.deal;
        match rule {
            1 => {
                self.put(b"The amount is ");
                money(self.out, deal.amount);
            }
            2 => {
                self.put(b"A field that ");
                self.put(deal.stage.title().as_bytes());
                self.put(b" asks for is blank");
            }
            3 => self.put(b"`close_date >= today` does not hold"),
            4 => self.put(b"Not all of AR, SR and FR are named"),
            5 => {
                money(self.out, deal.amount);
                self.put(b" at ");
                decimal(self.out, deal.discount_pct);
                self.put(b" % discount was not approved at the level that this takes");
            }
            6 => {
                text(self.out, &deal.owner);
                self.put(b" owns this deal and approved it");
            }
            7 => {
                self.put(b"The contract was entered on ");
                let entered = deal.history.iter().find(|entry| *entry.stage == Stage::Contract);
                time(self.out, entered.map_or("0000-00-00T00:00", |entry| entry.at));
                self.put(b", before the bid was approved");
            }
            10 => {
                self.put(b"Nothing has happened since ");
                time(self.out, deal.last_activity_at);
            }
            11 => {
                text(self.out, &deal.owner);
                self.put(b" is not an e-mail address");
            }
            _ => {
                self.put(b"None of ");
                integer(self.out, deal.contacts.len());
                self.put(b" contacts is a decision maker who knows us well, or a contact has no name");
            }
        }
    }

    fn amount(&mut self, expected: &str, stage: usize) {
        let at = self.place.value("\"amount\":", stage);
        let (amount, raw) = (self.deal.amount, self.place.number(at));
        self.evidence().number(("amount", NONE, ""), |out| money(out, amount), expected, at, raw);
    }

    /// R02: the fields that are blank.
    fn blanks(&mut self) {
        let (deal, place) = (self.deal, self.place);
        // The texts come last as a rule; a look from the history on finds them soonest.
        let behind = deal.history.last().map_or(0, |entry| place.text(entry.at));
        let mut shown = self.evidence().another();
        if *deal.stage == Stage::Lost {
            return shown.missing(("loss_reason", NONE, ""), place.value("\"loss_reason\":", behind));
        }
        if blank(&deal.next_step) {
            shown.missing(("next_step", NONE, ""), place.value("\"next_step\":", behind));
        }
        let meddic = &deal.meddic;
        for (value, path, key) in [
            (&meddic.economic_buyer, "meddic.economic_buyer", "\"economic_buyer\":"),
            (&meddic.metrics, "meddic.metrics", "\"metrics\":"),
        ] {
            if blank(value) {
                let meddic = place.value("\"meddic\":", behind);
                shown.missing((path, NONE, ""), place.value(key, meddic));
            }
        }
    }

    /// R05: the discount and who approved it, then the amount and who approved the bid; each value once, with all that
    /// was asked of it.
    fn approvals(&mut self, stage: usize) {
        let (deal, place) = (self.deal, self.place);
        let approved = |one: &Approval<'_>, role: &str| one.role == role && one.decision == "approved";
        let bid = |one: &Approval<'_>, role: &str| one.approval == "ATB" && approved(one, role);
        let none = |which: &dyn Fn(&Approval<'_>) -> bool| !deal.approvals.iter().any(which);
        let discount = deal.discount_pct > 15.0 && none(&|one| approved(one, "director"));
        let contract = (Stage::Contract..=Stage::Won).contains(&*deal.stage) && deal.amount > 1_000_000;
        let no_vice = none(&|one| bid(one, "VP"));
        let amount = contract && none(&|one| bid(one, "CFO")) && (deal.amount > 5_000_000 || no_vice);
        // Which of the three questions each list was asked, and what that makes of its roles.
        let asked = [discount, amount, amount && no_vice];
        let expected = |role: &str| {
            let wrong = ["director", "CFO", "VP"].into_iter().zip(asked).enumerate();
            let wrong = wrong.filter(|(_, (right, asked))| *asked && role != *right);
            ROLES[wrong.fold(0, |sum, (bit, _)| sum | 1 << bit)]
        };
        let mut listed = false;
        if discount {
            let at = place.value("\"discount_pct\":", stage);
            let raw = place.number(at);
            let mut shown = self.evidence();
            shown.number(("discount_pct", NONE, ""), |out| decimal(out, deal.discount_pct), "\"<= 15\"", at, raw);
            for (item, one) in deal.approvals.iter().enumerate().take(NAMED) {
                if one.role != "director" {
                    shown.plain(("approvals[", item, "].role"), one.role, expected(one.role), place.text(one.role));
                }
                if one.decision != "approved" {
                    shown.plain(("approvals[", item, "].decision"), one.decision, APPROVED, place.text(one.decision));
                }
            }
            if deal.approvals.is_empty() {
                shown.empty("approvals", place.value("\"approvals\":", stage));
                listed = true;
            }
        }
        if !amount {
            return;
        }
        let mut shown = self.evidence();
        if discount {
            shown = shown.another();
        }
        shown.plain(("stage", NONE, ""), deal.stage.text, CONTRACT_ON, stage);
        let at = place.value("\"amount\":", stage);
        let asked_of = if deal.amount > 5_000_000 { BOTH_LIMITS } else { "\"<= 1_000_000 EUR\"" };
        shown.number(("amount", NONE, ""), |out| money(out, deal.amount), asked_of, at, place.number(at));
        for (item, one) in deal.approvals.iter().enumerate().take(NAMED) {
            if one.approval != "ATB" {
                shown.plain(("approvals[", item, "].approval"), one.approval, BID, place.text(one.approval));
            }
            // What the discount has shown is not shown again.
            if one.role != "CFO" && !(discount && one.role != "director") {
                shown.plain(("approvals[", item, "].role"), one.role, expected(one.role), place.text(one.role));
            }
            if one.decision != "approved" && !discount {
                shown.plain(("approvals[", item, "].decision"), one.decision, APPROVED, place.text(one.decision));
            }
        }
        if no_vice && !discount {
            let chiefs = deal.approvals.iter().enumerate().take(NAMED).filter(|(_, one)| one.role == "CFO");
            for (item, one) in chiefs {
                shown.plain(("approvals[", item, "].role"), one.role, expected(one.role), place.text(one.role));
            }
        }
        if deal.approvals.is_empty() && !listed {
            shown.empty("approvals", place.value("\"approvals\":", stage));
        }
    }

    /// R12: why no contact decides, and which have no name.
    fn contacts(&mut self) {
        let (deal, place) = (self.deal, self.place);
        let contacts = &deal.contacts;
        let decides = contacts.iter().any(|one| one.role == "decision_maker" && one.relation >= 3);
        let mut shown = self.evidence();
        if !decides {
            for (item, one) in contacts.iter().enumerate().take(NAMED) {
                let role = place.text(one.role);
                if one.role != "decision_maker" {
                    shown.plain(("contacts[", item, "].role"), one.role, "\"== \\\"decision_maker\\\"\"", role);
                }
                if one.relation < 3 {
                    let at = place.in_object("\"relation\":", role);
                    let relation = |out: &mut Vec<u8>| integer(out, one.relation);
                    let raw = place.number(at);
                    shown.number(("contacts[", item, "].relation"), relation, "\">= 3\"", at, raw);
                }
            }
            if contacts.is_empty() {
                shown.empty("contacts", place.value("\"contacts\":", place.text(deal.close_date)));
            }
        }
        for (item, one) in contacts.iter().enumerate().filter(|(_, one)| blank(&one.name)).take(NAMED) {
            let at = place.in_object("\"name\":", place.text(one.role));
            shown.missing(("contacts[", item, "].name"), at);
        }
    }
}

/// A path without a place in a list.
pub const NONE: usize = usize::MAX;

const DAY: i64 = 86_400;
const HEX: &[u8; 16] = b"0123456789abcdef";
const APPROVED: &str = "\"== \\\"approved\\\"\"";
const BID: &str = "\"== \\\"ATB\\\"\"";
const CONTRACT_ON: &str = "\"not in [\\\"contract\\\", \\\"delivery\\\", \\\"won\\\"]\"";
const BOTH_LIMITS: &str = "\"<= 1_000_000 EUR, <= 5_000_000 EUR\"";

/// What is asked of a role: bit 0 is a director, bit 1 the CFO, bit 2 the VP.
const ROLES: [&str; 8] = [
    "null",
    "\"== \\\"director\\\"\"",
    "\"== \\\"CFO\\\"\"",
    "\"== \\\"director\\\", == \\\"CFO\\\"\"",
    "\"== \\\"VP\\\"\"",
    "\"== \\\"director\\\", == \\\"VP\\\"\"",
    "\"== \\\"CFO\\\", == \\\"VP\\\"\"",
    "\"== \\\"director\\\", == \\\"CFO\\\", == \\\"VP\\\"\"",
];

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

fn decimal(out: &mut Vec<u8>, number: f64) {
    use std::io::Write;
    let _ = write!(out, "{number}");
}
