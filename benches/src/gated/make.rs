//! Deals for `examples/gated`, made at random from a fixed seed. Each rule that is named is broken by 10 to 15 % of them.
//!
//! What is drawn first is how far a deal came and what is wrong with it; then times and values are made that fit.

use chrono::DateTime;
use chrono::Duration;
use chrono::FixedOffset;
use chrono::NaiveDate;
use fastrand::Rng;
use serde::Serialize;
use serde_json::Value;
use serde_json::json;

use crate::gated::rules::body;
use crate::generate::words;
use crate::generate::words::chance;
use crate::generate::words::pick;

/// The main line; deals are lost from the second stage to the fifth.
const LINE: [&str; 7] = ["lead", "opportunity", "guidance", "bid", "negotiation", "contract", "closed"];

/// Of a hundred deals, so many are in each stage of the line; the rest is lost.
const SHARE: [u32; 7] = [4, 5, 8, 12, 11, 40, 12];

const BODIES: [&str; 3] = ["SDT_R", "SDT_D", "SDT_C"];

#[derive(Serialize)]
pub struct Made {
    id: String,
    name: String,
    account: Value,
    owner: String,
    team: Value,
    stage: &'static str,
    amount: i64,
    discount: String,
    margin: String,
    next_step: String,
    background: String,
    terms: String,
    scope_changes: Vec<Value>,
    history: Vec<Value>,
    approvals: Vec<Value>,
    changes: Vec<Value>,
}

/// What decides who must decide: whole units, and tenths of a percent.
#[derive(Clone, Copy)]
struct Terms {
    amount: i64,
    discount: i64,
    margin: i64,
}

type Moment = DateTime<FixedOffset>;

