//! The criteria of `examples/gated`.

use crate::gated::approvals::Gate;
use crate::gated::approvals::judge as judge_approval;
use crate::gated::deal::Body;
use crate::gated::deal::Deal;
use crate::gated::deal::Entry;
use crate::gated::deal::Percent;
use crate::gated::deal::Stage;
use crate::gated::deal::Terms;
use crate::gated::deal::Was;
use crate::hand::seconds as seconds_of;

/// 2026-06-30T23:59:59+08:00, the last second of the day of the judgement.
pub const NOW: i64 = 1_782_835_199;
pub const TODAY: &str = "2026-06-30";

/// What is wrong with a deal, or cannot be told.
pub struct Found {
    pub check: &'static str,
    pub title: &'static str,
    pub fails: bool,
    pub severity: &'static str,
    pub message: String,
    pub fix: &'static str,
    /// Who answers for it; without a role the owner of the deal.
    pub owner: Option<&'static str>,
    /// Paths and values.
    pub evidence: Vec<(String, Option<String>)>,
}

/// The weakest body that may decide.
pub fn body(amount: i64, discount_tenths: i64, margin_tenths: i64) -> usize {
    if amount < 50_000_000 && discount_tenths <= 150 && margin_tenths >= 250 {
        0
    } else if amount < 200_000_000 && discount_tenths <= 250 && margin_tenths >= 180 {
        1
    } else {
        2
    }
}

/// The weakest body that may decide on these terms.
pub fn body_for(terms: &Terms) -> Body {
    let limits =
        |amount, discount, margin| terms.amount < amount && terms.discount.0 <= discount && terms.margin.0 >= margin;
    if limits(50_000_000, 1_500, 2_500) {
        Body::Office
    } else if limits(200_000_000, 2_500, 1_800) {
        Body::Region
    } else {
        Body::Company
    }
}

/// The seconds since 1970 of a time as the data writes it, `2026-06-30T09:00:00+08:00`.
pub fn seconds(time: &str) -> i64 {
    let digits = |from: usize| time[from..from + 2].parse::<i64>().unwrap_or_default();
    let offset = digits(20) * 3_600 + digits(23) * 60;
    let west = time.as_bytes()[19] == b'-';
    seconds_of(time) - if west { -offset } else { offset }
}

/// Judges a deal; `twin` says whether a deal before it has its id.
pub fn judge(deal: &Deal<'_>, twin: bool, found: &mut Vec<Found>) {
    // A stage that was left out is guarded at the last move that did so.
    let passes_by = |pair: &[Entry<'_>], stage: Stage| {
        pair[0].stage < stage && stage < pair[1].stage && pair[1].stage < Stage::Lost
    };
    let left_out =
        |stage: Stage| deal.history.windows(2).rfind(|pair| passes_by(pair, stage)).map(|pair| seconds(pair[1].at));
    let entered = |stage: Stage| {
        let visited = deal.history.iter().rfind(|entry| entry.stage == stage).map(|entry| seconds(entry.at));
        visited.or_else(|| left_out(stage))
    };
    // Leaving out a stage of the main line does not evade its gate.
    let furthest = deal.history.iter().map(|entry| entry.stage).chain([deal.stage]);
    let furthest = furthest.filter(|stage| *stage != Stage::Lost).max();
    let reached = |stage: Stage| furthest.is_some_and(|furthest| furthest >= stage);
    if reached(Stage::Guidance) {
        if deal.team.ar.is_none() {
            found.push(unnamed("guidance.needs.AR", "team.AR", "Name an account responsible"));
        }
        if deal.team.sr.is_none() {
            found.push(unnamed("guidance.needs.SR", "team.SR", "Name a solution responsible"));
        }
        judge_approval(deal, &Gate::ati(entered(Stage::Guidance)), found);
    }
    if reached(Stage::Bid) {
        judge_approval(deal, &Gate::atb(entered(Stage::Bid)), found);
    }
    if reached(Stage::Contract) {
        judge_approval(deal, &Gate::atc(entered(Stage::Contract)), found);
    }
    if deal.stage == Stage::Contract && deal.scope_changes.iter().any(|change| change.executed) {
        judge_approval(deal, &Gate::atac(), found);
    }
    moves(deal, found);
    if twin {
        let evidence = vec![("id".to_owned(), Some(deal.id.to_string()))];
        found.push(flow("duplicate_id", format!("another deal has the id {}", &*deal.id), evidence));
    }
}

