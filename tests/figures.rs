//! Figures over deals made at random, against the same worked out one deal and one pair at a time.

use std::fs;

use chrono::Days;
use chrono::NaiveDate;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::ProptestConfig;
use proptest::proptest;

use tollgate::assess::AsOf;
use tollgate::assess::Figures;
use tollgate::assess::MOST_OTHERS;
use tollgate::assess::Settings;
use tollgate::deals::Frame;
use tollgate::deals::Input;
use tollgate::deals::read;
use tollgate::model::Playbook;
use tollgate::value::Gap;
use tollgate::value::Value;
use tollgate::workspace::DiskTexts;
use tollgate::workspace::end_of_day;
use tollgate::workspace::load;

use crate::deals::memory::Memory;

const PLAYBOOK: &str = r#"
playbook around "Around" { currency EUR }
deal {
    amount:  money
    account: text
    on:      date
    visits:  list of { at: date  hours: integer }
}
flow { early -> won }
stage early "Early" {}
stage won "Won" { outcome won }
figure joint {
    sum    amount
    when   stage == "early"
    by     account
    within any 10 days of on
}
figure place {
    rank on
    when stage == "early"
    by   account
}
figure alike {
    others o with amount
    when   stage == "early" && present(amount)
    by     account
    that   o.amount == amount
}
figure busy {
    for    v in visits
    sum    v.hours
    by     account
    within any 3 days of v.at
}
check one "One": present(amount)
"#;

/// A deal: whether it is open, its account, its day, its amount, its visits.
type Made = (bool, Option<u8>, Option<u64>, Option<i64>, Vec<(u64, i64)>);

fn playbook() -> Playbook {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("around.playbook");
    fs::write(&path, PLAYBOOK).unwrap();
    let loaded = load(&DiskTexts, &path).unwrap();
    loaded.playbook.unwrap_or_else(|| panic!("{:#?}", loaded.diagnostics))
}

fn day(at: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(at)
}

fn line(at: usize, (open, account, on, amount, visits): &Made) -> String {
    let mut fields = vec![format!("\"id\":\"D{at:02}\",\"stage\":\"{}\"", if *open { "early" } else { "won" })];
    fields.extend(account.map(|account| format!("\"account\":\"A{account}\"")));
    fields.extend(on.map(|on| format!("\"on\":\"{}\"", day(on))));
    fields.extend(amount.map(|amount| format!("\"amount\":\"{amount} EUR\"")));
    let visits = visits.iter().map(|(at, hours)| format!("{{\"at\":\"{}\",\"hours\":{hours}}}", day(*at)));
    fields.push(format!("\"visits\":[{}]", visits.collect::<Vec<String>>().join(",")));
    format!("{{{}}}\n", fields.join(","))
}

/// The largest of the stretches that begin with a member and hold a point.
fn stretch(members: &[(u64, i64)], length: u64, point: u64) -> Option<i64> {
    let starts = members.iter().map(|(at, _)| *at).filter(|start| *start <= point && point <= start + length);
    starts.map(|start| members.iter().filter(|(at, _)| start <= *at && *at <= start + length).map(|m| m.1).sum()).max()
}

fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => i64::try_from(*number).ok(),
        Value::Money(money) => i64::try_from(money.amount).ok(),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn figures_come_to_what_is_around(
        made in vec(
            (
                proptest::bool::weighted(0.8),
                option::weighted(0.9, 0_u8..2),
                option::weighted(0.9, 0_u64..40),
                option::weighted(0.9, 1_i64..4),
                vec((0_u64..20, 1_i64..5), 0..3),
            ),
            0..14,
        )
    ) {
        let playbook = playbook();
        let frame = Frame { schema: playbook.schema.clone(), currency: playbook.currency, zone: playbook.zone };
        let text: String = made.iter().enumerate().map(|(at, deal)| line(at, deal)).collect();
        let store = Memory::with(&[("deals.jsonl", text.as_bytes())]);
        let names = store.names();
        let today = day(100);
        let as_of = AsOf { today, now: end_of_day(today, playbook.zone) };
        let settings = Settings { as_of, language: "en", people: None, only: None };
        let deals = || read(&store, Input::Shaped { files: &names }, &frame).unwrap();
        let figures = Figures::of(&playbook, &mut deals(), &settings);
        let slot = |name: &str| playbook.figures.iter().find(|figure| figure.name == name).unwrap().slot;

        for (at, mut deal) in deals().enumerate() {
            figures.put_into(&playbook, &mut deal, &settings);
            let (open, account, on, amount, visits) = &made[at];
            let same = |other: &&Made| account.is_some() && other.1 == *account;

            let joined: Vec<(u64, i64)> =
                made.iter().filter(same).filter(|other| other.0).filter_map(|other| other.2.zip(other.3)).collect();
            let joint = on.and_then(|on| stretch(&joined, 10, on));
            assert_eq!(number(deal.record.get(slot("joint"))), joint, "joint of {at} in\n{text}");

            let before = |(place, other): &(usize, &Made)| other.2.map(|day| (day, *place)) < on.map(|on| (on, at));
            let earlier = made.iter().enumerate().filter(|(_, other)| same(other) && other.0 && other.2.is_some());
            let counts = *open && account.is_some() && on.is_some();
            let place = counts.then(|| earlier.filter(before).count() as i64 + 1);
            assert_eq!(number(deal.record.get(slot("place"))), place, "place of {at} in\n{text}");

            let others = made.iter().enumerate().filter(|(place, other)| {
                *place != at && same(other) && other.0 && other.3.is_some() && other.3 == *amount
            });
            let others: Vec<String> = others.map(|(place, _)| format!("D{place:02}")).collect();
            let rivals = made.iter().enumerate().filter(|(place, other)| {
                *place != at && same(other) && other.0 && other.3.is_some()
            });
            match deal.record.get(slot("alike")) {
                Value::List(found) => {
                    let ids = found.iter().map(|other| match other {
                        Value::Record(record) => record.get(0).clone(),
                        other => other.clone(),
                    });
                    let wanted: Vec<Value> = others.iter().map(|id| Value::Text(id.as_str().into())).collect();
                    assert_eq!(ids.collect::<Vec<Value>>(), wanted, "alike of {at} in\n{text}");
                }
                // Nothing can be compared with a missing amount, where there is anything to compare.
                _ => assert!(account.is_none() || (amount.is_none() && rivals.count() > 0), "alike of {at} in\n{text}"),
            }

            let of_account = made.iter().filter(same).flat_map(|other| other.4.iter().copied());
            let of_account: Vec<(u64, i64)> = of_account.collect();
            if let Value::List(items) = deal.record.get(slot_of_visits(&playbook)) {
                for (visit, item) in visits.iter().zip(items) {
                    let Value::Record(item) = item else { panic!("no record") };
                    let busy = account.and_then(|_| stretch(&of_account, 3, visit.0));
                    assert_eq!(number(item.get(slot("busy"))), busy, "busy of {at} in\n{text}");
                }
            }
        }
    }
}

fn slot_of_visits(playbook: &Playbook) -> usize {
    playbook.schema.deal.find("visits").unwrap().0
}

/// Each deal can be compared with so many others; of a larger group nobody is told to resemble nobody.
#[test]
fn a_group_that_is_too_large_is_told() {
    let playbook = playbook();
    let frame = Frame { schema: playbook.schema.clone(), currency: playbook.currency, zone: playbook.zone };
    for (count, crowded) in [(MOST_OTHERS, 0), (MOST_OTHERS + 1, 1)] {
        let deal = |at: usize| line(at, &(true, Some(1), Some(1), Some(at as i64 + 1), Vec::new()));
        let text: String = (0..count).map(deal).collect();
        let store = Memory::with(&[("deals.jsonl", text.as_bytes())]);
        let names = store.names();
        let as_of = AsOf { today: day(100), now: end_of_day(day(100), playbook.zone) };
        let settings = Settings { as_of, language: "en", people: None, only: None };
        let deals = || read(&store, Input::Shaped { files: &names }, &frame).unwrap();
        let figures = Figures::of(&playbook, &mut deals(), &settings);
        let (figure, untold) =
            figures.untold(&playbook).into_iter().find(|(figure, _)| figure.name == "alike").unwrap();
        assert_eq!((untold.left_out, untold.crowded), (0, crowded));
        let mut first = deals().next().unwrap();
        figures.put_into(&playbook, &mut first, &settings);
        let wanted = if crowded == 0 { Value::List(Vec::new()) } else { Value::Missing(Gap::Crowded) };
        assert_eq!(first.record.get(figure.slot), &wanted);
    }
}