pub fn make(number: u64, random: &mut Rng) -> Made {
    let (stage, reached) = stage(random);
    let way = way(random, stage, reached);
    let times = times(random, way.len());
    let entered = |stage: &str| way.iter().rposition(|one| *one == stage).map(|place| times[place]);
    let company = words::company(random);
    let owner = person(random);
    let from_guidance = reached >= 2;
    let account_responsible = if chance(random, 0.5) { owner.clone() } else { person(random) };
    let mut team = serde_json::Map::new();
    // Below guidance nobody needs to be named.
    for (role, name) in [("AR", account_responsible.clone()), ("SR", person(random)), ("FR", person(random))] {
        let gap = if from_guidance && role != "FR" { 0.135 } else { 0.3 };
        if !chance(random, gap) {
            team.insert(role.to_owned(), name.into());
        }
    }
    let deciders = Deciders { owner: owner.clone(), account_responsible };
    let bid_terms = terms(random);
    let bid = entered("bid");
    let contract = entered("contract");
    // Some deals change between bid and contract, and each change is recorded.
    let changed = bid.is_some() && chance(random, 0.25);
    let now = if changed { terms(random) } else { bid_terms };
    let changes = match bid {
        Some(at) if changed => changes(random, at, bid_terms, now, &owner),
        _ => Vec::new(),
    };
    let mut approvals = Vec::new();
    if let Some(at) = entered("guidance") {
        decided(random, "ATI", at, &deciders, None, 0.125, &mut approvals);
    }
    if let Some(at) = bid {
        decided(random, "ATB", at, &deciders, Some(bid_terms), 0.135, &mut approvals);
    }
    if let Some(at) = contract {
        decided(random, "ATC", at, &deciders, Some(now), 0.225, &mut approvals);
    }
    let mut scope_changes = Vec::new();
    if let Some(at) = contract {
        for place in 0..random.usize(..3) {
            let executed =
                chance(random, 0.75).then(|| (at + Duration::days(random.i64(1..20))).date_naive().to_string());
            let amount = random.i64(1..40) * 100_000;
            scope_changes.push(json!({ "no": format!("V{}", place + 1), "amount": amount, "executed": executed }));
        }
        if !scope_changes.is_empty() {
            let after = at + Duration::days(20);
            decided(random, "ATAC", after, &deciders, None, 0.58, &mut approvals);
        }
    }
    let mut history: Vec<Value> = way
        .iter()
        .zip(&times)
        .map(|(stage, at)| json!({ "stage": stage, "at": written(*at), "by": person(random) }))
        .collect();
    if history.len() > 1 && chance(random, 0.125) {
        // The last move was not recorded.
        history.pop();
    }
    Made {
        id: format!("G-{number:07}"),
        name: words::title(random, &company),
        account: json!({
            "name": company, "industry": pick(random, words::INDUSTRY), "region": pick(random, words::REGION)
        }),
        owner,
        team: Value::Object(team),
        stage,
        amount: now.amount,
        discount: percent(now.discount),
        margin: percent(now.margin),
        next_step: words::action(random),
        background: words::sentences(random),
        terms: words::sentences(random),
        scope_changes,
        history,
        approvals,
        changes,
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
    ("lost", random.usize(1..5))
}

/// The stages that the history names: some deals go from guidance to negotiation as they may, some leave out a stage as they may
/// not, some go back.
fn way(random: &mut Rng, stage: &'static str, reached: usize) -> Vec<&'static str> {
    let mut way = LINE[..=reached].to_vec();
    if stage == "lost" {
        way.push("lost");
    }
    let direct = reached >= 4 && chance(random, 0.05);
    if direct {
        way.retain(|stage| *stage != "bid");
    }
    if reached > 0 && chance(random, 0.13) {
        // Without a bid a deal moves as it may.
        let places: Vec<usize> = (0..reached.min(way.len() - 1)).filter(|place| way[*place] != "bid").collect();
        way.remove(places[random.usize(..places.len())]);
    } else if reached > 1 && chance(random, 0.15) {
        let last = way.iter().rposition(|stage| *stage != "lost").unwrap_or_default();
        let back = random.usize(1..=last);
        way.splice(back..=back, [way[back], way[back - 1], way[back]]);
    }
    way
}

/// When each stage of the way was entered, the last one some days before the judgement.
fn times(random: &mut Rng, stages: usize) -> Vec<Moment> {
    let mut at = as_of();
    let mut times: Vec<Moment> = (0..stages)
        .map(|place| {
            let days = if place == 0 { random.i64(22..60) } else { random.i64(2..40) };
            at -= Duration::days(days) + Duration::seconds(random.i64(0..80_000));
            at
        })
        .collect();
    times.reverse();
    times
}

fn terms(random: &mut Rng) -> Terms {
    let amount = match random.u8(..10) {
        0..6 => random.i64(2..50) * 1_000_000,
        6..9 => random.i64(50..200) * 1_000_000,
        _ => random.i64(200..900) * 1_000_000,
    };
    let discount = if chance(random, 0.75) { random.i64(0..=150) } else { random.i64(151..330) };
    let margin = if chance(random, 0.75) { random.i64(250..450) } else { random.i64(100..250) };
    Terms { amount, discount, margin }
}

/// What changed after the bid, within the day of the move.
fn changes(random: &mut Rng, bid: Moment, from: Terms, to: Terms, by: &str) -> Vec<Value> {
    let at = written(bid + Duration::hours(random.i64(1..20)));
    vec![
        json!({ "field": "amount", "from": from.amount, "to": to.amount, "at": at, "by": by }),
        json!({ "field": "discount", "from": percent(from.discount), "to": percent(to.discount), "at": at, "by": by }),
        json!({ "field": "margin", "from": percent(from.margin), "to": percent(to.margin), "at": at, "by": by }),
    ]
}

/// Who must not decide.
struct Deciders {
    owner: String,
    account_responsible: String,
}

/// The decisions on an approval before a move, with something wrong in so many deals.
fn decided(
    random: &mut Rng,
    approval: &str,
    moved: Moment,
    deciders: &Deciders,
    terms: Option<Terms>,
    wrong: f64,
    approvals: &mut Vec<Value>,
) {
    let needed = terms.map_or_else(|| random.usize(..3), |terms| body(terms.amount, terms.discount, terms.margin));
    // A stronger body may decide, too.
    let mut role = if chance(random, 0.15) { 2 } else { needed };
    let mut by = person(random);
    let mut decision = "approved";
    let mut at = moved - Duration::days(random.i64(0..20)) - Duration::minutes(random.i64(5..1_400));
    let mut covered = terms;
    let mut conditions = Vec::new();
    if chance(random, 0.1) {
        let (who, before) = (person(random), at - Duration::days(2));
        approvals.push(entry(random, approval, BODIES[role], &who, "rejected", before, terms));
    }
    let guards_a_move = approval != "ATAC";
    if chance(random, wrong) {
        match random.u8(..if terms.is_some() { 7 } else { 4 }) {
            0 => return,
            1 if guards_a_move => at = moved + Duration::hours(random.i64(1..200)),
            1 | 2 => decision = "rejected",
            3 if approval == "ATI" => at = moved - Duration::days(random.i64(182..260)),
            3 if approval == "ATC" => at = moved - Duration::days(random.i64(62..120)),
            3 => decision = "pending",
            4 if needed > 0 => role = needed - 1,
            4 | 5 => {
                by = if chance(random, 0.5) { deciders.owner.clone() } else { deciders.account_responsible.clone() }
            }
            _ if approval == "ATC" && chance(random, 0.5) => {
                decision = "conditional";
                at -= Duration::days(35);
                conditions.push(json!({ "text": "name the plant", "owner": "AR" }));
            }
            _ => {
                if let Some(terms) = &mut covered {
                    terms.amount = terms.amount * 9 / 10;
                }
            }
        }
    } else if chance(random, 0.1) {
        decision = "conditional";
        let due = NaiveDate::from_ymd_opt(2026, 7, random.u32(1..30)).map(|due| due.to_string());
        conditions.push(json!({ "text": "cap the liability", "owner": "AR", "due": due }));
        let closed = (as_of().date_naive() - Duration::days(random.i64(1..20))).to_string();
        conditions.push(json!({ "text": "name the plant", "owner": "AR", "closed_on": closed }));
    }
    let mut made = entry(random, approval, BODIES[role], &by, decision, at, covered);
    made["conditions"] = Value::Array(conditions);
    approvals.push(made);
}

fn entry(
    random: &mut Rng,
    approval: &str,
    role: &str,
    by: &str,
    decision: &str,
    at: Moment,
    covered: Option<Terms>,
) -> Value {
    let requested = at - Duration::days(random.i64(1..5));
    let mut entry = json!({
        "approval": approval, "role": role, "by": by, "decision": decision,
        "requested_at": written(requested), "at": written(at),
    });
    if let Some(terms) = covered {
        let (discount, margin) = (percent(terms.discount), percent(terms.margin));
        entry["covered"] = json!({ "amount": terms.amount, "discount": discount, "margin": margin });
    }
    entry
}

fn person(random: &mut Rng) -> String {
    format!("{}.{}", pick(random, words::LAST), pick(random, words::FIRST))
}

/// `12.5%`
fn percent(tenths: i64) -> String {
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// The beginning of the day of the judgement, in Shanghai.
fn as_of() -> Moment {
    DateTime::from_timestamp(1_782_748_800, 0).unwrap().with_timezone(&FixedOffset::east_opt(8 * 3_600).unwrap())
}

fn written(at: Moment) -> String {
    at.format("%Y-%m-%dT%H:%M:%S+08:00").to_string()
}
