//! One deal. Which rules it breaks is drawn first, each with a probability that makes 10 to 15 % of all deals break it.
//!
//! No time lies within a day of a limit, so that a judgement as of 2026-06-30 has the same findings at every hour of it,
//! and a deal that breaks R08 or R09 does so in one place.

use chrono::DateTime;
use chrono::Duration;
use chrono::NaiveDate;
use chrono::Utc;
use fastrand::Rng;

use crate::generate::deal::Account;
use crate::generate::deal::Approval;
use crate::generate::deal::Contact;
use crate::generate::deal::Deal;
use crate::generate::deal::Entry;
use crate::generate::deal::Meddic;
use crate::generate::deal::Team;
use crate::generate::words;
use crate::generate::words::chance;
use crate::generate::words::email;
use crate::generate::words::pick;

/// The main line; a deal may be lost from each of these but the last.
const LINE: [&str; 7] = ["lead", "qualified", "proposal", "negotiation", "contract", "delivery", "won"];

/// Of a hundred deals, so many are in each stage of the line; the rest is lost.
const SHARE: [u32; 7] = [12, 12, 16, 16, 14, 8, 14];

pub fn make(number: u64, random: &mut Rng) -> Deal {
    let (stage, reached) = stage(random);
    let open = stage != "won" && stage != "lost";
    let way = way(random, stage, reached);
    let history = history(random, &way, open);
    let owner = if chance(random, 0.12) { words::no_email(random) } else { email(random) };
    let company = words::company(random);
    let free = stage != "lead" && chance(random, 0.14);
    let amount = amount(random, free);
    let contract = history.iter().find(|entry| entry.stage == "contract").map(|entry| entry.at);
    let (discount_pct, approvals) = approvals(random, stage, amount, &owner, contract);
    let from_proposal = (2..=6).contains(&rank(stage));
    let gap = from_proposal && chance(random, 0.17);
    let blanks = if gap {
        random.u8(1..8)
    } else if from_proposal {
        0
    } else {
        random.u8(..8)
    };
    let incomplete = from_proposal && chance(random, 0.18);
    let stale = open && chance(random, 0.16);
    let created = history[0].at;
    Deal {
        id: format!("D-{number:07}"),
        name: words::title(random, &company),
        account: Account {
            name: company,
            industry: pick(random, words::INDUSTRY),
            region: pick(random, words::REGION),
        },
        team: team(random, &owner, incomplete, from_proposal),
        stage,
        amount,
        currency: "EUR",
        discount_pct,
        margin_pct: f64::from(random.u32(50..450)) / 10.0,
        close_date: close_date(random, open),
        created_at: written(created - Duration::hours(random.i64(1..200))),
        last_activity_at: last_activity(random, stale),
        contacts: contacts(random, (3..=6).contains(&rank(stage))),
        approvals,
        history: history
            .iter()
            .map(|entry| Entry { stage: entry.stage, at: written(entry.at), by: email(random) })
            .collect(),
        meddic: Meddic {
            metrics: filled(random, blanks & 1 == 0, words::sentence),
            economic_buyer: filled(random, blanks & 2 == 0, words::person),
            decision_criteria: words::sentences(random),
            decision_process: words::sentences(random),
            identified_pain: words::sentences(random),
            champion: words::person(random),
        },
        next_step: filled(random, blanks & 4 == 0, words::action),
        competitor: chance(random, 0.6).then(|| pick(random, words::COMPETITOR).to_owned()),
        loss_reason: match stage {
            "lost" => {
                let known = chance(random, 0.85);
                filled(random, known, |random| pick(random, words::LOSS).to_owned())
            }
            _ => None,
        },
        owner,
    }
}

/// The stage a deal is in, and how far along the line it came.
fn stage(random: &mut Rng) -> (&'static str, usize) {
    let mut left = random.u32(..100);
    for (place, share) in SHARE.iter().enumerate() {
        if left < *share {
            return (LINE[place], place);
        }
        left -= share;
    }
    ("lost", random.usize(..6))
}

fn rank(stage: &str) -> usize {
    LINE.iter().position(|other| *other == stage).unwrap_or(LINE.len())
}

