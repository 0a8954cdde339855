//! A finding with what a reader needs: what is wrong, in which deal, on which values, in which line, and what to do.
//!
//! Sentences and fields are those of `tollgate check --output jsonl`. What a programmer would not write by hand is left
//! out: the fingerprint, the column and the raw text of a value, and the place of the rule.

use std::fmt::Write;

use serde::Serialize;

use crate::hand::deal::Deal;
use crate::hand::rules;
use crate::hand::rules::TODAY;
use crate::hand::rules::blank;

#[derive(Serialize)]
pub struct Finding<'a> {
    check: &'static str,
    kind: &'static str,
    verdict: &'static str,
    severity: &'static str,
    title: &'static str,
    message: String,
    deal: DealRef<'a>,
    because: Option<&'static str>,
    fix: Option<&'static str>,
    owner: Owner<'a>,
    evidence: Vec<Evidence<'a>>,
    as_of: &'static str,
}

#[derive(Serialize)]
struct DealRef<'a> {
    id: &'a str,
    name: &'a str,
    owner: &'a str,
    stage: &'static str,
    amount: String,
}

#[derive(Serialize)]
struct Owner<'a> {
    role: Option<&'static str>,
    person: Option<&'a str>,
}

#[derive(Serialize)]
struct Evidence<'a> {
    path: String,
    value: Option<String>,
    expected: Option<&'static str>,
    note: Option<&'static str>,
    file: &'a str,
    line: u64,
}

/// The parts of a finding that are the same for every deal.
struct Rule {
    check: &'static str,
    kind: &'static str,
    severity: &'static str,
    title: &'static str,
    because: Option<&'static str>,
    fix: Option<&'static str>,
}

const fn rule(check: &'static str, severity: &'static str, title: &'static str, fix: &'static str) -> Rule {
    Rule { check, kind: "failed", severity, title, because: None, fix: Some(fix) }
}

const RULES: [Rule; 12] = [
    rule("R01", "major", "The amount is positive", "Enter what the customer pays"),
    rule("R02", "major", "The fields that the stage asks for are filled", "Fill it in"),
    Rule { fix: None, ..rule("R03", "major", "The close date lies ahead", "") },
    rule("R04", "major", "The team is complete", "Name them"),
    Rule {
        because: Some("Who may decide is a matter of amount and discount"),
        ..rule("R05", "critical", "Discount and amount were approved at the right level", "Have it decided by who may")
    },
    Rule {
        because: Some("Four eyes see more than two"),
        ..rule("R06", "critical", "Nobody approves a deal of their own", "Have somebody else decide")
    },
    Rule {
        because: Some("The company is bound before anybody looked at the terms"),
        fix: None,
        ..rule("R07", "critical", "The bid was approved before the contract", "")
    },
    Rule { kind: "skipped", ..rule("R08", "major", "The stages come in order", "Note why a stage was left out") },
    Rule { kind: "overstayed", ..rule("R09", "major", "At most 30 days in a stage", "Move the deal on, or close it") },
    rule("R10", "minor", "Something happened in the last 21 days", "Call the customer, or close the deal"),
    rule("R11", "minor", "The owner is an e-mail address", "Enter the address of who owns the deal"),
    rule("R12", "major", "A decision maker is known", "Ask who signs"),
];

/// The finding on a deal that breaks a rule.
pub fn finding<'a>(rule: usize, deal: &'a Deal<'_>, file: &'a str, line: u64) -> Finding<'a> {
    let Rule { check, kind, severity, title, because, fix } = RULES[rule - 1];
    let mut evidence = Shown { file, line, shown: Vec::new() };
    let message = message(rule, deal, &mut evidence);
    let owner = match rule {
        12 => Owner { role: Some("Account responsible"), person: deal.team.ar.as_deref() },
        _ => Owner { role: None, person: Some(&deal.owner) },
    };
    Finding {
        check,
        kind,
        verdict: "fail",
        severity,
        title,
        message,
        deal: DealRef {
            id: &deal.id,
            name: &deal.name,
            owner: &deal.owner,
            stage: deal.stage.name(),
            amount: money(deal.amount),
        },
        because,
        fix,
        owner,
        evidence: evidence.shown,
        as_of: TODAY,
    }
}

/// What a finding rests on.
struct Shown<'a> {
    file: &'a str,
    line: u64,
    shown: Vec<Evidence<'a>>,
}

impl Shown<'_> {
    fn value(&mut self, path: impl Into<String>, value: impl Into<String>, expected: Option<&'static str>) {
        let (file, line) = (self.file, self.line);
        self.shown.push(Evidence { path: path.into(), value: Some(value.into()), expected, note: None, file, line });
    }

    fn missing(&mut self, path: impl Into<String>) {
        let (file, line) = (self.file, self.line);
        let note = Some("is missing");
        self.shown.push(Evidence { path: path.into(), value: None, expected: None, note, file, line });
    }
}

