//! The other ten rules: the sentence of each, and the values that it rests on.

use crate::hand::deal::Approval;
use crate::hand::deal::Stage;
use crate::hand::rules;
use crate::hand::rules::blank;
use crate::hand::same::case::Case;
use crate::hand::same::checks::CHECKS;
use crate::hand::same::evidence::NAMED;
use crate::hand::same::evidence::NONE;
use crate::hand::same::text::decimal;
use crate::hand::same::text::integer;
use crate::hand::same::text::money;
use crate::hand::same::text::text;
use crate::hand::same::text::time;

impl Case<'_, '_> {
    pub fn rule(&mut self, rule: usize, number: usize) {
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
                let late =
                    |one: &&Approval<'_>| one.approval == "ATB" && one.decision == "approved" && one.at > contract.at;
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
}