/// The stages that the history names; in one of seven deals one is left out or gone back to.
fn way(random: &mut Rng, stage: &'static str, reached: usize) -> Vec<&'static str> {
    let mut way = LINE[..=reached].to_vec();
    if stage == "lost" {
        way.push("lost");
    }
    if reached > 0 && chance(random, 0.14) {
        // A lost deal may leave out each stage but the one that it was lost from.
        let room_to_go_back = way.len() <= 5 && reached > 1;
        if room_to_go_back && chance(random, 0.3) {
            let back = random.usize(1..reached);
            way.splice(back + 1..=back, [LINE[back - 1], LINE[back]]);
        } else {
            way.remove(random.usize(..reached));
        }
    }
    way
}

struct Step {
    stage: &'static str,
    at: DateTime<Utc>,
}

/// When each stage was entered; in some deals one stay is longer than 30 days.
fn history(random: &mut Rng, way: &[&'static str], open: bool) -> Vec<Step> {
    // Of a closed deal the last stay is not looked at.
    let stays = if open { way.len() } else { way.len() - 1 };
    let long = (stays > 0 && chance(random, 0.13)).then(|| random.usize(..stays));
    let mut at = as_of();
    let mut steps = Vec::new();
    for (place, stage) in way.iter().enumerate().rev() {
        let days = if long == Some(place) { random.i64(33..120) } else { random.i64(1..28) };
        at -= Duration::days(days) + Duration::seconds(random.i64(0..86_400));
        steps.push(Step { stage, at });
    }
    steps.reverse();
    steps
}

fn amount(random: &mut Rng, none: bool) -> i64 {
    match random.u8(..100) {
        _ if none => -random.i64(0..3) * 1_000,
        0..60 => random.i64(5..1_000) * 1_000,
        60..85 => random.i64(1_001..=5_000) * 1_000,
        _ => random.i64(5_001..80_000) * 1_000,
    }
}

/// The discount and the approvals, which fit it, the amount and the contract, or break a rule.
fn approvals(
    random: &mut Rng,
    stage: &'static str,
    amount: i64,
    owner: &str,
    contract: Option<DateTime<Utc>>,
) -> (f64, Vec<Approval>) {
    let needed = match amount {
        _ if !(4..=6).contains(&rank(stage)) => None,
        5_000_001.. => Some("CFO"),
        1_000_001.. => Some(pick(random, &["VP", "CFO"])),
        _ => None,
    };
    let unapproved = chance(random, 0.125);
    // Where the amount needs no approval, only the discount can be without one.
    let by_amount = unapproved && needed.is_some() && chance(random, 0.5);
    let by_discount = unapproved && !by_amount;
    let high = by_discount || chance(random, 0.2);
    let discount = if high { random.u32(151..400) } else { random.u32(0..=150) };
    let mut made = Vec::new();
    if let Some(role) = needed {
        let decision = if by_amount { pick(random, &["rejected", "pending"]) } else { "approved" };
        made.push(approval(random, "ATB", role, decision, contract));
    }
    if high && !by_discount {
        let gate = pick(random, &["ATB", "ATC"]);
        made.push(approval(random, gate, "director", "approved", contract));
    }
    while made.len() < 4 && chance(random, 0.35) {
        let decision = pick(random, &["approved", "approved", "rejected", "pending"]);
        let gate = pick(random, &["ATI", "ATB", "ATC"]);
        made.push(approval(random, gate, "manager", decision, contract));
    }
    if let Some(contract) = contract
        && chance(random, 0.35)
    {
        let late = contract + Duration::hours(random.i64(2..20));
        match made.iter_mut().find(|made| made.approval == "ATB" && made.decision == "approved") {
            Some(approval) => approval.at = written(late),
            None => {
                made.truncate(3);
                made.push(Approval { at: written(late), ..approval(random, "ATB", "manager", "approved", None) });
            }
        }
    }
    if chance(random, 0.125) {
        match made.iter_mut().find(|made| made.decision == "approved") {
            Some(approval) => owner.clone_into(&mut approval.by),
            None => {
                made.truncate(3);
                made.push(Approval { by: owner.to_owned(), ..approval(random, "ATI", "manager", "approved", None) });
            }
        }
    }
    (f64::from(discount) / 10.0, made)
}

/// An approval that came in time.
fn approval(
    random: &mut Rng,
    gate: &'static str,
    role: &'static str,
    decision: &'static str,
    contract: Option<DateTime<Utc>>,
) -> Approval {
    let before = contract.unwrap_or_else(as_of) - Duration::seconds(random.i64(3_600..20 * 86_400));
    Approval { approval: gate, role, by: words::email(random), decision, at: written(before) }
}

fn team(random: &mut Rng, owner: &str, incomplete: bool, needed: bool) -> Team {
    let missing = if incomplete {
        random.u8(1..8)
    } else if needed {
        0
    } else {
        random.u8(..8)
    };
    let ar = if chance(random, 0.5) { owner.to_owned() } else { email(random) };
    Team {
        AR: (missing & 1 == 0).then_some(ar),
        SR: (missing & 2 == 0).then(|| email(random)),
        FR: (missing & 4 == 0).then(|| email(random)),
    }
}

fn contacts(random: &mut Rng, needed: bool) -> Vec<Contact> {
    let mut made: Vec<Contact> = (0..random.usize(..4)).map(|_| contact(random)).collect();
    if !needed {
        return made;
    }
    let wrong = chance(random, 0.24);
    if wrong && chance(random, 0.6) {
        // Nobody who decides knows us.
        for contact in &mut made {
            contact.relation = contact.relation.min(if contact.role == "decision_maker" { 2 } else { 5 });
        }
        return made;
    }
    let relation = random.u8(3..=5);
    made.push(Contact { role: "decision_maker", relation, ..contact(random) });
    if wrong {
        let unnamed = random.usize(..made.len());
        made[unnamed].name = words::blank(random);
    }
    made
}

fn contact(random: &mut Rng) -> Contact {
    let role = pick(random, &["user", "influencer", "champion", "decision_maker"]);
    Contact { name: Some(words::person(random)), role, relation: random.u8(..=5) }
}

fn close_date(random: &mut Rng, open: bool) -> String {
    let past = if open { chance(random, 0.16) } else { chance(random, 0.9) };
    let days = if past { -random.i64(1..120) } else { random.i64(0..200) };
    let day = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap() + Duration::days(days);
    day.to_string()
}

fn last_activity(random: &mut Rng, stale: bool) -> String {
    let days = if stale { random.i64(23..150) } else { random.i64(1..20) };
    written(as_of() - Duration::days(days) + Duration::seconds(random.i64(0..86_400)))
}

fn filled(random: &mut Rng, filled: bool, with: impl Fn(&mut Rng) -> String) -> Option<String> {
    if filled { Some(with(random)) } else { words::blank(random) }
}

/// The beginning of the day of the judgement.
fn as_of() -> DateTime<Utc> {
    DateTime::from_timestamp(1_782_777_600, 0).unwrap()
}

fn written(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}
