//! The values of the rules that ask for much: which were asked what, in the order in which the rule asks.

use crate::hand::deal::Approval;
use crate::hand::deal::Stage;
use crate::hand::rules::blank;
use crate::hand::same::case::Case;
use crate::hand::same::evidence::NAMED;
use crate::hand::same::evidence::NONE;
use crate::hand::same::text::decimal;
use crate::hand::same::text::integer;
use crate::hand::same::text::money;

impl Case<'_, '_> {
    pub fn amount(&mut self, expected: &str, stage: usize) {
        let at = self.place.value("\"amount\":", stage);
        let (amount, raw) = (self.deal.amount, self.place.number(at));
        self.evidence().number(("amount", NONE, ""), |out| money(out, amount), expected, at, raw);
    }

    /// R02: the fields that are blank.
    pub fn blanks(&mut self) {
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
    pub fn approvals(&mut self, stage: usize) {
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
    pub fn contacts(&mut self) {
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
