//! What the host of an engine writes once the engine has said which rules a deal breaks: rule, title, sentence, deal, and
//! the values that the rule read, with file and line; a line of JSON for each finding.

use std::borrow::Cow;

use serde::Serialize;

use crate::hand::TODAY;
use crate::peer::Broken;

/// A value as the engine holds it.
pub trait Plain: Serialize {
    /// As it stands in a sentence.
    fn plain(&self) -> Cow<'_, str>;
}

#[derive(Serialize)]
struct Finding<'a, V> {
    check: &'static str,
    title: &'static str,
    message: String,
    deal: DealRef<V>,
    evidence: Vec<Evidence<'a, V>>,
    as_of: &'static str,
}

#[derive(Serialize)]
struct DealRef<V> {
    id: V,
    name: V,
    owner: V,
    stage: V,
    amount: V,
}

#[derive(Serialize)]
struct Evidence<'a, V> {
    path: &'static str,
    value: V,
    file: &'a str,
    line: u64,
}

/// What a host says of a rule; between braces stand fields of the deal.
struct Rule {
    check: &'static str,
    title: &'static str,
    message: &'static str,
    reads: &'static [&'static str],
}

const fn rule(check: &'static str, title: &'static str, message: &'static str, reads: &'static [&'static str]) -> Rule {
    Rule { check, title, message, reads }
}

const RULES: [Rule; 12] = [
    rule("R01", "The amount is positive", "The amount is {amount}", &["amount"]),
    rule(
        "R02",
        "The fields that the stage asks for are filled",
        "A field that {stage} asks for is blank",
        &["next_step", "meddic"],
    ),
    rule("R03", "The close date lies ahead", "The close date was {close_date}", &["close_date"]),
    rule("R04", "The team is complete", "Not all of AR, SR and FR are named", &["team"]),
    rule(
        "R05",
        "Discount and amount were approved at the right level",
        "{amount} at {discount_pct} % discount was not approved at the level that this takes",
        &["amount", "discount_pct", "approvals"],
    ),
    rule(
        "R06",
        "Nobody approves a deal of their own",
        "{owner} owns this deal and approved it",
        &["owner", "approvals"],
    ),
    rule(
        "R07",
        "The bid was approved before the contract",
        "The contract was entered before the bid was approved",
        &["history", "approvals"],
    ),
    rule("R08", "The stages come in order", "A stage was left out, or the deal went back", &["history"]),
    rule("R09", "At most 30 days in a stage", "More than 30 days in a stage", &["history"]),
    rule(
        "R10",
        "Something happened in the last 21 days",
        "Nothing has happened since {last_activity_at}",
        &["last_activity_at"],
    ),
    rule("R11", "The owner is an e-mail address", "{owner} is not an e-mail address", &["owner"]),
    rule(
        "R12",
        "A decision maker is known",
        "No contact is a decision maker who knows us well, or a contact has no name",
        &["contacts"],
    ),
];

/// What a lost deal that breaks R02 shows instead.
const LOST: &[&str] = &["loss_reason"];

/// Writes a line for each rule that is broken; `field` gives the deal's fields.
pub fn write<V: Plain>(
    broken: Broken,
    (file, line): (&str, u64),
    field: impl Fn(&'static str) -> V,
    out: &mut Vec<u8>,
) {
    for number in broken.rules() {
        let Rule { check, title, message, mut reads } = RULES[number - 1];
        if number == 2 && field("stage").plain() == "lost" {
            reads = LOST;
        }
        let evidence = reads.iter().map(|path| Evidence { path, value: field(path), file, line }).collect();
        let finding = Finding {
            check,
            title,
            message: sentence(message, &field),
            deal: DealRef {
                id: field("id"),
                name: field("name"),
                owner: field("owner"),
                stage: field("stage"),
                amount: field("amount"),
            },
            evidence,
            as_of: TODAY,
        };
        sonic_rs::to_writer(&mut *out, &finding).expect("a finding can be written");
        out.push(b'\n');
    }
}

fn sentence<V: Plain>(message: &'static str, field: &impl Fn(&'static str) -> V) -> String {
    let mut sentence = String::with_capacity(96);
    for (place, part) in message.split(['{', '}']).enumerate() {
        if place % 2 == 0 {
            sentence.push_str(part);
        } else {
            sentence.push_str(&field(part).plain());
        }
    }
    sentence
}
