use std::io;

use chrono::Datelike;
use chrono::NaiveDate;
use chrono::Weekday;

use crate::machines::export::Deal;
use crate::machines::export::Stage;

pub enum Answer {
    Fails,
    Unknown,
}

/// A check that does not hold, or that cannot be told.
pub struct Found {
    pub check: &'static str,
    pub answer: Answer,
    pub severity: &'static str,
    pub message: String,
    /// Paths and values; the line in the history where it stands there.
    pub evidence: Vec<(&'static str, Option<String>, Option<u64>)>,
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day")
}

/// Judges a deal by the 23 criteria.
pub fn judge(deal: &Deal<'_>, twin: bool, tell: &mut impl FnMut(Found) -> io::Result<()>) -> io::Result<()> {
    let visited = |stage: Stage| deal.history.iter().any(|entry| entry.stage == stage);
    // A lost deal has passed what it visited, any other one the main line up to its stage.
    let passed = |stage: Stage| match deal.stage {
        Stage::Lost => visited(stage),
        now => stage < now || visited(stage) && stage != now,
    };
    let been = |stage: Stage| deal.stage == stage || passed(stage);
    stays(deal, Stage::Lead, "lead.at_most", "days", tell)?;
    if passed(Stage::Lead) && !deal.account {
        tell(missing("lead.exit.account.name", "account.name"))?;
    }
    stays(deal, Stage::Qualified, "qualified.at_most", "working days", tell)?;
    if been(Stage::Qualified) && deal.sales.is_none() {
        tell(missing("qualified.needs.sales", "team.sales"))?;
    }
    if passed(Stage::Qualified) {
        if deal.amount.is_none() {
            tell(missing("qualified.exit.amount", "amount"))?;
        }
        if deal.close_date.is_none() {
            tell(missing("qualified.exit.close_date", "close_date"))?;
        }
        champion(deal, tell)?;
    }
    if been(Stage::Proposal) {
        if deal.sales.is_none() {
            tell(missing("proposal.needs.sales", "team.sales"))?;
        }
        if deal.application.is_none() {
            tell(missing("proposal.needs.application", "team.application"))?;
        }
        if deal.contacts.is_empty() {
            tell(missing("proposal.entry.contacts", "contacts"))?;
        }
        if deal.list_price.is_none() {
            tell(missing("proposal.entry.list_price", "list_price"))?;
        }
    }
    let known = deal.contacts.is_empty() || deal.contacts.iter().any(|contact| contact.decides);
    if been(Stage::Negotiation) && !known {
        let message = format!("No decision maker among the contacts known: {}", deal.contacts.len());
        tell(found("decision_maker_known", "major", message, Vec::new()))?;
    }
    if deal.stage == Stage::Won && deal.amount.is_none() {
        tell(missing("won.entry.amount", "amount"))?;
    }
    if deal.stage == Stage::Won && deal.list_price.is_none() {
        tell(missing("won.entry.list_price", "list_price"))?;
    }
    if deal.stage == Stage::Lost && deal.loss_reason.is_none() {
        tell(missing("lost.entry.loss_reason", "loss_reason"))?;
    }
    close_date(deal, tell)?;
    next_step(deal, tell)?;
    discount(deal, tell)?;
    moves(deal, tell)?;
    if twin {
        tell(found("duplicate_id", "major", format!("another deal has the id {}", deal.id), Vec::new()))?;
    }
    Ok(())
}

fn found(
    check: &'static str,
    severity: &'static str,
    message: String,
    evidence: Vec<(&'static str, Option<String>, Option<u64>)>,
) -> Found {
    Found { check, answer: Answer::Fails, severity, message, evidence }
}

fn missing(check: &'static str, path: &'static str) -> Found {
    found(check, "major", format!("`{path}` is missing"), vec![(path, None, None)])
}

fn unknown(check: &'static str, severity: &'static str, path: &'static str) -> Found {
    let message = format!("cannot tell: `{path}` is missing");
    Found { answer: Answer::Unknown, ..found(check, severity, message, vec![(path, None, None)]) }
}

fn stays(
    deal: &Deal<'_>,
    stage: Stage,
    check: &'static str,
    unit: &'static str,
    tell: &mut impl FnMut(Found) -> io::Result<()>,
) -> io::Result<()> {
    for (place, entry) in deal.history.iter().enumerate().filter(|(_, entry)| entry.stage == stage) {
        let (from, until) = (entry.at.date(), deal.history.get(place + 1).map_or_else(today, |next| next.at.date()));
        let days = (until - from).num_days();
        let count = match unit {
            "days" => days,
            _ => from.iter_days().skip(1).take(days.max(0) as usize).filter(|day| is_worked(*day)).count() as i64,
        };
        if count > 30 {
            let title = stage.name();
            let message = match deal.history.get(place + 1) {
                Some(_) => format!("{count} {unit} in {title}, from {from} to {until}; the limit is 30 {unit}"),
                None => format!("{count} {unit} in {title}, since {from}; the limit is 30 {unit}"),
            };
            let evidence = vec![("history.at", Some(entry.at.format("%Y-%m-%d %H:%M").to_string()), Some(entry.line))];
            tell(found(check, "major", message, evidence))?;
        }
    }
    Ok(())
}

fn is_worked(day: NaiveDate) -> bool {
    let holiday = matches!((day.month(), day.day()), (10, 3) | (12, 24..=31)) && day.year() == 2026;
    !holiday && !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

fn champion(deal: &Deal<'_>, tell: &mut impl FnMut(Found) -> io::Result<()>) -> io::Result<()> {
    let mut open = false;
    for contact in deal.contacts.iter().filter(|contact| !contact.is_user) {
        match contact.level {
            Some(3..) => return Ok(()),
            Some(_) => {}
            None => open = true,
        }
    }
    if open {
        return tell(unknown("champion", "minor", "contacts.level"));
    }
    let message = format!(
        "No influencer or decision maker supports us (relationship 3 or more); contacts known: {}",
        deal.contacts.len()
    );
    let levels = deal.contacts.iter().map(|contact| ("contacts.level", contact.level.map(|it| it.to_string()), None));
    tell(found("champion", "minor", message, levels.collect()))
}

fn close_date(deal: &Deal<'_>, tell: &mut impl FnMut(Found) -> io::Result<()>) -> io::Result<()> {
    match deal.close_date {
        _ if !deal.stage.is_open() => Ok(()),
        None => tell(unknown("close_date_passed", "major", "close_date")),
        Some(day) if day < today() => {
            let message = format!("{} should have closed on {day}", deal.name);
            tell(found("close_date_passed", "major", message, vec![("close_date", Some(day.to_string()), None)]))
        }
        Some(_) => Ok(()),
    }
}

fn next_step(deal: &Deal<'_>, tell: &mut impl FnMut(Found) -> io::Result<()>) -> io::Result<()> {
    if !(Stage::Qualified..=Stage::Negotiation).contains(&deal.stage) {
        return Ok(());
    }
    let Some(step) = deal.next_step else { return tell(unknown("next_step_clear", "minor", "next_step")) };
    let plain = step.trim().to_lowercase();
    let message = if ["follow up", "tbd", "tbc", "check in", "call"].contains(&plain.as_str()) {
        format!("the next step says only \"{step}\"")
    } else if step.trim().chars().count() < 10 {
        format!("the next step \"{step}\" is too short to act on")
    } else {
        return Ok(());
    };
    tell(found("next_step_clear", "minor", message, vec![("next_step", Some(step.to_owned()), None)]))
}

fn discount(deal: &Deal<'_>, tell: &mut impl FnMut(Found) -> io::Result<()>) -> io::Result<()> {
    if !(Stage::Proposal..=Stage::Won).contains(&deal.stage) {
        return Ok(());
    }
    let (Some(amount), Some(list_price)) = (deal.amount, deal.list_price) else {
        return tell(unknown("big_discount", "critical", "list_price"));
    };
    if 1.0 - amount / list_price <= 0.2 {
        return Ok(());
    }
    let shown = |thousands: f64| format!("{:.0} EUR", thousands * 1e3);
    let message = format!("{} is more than 20 % under the list price of {}", shown(amount), shown(list_price));
    let evidence = vec![("amount", Some(shown(amount)), None), ("list_price", Some(shown(list_price)), None)];
    tell(found("big_discount", "critical", message, evidence))
}

fn moves(deal: &Deal<'_>, tell: &mut impl FnMut(Found) -> io::Result<()>) -> io::Result<()> {
    let shown = |stage: Stage, line: u64| vec![("history.stage", Some(stage.name().to_owned()), Some(line))];
    if let Some(first) = deal.history.first().filter(|first| first.stage != Stage::Lead) {
        let check = if first.stage == Stage::Lost { "illegal_move" } else { "skipped" };
        let message = format!("started in {}", first.stage.name());
        tell(found(check, "major", message, shown(first.stage, first.line)))?;
    }
    for pair in deal.history.windows(2) {
        let (from, to) = (pair[0].stage, pair[1].stage);
        let next = to as u8 == from as u8 + 1 && to != Stage::Lost;
        let lost = to == Stage::Lost && from < Stage::Won;
        let back = from == Stage::Negotiation && to == Stage::Proposal;
        if from == to || next || lost || back {
            continue;
        }
        let check = if from < to && to <= Stage::Won { "skipped" } else { "illegal_move" };
        let message = format!("moved from {} to {} on {}", from.name(), to.name(), pair[1].at.date());
        tell(found(check, "major", message, shown(to, pair[1].line)))?;
    }
    if let Some(last) = deal.history.last().filter(|last| last.stage != deal.stage) {
        let message = format!("the history ends in {}, the deal is in {}", last.stage.name(), deal.stage.name());
        tell(found("history_mismatch", "major", message, shown(last.stage, last.line)))?;
    }
    Ok(())
}
