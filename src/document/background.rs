use chrono::Datelike;
use chrono::NaiveDate;
use chrono::Weekday;

use crate::assess::length_in_words;
use crate::document::contents::Note;
use crate::document::terms::Terms;
use crate::model::Playbook;
use crate::model::Rule;
use crate::model::Severity;
use crate::value::Calendar;
use crate::value::Shift;
use crate::value::show_number;

/// Version, currency, time zone, what it extends, how much there is of each.
pub(super) fn facts(playbook: &Playbook, terms: Terms) -> Vec<Note> {
    let mut facts = Vec::new();
    if let Some(version) = &playbook.version {
        facts.push(terms.note("Version", "版本", version));
    }
    if let Some(below) = &playbook.extends {
        let version = below.version.as_ref().map(|version| format!(" {version}")).unwrap_or_default();
        facts.push(terms.note("Extends", "扩展自", format!("`{}`{version}", below.name)));
    }
    if let Some(currency) = playbook.currency {
        facts.push(terms.note("Amounts in", "金额单位", currency.to_string()));
    }
    facts.push(terms.note("Time zone", "时区", playbook.zone.to_string()));
    if let Some(within) = playbook.recorded_within {
        facts.push(terms.note("Moves recorded within", "录入时限", length_in_words(within, terms.code())));
    }
    facts.push(terms.note("In it", "内容", amount(playbook, terms)));
    facts
}

/// `5 stages, 40 criteria (5 critical), 4 approvals`
fn amount(playbook: &Playbook, terms: Terms) -> String {
    let asked = playbook.criteria.iter().filter(|criterion| !matches!(criterion.rule, Rule::History(_)));
    let critical = asked.clone().filter(|criterion| criterion.severity == Severity::Critical).count();
    let many = |count: usize, one: &str, several: &str, chinese: &str| match count {
        0 => None,
        1 => Some(terms.pick(format!("1 {one}"), format!("1 {chinese}"))),
        count => Some(terms.pick(format!("{count} {several}"), format!("{count} {chinese}"))),
    };
    let criteria = many(asked.count(), "criterion", "criteria", "项要求").map(|criteria| match critical {
        0 => criteria,
        critical => {
            terms.pick(format!("{criteria} ({critical} critical)"), format!("{criteria}（其中严重 {critical} 项）"))
        }
    });
    let parts = [
        many(playbook.stages.len(), "stage", "stages", "个阶段"),
        criteria,
        many(playbook.approvals.len(), "approval", "approvals", "项审批"),
        many(playbook.roles.len(), "role", "roles", "个角色"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    terms.pick(terms.list(&parts), parts.join("、"))
}

/// The calendar, where it says more than that weekends are free.
pub(super) fn calendar(playbook: &Playbook, terms: Terms) -> Vec<Note> {
    let calendar = &playbook.calendar;
    let plain = Calendar { zone: calendar.zone, ..Calendar::default() };
    if *calendar == plain {
        return Vec::new();
    }
    let mut notes = Vec::new();
    let weekend: Vec<String> = calendar.weekend.iter().map(|day| weekday(terms, *day).to_owned()).collect();
    if !weekend.is_empty() {
        notes.push(terms.note("Free every week", "每周休息", terms.list(&weekend)));
    }
    let days = |days: &mut dyn Iterator<Item = NaiveDate>| runs(days, terms).join(terms.pick(", ", "、"));
    if !calendar.holidays.is_empty() {
        notes.push(terms.note("Holidays", "节假日", days(&mut calendar.holidays.iter().copied())));
    }
    if !calendar.workdays.is_empty() {
        notes.push(terms.note("Worked all the same", "调休上班", days(&mut calendar.workdays.iter().copied())));
    }
    if calendar.hours != plain.hours {
        let hours: Vec<String> = calendar.hours.iter().map(|shift| shift_words(*shift)).collect();
        notes.push(terms.note("Working hours", "工作时间", hours.join(terms.pick(", ", "、"))));
    }
    notes
}

fn shift_words(shift: Shift) -> String {
    let clock = |seconds: u32| format!("{:02}:{:02}", seconds / 3600, seconds / 60 % 60);
    format!("{}–{}", clock(shift.from), clock(shift.until))
}

/// Days that follow each other as one period.
fn runs(days: &mut dyn Iterator<Item = NaiveDate>, terms: Terms) -> Vec<String> {
    let mut runs: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    for day in days {
        match runs.last_mut() {
            Some((_, last)) if last.succ_opt() == Some(day) => *last = day,
            _ => runs.push((day, day)),
        }
    }
    let shown = runs.into_iter().map(|(first, last)| match (first == last, first.year() == last.year()) {
        (true, _) => first.to_string(),
        (false, true) => {
            terms.pick(format!("{first} to {}", last.format("%m-%d")), format!("{first} 至 {}", last.format("%m-%d")))
        }
        (false, false) => terms.pick(format!("{first} to {last}"), format!("{first} 至 {last}")),
    });
    shown.collect()
}

fn weekday(terms: Terms, day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => terms.pick("Monday", "星期一"),
        Weekday::Tue => terms.pick("Tuesday", "星期二"),
        Weekday::Wed => terms.pick("Wednesday", "星期三"),
        Weekday::Thu => terms.pick("Thursday", "星期四"),
        Weekday::Fri => terms.pick("Friday", "星期五"),
        Weekday::Sat => terms.pick("Saturday", "星期六"),
        Weekday::Sun => terms.pick("Sunday", "星期日"),
    }
}

/// What one unit of a currency is worth.
pub(super) fn rates(playbook: &Playbook, terms: Terms) -> Vec<String> {
    let shown = playbook.rates.rates.iter().map(|rate| {
        let worth = format!("1 {} = {} {}", rate.currency, show_number(rate.worth.amount), rate.worth.currency);
        match rate.from {
            Some(from) => terms.pick(format!("{worth}, from {from}"), format!("{worth}，自 {from} 起")),
            None => worth,
        }
    });
    shown.collect()
}