/// The terms of a deal at a moment: every change after it undone, the last one first.
pub fn terms_at(deal: &Deal<'_>, moment: Option<i64>) -> Terms {
    let mut terms = Terms { amount: deal.amount, discount: deal.discount, margin: deal.margin };
    let Some(moment) = moment else { return terms };
    let mut after: Vec<_> = deal.changes.iter().map(|change| (seconds(change.at), change)).collect();
    after.retain(|(at, _)| *at > moment);
    after.sort_by_key(|(at, _)| *at);
    for (_, change) in after.iter().rev() {
        match (change.field, change.from) {
            ("amount", Was::Amount(amount)) => terms.amount = amount,
            ("discount", Was::Text(text)) => terms.discount = Percent::read(text).unwrap_or(terms.discount),
            ("margin", Was::Text(text)) => terms.margin = Percent::read(text).unwrap_or(terms.margin),
            _ => {}
        }
    }
    terms
}

/// Whether the flow has a move.
fn allows(from: Stage, to: Stage) -> bool {
    match to {
        Stage::Lost => (Stage::Opportunity..=Stage::Negotiation).contains(&from),
        Stage::Negotiation if from == Stage::Guidance => true,
        _ => to as u8 == from as u8 + 1,
    }
}

fn moves(deal: &Deal<'_>, found: &mut Vec<Found>) {
    let skips = |from: Stage, to: Stage| from < to && to < Stage::Lost && !allows(from, to);
    let place = |entry: &Entry<'_>, at: usize| {
        vec![
            (format!("history[{at}].stage"), Some(entry.stage.name().to_owned())),
            (format!("history[{at}].at"), Some(entry.at.to_owned())),
            (format!("history[{at}].by"), Some(entry.by.to_string())),
        ]
    };
    if let Some(first) = deal.history.first().filter(|first| first.stage != Stage::Lead) {
        let check = if first.stage == Stage::Lost { "illegal_move" } else { "skipped" };
        let message = format!("created in {} on {} by {}", first.stage.title(), &first.at[..10], &*first.by);
        found.push(flow(check, message, place(first, 0)));
    }
    for (at, pair) in deal.history.windows(2).enumerate() {
        let [before, after] = pair else { continue };
        let (from, to) = (before.stage, after.stage);
        if from == to {
            continue;
        }
        if seconds(after.at) < seconds(before.at) {
            let message = format!("the history says {} before {}", after.at, before.at);
            found.push(flow("unordered_history", message, place(after, at + 1)));
        }
        if !allows(from, to) {
            let check = if skips(from, to) { "skipped" } else { "illegal_move" };
            let (from, to, on, by) = (from.title(), to.title(), &after.at[..10], &*after.by);
            found.push(flow(check, format!("moved from {from} to {to} on {on} by {by}"), place(after, at + 1)));
        }
    }
    if let Some(last) = deal.history.last().filter(|last| last.stage != deal.stage) {
        let (end, since, now) = (last.stage.title(), &last.at[..10], deal.stage.title());
        let message = format!("the history ends in {end} (since {since}), the deal is in {now}");
        found.push(flow("history_mismatch", message, place(last, deal.history.len() - 1)));
    }
}

fn unnamed(check: &'static str, path: &str, fix: &'static str) -> Found {
    let message = format!("`{path}` is missing; Pre-bid guidance requires it");
    let evidence = vec![(path.to_owned(), None)];
    Found { check, title: "The team is named", fails: true, severity: "major", message, fix, owner: None, evidence }
}

fn flow(check: &'static str, message: String, evidence: Vec<(String, Option<String>)>) -> Found {
    let fix = "Note in the deal why it moved so";
    Found { check, title: "The flow is kept to", fails: true, severity: "major", message, fix, owner: None, evidence }
}
