//! The twelve rules.

use crate::hand::deal::Approval;
use crate::hand::deal::Deal;
use crate::hand::deal::Entry;
use crate::hand::deal::Stage;
use crate::hand::deal::Text;
use crate::hand::is_email;
use crate::peer::Broken;

/// 2026-06-30T23:59:59Z, the last second of the day of the judgement.
pub const NOW: i64 = 1_782_863_999;
pub const TODAY: &str = "2026-06-30";
const DAY: i64 = 86_400;

pub fn judge(deal: &Deal<'_>) -> Broken {
    let mut broken = Broken::default();
    let stage = deal.stage.stage;
    let open = stage.is_open();
    let from_proposal = (Stage::Proposal..=Stage::Won).contains(&stage);
    broken.when(1, stage != Stage::Lead && deal.amount <= 0);
    broken.when(
        2,
        match stage {
            Stage::Lost => blank(&deal.loss_reason),
            _ => {
                let meddic = &deal.meddic;
                from_proposal && (blank(&deal.next_step) || blank(&meddic.economic_buyer) || blank(&meddic.metrics))
            }
        },
    );
    broken.when(3, open && deal.close_date < TODAY);
    broken.when(4, from_proposal && (blank(&deal.team.ar) || blank(&deal.team.sr) || blank(&deal.team.fr)));
    broken.when(5, wrong_level(deal));
    broken.when(6, own_approval(deal).is_some());
    broken.when(7, late_approval(deal).is_some());
    broken.when(8, out_of_line(deal).is_some());
    broken.when(9, long_stay(deal).is_some());
    broken.when(10, open && NOW - seconds(deal.last_activity_at) > 21 * DAY);
    broken.when(11, !is_email(&deal.owner));
    broken.when(12, (Stage::Negotiation..=Stage::Won).contains(&stage) && nobody_decides(deal));
    broken
}

pub fn blank(text: &Option<Text<'_>>) -> bool {
    text.as_ref().is_none_or(|text| text.is_empty())
}

/// R05
fn wrong_level(deal: &Deal<'_>) -> bool {
    let approved = |which: &dyn Fn(&Approval<'_>) -> bool| {
        deal.approvals.iter().any(|approval| approval.decision == "approved" && which(approval))
    };
    if deal.discount_pct > 15.0 && !approved(&|approval| approval.role == "director") {
        return true;
    }
    if !(Stage::Contract..=Stage::Won).contains(&deal.stage.stage) || deal.amount <= 1_000_000 {
        return false;
    }
    let bid = |role: &str| approved(&|approval| approval.approval == "ATB" && approval.role == role);
    !(bid("CFO") || deal.amount <= 5_000_000 && bid("VP"))
}

/// R06: which approval the owner gave.
pub fn own_approval(deal: &Deal<'_>) -> Option<usize> {
    deal.approvals.iter().position(|approval| approval.decision == "approved" && *approval.by == *deal.owner)
}

/// R07: when the contract was entered, and which approval of the bid came after.
pub fn late_approval<'d>(deal: &'d Deal<'_>) -> Option<(&'d Entry<'d>, usize)> {
    let contract = deal.history.iter().find(|entry| *entry.stage == Stage::Contract)?;
    let late = deal.approvals.iter().position(|approval| {
        approval.approval == "ATB" && approval.decision == "approved" && approval.at > contract.at
    })?;
    Some((contract, late))
}

/// R08: which entry of the history the flow does not have.
pub fn out_of_line(deal: &Deal<'_>) -> Option<usize> {
    if deal.history.first().is_some_and(|first| *first.stage != Stage::Lead) {
        return Some(0);
    }
    let wrong = deal.history.windows(2).position(|pair| {
        let (before, after) = (*pair[0].stage, *pair[1].stage);
        after != Stage::Lost && after as u8 != before as u8 + 1
    })?;
    Some(wrong + 1)
}

/// R09: which stay was longer than 30 days, and how many seconds it was.
pub fn long_stay(deal: &Deal<'_>) -> Option<(usize, i64)> {
    let mut entered = deal.history.iter().map(|entry| seconds(entry.at)).enumerate().peekable();
    while let Some((place, from)) = entered.next() {
        let until = match entered.peek() {
            Some((_, next)) => *next,
            None if deal.stage.is_open() => NOW,
            None => return None,
        };
        if until - from > 30 * DAY {
            return Some((place, until - from));
        }
    }
    None
}

/// R12
fn nobody_decides(deal: &Deal<'_>) -> bool {
    let contacts = &deal.contacts;
    !contacts.iter().any(|contact| contact.role == "decision_maker" && contact.relation >= 3)
        || contacts.iter().any(|contact| blank(&contact.name))
}

/// The seconds since 1970 of a time as the data writes it, `2026-06-30T00:00:00Z`.
pub fn seconds(time: &str) -> i64 {
    let time = time.as_bytes();
    let number = |from: usize, digits: usize| {
        time[from..from + digits].iter().fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'))
    };
    let (year, month, day) = (number(0, 4), number(5, 2), number(8, 2));
    // Days from the civil calendar: years begin in March, so that the leap day is the last.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year / 400;
    let of_era = year - era * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    days * DAY + number(11, 2) * 3_600 + number(14, 2) * 60 + number(17, 2)
}