/// The sentence, and the values that it rests on.
fn message(rule: usize, deal: &Deal<'_>, shown: &mut Shown<'_>) -> String {
    match rule {
        1 => {
            shown.value("amount", money(deal.amount), Some("> 0 EUR"));
            format!("The amount is {}", money(deal.amount))
        }
        2 => {
            let fields = [
                ("next_step", &deal.next_step),
                ("meddic.economic_buyer", &deal.meddic.economic_buyer),
                ("meddic.metrics", &deal.meddic.metrics),
                ("loss_reason", &deal.loss_reason),
            ];
            let lost = deal.stage.name() == "lost";
            for (path, _) in fields.iter().filter(|(path, text)| blank(text) && lost == (*path == "loss_reason")) {
                shown.missing(*path);
            }
            format!("A field that {} asks for is blank", deal.stage.name())
        }
        3 => {
            shown.value("close_date", deal.close_date, Some(">= today"));
            format!("The close date lies ahead: {}", deal.close_date)
        }
        4 => {
            for (path, name) in [("team.AR", &deal.team.ar), ("team.SR", &deal.team.sr), ("team.FR", &deal.team.fr)] {
                if blank(name) {
                    shown.missing(path);
                }
            }
            "Not all of AR, SR and FR are named".to_owned()
        }
        5 => {
            shown.value("discount_pct", deal.discount_pct.to_string(), Some("<= 15"));
            for (place, approval) in deal.approvals.iter().enumerate() {
                shown.value(format!("approvals[{place}].role"), approval.role, None);
            }
            let amount = money(deal.amount);
            format!("{amount} at {} % discount was not approved at the level that this takes", deal.discount_pct)
        }
        6 => {
            let place = rules::own_approval(deal).unwrap_or_default();
            shown.value(format!("approvals[{place}].decision"), "approved", Some("!= \"approved\""));
            shown.value(format!("approvals[{place}].by"), &*deal.owner, Some("!= owner"));
            shown.value("owner", &*deal.owner, None);
            format!("{} owns this deal and approved it", &*deal.owner)
        }
        7 => match rules::late_approval(deal) {
            Some((contract, place)) => {
                shown.value(format!("approvals[{place}].approval"), "ATB", Some("!= \"ATB\""));
                shown.value(format!("approvals[{place}].decision"), "approved", Some("!= \"approved\""));
                let at = time(deal.approvals[place].at);
                shown.value(format!("approvals[{place}].at"), at, Some("<= entered(contract)"));
                shown.value("history", time(contract.at), None);
                format!("The contract was entered on {}, before the bid was approved", time(contract.at))
            }
            None => String::new(),
        },
        8 => {
            let place = rules::out_of_line(deal).unwrap_or_default();
            let entry = &deal.history[place];
            shown.value(format!("history[{place}].stage"), entry.stage.name(), None);
            shown.value(format!("history[{place}].at"), time(entry.at), None);
            shown.value(format!("history[{place}].by"), &*entry.by, None);
            let (to, on, by) = (entry.stage.title(), &entry.at[..10], &*entry.by);
            match place.checked_sub(1).and_then(|before| deal.history.get(before)) {
                Some(before) => {
                    let from = before.stage.title();
                    format!("moved from {from} to {to} on {on} by {by}; the flow does not have this move")
                }
                None => format!("started in {to} on {on} by {by}; Lead was skipped"),
            }
        }
        9 => {
            let (place, stay) = rules::long_stay(deal).unwrap_or_default();
            let entry = &deal.history[place];
            shown.value(format!("history[{place}].at"), time(entry.at), None);
            let (days, stage, from) = (stay / 86_400, entry.stage.title(), &entry.at[..10]);
            match deal.history.get(place + 1) {
                Some(next) => {
                    let to = &next.at[..10];
                    format!("{days} days in {stage}, from {from} to {to}; the limit is 30 days")
                }
                None => format!("{days} days in {stage}, since {from}; the limit is 30 days"),
            }
        }
        10 => {
            shown.value("last_activity_at", time(deal.last_activity_at), None);
            format!("Nothing has happened since {}", time(deal.last_activity_at))
        }
        11 => {
            shown.value("owner", &*deal.owner, None);
            format!("{} is not an e-mail address", &*deal.owner)
        }
        _ => {
            for (place, contact) in deal.contacts.iter().enumerate() {
                match &contact.name {
                    Some(name) if !name.is_empty() => {
                        shown.value(format!("contacts[{place}].role"), contact.role, Some("== \"decision_maker\""));
                    }
                    _ => shown.missing(format!("contacts[{place}].name")),
                }
            }
            let contacts = deal.contacts.len();
            format!("None of {contacts} contacts is a decision maker who knows us well, or a contact has no name")
        }
    }
}

/// `1,500,000 EUR`
fn money(amount: i64) -> String {
    grouped(amount, "EUR")
}

/// An amount with its digits in groups, and its currency.
pub fn grouped(amount: i64, currency: &str) -> String {
    let digits = amount.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + 8);
    if amount < 0 {
        text.push('-');
    }
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text.push(' ');
    text.push_str(currency);
    text
}

/// `2026-06-30 18:00`
fn time(written: &str) -> String {
    let mut text = String::with_capacity(16);
    let _ = write!(text, "{} {}", &written[..10], &written[11..16]);
    text
}
